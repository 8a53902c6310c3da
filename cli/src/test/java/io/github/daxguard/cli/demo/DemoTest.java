package io.github.daxguard.cli.demo;

import static io.github.daxguard.rule.Compliance.COMPLIANT;
import static io.github.daxguard.rule.Compliance.NON_COMPLIANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.demo.DemoOutput.Detail;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.SettableClock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoTest {

    private static final String RULE = "a-rule";
    private static final Instant BEGINNING = Instant.parse("2027-01-31T06:00:00Z");

    /** The output of one run, which the tests share. */
    private static CapturedOutput full;

    private static List<PrintedAct> acts;
    private static List<String> resultTokens;
    private static boolean asExpected;

    @BeforeAll
    static void runDemo() {
        full = new CapturedOutput();
        DemoScript script = DemoScript.full();
        SettableClock clock = SettableClock.at(script.beginning());
        try (LocalAws aws = LocalAws.start(clock)) {
            asExpected = demo(full, ColorChoice.AUTO, script).run(aws, clock);
            resultTokens = aws.calls("PutEvaluations").stream()
                    .filter(call -> !call.body().path("TestMode").asBoolean())
                    .map(call -> call.body().path("ResultToken").asText())
                    .toList();
        }
        acts = PrintedAct.allOf(full.lines());
    }

    @Test
    void run_fullScript_meetsItsExpectations() {
        assertThat(asExpected).isTrue();
        assertThat(acts).hasSize(10);
        assertThat(full.text())
                .contains("All 10 acts had the expected results.")
                .doesNotContain("STOP");
    }

    @Test
    void run_fullScript_fits80ColumnsWithoutEscapeCharacters() {
        // An endpoint is not broken.
        assertThat(full.lines())
                .allSatisfy(line -> assertThat(line.replaceFirst("^ +(daxs?://\\S+)$", "$1"))
                        .hasSizeLessThanOrEqualTo(80)
                        .matches("\\p{Print}*"));
    }

    /** The Cloud Control API cannot create a cluster, so the hook does not cover it. */
    @Test
    void run_fullScript_mentionsOnlyCloudFormation() {
        String unwrapped = full.text().replaceAll("[\\s|]+", " ");

        assertThat(unwrapped).contains("The hook covers CloudFormation only").doesNotContain("Cloud Control");
    }

    @Test
    void run_fullScript_showsNoResultToken() {
        String unwrapped = full.text().replaceAll("[\\s|]+", "");

        assertThat(resultTokens)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(token -> assertThat(token).hasSizeGreaterThan(1000))
                .allSatisfy(token -> assertThat(unwrapped).doesNotContain(token.substring(0, 40)));
    }

    @Test
    void run_firstRun_showsFindingsExemptionsAndEncryptedClusters() {
        assertThat(acts.get(0).compliance())
                .containsOnly(
                        entry("catalog", "COMPLIANT"),
                        entry("geo-cache", "NON_COMPLIANT"),
                        entry("inventory", "NON_COMPLIANT"),
                        entry("legacy", "NON_COMPLIANT"),
                        entry("migration", "NOT_APPLICABLE"),
                        entry("old-search", "NOT_APPLICABLE"),
                        entry("orders", "NON_COMPLIANT"),
                        entry("payments", "COMPLIANT"),
                        entry("recommendations-eu-1", "COMPLIANT"),
                        entry("reports", "COMPLIANT"),
                        entry("sandbox-anna", "NOT_APPLICABLE"),
                        entry("sessions", "COMPLIANT"));
        assertThat(acts.get(0).text())
                .contains("cluster=orders compliance=NON_COMPLIANT", "clusters=12", "nonCompliant=4");
        assertThat(acts.get(0).changed()).hasSize(12);
    }

    @Test
    void run_inTransit_showsOtherFindings() {
        assertThat(acts.get(1).compliance())
                .hasSize(12)
                .contains(
                        entry("geo-cache", "NON_COMPLIANT"),
                        entry("inventory", "COMPLIANT"),
                        entry("orders", "NON_COMPLIANT"),
                        entry("sessions", "NON_COMPLIANT"));
    }

    @Test
    void run_creation_showsTheNewClusterAsAFinding() {
        assertThat(acts.get(2).compliance()).hasSize(13).containsEntry("promo", "NON_COMPLIANT");
        assertThat(acts.get(2).changed()).containsExactly("promo");
        assertThat(acts.get(2).text()).contains("Tags could not be read");
    }

    @Test
    void run_replacement_refusesWhileInUseThenDeletesAndStartsTheRule() {
        assertThat(acts.get(3).compliance())
                .contains(entry("orders", "NOT_APPLICABLE"), entry("orders-v2", "COMPLIANT"));
        assertThat(acts.get(3).changed()).containsExactlyInAnyOrder("orders", "orders-v2", "promo");
        assertThat(acts.get(3).text().replaceAll(" +", " "))
                .contains("07:07:00 request step=verify response orders-v2 is not verified yet")
                .contains("07:20:00 request step=verify response orders-v2 is available and encrypted at rest.")
                .contains("07:25:00 request step=readiness response orders-v2 had 1800 requests")
                .contains("07:21:00 request step=delete confirm=orders", "the execution does not exist")
                .contains("07:26:00 request step=delete confirm=orders", "orders had 40 requests")
                .contains("08:38:00 request step=delete confirm=orders", "response orders is being deleted.")
                .contains("AWS Config invokes dax-cluster-encrypted-at-rest. The function succeeds.");
    }

    @Test
    void run_incompleteListing_failsAndRemovesNoResults() {
        Map<String, String> expected = new TreeMap<>(acts.get(4).compliance());
        expected.put("batch-001..batch-100", "COMPLIANT");
        expected.put("invoices", "COMPLIANT");

        assertThat(acts.get(6).compliance()).isEqualTo(expected);
        assertThat(acts.get(6).changed()).containsExactly("batch-001..batch-100");
        assertThat(acts.get(6).text()).contains("The function fails: DaxReadException", "ERROR", "staleRemoved=0");
    }

    @Test
    void run_recovery_removesTheStaleResult() {
        Map<String, String> expected = new TreeMap<>(acts.get(6).compliance());
        expected.put("reports", "NOT_APPLICABLE");

        assertThat(acts.get(7).compliance()).isEqualTo(expected);
        assertThat(acts.get(7).changed()).containsExactlyInAnyOrder("checkout", "reports");
        assertThat(acts.get(7).text()).contains("The function succeeds", "staleRemoved=1");
    }

    @Test
    void run_refusedType_reportsTheAccountUntilTheTypeIsAccepted() {
        Map<String, String> refused = new TreeMap<>(acts.get(7).compliance());
        refused.put(DemoAccount.ACCOUNT, "NON_COMPLIANT");
        Map<String, String> accepted = new TreeMap<>(refused);
        accepted.put(DemoAccount.ACCOUNT, "NOT_APPLICABLE");
        accepted.put("loyalty", "NON_COMPLIANT");

        assertThat(acts.get(8).compliance()).isEqualTo(refused);
        assertThat(acts.get(8).text()).contains("The function succeeds", "refusedResourceType=AWS::DAX::Cluster");
        assertThat(acts.get(9).compliance()).isEqualTo(accepted);
        assertThat(acts.get(9).text()).doesNotContain("refusedResourceType");
    }

    @Test
    void run_newCluster_isReportedWithinTheQueuesDelayAndFiveSeconds() {
        PrintedAct act = acts.get(4);

        assertThat(act.compliance()).containsEntry("checkout", "NON_COMPLIANT");
        assertThat(act.changed()).contains("checkout");
        assertThat(act.text())
                .contains("08:40:00", "08:41:01", "AWS Config has the result, 61 s after the event.")
                .contains("The rules have been started.", "start=started", "changes=1");
    }

    @Test
    void run_template_isRefusedThenCreated() {
        assertThat(acts.get(5).text().replaceAll(" +", " "))
                .contains("hook status FAILED", "Set SSESpecification: {SSEEnabled: true} (DynamoDB.3)")
                .contains("ClusterEndpointEncryptionType: TLS (DynamoDB.7)", "cluster in DAX not created")
                .contains("hook status SUCCESS", "cluster in DAX created");
    }

    @Test
    void run_unexpectedResult_stopsAndShowsTheDifference() {
        assertThat(stopped(scheduledRun(account -> {}, Expectation.NOTHING.with("orders", COMPLIANT, "ENABLED"))))
                .contains("STOP: act 1 (the only one) did not have the expected results.")
                .contains("- orders: expected COMPLIANT with \"ENABLED\", but AWS Config has NON_COMPLIANT")
                .doesNotContain("had the expected results");
    }

    @Test
    void run_functionFailsUnexpectedly_stopsAndShowsTheError() {
        assertThat(stopped(scheduledRun(
                        account -> account.faults().on("DescribeClusters").deny(), Expectation.NOTHING)))
                .contains("STOP", "The function: expected success, but it was", "AccessDeniedException");
    }

    @Test
    void run_eventFails_stopsAndShowsTheError() {
        assertThat(stopped(scheduledRun(
                        account -> account.dax().deleteCluster(request -> request.clusterName("nowhere")),
                        Expectation.NOTHING)))
                .contains("STOP", "ClusterNotFound");
    }

    @Test
    void run_changeWithoutResult_stopsAndReportsIt() {
        assertThat(stopped(new ChangeDetection(BEGINNING, account -> {}, "orders", RULE, Expectation.NOTHING)))
                .contains("Rules: expected 1 start. Actual: 0")
                .contains("orders: no result within 65 s after the event");
    }

    @Test
    void run_unexpectedResponse_stopsAndShowsTheDifference() {
        DemoAct.Action action = new ReplacementSteps(
                Map.of("cluster", "orders"),
                List.of(
                        new ReplacementSteps.Request(BEGINNING, Map.of("step", "plan"), true, "orders"),
                        new ReplacementSteps.Request(BEGINNING, Map.of("step", "create"), false, "orders-v2")),
                RULE,
                Expectation.NOTHING);

        assertThat(stopped(action))
                .contains("Request {step=plan}: expected a refusal that contains \"orders\". Actual: a response: "
                        + "orders can be replaced by orders-v2.")
                .doesNotContain("step=create");
    }

    @Test
    void run_clusterThatTheHookAccepts_stopsIfARefusalIsExpected() {
        ObjectNode encrypted = JsonNodeFactory.instance
                .objectNode()
                .put("ClusterName", "invoices")
                .put("NodeType", "dax.t3.small")
                .put("ReplicationFactor", 1)
                .put("IAMRoleARN", "arn:aws:iam::111122223333:role/DaxToDynamoDb")
                .put("ClusterEndpointEncryptionType", "TLS");
        encrypted.putObject("SSESpecification").put("SSEEnabled", true);

        assertThat(stopped(new Deployment(BEGINNING, "Invoices", encrypted, encrypted, List.of("DynamoDB.3"))))
                .contains("Invoices: expected a refusal by the hook, but the cluster was created")
                .contains("The hook: expected \"DynamoDB.3\". Actual: ");
    }

    @Test
    void call_unexpectedResult_exitsWith1AndWritesToStderr() {
        CapturedOutput out = new CapturedOutput();
        CapturedOutput err = new CapturedOutput();
        DemoScript script = script(scheduledRun(account -> {}, Expectation.NOTHING));

        assertThat(new DemoCommand(DemoEnvironment.pipe(out, err), () -> script, () -> script).call())
                .isEqualTo(1);
        assertThat(err.text()).contains("did not have the expected results");
        assertThat(out.text()).contains("STOP");
    }

    @Test
    void run_colorAlways_hasColorsAndTheSameText() {
        CapturedOutput plain = new CapturedOutput();
        CapturedOutput colored = new CapturedOutput();
        DemoScript script =
                script(scheduledRun(account -> {}, Expectation.NOTHING.with("orders", NON_COMPLIANT, "DISABLED")));

        demo(plain, ColorChoice.NEVER, script).run();
        demo(colored, ColorChoice.ALWAYS, script).run();

        assertThat(colored.text()).contains("\u001b[31mNON_COMPLIANT");
        assertThat(words(colored)).isEqualTo(words(plain));
    }

    @Test
    void run_closedOutput_endsAfterTheActWithoutException() {
        PrintStream broken = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                true);
        DemoScript script = DemoScript.full();
        SettableClock clock = SettableClock.at(script.beginning());
        try (LocalAws aws = LocalAws.start(clock)) {
            assertThat(Demo.all(
                                    DemoEnvironment.pipe(new CapturedOutput(), new CapturedOutput()),
                                    new Terminal(broken, ColorChoice.NEVER),
                                    script,
                                    Detail.FULL)
                            .run(aws, clock))
                    .isTrue();
            assertThat(aws.calls("PutEvaluations")).hasSize(1);
        }
    }

    /** The output of a script with one act, whose expectations must not be met. */
    private static String stopped(DemoAct.Action action) {
        CapturedOutput out = new CapturedOutput();
        assertThat(demo(out, ColorChoice.NEVER, script(action)).run()).isFalse();
        return oneLine(out);
    }

    private static Demo demo(CapturedOutput out, ColorChoice color, DemoScript script) {
        return Demo.all(
                DemoEnvironment.pipe(out, new CapturedOutput()),
                new Terminal(out.stream(), color),
                script,
                Detail.FULL);
    }

    private static DemoAct.Action scheduledRun(Consumer<DemoAccount> event, Expectation expectation) {
        return new ScheduledRun(BEGINNING, event, RULE, expectation);
    }

    /** A script with one act and one unencrypted cluster. */
    private static DemoScript script(DemoAct.Action action) {
        return new DemoScript(
                BEGINNING,
                List.of(LocalCluster.named("orders").unencrypted()),
                List.of(),
                Map.of(RULE, new TreeMap<>()),
                List.of(new DemoAct("the only one", "Before.", action, "After.")));
    }

    private static String oneLine(CapturedOutput out) {
        return out.text().replaceAll("\\s+", " ");
    }

    private static String words(CapturedOutput out) {
        return oneLine(out)
                .replaceAll("\u001b\\[[0-9;]*m", "")
                .replaceAll(" +", " ")
                .replaceAll("durationMs=\\d+", "");
    }
}
