package io.github.daxguard.cli.demo;

import static io.github.daxguard.rule.Compliance.COMPLIANT;
import static io.github.daxguard.rule.Compliance.NON_COMPLIANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /** Played once: the tests read the same output. */
    private static CapturedOutput standard;

    private static List<PrintedAct> acts;
    private static List<String> resultTokens;
    private static boolean asTold;

    @BeforeAll
    static void play() {
        standard = new CapturedOutput();
        DemoScript story = DemoScript.standard();
        SettableClock clock = SettableClock.at(story.beginning());
        try (LocalAws aws = LocalAws.start(clock)) {
            asTold = new Demo(new Terminal(standard.stream(), ColorChoice.AUTO), story).play(aws, clock);
            resultTokens = aws.calls("PutEvaluations").stream()
                    .map(call -> call.body().path("ResultToken").asText())
                    .toList();
        }
        acts = PrintedAct.allOf(standard.lines());
    }

    @Test
    void play_standardStory_comesOutAsTold() {
        assertThat(asTold).isTrue();
        assertThat(acts).hasSize(8);
        assertThat(standard.text()).contains("All 8 acts came out as told").doesNotContain("STOP");
    }

    @Test
    void play_standardStory_fits80ColumnsWithoutEscapeCharacters() {
        assertThat(standard.lines())
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(80).matches("\\p{Print}*"));
    }

    /** The Cloud Control API cannot create a cluster, so the hook does not cover it. */
    @Test
    void play_standardStory_namesCloudFormationAlone() {
        String unwrapped = standard.text().replaceAll("[\\s|]+", " ");

        assertThat(unwrapped).contains("The hook covers CloudFormation only").doesNotContain("Cloud Control");
    }

    @Test
    void play_standardStory_showsNoResultToken() {
        String unwrapped = standard.text().replaceAll("[\\s|]+", "");

        assertThat(resultTokens)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(token -> assertThat(token).hasSizeGreaterThan(1000))
                .allSatisfy(token -> assertThat(unwrapped).doesNotContain(token.substring(0, 40)));
    }

    @Test
    void play_firstRun_showsFindingsExemptionsAndEncryptedClusters() {
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
        assertThat(acts.get(0).changed()).isEmpty();
    }

    @Test
    void play_inTransit_showsOtherFindings() {
        assertThat(acts.get(1).compliance())
                .hasSize(12)
                .contains(
                        entry("geo-cache", "NON_COMPLIANT"),
                        entry("inventory", "COMPLIANT"),
                        entry("orders", "NON_COMPLIANT"),
                        entry("sessions", "NON_COMPLIANT"));
    }

    @Test
    void play_creation_showsTheNewClusterAsAFinding() {
        assertThat(acts.get(2).compliance()).hasSize(13).containsEntry("promo", "NON_COMPLIANT");
        assertThat(acts.get(2).changed()).containsExactly("promo");
        assertThat(acts.get(2).text()).contains("Tags could not be read");
    }

    @Test
    void play_replacement_refusesWhileInUseThenDeletesAndStartsTheRule() {
        assertThat(acts.get(3).compliance())
                .contains(entry("orders", "NOT_APPLICABLE"), entry("orders-v2", "COMPLIANT"));
        assertThat(acts.get(3).changed()).containsExactlyInAnyOrder("orders", "orders-v2", "promo");
        assertThat(acts.get(3).text().replaceAll(" +", " "))
                .contains("07:07:00 request step=verify answer orders-v2 is not verified yet")
                .contains("07:20:00 request step=verify answer orders-v2 is available and encrypted at rest.")
                .contains("07:25:00 request step=readiness answer orders-v2 had 1800 requests")
                .contains("07:21:00 request step=delete confirm=orders", "the execution does not exist")
                .contains("07:26:00 request step=delete confirm=orders", "orders had 40 requests")
                .contains("08:38:00 request step=delete confirm=orders", "answer orders is being deleted.")
                .contains("AWS Config invokes dax-cluster-encrypted-at-rest. The function succeeds.");
    }

    @Test
    void play_halfAListing_failsAndClearsNothing() {
        Map<String, String> expected = new TreeMap<>(acts.get(4).compliance());
        expected.put("batch-001..batch-100", "COMPLIANT");
        expected.put("invoices", "COMPLIANT");

        assertThat(acts.get(6).compliance()).isEqualTo(expected);
        assertThat(acts.get(6).changed()).containsExactly("batch-001..batch-100");
        assertThat(acts.get(6).text()).contains("The function fails: DaxReadException", "ERROR", "staleRemoved=0");
    }

    @Test
    void play_recovery_clearsTheClusterThatIsGone() {
        Map<String, String> expected = new TreeMap<>(acts.get(6).compliance());
        expected.put("reports", "NOT_APPLICABLE");

        assertThat(acts.get(7).compliance()).isEqualTo(expected);
        assertThat(acts.get(7).changed()).containsExactlyInAnyOrder("checkout", "reports");
        assertThat(acts.get(7).text()).contains("The function succeeds", "staleRemoved=1");
    }

    @Test
    void play_clusterCreated_isSeenWithinTheQueuesDelayAndFiveSeconds() {
        PrintedAct act = acts.get(4);

        assertThat(act.compliance()).containsEntry("checkout", "NON_COMPLIANT");
        assertThat(act.changed()).contains("checkout");
        assertThat(act.text())
                .contains("08:40:00", "08:41:01", "AWS Config has the result, 61 s after the event.")
                .contains("The rules have been started.", "start=started", "changes=1");
    }

    @Test
    void play_template_isRefusedThenMade() {
        assertThat(acts.get(5).text().replaceAll(" +", " "))
                .contains("hook status FAILED", "Set SSESpecification: {SSEEnabled: true} (DynamoDB.3)")
                .contains("ClusterEndpointEncryptionType: TLS (DynamoDB.7)", "no, it was never made")
                .contains("hook status SUCCESS", "yes, CloudFormation has made it");
    }

    @Test
    void play_resultNotAsTold_stopsAndSaysWhatIsThere() {
        assertThat(stopped(scheduledRun(stage -> {}, Expectation.NOTHING.with("orders", COMPLIANT, "ENABLED"))))
                .contains("STOP: this act did not come out as the story tells it.")
                .contains("- orders: expected COMPLIANT with \"ENABLED\", but AWS Config has NON_COMPLIANT")
                .doesNotContain("came out as told");
    }

    @Test
    void play_functionFailsUnexpectedly_stopsAndSaysWhy() {
        assertThat(stopped(scheduledRun(
                        stage -> stage.faults().on("DescribeClusters").deny(), Expectation.NOTHING)))
                .contains("STOP", "The function: expected success, but it was", "AccessDeniedException");
    }

    @Test
    void play_eventFails_stopsAndSaysWhy() {
        assertThat(stopped(scheduledRun(
                        stage -> stage.dax().deleteCluster(request -> request.clusterName("nowhere")),
                        Expectation.NOTHING)))
                .contains("STOP", "ClusterNotFound");
    }

    @Test
    void play_changeThatLeadsToNoResult_stopsAndSaysSo() {
        assertThat(stopped(new ChangeDetection(BEGINNING, stage -> {}, "orders", RULE, Expectation.NOTHING)))
                .contains("The rules: expected one start, but there were 0")
                .contains("orders: no result came within the queue's delay and 5 s");
    }

    @Test
    void play_stepThatIsAnsweredOtherwise_stopsAndSaysHow() {
        Act.Action action = new ReplacementSteps(
                Map.of("cluster", "orders"),
                List.of(
                        new ReplacementSteps.Request(BEGINNING, Map.of("step", "plan"), true, "orders"),
                        new ReplacementSteps.Request(BEGINNING, Map.of("step", "create"), false, "orders-v2")),
                RULE,
                Expectation.NOTHING);

        assertThat(stopped(action))
                .contains("The request {step=plan}: expected a refusal that mentions \"orders\", but it was an answer: "
                        + "orders can be replaced by orders-v2.")
                .doesNotContain("step=create");
    }

    @Test
    void play_hookThatLetsAnEncryptedClusterPass_stopsAsItWasToRefuseIt() {
        ObjectNode encrypted = JsonNodeFactory.instance
                .objectNode()
                .put("ClusterName", "invoices")
                .put("NodeType", "dax.t3.small")
                .put("ReplicationFactor", 1)
                .put("IAMRoleARN", "arn:aws:iam::111122223333:role/DaxToDynamoDb")
                .put("ClusterEndpointEncryptionType", "TLS");
        encrypted.putObject("SSESpecification").put("SSEEnabled", true);

        assertThat(stopped(new Deployment(BEGINNING, "Invoices", encrypted, encrypted, List.of("DynamoDB.3"))))
                .contains("Invoices: expected that the hook stops it, but the cluster was made")
                .contains("The hook: expected \"DynamoDB.3\", but it said");
    }

    @Test
    void call_storyNotAsTold_exitsWith1AndSaysSoOnStderr() {
        CapturedOutput out = new CapturedOutput();
        CapturedOutput err = new CapturedOutput();
        DemoScript story = story(scheduledRun(stage -> {}, Expectation.NOTHING));

        assertThat(new DemoCommand(out.stream(), err.stream(), () -> story).call())
                .isEqualTo(1);
        assertThat(err.text()).contains("did not come out as told");
        assertThat(out.text()).contains("STOP");
    }

    @Test
    void play_colorAlways_hasColorAndTheSameWords() {
        CapturedOutput plain = new CapturedOutput();
        CapturedOutput colored = new CapturedOutput();
        DemoScript story =
                story(scheduledRun(stage -> {}, Expectation.NOTHING.with("orders", NON_COMPLIANT, "DISABLED")));

        new Demo(new Terminal(plain.stream(), ColorChoice.NEVER), story).play();
        new Demo(new Terminal(colored.stream(), ColorChoice.ALWAYS), story).play();

        assertThat(colored.text()).contains("\u001b[33mNON_COMPLIANT");
        assertThat(words(colored)).isEqualTo(words(plain));
    }

    @Test
    void play_nobodyReads_endsAfterTheActAndThrowsNothing() {
        PrintStream broken = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                true);
        DemoScript story = DemoScript.standard();
        SettableClock clock = SettableClock.at(story.beginning());
        try (LocalAws aws = LocalAws.start(clock)) {
            assertThat(new Demo(new Terminal(broken, ColorChoice.NEVER), story).play(aws, clock))
                    .isTrue();
            assertThat(aws.calls("PutEvaluations")).hasSize(1);
        }
    }

    /** The output of a story of one act, whose expectations must not be met. */
    private static String stopped(Act.Action action) {
        CapturedOutput out = new CapturedOutput();
        assertThat(new Demo(new Terminal(out.stream(), ColorChoice.NEVER), story(action)).play())
                .isFalse();
        return oneLine(out);
    }

    private static Act.Action scheduledRun(Consumer<DemoAccount> event, Expectation expectation) {
        return new ScheduledRun(BEGINNING, event, RULE, expectation);
    }

    /** A story of one act, about one unencrypted cluster. */
    private static DemoScript story(Act.Action action) {
        return new DemoScript(
                BEGINNING,
                List.of(LocalCluster.named("orders").unencrypted()),
                Map.of(RULE, new TreeMap<>()),
                List.of(new Act("the only one", "Before.", action, "After.")));
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
