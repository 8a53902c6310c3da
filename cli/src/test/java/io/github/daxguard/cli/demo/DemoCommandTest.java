package io.github.daxguard.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.Shell;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.rule.Control;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {

    private final CapturedOutput out = new CapturedOutput();
    private final CapturedOutput err = new CapturedOutput();

    @Test
    void demo_withoutOptions_has30To45LinesOf100Columns() {
        assertThat(demo()).isZero();
        assertThat(err.text()).isEmpty();
        assertThat(out.lines()).hasSizeBetween(30, 45);
        // The commands to paste are never wrapped.
        assertThat(out.lines().stream().filter(line -> !line.startsWith("  ")))
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(100).matches("\\p{Print}*"));
    }

    @Test
    void demo_withoutOptions_showsTheTableOfTheScanAndALineOnEachFinding() {
        demo();

        assertThat(out.lines())
                .contains("ACCOUNT       REGION     CLUSTER  STATUS     AT REST   IN TRANSIT  VERDICT")
                .containsSequence(
                        "orders  DynamoDB.3  Encryption at rest is DISABLED.",
                        "orders  DynamoDB.7  Endpoint encryption is NONE.",
                        "carts   DynamoDB.7  Endpoint encryption is NONE.",
                        "search  DynamoDB.3  DAX does not report encryption at rest; treated as disabled.");
        Map<String, String> verdicts = new TreeMap<>();
        out.lines().stream()
                .filter(line -> line.startsWith(DemoAccount.ACCOUNT))
                .map(line -> line.split(" +", -1))
                .forEach(row -> verdicts.put(row[2], row[row.length - 1]));
        assertThat(verdicts)
                .isEqualTo(Map.of(
                        "orders", "NON_COMPLIANT",
                        "carts", "NON_COMPLIANT",
                        "search", "NON_COMPLIANT",
                        "catalog", "COMPLIANT"));
    }

    @Test
    void demo_withoutOptions_showsTheIncompleteListingTheRefusalAndThePlan() {
        demo();

        assertThat(out.text().replaceAll("\\s+", " "))
                .contains("The function fails: DaxReadException. Clusters evaluated: 100. Stale results removed: 0.")
                .contains("Results in AWS Config: 4 before, 104 after.")
                .contains("FAILED Invoices (AWS::DAX::Cluster): SSESpecification is not set.", "SUCCESS Invoices:")
                .contains("orders can be replaced by orders-v2. Changes: (1) Encryption at rest: ENABLED");
    }

    @Test
    void demo_withoutOptions_endsWithThreeCommands() {
        demo();

        assertThat(out.lines().stream().filter(line -> line.startsWith("  ")).filter(line -> !line.startsWith("   ")))
                .hasSize(3);
        assertThat(out.lines().subList(out.lines().size() - 4, out.lines().size() - 2))
                .satisfiesExactly(
                        line -> assertThat(line).endsWith(" scan"),
                        line -> assertThat(line).endsWith(" check-template ."));
    }

    @Test
    void demo_unexpectedFinding_exitsWith1AndShowsTheDifference() {
        DemoScript brief = DemoScript.brief();
        DemoAct other = new DemoAct(
                "Scan",
                "",
                new ScanRun(Map.of(
                        "orders", List.of(Control.ENCRYPTION_AT_REST),
                        "carts", List.of(Control.ENCRYPTION_IN_TRANSIT),
                        "search", List.of(Control.ENCRYPTION_AT_REST),
                        "sessions", List.of())),
                "");
        DemoScript script = new DemoScript(
                brief.beginning(), brief.clusters(), brief.previousFindings(), brief.rules(), List.of(other));

        assertThat(new DemoCommand(pipe(), () -> script, () -> script).call()).isEqualTo(1);
        assertThat(out.text())
                .contains("STOP: act 1 (Scan)")
                .contains("orders: expected findings [DynamoDB.3], but the scan has findings [DynamoDB.3, DynamoDB.7]")
                .contains("catalog: expected no cluster, but the scan has findings []")
                .contains("sessions: expected findings [], but the scan has no cluster")
                .doesNotContain("check-template");
    }

    @ParameterizedTest
    @CsvSource({
        "1, scheduled run, 12",
        "3, new cluster, 1",
        "7, incomplete listing, 1",
        "8, recovery, 2",
        "9, refused resource type, 1",
        "10, accepted resource type, 2"
    })
    void demo_oneAct_showsOnlyThatActWithItsChanges(int number, String title, int changes) {
        assertThat(demo("--act", String.valueOf(number))).isZero();
        assertThat(err.text()).isEmpty();
        assertThat(out.lines().stream().filter(line -> line.startsWith("Act ")))
                .singleElement()
                .asString()
                .startsWith("Act " + number + ": " + title);
        // The output ends with a rule, which ends the last act.
        PrintedAct act = PrintedAct.allOf(out.lines()).get(0);
        assertThat(act.compliance()).hasSize(changes);
        assertThat(act.changed()).hasSize(changes);
        assertThat(act.text()).contains("=>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "-1", "1.5", "two", "99999999999"})
    void demo_invalidAct_exitsWith3AndNamesTheRange(String number) {
        assertThat(demo("--act=" + number)).isEqualTo(3);
        assertThat(err.text()).contains("--act: invalid value: \"" + number + "\". Expected: a whole number, 1 to 10.");
        assertThat(out.text()).isEmpty();
    }

    @Test
    void demo_fullAndOneAct_exitsWith3() {
        assertThat(demo("--full", "--act", "2")).isEqualTo(3);
        assertThat(err.text()).contains("--act", "--full");
        assertThat(out.text()).isEmpty();
    }

    @Test
    void acts_inTheHelp_areThoseOfTheScript() {
        assertThat(DemoScript.full().acts()).hasSize(DemoCommand.ACTS);
    }

    @Test
    void demo_slowAtATerminal_showsItsProgressOnStderr() {
        AtomicInteger seconds = new AtomicInteger();
        ProcessEnvironment slow = DemoEnvironment.terminal(out, err, () -> Instant.ofEpochSecond(seconds.addAndGet(2)));

        assertThat(Shell.execute(slow, "demo", "--act=3", "--color=never")).isZero();
        assertThat(err.text())
                .contains("Running act 1 of 3", "Running act 2 of 3")
                .doesNotContain("act 3 of 3");
        assertThat(out.text()).doesNotContain("Running act");
    }

    @Test
    void demo_fastAtATerminal_showsNoProgress() {
        Instant start = Instant.EPOCH;
        AtomicInteger calls = new AtomicInteger();
        ProcessEnvironment fast =
                DemoEnvironment.terminal(out, err, () -> start.plus(Duration.ofMillis(calls.incrementAndGet())));

        assertThat(Shell.execute(fast, "demo", "--act=2", "--color=never")).isZero();
        assertThat(err.text()).isEmpty();
    }

    @Test
    void deployCommand_isThatOfTheReadme() throws Exception {
        assertThat(Files.readAllLines(Path.of("..", "README.md"))).contains(NextCommands.DEPLOY);
    }

    private int demo(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "demo";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Shell.execute(pipe(), arguments);
    }

    private ProcessEnvironment pipe() {
        return DemoEnvironment.pipe(out, err);
    }
}
