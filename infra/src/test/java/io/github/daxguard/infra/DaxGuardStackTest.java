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

/** The stack as a whole; its parts have tests of their own. */
@RequiresNode
class DaxGuardStackTest {

    private static final List<String> REAL_TIME = words("""
                    RealTimeDeadLetterQueue RealTimeDeadLetterQueuePolicy RealTimeChanges RealTimeChangesPolicy
                    RealTimeClusterChange RealTimeLog RealTimeRole RealTimeFunction RealTimeMapping
                    MonitoringDeadLetteredChanges MonitoringChangeErrors""");

    @Test
    void stack_byDefault_hasTheseResourcesAlone() {
        List<String> expected = new ArrayList<>(REAL_TIME);
        expected.addAll(words("""
                    RuleLog RuleDeadLetterQueue RuleDeadLetterQueuePolicy RuleRole RuleFunction
                    RuleAsynchronous InvokeByConfig ConfigRulesAtRest ConfigRulesInTransit
                    ReadOldResults NotificationsKey NotificationsTopic NotificationsTopicPolicy
                    NotificationsComplianceChange MonitoringSuccessfulRuns MonitoringClusters
                    MonitoringNonCompliantClusters MonitoringUnboundedExemptions
                    MonitoringFailedEvaluations MonitoringErrors MonitoringThrottles
                    MonitoringDeadLetteredEvents MonitoringNoRunEncryptionAtRest
                    MonitoringNoRunEncryptionInTransit MonitoringDashboard"""));

        assertThat(StackTemplate.of(Contexts.DEFAULT).resources()).containsOnlyKeys(expected.toArray(String[]::new));
    }

    @Test
    void stack_withHook_hasTheseResourcesMore() {
        assertThat(more(Map.of("hook", "fail"), Contexts.DEFAULT)).containsExactlyInAnyOrderElementsOf(words("""
                    HookLog HookRole HookFunction HookExecutionRole HookActivation
                    MonitoringUnevaluatedRequests MonitoringHookErrors"""));
        assertThat(more(Contexts.DEFAULT, Map.of("hook", "fail"))).isEmpty();
    }

    @Test
    void stack_withReplacement_hasTheseResourcesMore() {
        Map<String, String> context = Map.of("replacement", "true");

        assertThat(more(context, Contexts.DEFAULT)).containsExactlyInAnyOrderElementsOf(words("""
                    ReplacementLog ReplacementRole ReplacementFunction ReplacementApprovals
                    ReplacementApprovalsPolicy ReplacementRunbookRole ReplacementApprover
                    ReplacementRunbook ReplacementRemediation ReplacementRemediationInTransit"""));
        assertThat(more(Contexts.DEFAULT, context)).isEmpty();
    }

    @Test
    void stack_withoutRealTime_hasNothingOfIt() {
        assertThat(more(Contexts.DEFAULT, Map.of("realTime", "false"))).containsExactlyInAnyOrderElementsOf(REAL_TIME);
        assertThat(more(Map.of("realTime", "false"), Contexts.DEFAULT)).isEmpty();
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+", -1));
    }

    /** But for the dashboard, which shows every alarm, what both have is the same. */
    private static Set<String> more(Map<String, String> context, Map<String, String> other) {
        Map<String, JsonNode> resources = StackTemplate.of(context).resources();
        Map<String, JsonNode> others = StackTemplate.of(other).resources();
        assertThat(resources).allSatisfy((id, resource) -> {
            if (others.containsKey(id) && !id.equals("MonitoringDashboard")) {
                assertThat(others.get(id)).as(id).isEqualTo(resource);
            }
        });
        Set<String> more = new TreeSet<>(resources.keySet());
        more.removeAll(others.keySet());
        return more;
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void outputs_inEveryMode_tellWhereToLook(Map<String, String> context) {
        JsonNode outputs = Synthesis.template(context).get("Outputs");
        List<String> expected = new ArrayList<>(words("""
                    FunctionArn FunctionRoleArn LogGroup EventDeadLetterQueueUrl Topic"""));
        if (Contexts.hasRealTime(context)) {
            expected.addAll(List.of("ChangeDeadLetterQueueUrl", "ChangeLogGroup"));
        }
        if (Contexts.hasHook(context)) {
            expected.add("HookLogGroup");
        }
        if (Contexts.hasReplacement(context)) {
            expected.addAll(
                    List.of("ReplacementRunbook", "ReplacementFunctionArn", "ReplacementLogGroup", "ApprovalTopic"));
        }
        if (context.equals(Contexts.REPLACEMENT)) {
            expected.add("ApproverRoleArn");
        }
        if (context.containsKey("organization")) {
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
