package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stack as a whole; its parts have tests of their own. */
@RequiresNode
class DaxGuardStackTest {

    @Test
    void stack_byDefault_hasTheseResourcesAlone() {
        assertThat(StackTemplate.of(Contexts.DEFAULT).resources())
                .containsOnlyKeys(
                        "RuleLog",
                        "RuleFailedEvents",
                        "RuleFailedEventsPolicy",
                        "RuleRole",
                        "RuleFunction",
                        "RuleAsynchronous",
                        "InvokeByConfig",
                        "ConfigRulesAtRest",
                        "ConfigRulesInTransit",
                        "ReadOldResults",
                        "NotificationsKey",
                        "NotificationsTopic",
                        "NotificationsTopicPolicy",
                        "NotificationsComplianceChange",
                        "MonitoringSuccessfulRuns",
                        "MonitoringClusters",
                        "MonitoringNonCompliantClusters",
                        "MonitoringFailedEvaluations",
                        "MonitoringErrors",
                        "MonitoringThrottles",
                        "MonitoringEventsGivenUp",
                        "MonitoringNoRunEncryptionAtRest",
                        "MonitoringNoRunEncryptionInTransit",
                        "MonitoringDashboard");
    }

    @Test
    void outputs_tellWhereToLook() {
        JsonNode outputs = Synthesis.template(Contexts.DEFAULT).get("Outputs");

        assertThat(outputs.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("FunctionArn", "FunctionRoleArn", "LogGroup", "FailedEvents", "Topic");
        assertThat(outputs)
                .allSatisfy(
                        output -> assertThat(output.get("Description").asText()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.RuleFunctionTest#everyMode")
    void policies_inEveryMode_allowNothingToEveryone(Map<String, String> context) {
        List<JsonNode> statements = new ArrayList<>();
        StackTemplate.of(context)
                .resources()
                .values()
                .forEach(resource -> resource.findValues("Statement").forEach(list -> list.forEach(statements::add)));

        assertThat(statements)
                .hasSizeGreaterThan(5)
                .filteredOn(statement -> statement.path("Principal").toString().contains("\"*\""))
                .isNotEmpty()
                .allSatisfy(statement -> {
                    assertThat(statement.get("Effect").asText()).isEqualTo("Deny");
                    assertThat(statement
                                    .at("/Condition/Bool/aws:SecureTransport")
                                    .asText())
                            .isEqualTo("false");
                });
    }
}
