package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresNode
class NotificationsTest {

    private static final String EVENT_RULE = "NotificationsComplianceChange";

    /** As AWS Config sends it. */
    static final String COMPLIANCE_CHANGE = """
            {
              "version": "0", "id": "5d0d3b8e-61c4-4ad8-8f5a-2f9a3f8b0c11", "source": "aws.config",
              "detail-type": "Config Rules Compliance Change", "account": "111122223333", "region": "eu-west-1",
              "time": "2027-01-31T06:00:09Z", "resources": [],
              "detail": {
                "resourceId": "plain", "awsRegion": "eu-west-1", "awsAccountId": "111122223333",
                "configRuleName": "%s", "recordVersion": "1.0",
                "configRuleARN": "arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-a1b2c3",
                "messageType": "ComplianceChangeNotification",
                "newEvaluationResult": {
                  "evaluationResultIdentifier": {
                    "evaluationResultQualifier": {
                      "configRuleName": "%1$s", "resourceType": "AWS::DAX::Cluster", "resourceId": "plain",
                      "evaluationMode": "DETECTIVE"
                    },
                    "orderingTimestamp": "2027-01-31T06:00:00Z"
                  },
                  "complianceType": "NON_COMPLIANT", "annotation": "Encryption at rest is DISABLED.",
                  "resultRecordedTime": "2027-01-31T06:00:08Z", "configRuleInvokedTime": "2027-01-31T06:00:02Z"
                },
                "notificationCreationTime": "2027-01-31T06:00:09Z", "resourceType": "AWS::DAX::Cluster"
              }
            }""";

    private static final String TLS_ONLY = """
            {
              "Sid": "AllowPublishThroughSSLOnly",
              "Effect": "Deny",
              "Principal": "*",
              "Action": "sns:Publish",
              "Resource": "${NotificationsTopic}",
              "Condition": {"Bool": {"aws:SecureTransport": "false"}}
            }""";

    private static final String ALARMS = """
            {
              "Sid": "PublishAlarms",
              "Effect": "Allow",
              "Principal": {"Service": "cloudwatch.amazonaws.com"},
              "Action": "sns:Publish",
              "Resource": "${NotificationsTopic}",
              "Condition": {"StringEquals": {"aws:SourceAccount": "${AWS::AccountId}"}}
            }""";

    static List<Map<String, String>> modesWithEvents() {
        return List.of(Contexts.DEFAULT, Contexts.RULES, Contexts.PACK);
    }

    static List<Map<String, String>> modesWithTopic() {
        return Contexts.all().stream()
                .filter(context -> !Contexts.hasStackSets(context))
                .toList();
    }

    @Test
    void topic_inAMember_doesNotExist() {
        StackTemplate template = StackTemplate.of(Contexts.STACK_SETS_WITH_ALL);

        assertThat(template.resources("AWS::SNS::Topic")).isEmpty();
        assertThat(template.resources("AWS::KMS::Key")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modesWithTopic")
    void topic_ofEachStack_isEncryptedWithItsOwnKey(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.resources("AWS::SNS::Topic").keySet())
                .contains("NotificationsTopic")
                .hasSize(Contexts.hasReplacement(context) ? 2 : 1);
        assertThat(template.properties("NotificationsTopic")
                        .get("KmsMasterKeyId")
                        .asText())
                .isEqualTo("${NotificationsKey.Arn}");
        assertThat(template.resources("AWS::KMS::Key")).containsOnlyKeys("NotificationsKey");
        assertThat(template.properties("NotificationsKey")
                        .get("EnableKeyRotation")
                        .asBoolean())
                .isTrue();
    }

    /**
     * The policy of the key and EventBridge's statement in that of the topic have no condition: it would never match, and no
     * message would be delivered.
     */
    @ParameterizedTest
    @MethodSource("modesWithEvents")
    void policies_withEvents_allowAlarmsOfThisAccountAndEventsByTlsOnly(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.properties("NotificationsKey").at("/KeyPolicy/Statement"))
                .isEqualTo(json("""
                [
                  {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"},
                    "Action": "kms:*",
                    "Resource": "*"
                  },
                  {
                    "Sid": "EncryptNotifications",
                    "Effect": "Allow",
                    "Principal": {"Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com"]},
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                    "Resource": "*"
                  }
                ]"""));
        assertThat(template.properties("NotificationsTopicPolicy")).isEqualTo(json("""
                {
                  "Topics": ["${NotificationsTopic}"],
                  "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                      %s,
                      %s,
                      {
                        "Sid": "PublishEvents",
                        "Effect": "Allow",
                        "Principal": {"Service": "events.amazonaws.com"},
                        "Action": "sns:Publish",
                        "Resource": "${NotificationsTopic}"
                      }
                    ]
                  }
                }""".formatted(TLS_ONLY, ALARMS)));
    }

    @Test
    void policies_withoutEvents_allowAlarmsOfThisAccountByTlsOnly() {
        StackTemplate template = StackTemplate.of(Contexts.ORGANIZATION);

        assertThat(template.properties("NotificationsKey").at("/KeyPolicy/Statement/1/Principal"))
                .isEqualTo(json("{\"Service\": \"cloudwatch.amazonaws.com\"}"));
        assertThat(template.properties("NotificationsKey").at("/KeyPolicy/Statement"))
                .hasSize(2);
        assertThat(template.properties("NotificationsTopicPolicy").at("/PolicyDocument/Statement"))
                .isEqualTo(json("[%s, %s]".formatted(TLS_ONLY, ALARMS)));
    }

    @Test
    void subscription_withoutAlarmEmail_doesNotExist() {
        assertThat(StackTemplate.of(Contexts.DEFAULT).resources("AWS::SNS::Subscription"))
                .isEmpty();
    }

    @Test
    void subscription_withAlarmEmail_hasTheAddress() {
        assertThat(StackTemplate.of(Contexts.PACK)
                        .resources("AWS::SNS::Subscription")
                        .values())
                .singleElement()
                .extracting(subscription -> subscription.get("Properties"))
                .isEqualTo(json("""
                        {
                          "Protocol": "email",
                          "Endpoint": "security@example.com",
                          "TopicArn": "${NotificationsTopic}"
                        }"""));
    }

    @ParameterizedTest
    @CsvSource({
        "dax-cluster-encrypted-at-rest, true, true, false",
        "dax-cluster-encrypted-in-transit, true, true, false",
        "dax-cluster-encrypted-at-rest-on-change, false, true, false",
        "dax-cluster-encrypted-in-transit-on-change, false, true, false",
        "dax-cluster-encrypted-at-rest-conformance-pack-a1b2c3d4e, false, false, true",
        "dax-cluster-encrypted-in-transit-on-change-conformance-pack-a1b2c3d4e, false, false, true",
        "dax-encryption-enabled, false, false, false",
        "dax-cluster-encrypted-at-rest-of-another-kind, false, false, false",
        "my-dax-cluster-encrypted-at-rest, false, false, false",
    })
    void pattern_matchesOnlyChangesOfRulesOfTheStack(String rule, boolean byDefault, boolean inRules, boolean inPack) {
        JsonNode event = complianceChangeOf(rule);

        assertThat(EventPattern.matches(pattern(Contexts.DEFAULT), event)).isEqualTo(byDefault);
        assertThat(EventPattern.matches(pattern(Contexts.RULES), event)).isEqualTo(inRules);
        assertThat(EventPattern.matches(pattern(Contexts.PACK), event)).isEqualTo(inPack);
    }

    @ParameterizedTest
    @CsvSource({
        "Config Rules Compliance Change, Config Rules Re-evaluation Status",
        "Config Rules Compliance Change, Config Configuration Item Change",
        "aws.config, aws.securityhub",
        "AWS::DAX::Cluster, AWS::DynamoDB::Table",
    })
    void pattern_matchesNoOtherEvents(String part, String otherPart) {
        JsonNode event = complianceChangeOf("dax-cluster-encrypted-at-rest");
        JsonNode other = json(event.toString().replace(part, otherPart));

        assertThat(EventPattern.matches(pattern(Contexts.DEFAULT), event)).isTrue();
        assertThat(EventPattern.matches(pattern(Contexts.DEFAULT), other)).isFalse();
    }

    /** NOT_APPLICABLE is the result of a run that found no cluster. */
    @ParameterizedTest
    @CsvSource({"COMPLIANT, true", "NON_COMPLIANT, true", "NOT_APPLICABLE, false"})
    void pattern_matchesResultsOfTheAccountThatAreReportedInPlaceOfClusters(String compliance, boolean expected) {
        JsonNode event = json(complianceChangeOf("dax-cluster-encrypted-at-rest")
                .toString()
                .replace("AWS::DAX::Cluster", "AWS::::Account")
                .replace("\"plain\"", "\"111122223333\"")
                .replace("NON_COMPLIANT", compliance));

        assertThat(EventPattern.matches(pattern(Contexts.DEFAULT), event)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"})
    void pattern_matchesEveryResultOfACluster(String compliance) {
        JsonNode event = json(
                complianceChangeOf("dax-cluster-encrypted-at-rest").toString().replace("NON_COMPLIANT", compliance));

        assertThat(EventPattern.matches(pattern(Contexts.DEFAULT), event)).isTrue();
    }

    @Test
    void pattern_withOneControl_matchesOnlyItsRule() {
        JsonNode pattern = pattern(Map.of("controls", "encryption-at-rest"));

        assertThat(EventPattern.matches(pattern, complianceChangeOf("dax-cluster-encrypted-at-rest")))
                .isTrue();
        assertThat(EventPattern.matches(pattern, complianceChangeOf("dax-cluster-encrypted-in-transit")))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("modesWithEvents")
    void message_ofAChange_statesClusterComplianceAccountRegionAndRule(Map<String, String> context) {
        JsonNode targets = StackTemplate.of(context).properties(EVENT_RULE).get("Targets");

        assertThat(targets).hasSize(1);
        assertThat(targets.at("/0/Arn").asText()).isEqualTo("${NotificationsTopic}");
        assertThat(targets.get(0).has("RoleArn")).isFalse();
        assertThat(PublishedMessage.of(targets.get(0), complianceChangeOf("dax-cluster-encrypted-at-rest")))
                .isEqualTo("daxguard: AWS::DAX::Cluster plain is now NON_COMPLIANT, account 111122223333, eu-west-1."
                        + " AWS Config rule dax-cluster-encrypted-at-rest shows the reason.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encryption-at-rest,encryption-in-transit | encryption at rest or without encryption in transit",
                "encryption-at-rest | encryption at rest",
                "encryption-in-transit | encryption in transit",
            })
    void message_ofAnUnencryptedCluster_statesClusterAccountRegionAndCreator(String controls, String missing) {
        JsonNode rule = StackTemplate.of(Map.of("controls", controls)).properties("NotificationsUnencryptedCluster");

        assertThat(rule.get("EventPattern"))
                .isEqualTo(TestEvents.json(EventPatterns.unencryptedCreations(
                        ContextReader.read(Map.of("controls", controls)).controls())));
        assertThat(rule.has("EventBusName")).isFalse();
        assertThat(rule.at("/Targets/0/Arn").asText()).isEqualTo("${NotificationsTopic}");
        assertThat(PublishedMessage.of(rule.at("/Targets/0"), TestEvents.change("change-create-cluster-unencrypted")))
                .isEqualTo("daxguard: DAX cluster promo was created without " + missing + ", account 111122223333,"
                        + " eu-west-1. Created by arn:aws:sts::111122223333:assumed-role/developers/ana.");
    }

    @Test
    void eventRule_inAnOrganization_doesNotExist() {
        assertThat(StackTemplate.of(Contexts.ORGANIZATION).resources("AWS::Events::Rule"))
                .isEmpty();
    }

    private static JsonNode pattern(Map<String, String> context) {
        return StackTemplate.of(context).properties(EVENT_RULE).get("EventPattern");
    }

    private static JsonNode complianceChangeOf(String rule) {
        return json(COMPLIANCE_CHANGE.formatted(rule));
    }
}
