package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresNode
class ForwardingTest {

    private static final List<String> RULES =
            List.of("ForwardingComplianceChange", "ForwardingAlarmState", "ForwardingNewCluster");

    /** EventBridge's default quota for the characters of an event pattern. */
    private static final int LONGEST_PATTERN = 2048;

    /** The longest name of a stack that a stack set creates: {@code StackSet-DaxGuard-}, and a UUID. */
    private static final String STACK = "StackSet-DaxGuard-12345678-1234-1234-1234-123456789012";

    @Test
    void rules_sendEventsToTheCentralBusOrTheDeadLetterQueue() {
        StackTemplate template = StackTemplate.of(Contexts.FORWARDING);

        assertThat(RULES).allSatisfy(id -> {
            JsonNode rule = template.properties(id);
            assertThat(rule.path("State").asText("ENABLED")).isEqualTo("ENABLED");
            assertThat(rule.has("EventBusName")).isFalse();
            assertThat(rule.get("Targets")).isEqualTo(json("""
                    [{
                      "Id": "CentralBus",
                      "Arn": "%s",
                      "RoleArn": "${ForwardingRole.Arn}",
                      "DeadLetterConfig": {"Arn": "${ForwardingDeadLetterQueue.Arn}"}
                    }]""".formatted(Contexts.EVENT_BUS)));
        });
    }

    @Test
    void role_canOnlyPutEventsOnTheCentralBusForRulesOfTheRegion() {
        StackTemplate template = StackTemplate.of(Contexts.FORWARDING);
        JsonNode role = template.properties("ForwardingRole");

        assertThat(role.has("RoleName")).isFalse();
        assertThat(role.has("ManagedPolicyArns")).isFalse();
        assertThat(role.get("Policies")).hasSize(1);
        assertThat(PolicyText.of(role.at("/Policies/0/PolicyDocument")))
                .containsExactly("events:PutEvents on " + Contexts.EVENT_BUS);
        assertThat(template.resources("AWS::IAM::Policy").toString()).doesNotContain("Forwarding");
        assertThat(role.get("AssumeRolePolicyDocument")).isEqualTo(json("""
                {
                  "Version": "2012-10-17",
                  "Statement": [{
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                    "Condition": {
                      "StringEquals": {"aws:SourceAccount": "${AWS::AccountId}"},
                      "ArnLike": {
                        "aws:SourceArn": "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/*"
                      }
                    }
                  }]
                }"""));
    }

    @Test
    void deadLetterQueue_acceptsOnlyEventsOfTheRules() {
        JsonNode statements = StackTemplate.of(Contexts.FORWARDING)
                .properties("ForwardingDeadLetterQueuePolicy")
                .at("/PolicyDocument/Statement");

        assertThat(statements).hasSize(2);
        assertThat(statements.at("/0/Effect").asText()).isEqualTo("Deny");
        assertThat(statements.get(1)).isEqualTo(json("""
                {
                  "Sid": "ReceiveEvents",
                  "Effect": "Allow",
                  "Principal": {"Service": "events.amazonaws.com"},
                  "Action": "sqs:SendMessage",
                  "Resource": "${ForwardingDeadLetterQueue.Arn}",
                  "Condition": {"ArnEquals": {"aws:SourceArn": [
                    "${ForwardingComplianceChange.Arn}", "${ForwardingAlarmState.Arn}", "${ForwardingNewCluster.Arn}"
                  ]}}
                }"""));
    }

    @Test
    void patterns_areThoseOfTheNotificationsAndOfTheAlarms() {
        StackTemplate template = StackTemplate.of(Contexts.FORWARDING);
        TreeSet<String> alarms = new TreeSet<>();
        template.resources("AWS::CloudWatch::Alarm").keySet().forEach(id -> alarms.add("${" + id + "}"));

        assertThat(pattern(template, "ForwardingComplianceChange"))
                .isEqualTo(pattern(template, "NotificationsComplianceChange"));
        assertThat(pattern(template, "ForwardingNewCluster")).isEqualTo(TestEvents.json(EventPatterns.creations()));
        assertThat(pattern(template, "ForwardingAlarmState").at("/detail/alarmName"))
                .extracting(JsonNode::asText)
                .contains("${MonitoringUndeliveredEvents}")
                .containsExactlyInAnyOrderElementsOf(alarms);
    }

    @Test
    void alarmPattern_inAStackOfAStackSet_hasAtMostTheQuotaOfCharacters() {
        StackTemplate template = StackTemplate.of(Contexts.FORWARDING);
        List<String> names = new ArrayList<>();
        // CloudFormation's names: the stack, the logical id with the CDK's hash, a suffix of at most 13 characters.
        template.resources("AWS::CloudWatch::Alarm")
                .keySet()
                .forEach(id -> names.add(STACK + "-" + id + "0".repeat(22)));

        assertThat(names).hasSize(10);
        assertThat(TestEvents.json(EventPatterns.alarmStates(names)).toString()).hasSizeLessThan(LONGEST_PATTERN);
    }

    @Test
    void member_forwardsToTheBusOfItsParameter() {
        StackTemplate template = StackTemplate.of(Contexts.STACK_SETS);

        assertThat(RULES)
                .allSatisfy(id -> assertThat(
                                template.properties(id).at("/Targets/0/Arn").asText())
                        .isEqualTo("${EventBusArn}"));
        assertThat(PolicyText.of(template.properties("ForwardingRole").at("/Policies/0/PolicyDocument")))
                .containsExactly("events:PutEvents on ${EventBusArn}");
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void stack_withoutEventBus_forwardsNothing(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.resources().keySet().stream().anyMatch(id -> id.startsWith("Forwarding")))
                .isEqualTo(Contexts.hasForwarding(context));
        assertThat(template.resources().toString().contains("events:PutEvents"))
                .isEqualTo(Contexts.hasForwarding(context));
    }

    private static JsonNode pattern(StackTemplate template, String rule) {
        return template.properties(rule).get("EventPattern");
    }
}
