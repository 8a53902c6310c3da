package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RequiresNode
class OrganizationViewTest {

    private static final StackTemplate TEMPLATE =
            StackTemplate.of(Synthesis.template(Contexts.STACK_SETS_WITH_ALL, Organization.STACK));

    private static final Map<String, JsonNode> EVENTS = Map.of(
            "compliance change", json(NotificationsTest.COMPLIANCE_CHANGE.formatted("dax-cluster-encrypted-at-rest")),
            "alarm state", TestEvents.alarmState("StackSet-DaxGuard-MonitoringErrors", "OK", "ALARM"),
            "unencrypted cluster", TestEvents.change("change-create-cluster-unencrypted"),
            "encrypted cluster", TestEvents.change("change-create-by-cloudformation"),
            "deleted cluster", TestEvents.change("change-delete-cluster"));

    @Test
    void busPolicy_allowsOnlyTheOrganizationAndTheForwardedKindsOfEvents() {
        assertThat(TEMPLATE.properties("ViewBus").get("Name").asText()).isEqualTo("daxguard");
        assertThat(TEMPLATE.properties("ViewBus").at("/Policy/Statement")).isEqualTo(json("""
                [{
                  "Sid": "ForwardEvents",
                  "Effect": "Allow",
                  "Principal": {"AWS": "*"},
                  "Action": "events:PutEvents",
                  "Resource": "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/daxguard",
                  "Condition": {
                    "StringEquals": {"aws:PrincipalOrgID": "o-ab12cd34ef"},
                    "ForAllValues:StringEquals": {
                      "events:source": ["aws.config", "aws.cloudwatch", "aws.dax"],
                      "events:detail-type": [
                        "Config Rules Compliance Change", "CloudWatch Alarm State Change", "AWS API Call via CloudTrail"
                      ]
                    }
                  }
                }]"""));
    }

    @ParameterizedTest
    @CsvSource({
        "compliance change, ViewForwarded ViewNotificationsComplianceChange",
        "alarm state, ViewForwarded ViewNotificationsAlarmState",
        "unencrypted cluster, ViewForwarded ViewNotificationsUnencryptedCluster ViewDigestNewCluster",
        "encrypted cluster, ViewForwarded ViewDigestNewCluster",
    })
    void rulesOfTheBus_matchTheirKindOfEvent(String event, String rules) {
        List<String> matching = new ArrayList<>();
        rulesOfTheBus().forEach((id, rule) -> {
            if (EventPattern.matches(rule.get("EventPattern"), event(event))) {
                matching.add(id);
            }
        });

        assertThat(matching).containsExactlyInAnyOrder(rules.split(" ", -1));
    }

    /** Every target of the bus has the queue, because EventBridge otherwise discards an event that it cannot deliver. */
    @Test
    void rulesOfTheBus_sendUndeliveredEventsToTheQueue() {
        Map<String, JsonNode> rules = rulesOfTheBus();

        assertThat(rules).hasSize(5).allSatisfy((id, rule) -> {
            assertThat(rule.get("Targets")).hasSize(1);
            assertThat(rule.at("/Targets/0/DeadLetterConfig/Arn").asText()).isEqualTo("${ViewUndelivered.Arn}");
            // EventBridge uses the policies of these targets.
            assertThat(rule.at("/Targets/0").has("RoleArn")).isFalse();
        });
        assertThat(TEMPLATE.properties("ViewUndeliveredPolicy")
                        .at("/PolicyDocument/Statement/1/Condition/ArnEquals/aws:SourceArn"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(
                        rules.keySet().stream().map("${%s.Arn}"::formatted).toList());
    }

    @Test
    void log_receivesForwardedEventsWithAPolicyForEventBridge() {
        assertThat(TEMPLATE.properties("ViewLog"))
                .isEqualTo(json("{\"LogGroupName\": \"/aws/events/daxguard\", \"RetentionInDays\": 365}"));
        assertThat(TEMPLATE.resource("ViewLog").get("DeletionPolicy").asText()).isEqualTo("Delete");
        assertThat(TEMPLATE.properties("ViewForwarded").at("/Targets/0/Arn").asText())
                .isEqualTo("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${ViewLog}");
        assertThat(TEMPLATE.resource("ViewForwarded").get("DependsOn")).isEqualTo(json("[\"ViewLogPolicy\"]"));
        assertThat(json(TEMPLATE.properties("ViewLogPolicy")
                                .get("PolicyDocument")
                                .asText())
                        .get("Statement"))
                .isEqualTo(json("""
                [{
                  "Sid": "WriteEvents",
                  "Effect": "Allow",
                  "Principal": {"Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"]},
                  "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                  "Resource": "${ViewLog.Arn}"
                }]"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compliance change | ViewNotificationsComplianceChange | daxguard: AWS::DAX::Cluster plain is now NON_COMPLIANT,"
                        + " account 111122223333, eu-west-1. AWS Config rule dax-cluster-encrypted-at-rest shows the reason.",
                "alarm state | ViewNotificationsAlarmState | daxguard: alarm StackSet-DaxGuard-MonitoringErrors is now ALARM,"
                        + " account 111122223333, eu-west-1.",
                "unencrypted cluster | ViewNotificationsUnencryptedCluster | daxguard: DAX cluster promo was created without"
                        + " encryption at rest or without encryption in transit, account 111122223333, eu-west-1."
                        + " Created by arn:aws:sts::111122223333:assumed-role/developers/ana.",
            })
    void messages_stateAccountAndRegion(String event, String rule, String message) {
        JsonNode target = TEMPLATE.properties(rule).at("/Targets/0");

        assertThat(target.get("Arn").asText()).isEqualTo("${ViewNotificationsTopic}");
        assertThat(PublishedMessage.of(target, event(event))).isEqualTo(message);
    }

    @Test
    void alarms_ofTheView_notifyItsTopic() {
        assertThat(TEMPLATE.resources("AWS::CloudWatch::Alarm"))
                .containsOnlyKeys(
                        "ViewUndeliveredEvents", "ViewDigestErrors", "ViewDeadLetteredDigests", "ViewNoDigest")
                .allSatisfy((id, alarm) -> {
                    assertThat(alarm.at("/Properties/AlarmActions")).isEqualTo(json("[\"${ViewNotificationsTopic}\"]"));
                    assertThat(alarm.at("/Properties/OKActions")).isEqualTo(json("[\"${ViewNotificationsTopic}\"]"));
                });
        JsonNode noDigest = TEMPLATE.properties("ViewNoDigest");
        assertThat(noDigest.get("MetricName").asText()).isEqualTo("SentDigests");
        assertThat(noDigest.get("Period").asInt()).isEqualTo(3600);
        assertThat(noDigest.get("EvaluationPeriods").asInt()).isEqualTo(26);
        assertThat(noDigest.get("TreatMissingData").asText()).isEqualTo("breaching");
        assertThat(TEMPLATE.properties("ViewSentDigests")).isEqualTo(json("""
                {
                  "LogGroupName": "${ViewDigestLog}",
                  "FilterPattern": "{ $.digestTime = \\"*\\" && $.nonCompliant >= 0 && $.outcome = \\"*\\" }",
                  "MetricTransformations": [
                    {"MetricNamespace": "DaxGuardOrganization", "MetricName": "SentDigests", "MetricValue": "1"}
                  ]
                }"""));
    }

    @Test
    void dashboard_queriesTheEventsAndTheDigestByAccountAndRegion() {
        JsonNode dashboard = TEMPLATE.properties("ViewDashboard");
        assertThat(TEMPLATE.resources("AWS::CloudWatch::Dashboard")).hasSize(1);
        assertThat(dashboard.get("DashboardName").asText()).isEqualTo(Organization.STACK + "-${AWS::Region}");
        JsonNode body = json(dashboard.get("DashboardBody").asText());

        // Contains the last digest at any time.
        assertThat(body.get("start").asText()).isEqualTo("-P1D");
        assertThat(body.at("/widgets/0/properties/alarms")).hasSize(4);
        List<String> queries = body.get("widgets").findValuesAsText("query");
        assertThat(queries)
                .hasSize(5)
                .allSatisfy(
                        query -> assertThat(query).containsAnyOf("SOURCE '${ViewLog}'", "SOURCE '${ViewDigestLog}'"));
        assertThat(queries.subList(0, 2)).allSatisfy(query -> assertThat(query).contains(" by account, region"));
        // The fields exist in the events.
        JsonNode created = event("encrypted cluster");
        assertThat(queries.get(3)).contains("detail.userIdentity.arn", "detail.requestParameters.clusterName");
        assertThat(created.at("/detail/userIdentity/arn").isTextual()).isTrue();
        for (String query : queries) {
            for (String field : query.split("[^\\w.]+", -1)) {
                if (field.startsWith("detail.")) {
                    assertThat(EVENTS.values())
                            .as(field)
                            .anySatisfy(event -> assertThat(event.at("/" + field.replace('.', '/'))
                                            .isValueNode())
                                    .isTrue());
                }
            }
        }
        assertThat(body.get("widgets"))
                .allSatisfy(widget -> assertThat(
                                widget.get("x").asInt() + widget.get("width").asInt())
                        .isLessThanOrEqualTo(24));
    }

    @Test
    void topic_hasTheOnlyKeyAndTheAddress() {
        assertThat(TEMPLATE.resources("AWS::KMS::Key")).containsOnlyKeys("ViewNotificationsKey");
        assertThat(TEMPLATE.resources("AWS::SNS::Topic")).containsOnlyKeys("ViewNotificationsTopic");
        assertThat(TEMPLATE.resources("AWS::SNS::Subscription").values())
                .singleElement()
                .satisfies(subscription -> assertThat(
                                subscription.at("/Properties/Endpoint").asText())
                        .isEqualTo("security@example.com"));
        assertThat(TEMPLATE.resources("AWS::Events::Archive")).isEmpty();
    }

    private static JsonNode event(String kind) {
        return Objects.requireNonNull(EVENTS.get(kind));
    }

    private static Map<String, JsonNode> rulesOfTheBus() {
        Map<String, JsonNode> rules = new TreeMap<>();
        TEMPLATE.resources("AWS::Events::Rule").forEach((id, rule) -> {
            if (rule.at("/Properties/EventBusName").asText().equals("${ViewBus}")) {
                rules.put(id, rule.get("Properties"));
            }
        });
        return rules;
    }
}
