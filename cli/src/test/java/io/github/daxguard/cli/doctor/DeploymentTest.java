package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** All checks of a deployment together. */
class DeploymentTest {

    private final LocalDeployment deployment = new LocalDeployment();

    @AfterEach
    void stop() {
        deployment.close();
    }

    @Test
    void workingDeployment_isOk() {
        assertThat(deployment.run()).as(deployment.doctor.written()).isZero();
        assertThat(deployment.doctor.json().path("results").findValuesAsText("check"))
                .containsExactlyElementsOf(checks());
        assertThat(deployment.doctor.json().path("results").findValuesAsText("outcome"))
                .containsOnly("OK");
    }

    private static List<String> checks() {
        return Arrays.stream(Check.values())
                .filter(check -> check.mode() == Check.Mode.DEPLOYED)
                .map(Check::id)
                .toList();
    }

    /** The first column fails in the check in the second one, and in no other check unless it needs the same response. */
    @ParameterizedTest
    @CsvSource({
        "DescribeStacks, cloudformation:DescribeStacks, STACK",
        "ListStackResources, cloudformation:ListStackResources, STACK",
        "GetTemplate, cloudformation:GetTemplate, STACK",
        "DescribeConfigRules, config:DescribeConfigRules, RULE_PARAMETERS",
        "GetFunctionConfiguration, lambda:GetFunctionConfiguration, FUNCTION_SETTINGS",
        "GetFunctionConfiguration, lambda:GetFunctionConfiguration, FUNCTION_CODE",
        "GetObject, s3:GetObject, FUNCTION_CODE",
        "Invoke, lambda:InvokeFunction, INVOCATION",
        "StartConfigRulesEvaluation, config:StartConfigRulesEvaluation, RULE_RUN",
        "FilterLogEvents, logs:FilterLogEvents, RULE_RUN",
        "DescribeClusters, dax:DescribeClusters, RESULTS",
        "GetComplianceDetailsByConfigRule, config:GetComplianceDetailsByConfigRule, RESULTS",
        "DescribeAlarms, cloudwatch:DescribeAlarms, ALARMS",
        "ListSubscriptionsByTopic, sns:ListSubscriptionsByTopic, SUBSCRIPTIONS",
        "GetQueueAttributes, sqs:GetQueueAttributes, DEAD_LETTER_QUEUES"
    })
    void failedCall_leavesTheCheckOpen(String operation, String permission, Check check) {
        deployment.doctor.aws.faults().on(operation).deny();
        assertThat(deployment.run()).isEqualTo(2);
        assertThat(deployment.doctor.outcome(check.id())).isEqualTo("NOT_CHECKED");
        assertThat(missingPermissions(check)).containsExactly(permission);

        deployment.doctor.aws.faults().clear();
        deployment.doctor.aws.faults().on(operation).error("Odd", "The account 111122223333 is odd", 400);
        assertThat(deployment.run()).isEqualTo(2);
        assertThat(deployment.doctor.outcome(check.id())).isEqualTo("NOT_CHECKED");
        assertThat(missingPermissions(check)).isEmpty();
        assertThat(deployment.evidence(check)).contains("Odd");
    }

    private List<String> missingPermissions(Check check) {
        JsonNode permissions = deployment.doctor.result(check.id()).path("missingPermissions");
        return permissions.isEmpty() ? List.of() : List.of(permissions.path(0).asText());
    }

    @Test
    void unreadableStack_leavesEveryCheckOpenAndIsReadOnce() {
        deployment.doctor.aws.faults().on("DescribeStacks").deny();
        deployment.run();
        assertThat(deployment.doctor.json().path("results").findValuesAsText("outcome"))
                .hasSize(checks().size())
                .containsOnly("NOT_CHECKED");
        assertThat(deployment.doctor.aws.calls("DescribeStacks")).hasSize(1);
        assertThat(deployment.doctor.aws.calls("Invoke")).isEmpty();
        assertThat(deployment.doctor.aws.calls("StartConfigRulesEvaluation")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Check.class,
            names = {"INVOCATION", "RULE_RUN", "ALARMS", "SUBSCRIPTIONS", "DEAD_LETTER_QUEUES"})
    void missingOutput_leavesTheChecksThatNeedItOpen(Check check) {
        deployment.outputs.clear();
        assertThat(deployment.outcome(check)).isEqualTo("NOT_CHECKED");
        assertThat(deployment.outcome(Check.STACK)).isEqualTo("PROBLEM");
    }

    @Test
    void interruption_leavesTheOtherChecksOpen() {
        deployment.answer = Optional.of(event -> {
            deployment.doctor.interrupt();
            return ((ObjectNode) event).put("outcome", "succeeded");
        });
        assertThat(deployment.run()).isEqualTo(2);
        assertThat(deployment.doctor.json().path("interrupted").asBoolean()).isTrue();
        assertThat(deployment.doctor.outcome(Check.RULE_RUN.id())).isEqualTo("NOT_CHECKED");
        assertThat(deployment.doctor.aws.calls("StartConfigRulesEvaluation")).isEmpty();
    }

    /** A deployment in which every check has a finding about something that has a name. */
    @Test
    void report_hasNoIdentifiers(@TempDir Path folder) throws IOException {
        deployment.parameters("exemptClusters", "catalog");
        deployment.rule(LocalDeployment.AT_REST).put("InputParameters", "{\"exemptClusters\":\"secret-name\"}");
        deployment
                .function(LocalDeployment.RULE_FUNCTION)
                .put("CodeSha256", "other")
                .put("Handler", "secret.Handler");
        deployment.alarms.values().forEach(alarm -> alarm.put("StateValue", "ALARM"));
        deployment.subscriptions.values().forEach(List::clear);
        deployment.queues.values().forEach(queue -> queue.put("ApproximateNumberOfMessages", "3"));
        deployment.doctor.aws.faults().on("PutEvaluations").error("Odd", "secret in 111122223333", 400);
        Path report = folder.resolve("report.md");
        deployment.run("--report", report.toString());
        assertThat(Files.readString(report))
                .doesNotContain(
                        "111122223333",
                        "arn:",
                        "secret",
                        "catalog",
                        "orders",
                        "DaxGuard-",
                        "dax-cluster",
                        "https:",
                        "TESTMODE");
        assertThat(deployment.doctor.written()).doesNotContain("TESTMODE");
        assertThat(deployment.doctor.written().toLowerCase(Locale.ROOT)).doesNotContain("resulttoken");
    }
}
