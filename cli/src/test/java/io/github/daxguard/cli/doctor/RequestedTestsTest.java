package io.github.daxguard.cli.doctor;

import static io.github.daxguard.cli.doctor.LocalTestAccount.CHANGE_LOG;
import static io.github.daxguard.cli.doctor.LocalTestAccount.RULE_LOG;
import static io.github.daxguard.cli.doctor.LocalTestAccount.changeLine;
import static io.github.daxguard.cli.doctor.LocalTestAccount.runLine;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.handler.ReplacementHandler;
import io.github.daxguard.replacement.ReplacementPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The tests that create something in the account. */
class RequestedTestsTest {

    /** A test, and the operations that create and remove something. */
    enum Requested {
        CHANGE("change-test", "dax:TagResource", "dax:UntagResource"),
        HOOK("hook-test", "cloudformation:CreateStack", "cloudformation:DeleteStack"),
        RUNBOOK("runbook-test", "ssm:StartAutomationExecution", "ssm:StopAutomationExecution");

        private final String check;
        private final String creation;
        private final String removal;

        Requested(String check, String creation, String removal) {
            this.check = check;
            this.creation = creation;
            this.removal = removal;
        }
    }

    private final List<DoctorScenario> scenarios = new ArrayList<>();
    private DoctorScenario doctor = newScenario();
    private LocalTestAccount deployment = new LocalTestAccount(doctor);

    private DoctorScenario newScenario() {
        DoctorScenario scenario = new DoctorScenario();
        scenarios.add(scenario);
        return scenario;
    }

    @AfterEach
    void stop() {
        scenarios.forEach(DoctorScenario::close);
    }

    private int run(Requested... tests) {
        return doctor.runRequestedTests(options(false, tests)).exitCode();
    }

    private int runConfirmed(Requested... tests) {
        return doctor.runRequestedTests(options(true, tests)).exitCode();
    }

    static DoctorOptions options(boolean isConfirmed, Requested... tests) {
        List<Requested> all = List.of(tests);
        return new DoctorOptions(
                Optional.empty(),
                List.of(DoctorScenario.REGION),
                false,
                Optional.empty(),
                true,
                LocalTestAccount.STACK,
                Optional.of(LocalTestAccount.CLUSTER).filter(name -> all.contains(Requested.CHANGE)),
                all.contains(Requested.HOOK),
                all.contains(Requested.RUNBOOK),
                isConfirmed,
                DeploymentSettings.parse(List.of()),
                Optional.empty());
    }

    private String outcome(Requested test) {
        return doctor.outcome(test.check);
    }

    private int count(String action) {
        return doctor.aws.calls(action.substring(action.indexOf(':') + 1)).size();
    }

    /** The calls of a run without an incident, in order, without the caller identity. */
    private static List<String> calls(Requested test) {
        DoctorScenario scenario = new DoctorScenario();
        try (scenario) {
            new LocalTestAccount(scenario);
            scenario.runRequestedTests(options(true, test));
            return scenario.aws.calls().stream()
                    .map(Call::operation)
                    .filter(operation -> !operation.equals("GetCallerIdentity"))
                    .toList();
        }
    }

    private void assertNothingRemains(Requested test) {
        assertThat(deployment.leftovers()).isEmpty();
        assertThat(count(test.removal)).isLessThanOrEqualTo(1);
        assertThat(count(test.creation)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void deploymentThatWorks_isOkAndNothingRemains(Requested test) {
        assertThat(runConfirmed(test)).isZero();
        assertThat(outcome(test)).isEqualTo("OK");
        assertThat(count(test.creation)).isEqualTo(1);
        assertNothingRemains(test);
    }

    @Test
    void tests_runInTheOrderOfTheChecks() {
        doctor.run("--deployed", "--yes", "--runbook-test", "--hook-test", "--change-test", LocalTestAccount.CLUSTER);
        assertThat(doctor.json().path("results").findValuesAsText("check"))
                .endsWith("change-test", "hook-test", "runbook-test");
    }

    @Test
    void tests_areNotRunWithoutARequest() {
        doctor.run("--deployed", "--yes");
        assertThat(doctor.json().path("results").findValuesAsText("check"))
                .doesNotContain("change-test", "hook-test", "runbook-test");
    }

    @ParameterizedTest
    @CsvSource({
        "CHANGE, DescribeStacks DescribeClusters ListTags GetTemplate TagResource FilterLogEvents UntagResource",
        "HOOK, GetTemplate DescribeSubnetGroups CreateStack DescribeStacks DescribeStackEvents GetHookResult DeleteStack "
                + "DescribeStacks",
        "RUNBOOK, DescribeStacks DescribeClusters StartAutomationExecution GetAutomationExecution",
    })
    void calls_areInThisOrder(Requested test, String expected) {
        List<String> order = new ArrayList<>();
        for (String operation : calls(test)) {
            if (order.isEmpty() || !order.get(order.size() - 1).equals(operation)) {
                order.add(operation);
            }
        }
        assertThat(String.join(" ", order)).isEqualTo(expected);
    }

    // Confirmation

    @ParameterizedTest
    @EnumSource
    void withoutTerminal_requiresYes(Requested test) {
        assertThat(run(test)).isEqualTo(2);
        assertThat(outcome(test)).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result(test.check).path("nextStep").asText()).contains("--yes");
        assertThat(count(test.creation)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"y, OK, 1", "YES, OK, 1", "n, NOT_CHECKED, 0", "'', NOT_CHECKED, 0", "yesterday, NOT_CHECKED, 0"})
    void answer_decides(String answer, String outcome, int creations) {
        for (Requested test : Requested.values()) {
            renew();
            doctor.operator.useTerminal();
            doctor.operator.answers(answer);
            run(test);
            assertThat(outcome(test)).isEqualTo(outcome);
            assertThat(count(test.creation)).isEqualTo(creations);
            assertThat(doctor.operator.questions()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endOfInput_isNotAConfirmation(Requested test) {
        doctor.operator.useTerminal();
        run(test);
        assertThat(outcome(test)).isEqualTo("NOT_CHECKED");
        assertThat(count(test.creation)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void start_statesWhatRemainsIfTheProcessIsKilled(Requested test) {
        runConfirmed(test);
        assertThat(doctor.errors()).contains("If this process is killed", "aws ");
    }

    // Interruption

    static Stream<Object[]> callsOfEachTest() {
        return Stream.of(Requested.values())
                .flatMap(test -> IntStream.range(0, calls(test).size()).mapToObj(i -> new Object[] {test, i}));
    }

    /** The delayed call continues when the fault ends, after the interruption: then the emulator performs it. */
    @ParameterizedTest
    @MethodSource("callsOfEachTest")
    void interruptionDuringEachCall_removesWhatWasCreated(Requested test, int index) throws Exception {
        List<String> calls = calls(test);
        String operation = calls.get(index);
        int number = (int)
                calls.subList(0, index + 1).stream().filter(operation::equals).count();
        doctor.aws.faults().on(operation).call(number).delay(Duration.ofMinutes(1));
        Thread ctrlC = new Thread(() -> {
            doctor.aws.awaitCalls(operation, number);
            doctor.interrupt();
            doctor.aws.faults().clear();
        });
        ctrlC.start();
        assertThat(runConfirmed(test)).isEqualTo(2);
        ctrlC.join();
        assertThat(doctor.json().path("interrupted").asBoolean()).isTrue();
        int creation = calls.indexOf(test.creation.substring(test.creation.indexOf(':') + 1));
        if (index < creation) {
            assertThat(count(test.creation)).isZero();
            assertThat(count(test.removal)).isZero();
        } else {
            assertThat(count(test.creation)).isEqualTo(1);
        }
        assertNothingRemains(test);
        int removal = calls.indexOf(test.removal.substring(test.removal.indexOf(':') + 1));
        int lastObservation = (removal < 0 ? calls.size() : removal) - 1;
        // The response to the last observation can arrive at the same time as the interruption. Then the test has
        // ended.
        if (index < lastObservation) {
            assertThat(outcome(test)).isEqualTo("NOT_CHECKED");
        }
        assertThat(doctor.errors()).doesNotContain("clean-up failed");
    }

    @ParameterizedTest
    @CsvSource({"CHANGE, 1", "CHANGE, 5", "HOOK, 1", "HOOK, 2", "RUNBOOK, 1"})
    void interruptionDuringAPause_removesWhatWasCreated(Requested test, int number) {
        IntStream.range(1, number).forEach(i -> doctor.duringPause(() -> {}));
        doctor.duringPause(doctor::interrupt);
        assertThat(runConfirmed(test)).isEqualTo(2);
        assertThat(doctor.json().path("interrupted").asBoolean()).isTrue();
        assertThat(outcome(test)).isEqualTo("NOT_CHECKED");
        assertThat(count(test.removal)).isEqualTo(1);
        assertNothingRemains(test);
    }

    @Test
    void interruptionDuringTheDeletionOfTheStack_doesNotDeleteItAgain() {
        deployment.stateAfterDeletion("DELETE_IN_PROGRESS");
        deployment.stackStates("CREATE_FAILED");
        doctor.duringPause(doctor::interrupt);
        assertThat(runConfirmed(Requested.HOOK)).isEqualTo(2);
        assertThat(outcome(Requested.HOOK)).isEqualTo("NOT_CHECKED");
        assertThat(doctor.evidence(Requested.HOOK.check)).contains("daxguard-doctor-hook-test-");
        assertThat(count("cloudformation:DeleteStack")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void interruptionAtThePrompt_createsNothing(Requested test) {
        CompletableFuture<String> answer = new CompletableFuture<String>().completeOnTimeout("y", 1, TimeUnit.MINUTES);
        doctor.operator.useTerminal();
        doctor.operator.answersAfter(
                () -> {
                    doctor.interrupt();
                    answer.join();
                },
                "y");
        assertThat(run(test)).isEqualTo(2);
        assertThat(answer).as("the answer, for which the command does not wait").isNotDone();
        assertThat(outcome(test)).isEqualTo("NOT_CHECKED");
        assertThat(count(test.creation)).isZero();
        assertThat(count(test.removal)).isZero();
        answer.complete("n");
    }

    // Failures of calls

    static Stream<Object[]> operationsOfEachTest() {
        return Stream.of(Requested.values())
                .flatMap(test -> calls(test).stream().distinct().map(operation -> new Object[] {test, operation}));
    }

    @ParameterizedTest
    @MethodSource("operationsOfEachTest")
    void missingPermission_isNamedAndNothingElseRemains(Requested test, String operation) {
        doctor.aws.faults().on(operation).deny();
        int exitCode = runConfirmed(test);
        assertThat(outcome(test)).isIn("NOT_CHECKED", "PROBLEM");
        assertThat(exitCode).isEqualTo(outcome(test).equals("PROBLEM") ? 1 : 2);
        String service = doctor.aws.calls(operation).get(0).service();
        assertThat(doctor.result(test.check).path("missingPermissions").path(0).asText())
                .isEqualTo(service + ":" + operation);
        if (test.removal.endsWith(":" + operation)) {
            assertThat(outcome(test)).isEqualTo("PROBLEM");
            assertThat(doctor.result(test.check).path("nextStep").asText()).contains("aws ");
            assertThat(doctor.errors()).contains("clean-up failed");
            assertThat(count(test.removal)).isEqualTo(1);
        } else {
            assertNothingRemains(test);
        }
        if (test.creation.endsWith(":" + operation)) {
            assertThat(outcome(test)).isEqualTo("NOT_CHECKED");
            assertThat(count(test.removal)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("operationsOfEachTest")
    void failedCall_isNotOkAndIsCleanedUp(Requested test, String operation) {
        doctor.aws.faults().on(operation).error("SomeException", "Odd", 400);
        assertThat(runConfirmed(test)).isNotZero();
        assertThat(outcome(test)).isIn("NOT_CHECKED", "PROBLEM");
        if (test.removal.endsWith(":" + operation)) {
            assertThat(outcome(test)).isEqualTo("PROBLEM");
            assertThat(doctor.errors()).contains("clean-up failed");
        } else {
            assertNothingRemains(test);
        }
    }

    @Test
    void deniedCancellation_namesTheExecution() {
        doctor.aws.faults().on("GetAutomationExecution").error("SomeException", "Odd", 400);
        doctor.aws.faults().on("StopAutomationExecution").deny();
        assertThat(runConfirmed(Requested.RUNBOOK)).isEqualTo(2);
        assertThat(outcome(Requested.RUNBOOK)).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result("runbook-test").path("nextStep").asText())
                .contains("stop-automation-execution", deployment.leftovers().get(0));
        assertThat(doctor.result("runbook-test")
                        .path("missingPermissions")
                        .path(0)
                        .asText())
                .isEqualTo("ssm:StopAutomationExecution");
    }

    @Test
    void executionThatEndsBeforeItsCancellation_doesNotRemain() {
        doctor.aws.faults().on("GetAutomationExecution").error("SomeException", "Odd", 400);
        doctor.aws.faults().on("StopAutomationExecution").error("InvalidAutomationStatusUpdateException", "Ended", 400);
        runConfirmed(Requested.RUNBOOK);
        assertThat(outcome(Requested.RUNBOOK)).isEqualTo("NOT_CHECKED");
        assertThat(count("ssm:StopAutomationExecution")).isEqualTo(1);
    }

    /** AWS performs the call, but its response cannot be read. */
    @ParameterizedTest
    @CsvSource({"CHANGE, NOT_CHECKED", "HOOK, NOT_CHECKED", "RUNBOOK, NOT_CHECKED"})
    void unreadableResponseToTheCreation_isCleanedUp(Requested test, String outcome) {
        doctor.aws
                .faults()
                .on(test.creation.substring(test.creation.indexOf(':') + 1))
                .cutJson();
        runConfirmed(test);
        assertThat(outcome(test)).isEqualTo(outcome);
        if (test == Requested.RUNBOOK) {
            assertThat(doctor.result(test.check).path("nextStep").asText()).contains("describe-automation-executions");
        } else {
            assertThat(count(test.removal)).isEqualTo(1);
            assertThat(deployment.leftovers()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusedCreation_isNotCleanedUp(Requested test) {
        doctor.aws
                .faults()
                .on(test.creation.substring(test.creation.indexOf(':') + 1))
                .error("InvalidClusterStateFault", "not now", 400);
        runConfirmed(test);
        assertThat(outcome(test)).isEqualTo("NOT_CHECKED");
        assertThat(count(test.removal)).isZero();
        assertThat(doctor.errors()).doesNotContain("clean-up failed");
    }

    @Test
    void unknownResultOfTagging_namesTheTagEvenIfItDoesNotExistYet() {
        doctor.aws.faults().on("TagResource").dropConnection();
        runConfirmed(Requested.CHANGE);
        assertThat(outcome(Requested.CHANGE)).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result("change-test").path("nextStep").asText()).contains("aws dax untag-resource");
        assertThat(count("dax:UntagResource")).isEqualTo(1);
    }

    @Test
    void tagRemovedByAnother_doesNotRemain() {
        doctor.duringPause(() -> doctor.state.putCluster(LocalCluster.named(LocalTestAccount.CLUSTER)));
        assertThat(runConfirmed(Requested.CHANGE)).isZero();
        assertThat(count("dax:UntagResource")).isEqualTo(1);
    }

    @Test
    void report_hasNoIdentifiers() {
        doctor.aws.faults().on("UntagResource").deny();
        doctor.aws.faults().on("DeleteStack").deny();
        doctor.aws.faults().on("StopAutomationExecution").deny();
        deployment.changeExecution(execution -> execution.put("AutomationExecutionStatus", "InProgress"));
        DoctorReport report = doctor.runRequestedTests(options(true, Requested.values()));
        assertThat(IssueReport.of(report))
                .contains("change-test", "hook-test", "runbook-test", "untag-resource", "delete-stack")
                .doesNotContain(List.of(
                        DoctorScenario.ACCOUNT,
                        "arn:",
                        "orders",
                        "hook-test-",
                        LocalTestAccount.RUNBOOK,
                        "6c5d7e5f",
                        "/aws/lambda"));
    }

    // Change test

    @Test
    void changeTest_measuresBothDelays() {
        runConfirmed(Requested.CHANGE);
        assertThat(doctor.evidence("change-test")).contains("90 s", "5 s", "scheduled run");
        JsonNode tag = doctor.aws.calls("TagResource").get(0).body();
        assertThat(tag.path("Tags").path(0).path("Key").asText()).isEqualTo("daxguard-doctor");
        assertThat(tag.path("Tags").path(0).path("Value").asText()).isEqualTo("change-test");
    }

    @Test
    void changeTest_acceptsABatchThatAnotherStartCovers() {
        deployment.clearLog(CHANGE_LOG);
        deployment.line(CHANGE_LOG, 90, changeLine("covered", "TagResource " + deployment.arn()));
        runConfirmed(Requested.CHANGE);
        assertThat(outcome(Requested.CHANGE)).isEqualTo("OK");
    }

    static Stream<Consumer<LocalTestAccount>> linesThatDoNotProveTheChange() {
        return Stream.of(
                log -> {},
                log -> log.line(CHANGE_LOG, -5, changeLine("started", "TagResource " + log.arn())),
                log -> log.line(CHANGE_LOG, 90, changeLine("not-now", "TagResource " + log.arn())),
                log -> log.line(CHANGE_LOG, 90, changeLine("started", "UntagResource " + log.arn())),
                log -> log.line(
                        CHANGE_LOG, 90, changeLine("started", "TagResource " + LocalTestAccount.arn("orders-v2"))),
                log -> log.line(CHANGE_LOG, 90, changeLine("started", "")),
                log -> log.line(CHANGE_LOG, 90, "{\"start\":\"started\"}"),
                log -> log.line(CHANGE_LOG, 90, "started TagResource " + log.arn()),
                log -> log.line(CHANGE_LOG, 1201 + 10, changeLine("started", "TagResource " + log.arn())));
    }

    @ParameterizedTest
    @MethodSource("linesThatDoNotProveTheChange")
    void changeTest_otherLinesAreNoStartForTheTag(Consumer<LocalTestAccount> lines) {
        deployment.clearLog(CHANGE_LOG);
        lines.accept(deployment);
        assertThat(runConfirmed(Requested.CHANGE)).isEqualTo(1);
        assertThat(outcome(Requested.CHANGE)).isEqualTo("PROBLEM");
        assertThat(doctor.evidence("change-test")).contains("1200 s");
        assertNothingRemains(Requested.CHANGE);
        assertThat(count("dax:UntagResource")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,  succeeded, ScheduledNotification, report",
                "80, succeeded, ScheduledNotification, report",
                "95, failed,    ScheduledNotification, report",
                "95, succeeded, ScheduledNotification, test",
                "95, succeeded, ConfigurationItemChangeNotification, report",
            })
    void changeTest_withoutASuccessfulRunAfterTheStart_isAProblem(
            Long second, String outcome, String messageType, String mode) {
        deployment.clearLog(RULE_LOG);
        if (second != null) {
            deployment.line(
                    RULE_LOG,
                    second,
                    "{\"outcome\":\"%s\",\"messageType\":\"%s\",\"mode\":\"%s\"}"
                            .formatted(outcome, messageType, mode));
        }
        assertThat(runConfirmed(Requested.CHANGE)).isEqualTo(1);
        assertThat(doctor.evidence("change-test")).contains("90 s", RULE_LOG);
        assertNothingRemains(Requested.CHANGE);
    }

    @Test
    void changeTest_limitIsThatOfTheWholeTest() {
        deployment.clearLog(RULE_LOG);
        deployment.line(RULE_LOG, 1250, runLine());
        runConfirmed(Requested.CHANGE);
        assertThat(outcome(Requested.CHANGE)).isEqualTo("PROBLEM");
        assertThat(Duration.between(DoctorScenario.START, doctor.clock.instant()))
                .isEqualTo(Duration.ofMinutes(20));
    }

    static Stream<Consumer<RequestedTestsTest>> prerequisitesOfTheChangeTest() {
        return Stream.of(
                test -> test.deployment.outputs.remove("ChangeLogGroup"),
                test -> test.deployment.outputs.remove("LogGroup"),
                test -> test.doctor.state.removeCluster(LocalTestAccount.CLUSTER),
                test -> test.doctor.state.putCluster(
                        LocalCluster.named(LocalTestAccount.CLUSTER).status("modifying")),
                test -> test.doctor.state.putCluster(
                        LocalCluster.named(LocalTestAccount.CLUSTER).withoutStatus()),
                test -> test.doctor.aws.faults().on("DescribeClusters").body("{}"),
                test -> test.doctor.aws.faults().on("DescribeClusters").body("{\"Clusters\":[null, {}]}"),
                test -> test.deployment
                        .template
                        .withObject("/Resources/Rule/Properties/InputParameters")
                        .put("exemptionTag", "daxguard-doctor"),
                test -> test.deployment
                        .template
                        .withObject("/Resources/Pack/Properties")
                        .put("TemplateBody", "InputParameters:\n  exemptionTag: daxguard-doctor\n"));
    }

    @ParameterizedTest
    @MethodSource("prerequisitesOfTheChangeTest")
    void changeTest_withoutItsPrerequisites_changesNothing(Consumer<RequestedTestsTest> change) {
        change.accept(this);
        assertThat(runConfirmed(Requested.CHANGE)).isEqualTo(2);
        assertThat(outcome(Requested.CHANGE)).isEqualTo("NOT_CHECKED");
        assertThat(count("dax:TagResource")).isZero();
        assertThat(count("dax:UntagResource")).isZero();
    }

    /** On the second page of ListTags. */
    @Test
    void changeTest_keepsATagThatExists() {
        LocalCluster cluster = LocalCluster.named(LocalTestAccount.CLUSTER).tag("daxguard-doctor", "mine");
        for (int i = 0; i < 30; i++) {
            cluster = cluster.tag("a" + i, "");
        }
        doctor.state.putCluster(cluster);
        runConfirmed(Requested.CHANGE);
        assertThat(outcome(Requested.CHANGE)).isEqualTo("NOT_CHECKED");
        assertThat(doctor.state.cluster(LocalTestAccount.CLUSTER).orElseThrow().tags())
                .containsEntry("daxguard-doctor", "mine");
        assertThat(count("dax:TagResource")).isZero();
    }

    // Hook test

    @Test
    void hookTest_stackCannotCreateACluster() throws IOException {
        runConfirmed(Requested.HOOK);
        JsonNode request = doctor.aws.calls("CreateStack").get(0).body();
        assertThat(request.path("StackName").asText()).matches("daxguard-doctor-hook-test-[0-9a-f]{8}");
        assertThat(request.path("OnFailure").asText()).isEqualTo("DELETE");
        assertThat(request.path("TimeoutInMinutes").asInt()).isPositive();
        assertThat(request.path("TemplateBody").asText())
                .contains(
                        "\"SubnetGroupName\":\"daxguard-doctor-does-not-exist\"",
                        "\"IAMRoleARN\":\"arn:aws:iam::111122223333:role/daxguard-doctor-does-not-exist\"",
                        "\"NodeType\":\"dax.t3.small\"",
                        "\"ReplicationFactor\":1")
                .doesNotContain("SSE", "TLS");
    }

    static Stream<Consumer<LocalTestAccount>> prerequisitesOfTheHookTest() {
        return Stream.of(
                deployed -> deployed.template.putObject("Resources"),
                deployed -> deployed.template.remove("Resources"),
                deployed -> deployed.hook.put("FailureMode", "WARN"),
                deployed -> deployed.hook.remove("FailureMode"),
                deployed -> deployed.hook.put("HookStatus", "DISABLED"),
                LocalTestAccount::createSubnetGroup);
    }

    @ParameterizedTest
    @MethodSource("prerequisitesOfTheHookTest")
    void hookTest_withoutItsPrerequisites_createsNothing(Consumer<LocalTestAccount> change) {
        change.accept(deployment);
        assertThat(runConfirmed(Requested.HOOK)).isEqualTo(2);
        assertThat(outcome(Requested.HOOK)).isEqualTo("NOT_CHECKED");
        assertThat(count("cloudformation:CreateStack")).isZero();
    }

    @Test
    void hookThatDoesNotRespond_isAProblem() {
        deployment.silenceHook();
        assertThat(runConfirmed(Requested.HOOK)).isEqualTo(1);
        assertThat(outcome(Requested.HOOK)).isEqualTo("PROBLEM");
        assertThat(doctor.evidence("hook-test")).contains("did not respond", "Subnet group not found");
        assertNothingRemains(Requested.HOOK);
    }

    static Stream<Consumer<ArrayNode>> eventsWithoutAResponse() {
        return Stream.of(
                events -> events.removeAll().addObject(),
                events -> events.forEach(event -> ((ObjectNode) event).put("HookType", "Other::Hook::Type")),
                events -> events.forEach(event -> ((ObjectNode) event).put("HookStatus", "HOOK_IN_PROGRESS")));
    }

    @ParameterizedTest
    @MethodSource("eventsWithoutAResponse")
    void eventsWithoutAResponseOfTheHook_areAProblem(Consumer<ArrayNode> change) {
        deployment.changeEvents(change);
        runConfirmed(Requested.HOOK);
        assertThat(outcome(Requested.HOOK)).isEqualTo("PROBLEM");
        assertNothingRemains(Requested.HOOK);
    }

    @Test
    void noEventAtAll_isUndecided() {
        deployment.changeEvents(ArrayNode::removeAll);
        runConfirmed(Requested.HOOK);
        assertThat(outcome(Requested.HOOK)).isEqualTo("UNDECIDED");
        assertNothingRemains(Requested.HOOK);
    }

    /** The stack of someone else must not be deleted. */
    @Test
    void existingStack_isNotDeleted() {
        doctor.aws.faults().on("CreateStack").error("AlreadyExistsException", "Stack exists", 400);
        runConfirmed(Requested.HOOK);
        assertThat(outcome(Requested.HOOK)).isEqualTo("NOT_CHECKED");
        assertThat(count("cloudformation:DeleteStack")).isZero();
    }

    @Test
    void responseWithoutTags_changesNothing() {
        doctor.aws.faults().on("ListTags").body("{}");
        runConfirmed(Requested.CHANGE);
        assertThat(outcome(Requested.CHANGE)).isEqualTo("NOT_CHECKED");
        assertThat(count("dax:TagResource")).isZero();
    }

    @Test
    void hookWithoutAlias_isNotOk() {
        deployment.hook.remove("Alias");
        deployment.changeEvents(events -> events.forEach(event -> ((ObjectNode) event).remove("HookType")));
        runConfirmed(Requested.HOOK);
        assertThat(outcome(Requested.HOOK)).isEqualTo("PROBLEM");
    }

    @Test
    void eventWithoutInvocationId_isUndecided() {
        deployment.changeEvents(events -> events.forEach(event -> ((ObjectNode) event).remove("HookInvocationId")));
        assertThat(runConfirmed(Requested.HOOK)).isEqualTo(2);
        assertThat(outcome(Requested.HOOK)).isEqualTo("UNDECIDED");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "HOOK_COMPLETE_SUCCEEDED, FAIL, 'UnencryptedCluster: exempt', PROBLEM",
                "HOOK_FAILED, FAIL, Time-out, PROBLEM",
                "HOOK_COMPLETE_FAILED, WARN, 'UnencryptedCluster (AWS::DAX::Cluster): not encrypted', PROBLEM",
                "HOOK_COMPLETE_FAILED, -, 'UnencryptedCluster (AWS::DAX::Cluster): not encrypted', UNDECIDED",
                "HOOK_COMPLETE_FAILED, FAIL, daxguard could not evaluate the request, PROBLEM",
                "HOOK_COMPLETE_FAILED, FAIL, -, UNDECIDED",
                "HOOK_IN_PROGRESS, FAIL, -, UNDECIDED",
                "SOMETHING_NEW, FAIL, 'UnencryptedCluster (AWS::DAX::Cluster): not encrypted', UNDECIDED",
                "-, -, -, UNDECIDED",
            })
    void hookResult_isOkOnlyForTheRefusalOfTheFunction(String status, String mode, String reason, String outcome) {
        deployment.changeHookResult(result -> {
            result.removeAll();
            putIfPresent(result, "Status", status);
            putIfPresent(result, "FailureMode", mode);
            putIfPresent(result, "HookStatusReason", reason);
        });
        runConfirmed(Requested.HOOK);
        assertThat(outcome(Requested.HOOK)).isEqualTo(outcome);
        assertNothingRemains(Requested.HOOK);
    }

    private static void putIfPresent(ObjectNode object, String member, String value) {
        if (value != null) {
            object.put(member, value);
        }
    }

    @Test
    void stackWhoseCreationDoesNotEnd_isAProblemAndDeleted() {
        deployment.stackStates("CREATE_IN_PROGRESS");
        runConfirmed(Requested.HOOK);
        assertThat(outcome(Requested.HOOK)).isEqualTo("PROBLEM");
        assertThat(count("cloudformation:DeleteStack")).isEqualTo(1);
        assertNothingRemains(Requested.HOOK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE_FAILED", "DELETE_IN_PROGRESS"})
    void stackThatIsNotDeleted_isAProblem(String state) {
        deployment.stateAfterDeletion(state);
        assertThat(runConfirmed(Requested.HOOK)).isEqualTo(1);
        assertThat(outcome(Requested.HOOK)).isEqualTo("PROBLEM");
        assertThat(doctor.result("hook-test").path("nextStep").asText())
                .containsPattern("aws cloudformation delete-stack .*--stack-name daxguard-doctor-hook-test-");
        assertThat(doctor.errors()).contains("clean-up failed");
        assertThat(count("cloudformation:DeleteStack")).isEqualTo(1);
    }

    // Runbook test

    @Test
    void runbookTest_usesANameThatDoesNotExist() {
        runConfirmed(Requested.RUNBOOK);
        String name = doctor.aws
                .calls("DescribeClusters")
                .get(0)
                .body()
                .path("ClusterNames")
                .path(0)
                .asText();
        assertThat(name).matches("daxguard-[0-9a-f]{8}");
        JsonNode request = doctor.aws.calls("StartAutomationExecution").get(0).body();
        assertThat(request.path("DocumentName").asText()).isEqualTo(LocalTestAccount.RUNBOOK);
        assertThat(request.path("Parameters").toString()).isEqualTo("{\"ClusterName\":[\"" + name + "\"]}");
    }

    @Test
    void runbookTest_withoutItsPrerequisites_startsNothing() {
        deployment.outputs.remove("ReplacementRunbook");
        runConfirmed(Requested.RUNBOOK);
        assertThat(outcome(Requested.RUNBOOK)).isEqualTo("NOT_CHECKED");
        assertThat(count("ssm:StartAutomationExecution")).isZero();
    }

    @Test
    void runbookTest_clusterOfThatNameExists_startsNothing() {
        runConfirmed(Requested.RUNBOOK);
        String name = doctor.aws
                .calls("DescribeClusters")
                .get(0)
                .body()
                .path("ClusterNames")
                .path(0)
                .asText();
        renew();
        doctor.state.putCluster(LocalCluster.named(name));
        runConfirmed(Requested.RUNBOOK);
        assertThat(outcome(Requested.RUNBOOK)).isEqualTo("NOT_CHECKED");
        assertThat(count("ssm:StartAutomationExecution")).isZero();
    }

    @Test
    void runbookTest_recognizesTheErrorOfTheFunction() {
        String cluster = "daxguard-0a1b2c3d";
        assertThat(LocalTestAccount.refusal(cluster)).isEqualTo(errorOfTheFunction(cluster));
    }

    private String errorOfTheFunction(String cluster) {
        String request = "{\"step\":\"plan\",\"cluster\":\"" + cluster + "\",\"orFail\":\"true\"}";
        try (AwsClients clients = AwsClients.forEndpoint(
                doctor.aws.endpoint(),
                DoctorScenario.REGION,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        doctor.aws.accessKey(DoctorScenario.ACCOUNT).id(),
                        doctor.aws.accessKey(DoctorScenario.ACCOUNT).secret())))) {
            new ReplacementHandler(
                            clients,
                            List.of("dax-encryption"),
                            Optional.empty(),
                            ReplacementPolicy.DEFAULT,
                            new CapturedOutput().stream(),
                            doctor.clock)
                    .handleRequest(
                            new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)),
                            new ByteArrayOutputStream(),
                            LocalContext.of(DoctorScenario.ACCOUNT, DoctorScenario.REGION, Duration.ofMinutes(1)));
            return "";
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    static Stream<Object[]> executions() {
        Map<String, Consumer<ObjectNode>> problems = new HashMap<>();
        problems.put("success", execution -> execution.put("AutomationExecutionStatus", "Success"));
        problems.put("time-out", execution -> execution.put("AutomationExecutionStatus", "TimedOut"));
        problems.put("cancelled", execution -> execution.put("AutomationExecutionStatus", "Cancelled"));
        problems.put("another step", execution -> step(execution, 1).put("StepStatus", "Failed"));
        Map<String, Consumer<ObjectNode>> undecided = new HashMap<>();
        undecided.put("no steps", execution -> execution.putArray("StepExecutions"));
        undecided.put("absent steps", execution -> execution.remove("StepExecutions"));
        undecided.put("no failed step", execution -> step(execution, 2).put("StepStatus", "Success"));
        undecided.put("no message", execution -> step(execution, 2).remove("FailureMessage"));
        undecided.put(
                "other message",
                execution -> step(execution, 2).put("FailureMessage", LocalTestAccount.refusal("daxguard-other")));
        Map<String, Consumer<ObjectNode>> ok = new HashMap<>();
        ok.put("message in the details", RequestedTestsTest::moveMessageToDetails);
        ok.put("message in the outputs", RequestedTestsTest::moveMessageToOutputs);
        return Stream.of(Map.entry("PROBLEM", problems), Map.entry("UNDECIDED", undecided), Map.entry("OK", ok))
                .flatMap(group -> group.getValue().entrySet().stream()
                        .map(each -> new Object[] {each.getKey(), each.getValue(), group.getKey()}));
    }

    private static ObjectNode step(ObjectNode execution, int index) {
        return (ObjectNode) execution.path("StepExecutions").path(index);
    }

    private static void moveMessageToDetails(ObjectNode execution) {
        JsonNode message = step(execution, 2).remove("FailureMessage");
        step(execution, 2)
                .putObject("FailureDetails")
                .putObject("Details")
                .putArray("VerificationErrorMessage")
                .add(message);
    }

    private static void moveMessageToOutputs(ObjectNode execution) {
        JsonNode message = step(execution, 2).remove("FailureMessage");
        step(execution, 2).putObject("Outputs").putArray("Payload").addNull().add(message);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("executions")
    void execution_isOkOnlyIfThePlanFailsForTheMissingCluster(
            String ignored, Consumer<ObjectNode> change, String outcome) {
        deployment.changeExecution(change);
        runConfirmed(Requested.RUNBOOK);
        assertThat(outcome(Requested.RUNBOOK)).isEqualTo(outcome);
        assertThat(count("ssm:StopAutomationExecution")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"InProgress", "Waiting", "PendingApproval", "SomethingNew", ""})
    void executionThatDoesNotEnd_isAProblemAndCancelled(String status) {
        deployment.changeExecution(execution -> execution.put("AutomationExecutionStatus", status));
        runConfirmed(Requested.RUNBOOK);
        assertThat(outcome(Requested.RUNBOOK)).isEqualTo("PROBLEM");
        assertThat(doctor.evidence("runbook-test")).contains("600 s");
        assertThat(count("ssm:StopAutomationExecution")).isEqualTo(1);
        assertNothingRemains(Requested.RUNBOOK);
    }

    @Test
    void responseWithoutTheExecution_isNotCheckedAndCancelled() {
        doctor.aws.faults().on("GetAutomationExecution").body("{}");
        runConfirmed(Requested.RUNBOOK);
        assertThat(outcome(Requested.RUNBOOK)).isEqualTo("NOT_CHECKED");
        assertNothingRemains(Requested.RUNBOOK);
        assertThat(count("ssm:StopAutomationExecution")).isEqualTo(1);
    }

    private void renew() {
        doctor = newScenario();
        deployment = new LocalTestAccount(doctor);
    }
}
