package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stack as a whole. Its parts have their own tests. */
@RequiresNode
class DaxGuardStackTest {

    private static final List<String> REAL_TIME = words("""
                    RealTimeDeadLetterQueue RealTimeDeadLetterQueuePolicy RealTimeChanges RealTimeChangesPolicy
                    RealTimeClusterChange RealTimeLog RealTimeRole RealTimeFunction RealTimeMapping
                    MonitoringDeadLetteredChanges MonitoringChangeErrors""");

    @Test
    void stack_byDefault_hasExactlyTheseResources() {
        List<String> expected = new ArrayList<>(REAL_TIME);
        expected.addAll(words("""
                    RuleLog RuleDeadLetterQueue RuleDeadLetterQueuePolicy RuleRole RuleFunction
                    RuleAsynchronous InvokeByConfig ConfigRulesAtRest ConfigRulesInTransit
                    ReadPreviousResults NotificationsKey NotificationsTopic NotificationsTopicPolicy
                    NotificationsComplianceChange NotificationsUnencryptedCluster MonitoringSuccessfulRuns MonitoringClusters
                    MonitoringNonCompliantClusters MonitoringUnboundedExemptions
                    MonitoringFailedEvaluations MonitoringUnchangedEvaluations MonitoringRefusedResourceTypes
                    MonitoringRefusedResourceType MonitoringErrors MonitoringThrottles
                    MonitoringDeadLetteredEvents MonitoringNoRunEncryptionAtRest
                    MonitoringNoRunEncryptionInTransit MonitoringDashboard"""));

        assertThat(StackTemplate.of(Contexts.DEFAULT).resources()).containsOnlyKeys(expected.toArray(String[]::new));
    }

    @Test
    void stack_withHook_hasTheseAdditionalResources() {
        assertThat(additional(Map.of("hook", "fail"), Contexts.DEFAULT))
                .containsExactlyInAnyOrderElementsOf(words("""
                    HookLog HookRole HookFunction HookExecutionRole HookActivation
                    MonitoringUnevaluatedRequests MonitoringHookErrors"""));
        assertThat(additional(Contexts.DEFAULT, Map.of("hook", "fail"))).isEmpty();
    }

    @Test
    void stack_withEventBus_hasTheseAdditionalResources() {
        Map<String, String> context = Map.of("eventBus", Contexts.EVENT_BUS);

        assertThat(additional(context, Contexts.DEFAULT)).containsExactlyInAnyOrderElementsOf(words("""
                    ForwardingDeadLetterQueue ForwardingDeadLetterQueuePolicy ForwardingRole
                    ForwardingComplianceChange ForwardingAlarmState ForwardingNewCluster
                    MonitoringUndeliveredEvents"""));
        assertThat(additional(Contexts.DEFAULT, context)).isEmpty();
    }

    @Test
    void stack_withReplacement_hasTheseAdditionalResources() {
        Map<String, String> context = Map.of("replacement", "true");

        assertThat(additional(context, Contexts.DEFAULT)).containsExactlyInAnyOrderElementsOf(words("""
                    ReplacementLog ReplacementRole ReplacementFunction ReplacementApprovals
                    ReplacementApprovalsPolicy ReplacementRunbookRole ReplacementApprover
                    ReplacementRunbook ReplacementRemediation ReplacementRemediationInTransit"""));
        assertThat(additional(Contexts.DEFAULT, context)).isEmpty();
    }

    @Test
    void stack_withoutRealTime_hasNoneOfItsResources() {
        assertThat(additional(Contexts.DEFAULT, Map.of("realTime", "false")))
                .containsExactlyInAnyOrderElementsOf(REAL_TIME);
        assertThat(additional(Map.of("realTime", "false"), Contexts.DEFAULT)).isEmpty();
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+", -1));
    }

    /** Resources only in the first stack. All common resources are equal, except the dashboard, which shows every alarm. */
    private static Set<String> additional(Map<String, String> context, Map<String, String> other) {
        Map<String, JsonNode> resources = StackTemplate.of(context).resources();
        Map<String, JsonNode> others = StackTemplate.of(other).resources();
        assertThat(resources).allSatisfy((id, resource) -> {
            if (others.containsKey(id) && !id.equals("MonitoringDashboard")) {
                assertThat(others.get(id)).as(id).isEqualTo(resource);
            }
        });
        Set<String> additional = new TreeSet<>(resources.keySet());
        additional.removeAll(others.keySet());
        return additional;
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void outputs_inEveryMode_areExactlyThese(Map<String, String> context) {
        JsonNode outputs = Synthesis.template(context).get("Outputs");
        List<String> expected = new ArrayList<>(words("""
                    FunctionArn FunctionRoleArn LogGroup EventDeadLetterQueueUrl"""));
        if (!Contexts.hasStackSets(context)) {
            expected.add("Topic");
        }
        if (Contexts.hasRealTime(context)) {
            expected.addAll(List.of("ChangeDeadLetterQueueUrl", "ChangeLogGroup"));
        }
        if (Contexts.hasForwarding(context)) {
            expected.add("ForwardingDeadLetterQueueUrl");
        }
        if (Contexts.hasHook(context)) {
            expected.add("HookLogGroup");
        }
        if (Contexts.hasReplacement(context)) {
            expected.addAll(
                    List.of("ReplacementRunbook", "ReplacementFunctionArn", "ReplacementLogGroup", "ApprovalTopic"));
        }
        if (Contexts.hasApproverRole(context)) {
            expected.add("ApproverRoleArn");
        }
        if (Contexts.isCentral(context)) {
            expected.add("Aggregator");
        }

        assertThat(outputs.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(outputs)
                .allSatisfy(
                        output -> assertThat(output.get("Description").asText()).isNotEmpty());
    }

    @Test
    void outputs_ofRealTimeAndHook_areTheirQueueAndLogs() {
        JsonNode outputs = Synthesis.template(Contexts.EXEMPTIONS).get("Outputs");

        assertThat(outputs.at("/ChangeDeadLetterQueueUrl/Value/Ref").asText()).startsWith("RealTimeDeadLetterQueue");
        assertThat(outputs.at("/ChangeLogGroup/Value/Ref").asText()).startsWith("RealTimeLog");
        assertThat(outputs.at("/HookLogGroup/Value/Ref").asText()).startsWith("HookLog");
    }

    @Test
    void outputs_ofReplacement_areItsRunbookFunctionTopicAndApprover() {
        JsonNode outputs = Synthesis.template(Contexts.REPLACEMENT).get("Outputs");

        assertThat(outputs.at("/ReplacementRunbook/Value/Ref").asText()).startsWith("ReplacementRunbook");
        assertThat(outputs.at("/ReplacementFunctionArn/Value/Fn::GetAtt/0").asText())
                .startsWith("ReplacementFunction");
        assertThat(outputs.at("/ReplacementLogGroup/Value/Ref").asText()).startsWith("ReplacementLog");
        assertThat(outputs.at("/ApprovalTopic/Value/Ref").asText()).startsWith("ReplacementApprovals");
        assertThat(outputs.at("/ApproverRoleArn/Value/Fn::GetAtt/0").asText()).startsWith("ReplacementApprover");
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void policies_inEveryMode_allowNothingToAllPrincipals(Map<String, String> context) {
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
