package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.contract.ResourceType;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Test events, and runs that AWS Config starts. */
class RunChecksTest {

    private final LocalDeployment deployment = new LocalDeployment();

    @AfterEach
    void stop() {
        deployment.close();
    }

    /** A response of the function to the test event. */
    private static ObjectNode success(JsonNode event) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("rule", event.path("configRuleName").asText())
                .put("mode", "test")
                .put("outcome", "succeeded")
                .put("clusters", 2)
                .put("failed", 0);
    }

    @Test
    void testEvent_hasTheIdentityOfTheRuleAndChangesNothing() {
        deployment.doctor.aws.faults().on("StartConfigRulesEvaluation").deny();
        assertThat(deployment.outcome(Check.INVOCATION)).isEqualTo("OK");
        assertThat(deployment.doctor.aws.calls("Invoke")).hasSize(2);
        JsonNode event = deployment.doctor.aws.calls("Invoke").get(0).body();
        assertThat(event.path("configRuleName").asText()).isEqualTo(LocalDeployment.AT_REST);
        assertThat(event.path("configRuleArn").asText()).endsWith("config-rule/config-rule-abc123");
        assertThat(event.path("configRuleId").asText()).isEqualTo("config-rule-abc123");
        assertThat(event.path("ruleParameters").asText()).contains("encryption-at-rest");
        assertThat(event.path("accountId").asText()).isEqualTo(DoctorScenario.ACCOUNT);
        assertThat(deployment.doctor.state.results(LocalDeployment.AT_REST)).isEmpty();
        assertThat(deployment.evidence(Check.INVOCATION))
                .contains("2 clusters, 1 compliant, 1 non-compliant, 0 exempt");
    }

    @Test
    void failedFunction_isAProblemWithTypeAndMessage() {
        deployment.doctor.aws.faults().on("PutEvaluations").error("Odd", "an odd message", 400);
        assertThat(deployment.outcome(Check.INVOCATION)).isEqualTo("PROBLEM");
        assertThat(deployment.evidence(Check.INVOCATION)).contains("ReportingException", "an odd message");
    }

    @Test
    void failureWithoutDetails_isAProblem() {
        deployment.answer =
                Optional.of(event -> JsonNodeFactory.instance.objectNode().put("X-Amz-Function-Error", "Unhandled"));
        assertThat(deployment.outcome(Check.INVOCATION)).isEqualTo("PROBLEM");
    }

    @Test
    void failureForTheSecondRule_isAProblem() {
        deployment.answer = Optional.of(
                event -> event.path("configRuleName").asText().equals(LocalDeployment.AT_REST)
                        ? success(event)
                        : success(event).put("X-Amz-Function-Error", "Unhandled"));
        assertThat(deployment.outcome(Check.INVOCATION)).isEqualTo("PROBLEM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rule", "mode", "outcome", "clusters", "failed"})
    void incompleteResponse_isUndecided(String member) {
        deployment.answer = Optional.of(event -> success(event).put("durationMs", 1));
        assertThat(deployment.outcome(Check.INVOCATION)).isEqualTo("OK");
        deployment.answer = Optional.of(event -> {
            ObjectNode response = success(event);
            response.remove(member);
            return response;
        });
        assertThat(deployment.outcome(Check.INVOCATION)).isEqualTo("UNDECIDED");
    }

    @ParameterizedTest
    @CsvSource({"rule, other", "mode, report", "outcome, failed", "clusters, two", "failed, 1"})
    void otherResponse_isUndecided(String member, String value) {
        deployment.answer = Optional.of(event -> success(event).put(member, value));
        assertThat(deployment.outcome(Check.INVOCATION)).isEqualTo("UNDECIDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"done\"", "<html/>"})
    void otherPayload_isUndecided(String payload) {
        deployment.doctor.aws.faults().on("Invoke").body(payload);
        assertThat(deployment.outcome(Check.INVOCATION)).isEqualTo("UNDECIDED");
    }

    @Test
    void refusedType_isANote() {
        deployment.doctor.state.refuseType(ResourceType.DAX_CLUSTER);
        assertThat(deployment.outcome(Check.INVOCATION)).isEqualTo("NOTE");
    }

    @Test
    void failedRun_isAProblemWithTypeAndMessage() {
        deployment.doctor.aws.faults().on("PutEvaluations").error("Odd", "an odd message", 400);
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("PROBLEM");
        assertThat(deployment.evidence(Check.RULE_RUN)).contains("ReportingException", "an odd message");
        assertThat(deployment.doctor.outcome("results")).isEqualTo("UNDECIDED");
    }

    @Test
    void secondRun_isShownByItsOwnLineAlthoughResultsAreUnchanged() {
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("OK");
        deployment.doctor.clock.advance(Duration.ofMinutes(2));
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("OK");
        assertThat(deployment.evidence(Check.RULE_RUN)).contains("0 evaluations sent and 2 unchanged");
    }

    @Test
    void earlierRun_doesNotCount() {
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("OK");
        deployment.doctor.clock.advance(Duration.ofMinutes(2));
        stopRuns();
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("UNDECIDED");
    }

    @Test
    void absentRun_isUndecidedAfterTheTimeLimit() {
        stopRuns();
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("UNDECIDED");
        assertThat(deployment.doctor.outcome("results")).isEqualTo("UNDECIDED");
        assertThat(Duration.between(DoctorScenario.START, deployment.doctor.clock.instant()))
                .isEqualTo(Duration.ofMinutes(10));
        // Before the start, and at each poll, also at the last one.
        assertThat(deployment.doctor.aws.calls("FilterLogEvents")).hasSize(62);
    }

    /** AWS Config does not invoke the function. */
    private void stopRuns() {
        deployment.doctor.state.onEvent(LocalDeployment.AT_REST, event -> {});
        deployment.doctor.state.onEvent(LocalDeployment.IN_TRANSIT, event -> {});
    }

    @Test
    void runOfOneRule_isNotEnough() {
        deployment.doctor.state.onEvent(LocalDeployment.IN_TRANSIT, event -> {});
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("UNDECIDED");
        assertThat(deployment.evidence(Check.RULE_RUN)).contains(LocalDeployment.AT_REST, LocalDeployment.IN_TRANSIT);
    }

    @Test
    void runThatEndsLater_isAwaited() {
        stopRuns();
        for (int i = 0; i < 20; i++) {
            deployment.doctor.duringPause(() -> {});
        }
        deployment.doctor.duringPause(() -> deployment.rules.keySet().forEach(this::deliver));
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("OK");
        assertThat(deployment.doctor.outcome("results")).isEqualTo("OK");
    }

    @Test
    void runsThatEndAtDifferentTimes_areAllAwaited() {
        deployment.doctor.state.onEvent(LocalDeployment.IN_TRANSIT, event -> {});
        deployment.doctor.duringPause(() -> deliver(LocalDeployment.IN_TRANSIT));
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("OK");
    }

    private void deliver(String rule) {
        deployment.putRule(rule);
        try {
            deployment.doctor.state.deliverScheduled(rule, deployment.doctor.clock.instant());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"events\":[{}]}", "{\"events\":[{\"message\":\"text\",\"timestamp\":1}]}"})
    void nonsenseLog_isUndecided(String body) {
        deployment.doctor.aws.faults().on("FilterLogEvents").body(body);
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("UNDECIDED");
    }

    @Test
    void lineWithoutDetails_isNotASuccess() {
        stopRuns();
        deployment.doctor.duringPause(() -> {
            for (String rule : deployment.rules.keySet()) {
                deployment.log.add(JsonNodeFactory.instance
                        .objectNode()
                        .put("timestamp", deployment.doctor.clock.instant().toString())
                        .put("messageType", "ScheduledNotification")
                        .put("mode", "report")
                        .put("rule", rule)
                        .put("outcome", "unknown")
                        .toString());
            }
        });
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("PROBLEM");
    }

    @Test
    void earlierStart_isAwaited() {
        deployment
                .doctor
                .aws
                .faults()
                .on("StartConfigRulesEvaluation")
                .call(1)
                .error("LimitExceededException", "started less than a minute ago", 400);
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LimitExceededException", "ResourceInUseException"})
    void refusedStart_isUndecidedAndStatesTheReason(String code) {
        deployment.doctor.aws.faults().on("StartConfigRulesEvaluation").error(code, "is running", 400);
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("UNDECIDED");
        assertThat(deployment.evidence(Check.RULE_RUN)).contains(code);
        assertThat(deployment.doctor.outcome("results")).isEqualTo("UNDECIDED");
    }

    @Test
    void interruption_endsTheWait() {
        stopRuns();
        deployment.doctor.duringPause(deployment.doctor::interrupt);
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("NOT_CHECKED");
        assertThat(deployment.doctor.json().path("interrupted").asBoolean()).isTrue();
        assertThat(deployment.doctor.aws.calls("DescribeAlarms")).isEmpty();
    }

    @Test
    void repeatedToken_isNotChecked() {
        deployment.outcome(Check.RULE_RUN);
        deployment.doctor.clock.advance(Duration.ofMinutes(2));
        deployment.doctor.aws.faults().on("FilterLogEvents").body("{\"events\":[],\"nextToken\":\"same\"}");
        assertThat(deployment.outcome(Check.RULE_RUN)).isEqualTo("NOT_CHECKED");
    }
}
