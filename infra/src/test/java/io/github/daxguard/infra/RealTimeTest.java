package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresNode
class RealTimeTest {

    /** An event of a call that CloudTrail has recorded. A failed call also has the members errorCode and errorMessage. */
    private static final String CREATED = """
            {
              "version": "0", "id": "8a1b3c4d-0f5e-4a6b-9c7d-1e2f3a4b5c6d", "source": "aws.dax",
              "detail-type": "AWS API Call via CloudTrail", "account": "111122223333", "region": "eu-west-1",
              "time": "2027-01-31T06:00:00Z", "resources": [],
              "detail": {
                "eventVersion": "1.09",
                "userIdentity": {
                  "type": "AssumedRole", "principalId": "AROAEXAMPLEEXAMPLE123:alice", "accountId": "111122223333",
                  "arn": "arn:aws:sts::111122223333:assumed-role/developer/alice"
                },
                "eventTime": "2027-01-31T05:59:58Z", "eventSource": "dax.amazonaws.com",
                "eventName": "CreateCluster", "awsRegion": "eu-west-1", "sourceIPAddress": "198.51.100.7",
                "userAgent": "aws-cli/2.31.0",
                "requestParameters": {
                  "clusterName": "orders", "nodeType": "dax.t3.small", "replicationFactor": 1,
                  "iamRoleArn": "arn:aws:iam::111122223333:role/dax", "sSESpecification": {"enabled": false}
                },
                "responseElements": {"cluster": {"clusterName": "orders", "status": "creating"}},
                "requestID": "f2b5d1c4-7a8e-4f36-9b0d-5c6e7f8a9b0c",
                "eventID": "0c9b8a7f-6e5d-4c3b-a291-807f6e5d4c3b",
                "readOnly": false, "eventType": "AwsApiCall", "managementEvent": true,
                "recipientAccountId": "111122223333", "eventCategory": "Management"
              }
            }""";

    private static final String CLUSTER_REQUEST = "{\"clusterName\": \"orders\"}";
    private static final String TAG_REQUEST = "{\"resourceName\": \"arn:aws:dax:eu-west-1:111122223333:cache/orders\"}";

    static List<Map<String, String>> modesWithout() {
        return Contexts.all().stream()
                .filter(context -> !Contexts.hasRealTime(context))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withRealTime")
    void queue_ofChanges_delaysAMinuteAndDeliversTenTimes(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.properties("RealTimeChanges")).isEqualTo(json("""
                {
                  "SqsManagedSseEnabled": true,
                  "DelaySeconds": 60,
                  "VisibilityTimeout": 90,
                  "RedrivePolicy": {"deadLetterTargetArn": "${RealTimeDeadLetterQueue.Arn}", "maxReceiveCount": 10}
                }"""));
        assertThat(template.properties("RealTimeDeadLetterQueue"))
                .isEqualTo(json("{\"SqsManagedSseEnabled\": true, \"MessageRetentionPeriod\": 1209600}"));
    }

    @Test
    void visibilityTimeout_isSixTimesTheFunctionTimeout() {
        StackTemplate template = StackTemplate.of(Contexts.DEFAULT);

        assertThat(template.properties("RealTimeChanges")
                        .get("VisibilityTimeout")
                        .asInt())
                .isEqualTo(6
                        * template.properties("RealTimeFunction").get("Timeout").asInt())
                .isGreaterThan(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RealTimeChanges", "RealTimeDeadLetterQueue"})
    void policy_ofEachQueue_allowsOnlyTheEventRuleByTls(String queue) {
        assertThat(StackTemplate.of(Contexts.DEFAULT).properties(queue + "Policy"))
                .isEqualTo(json("""
                {
                  "Queues": ["${%1$s}"],
                  "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                      {
                        "Effect": "Deny",
                        "Principal": {"AWS": "*"},
                        "Action": "sqs:*",
                        "Resource": "${%1$s.Arn}",
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}}
                      },
                      {
                        "Sid": "ReceiveEvents",
                        "Effect": "Allow",
                        "Principal": {"Service": "events.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": "${%1$s.Arn}",
                        "Condition": {"ArnEquals": {"aws:SourceArn": ["${RealTimeClusterChange.Arn}"]}}
                      }
                    ]
                  }
                }""".formatted(queue)));
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withRealTime")
    void eventRule_sendsChangesToTheQueueOrTheDeadLetterQueue(Map<String, String> context) {
        JsonNode rule = StackTemplate.of(context).properties("RealTimeClusterChange");

        assertThat(rule.get("Targets")).isEqualTo(json("""
                [{
                  "Id": "Changes",
                  "Arn": "${RealTimeChanges.Arn}",
                  "DeadLetterConfig": {"Arn": "${RealTimeDeadLetterQueue.Arn}"}
                }]"""));
        assertThat(rule.path("State").asText("ENABLED")).isEqualTo("ENABLED");
        assertThat(rule.get("EventPattern")).isEqualTo(pattern());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CreateCluster | " + CLUSTER_REQUEST,
                "DeleteCluster | " + CLUSTER_REQUEST,
                "TagResource | " + TAG_REQUEST,
                "UntagResource | " + TAG_REQUEST,
            })
    void pattern_ofACallThatCanChangeAVerdict_matches(String call, String request) {
        assertThat(EventPattern.matches(pattern(), event(call, request))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeClusters",
                "UpdateCluster",
                "IncreaseReplicationFactor",
                "DecreaseReplicationFactor",
                "RebootNode",
                "ListTags",
                "createcluster",
            })
    void pattern_ofAnyOtherCall_doesNotMatch(String call) {
        assertThat(EventPattern.matches(pattern(), event(call, CLUSTER_REQUEST)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateCluster", "DeleteCluster", "TagResource", "UntagResource"})
    void pattern_ofAFailedCall_doesNotMatch(String call) {
        JsonNode event = event(call, CLUSTER_REQUEST);
        ((ObjectNode) event.get("detail"))
                .put("errorCode", "AccessDenied")
                .put("errorMessage", "User alice is not authorized")
                .putNull("responseElements");

        assertThat(EventPattern.matches(pattern(), event)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "aws.dax, aws.redshift",
        "dax.amazonaws.com, redshift.amazonaws.com",
        "AWS API Call via CloudTrail, AWS Service Event via CloudTrail",
        "AWS API Call via CloudTrail, AWS Console Sign In via CloudTrail",
    })
    void pattern_ofAnotherServiceOrDetailType_doesNotMatch(String part, String otherPart) {
        JsonNode other = json(CREATED.replace("\"" + part + "\"", "\"" + otherPart + "\""));

        assertThat(EventPattern.matches(pattern(), json(CREATED))).isTrue();
        assertThat(EventPattern.matches(pattern(), other)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withRealTime")
    void mapping_ofTheQueue_hasTheLargestBatchesAndReportsSingleFailures(Map<String, String> context) {
        assertThat(StackTemplate.of(context).properties("RealTimeMapping")).isEqualTo(json("""
                {
                  "EventSourceArn": "${RealTimeChanges.Arn}",
                  "FunctionName": "${RealTimeFunction}",
                  "BatchSize": 10000,
                  "MaximumBatchingWindowInSeconds": 1,
                  "FunctionResponseTypes": ["ReportBatchItemFailures"],
                  "ScalingConfig": {"MaximumConcurrency": 2}
                }"""));
    }

    /** Lambda checks whether the role may read the queue. Its permissions are therefore inline, and exist before the function. */
    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withRealTime")
    void mapping_isCreatedAfterThePermissionsOfTheRole(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.properties("RealTimeFunction").get("Role").asText()).isEqualTo("${RealTimeRole.Arn}");
        assertThat(template.properties("RealTimeRole").get("Policies").toString())
                .contains("sqs:ReceiveMessage");
        assertThat(template.resources("AWS::IAM::Policy").values())
                .allSatisfy(policy ->
                        assertThat(policy.at("/Properties/Roles").toString()).doesNotContain("RealTime"));
    }

    @Test
    void function_withChangeTriggeredRules_startsOnlyThePeriodicRules() {
        assertThat(environment(StackTemplate.of(Contexts.RULES)))
                .isEqualTo(environment(StackTemplate.of(Contexts.DEFAULT)));
    }

    @Test
    void function_withOneControl_startsOnlyItsRule() {
        assertThat(environment(StackTemplate.of(Map.of("controls", "encryption-at-rest"))))
                .isEqualTo(json("{\"DAXGUARD_RULE_NAMES\": \"dax-cluster-encrypted-at-rest\"}"));
    }

    @Test
    void function_withAConformancePack_hasItsName() {
        StackTemplate template = StackTemplate.of(Contexts.PACK);

        assertThat(environment(template)).isEqualTo(json("""
                {
                  "DAXGUARD_RULE_NAMES": "dax-cluster-encrypted-at-rest,dax-cluster-encrypted-in-transit",
                  "DAXGUARD_CONFORMANCE_PACK": "daxguard"
                }"""));
        assertThat(template.properties("ConformancePack")
                        .get("ConformancePackName")
                        .asText())
                .isEqualTo("daxguard");
    }

    @ParameterizedTest
    @MethodSource("modesWithout")
    void stack_withoutRealTimeOrInAnOrganization_hasNoneOfItsResources(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.resources("AWS::Lambda::EventSourceMapping")).isEmpty();
        assertThat(template.resources().keySet()).noneMatch(id -> id.startsWith("RealTime"));
        assertThat(template.resources().toString()).doesNotContain("TagResource\",\"UntagResource");
        // The replacement function also starts the rules.
        assertThat(template.resources().toString().contains("StartConfigRulesEvaluation"))
                .isEqualTo(Contexts.hasReplacement(context));
    }

    private static JsonNode pattern() {
        return StackTemplate.of(Contexts.DEFAULT)
                .properties("RealTimeClusterChange")
                .get("EventPattern");
    }

    private static JsonNode environment(StackTemplate template) {
        return template.properties("RealTimeFunction").at("/Environment/Variables");
    }

    private static JsonNode event(String call, String requestParameters) {
        JsonNode event = json(CREATED);
        ((ObjectNode) event.get("detail")).put("eventName", call).set("requestParameters", json(requestParameters));
        return event;
    }
}
