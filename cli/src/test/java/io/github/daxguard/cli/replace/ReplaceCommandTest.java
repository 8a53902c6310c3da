package io.github.daxguard.cli.replace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.cli.format.Schema;
import io.github.daxguard.cli.replace.ReplaceScenario.CtrlC;
import io.github.daxguard.emulator.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaceCommandTest {

    private static final String TARGET = "in account 111122223333, eu-west-1";

    private final ReplaceScenario scenario = new ReplaceScenario();

    @AfterEach
    void stop() {
        scenario.close();
    }

    @Test
    void run_everyQuestionAnswered_replacesTheCluster() {
        scenario.state.putRule("at-rest", Map.of());
        scenario.traffic("orders");
        scenario.settlesDuringPause();
        scenario.operator.answers("y", "YES", "orders");

        int exitCode = scenario.run("--endpoint-parameter", "/shop/dax", "--rule", "at-rest");

        assertThat(exitCode).isZero();
        assertThat(scenario.errors()).isEmpty();
        assertThat(scenario.changes())
                .containsExactly("CreateCluster", "PutParameter", "DeleteCluster", "StartConfigRulesEvaluation");
        assertThat(scenario.statusOf("orders")).isEqualTo("deleting");
        assertThat(scenario.state
                        .cluster("orders-v2")
                        .orElseThrow()
                        .json()
                        .at("/SSEDescription/Status")
                        .asText())
                .isEqualTo("ENABLED");
        assertThat(scenario.parameters.value(ReplaceScenario.ACCOUNT, ReplaceScenario.REGION, "/shop/dax"))
                .startsWith("dax://orders-v2.");
        assertThat(scenario.output())
                .contains("account 111122223333 Region eu-west-1 caller arn:aws:")
                .contains("Changes:", "Unchanged:", "- Number of nodes: 3")
                .contains("at any time with Ctrl-C.", "Run the same command again")
                .contains("Create the DAX cluster orders-v2 " + TARGET + "?")
                .contains("Write dax://orders-v2.", "to the SSM parameter /shop/dax " + TARGET)
                .contains("configure the applications with this endpoint", "for both clusters until orders is deleted")
                .contains("orders can be deleted after 70 minutes without requests and connections.")
                .contains("CLUSTER, NODE REQUESTS CONNECTIONS LAST SEEN orders 120 4 2027-01-31 06:00 UTC")
                .contains("Delete the DAX cluster orders " + TARGET + "? This cannot be undone.")
                .contains("orders is being deleted. The rules have been started.");
    }

    @Test
    void run_everyQuestionAnswered_fits80Columns() {
        scenario.traffic("orders");
        scenario.settlesDuringPause();
        scenario.operator.answers("y", "y", "orders");

        scenario.run("--endpoint-parameter", "/shop/dax");

        assertThat(scenario.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void run_replacementWithoutTraffic_remindsOfTheApplications() {
        scenario.createReplacement();

        scenario.run("--no-wait");
        assertThat(scenario.output()).contains("orders-v2 had no requests and no connections either");
        scenario.traffic("orders-v2");
        scenario.run("--no-wait");
        assertThat(scenario.output())
                .contains("orders had no requests and no connections for 70 minutes")
                .doesNotContain("either");
    }

    @Test
    void run_withoutRules_reportsThatTheyWereNotStarted() {
        scenario.createReplacement();

        assertThat(scenario.run("--yes", "--confirm", "orders")).isZero();
        assertThat(scenario.changes()).containsExactly("DeleteCluster");
        assertThat(scenario.output()).contains("The rules were not started: --rule is not set.");
    }

    @Test
    void run_waiting_pollsTheReplacementEach30SecondsAndTrafficEach60() {
        scenario.traffic("orders");
        scenario.duringPause(() -> {});
        scenario.settlesDuringPause();

        scenario.run("--yes", "--confirm", "orders", "--quiet-minutes", "10");

        assertThat(scenario.pauses).startsWith(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));
        assertThat(scenario.statusOf("orders")).isEqualTo("deleting");
    }

    @Test
    void run_atATerminal_updatesOneLine() {
        scenario.duringPause(() -> {});
        scenario.settlesDuringPause();
        scenario.operator.answers("y", "orders");

        scenario.run();

        assertThat(scenario.written())
                .contains("\r0 min 00 s  orders-v2 is creating ", "\r0 min 30 s  orders-v2 is creating ");
        assertThat(scenario.lines())
                .filteredOn(line -> line.contains("orders-v2 is creating"))
                .allSatisfy(line -> assertThat(line).hasSize(79));
    }

    @Test
    void run_inAPipe_writesALineForEachChange() {
        scenario.operator.usePipe();
        scenario.duringPause(() -> {});
        scenario.duringPause(() -> {});
        scenario.settlesDuringPause();
        scenario.traffic("orders");

        assertThat(scenario.run("--yes", "--confirm", "orders")).isZero();
        assertThat(scenario.lines())
                .filteredOn(line -> line.contains("orders-v2 is creating"))
                .containsExactly("0 min 00 s  orders-v2 is creating");
        assertThat(scenario.lines())
                .filteredOn(line -> line.contains("orders is in use"))
                .hasSize(1);
        assertThat(scenario.lines())
                .filteredOn(
                        line -> line.contains("orders has been idle since 06:00. It can be deleted after 07:10 UTC"))
                .hasSize(1);
        assertThat(scenario.written()).doesNotContain("\r");
    }

    @Test
    void dryRun_cluster_showsPlanAndRequestAndChangesNothing() throws Exception {
        scenario.state.putCluster(
                LocalCluster.named("orders").tag("team", "shop").description("\u001b[2J\u009bevil"));

        assertThat(scenario.run("--dry-run", "--yes", "--confirm", "orders")).isZero();
        assertThat(scenario.changes()).isEmpty();
        assertThat(scenario.operator.questions()).isZero();
        assertThat(scenario.output())
                .contains("Changes:", "Unchanged:", "Tags: team")
                .contains("Nothing was changed. There are no blockers.")
                .doesNotContain("\u001b", "\u009b");
        String text = String.join("\n", scenario.lines());
        JsonNode request =
                new ObjectMapper().readTree(text.substring(text.indexOf("\n{") + 1, text.indexOf("\n}") + 2));
        assertThat(request.path("ClusterName").asText()).isEqualTo("orders-v2");
        assertThat(request.at("/SSESpecification/Enabled").asBoolean()).isTrue();
        assertThat(request.path("Description").asText()).isEqualTo("\u001b[2J\u009bevil");
    }

    @Test
    void dryRun_replacementExists_reportsItAndShowsNoRequest() {
        scenario.createReplacement();

        assertThat(scenario.run("--dry-run")).isZero();
        assertThat(scenario.changes()).isEmpty();
        assertThat(scenario.output())
                .contains("orders-v2 already exists. Its status is available.")
                .doesNotContain("ClusterName");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nowhere              |                 | There is no DAX cluster nowhere in account 111122223333, eu-west-1",
                "going                |                 | going is being deleted",
                "changing             |                 | changing is not available (status: modifying). Wait until it is available",
                "unsure               |                 | Encryption at rest of unsure is ENABLING",
                "old-nodes            |                 | Set another node type with --node-type, such as dax.r5.large",
                "taken                |                 | Set another name with --replacement-name",
                "a-rather-long-name-x |                 | Set another name with --replacement-name",
                "ORDERS               | --node-quota=20 | set --node-quota"
            })
    void run_blocker_isReportedAndExitsWith1(String cluster, String option, String message) {
        scenario.state.putCluster(LocalCluster.named("going").status("deleting"));
        scenario.state.putCluster(LocalCluster.named("changing").status("modifying"));
        scenario.state.putCluster(LocalCluster.named("unsure").sse("ENABLING"));
        scenario.state.putCluster(LocalCluster.named("old-nodes").nodeType("dax.r3.large"));
        scenario.state.putCluster(LocalCluster.named("taken"));
        scenario.state.putCluster(LocalCluster.named("taken-v2").encrypted());
        scenario.state.putCluster(LocalCluster.named("a-rather-long-name-x"));

        for (String mode : new String[] {"--dry-run", "--yes"}) {
            int exitCode = option == null
                    ? scenario.runAll("replace", cluster, mode)
                    : scenario.runAll("replace", cluster, mode, option);

            assertThat(exitCode).isEqualTo(1);
            assertThat(scenario.output()).contains("cannot be replaced now").contains(message);
            assertThat(scenario.changes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"--dry-run", "--yes", "--endpoint-encryption=TLS", "--control=encryption-at-rest"})
    void run_encryptedCluster_hasNothingToReplaceAndExitsWith0(String option) {
        scenario.state.putCluster(LocalCluster.named("orders").encrypted().tls());

        assertThat(scenario.run(option)).isZero();
        assertThat(scenario.output())
                .contains("orders meets every control", "there is nothing to replace.")
                .doesNotContain("cannot be replaced");
        assertThat(scenario.changes()).isEmpty();
        assertThat(scenario.operator.questions()).isZero();
    }

    @Test
    void run_encryptedClusterWithAReplacement_mentionsTheCostOfBoth() {
        scenario.createReplacement();
        scenario.state.putCluster(LocalCluster.named("orders").encrypted().tls());

        assertThat(scenario.run("--yes", "--confirm", "orders")).isZero();
        assertThat(scenario.output()).contains("orders-v2 exists. Its status is available. You are billed for both");
        assertThat(scenario.changes()).isEmpty();
    }

    @Test
    void json_eachRunOfAReplacement_isOneDocumentWithTheRemainingSteps() throws IOException {
        scenario.operator.usePipe();
        scenario.traffic("orders");

        assertThat(json(0, "--dry-run").toString())
                .contains("\"outcome\":\"POSSIBLE\"", "\"remaining\":[\"create\",\"verify\",\"delete\"]");
        assertThat(scenario.errors()).contains("Changes:", "Nothing was changed. There are no blockers.");
        assertThat(json(1).path("outcome").asText()).isEqualTo("CONFIRMATION_REQUIRED");
        JsonNode creating = json(1, "--yes", "--no-wait", "--endpoint-parameter", "/shop/dax");
        assertThat(creating.path("outcome").asText()).isEqualTo("WAITING");
        assertThat(creating.path("remaining").toString()).isEqualTo("[\"verify\",\"publish\",\"delete\"]");
        assertThat(creating.path("endpoint").asText()).isEmpty();
        scenario.state.settle();
        JsonNode inUse = json(1, "--yes", "--confirm", "orders", "--no-wait", "--endpoint-parameter", "/shop/dax");
        assertThat(inUse.path("outcome").asText()).isEqualTo("WAITING");
        assertThat(inUse.path("blockers")).hasSize(1);
        assertThat(inUse.path("remaining").toString()).isEqualTo("[\"delete\"]");
        assertThat(inUse.path("endpoint").asText()).startsWith("dax://orders-v2.");
        assertThat(inUse.findValuesAsText("step")).containsExactly("plan", "verify", "readiness");
        scenario.clock.advance(Duration.ofMinutes(72));
        JsonNode deleted = json(0, "--yes", "--confirm", "orders", "--no-wait");
        assertThat(deleted.path("outcome").asText()).isEqualTo("REPLACED");
        assertThat(deleted.path("remaining")).isEmpty();
        assertThat(deleted.findValuesAsText("step")).containsExactly("plan", "verify", "readiness", "delete");
        assertThat(json(0, "--dry-run").path("outcome").asText()).isEqualTo("REPLACED");
    }

    @Test
    void json_difference_isABlockerWithItsOption() throws IOException {
        scenario.createReplacement();
        scenario.state.putCluster(
                scenario.state.cluster("orders-v2").orElseThrow().subnetGroup("public"));

        JsonNode blocked = json(1, "--yes", "--confirm", "orders");

        assertThat(blocked.path("outcome").asText()).isEqualTo("BLOCKED");
        assertThat(blocked.at("/blockers/0/remedy").asText()).isEqualTo("ACCEPT_DIFFERENCE");
        assertThat(blocked.at("/blockers/0/message").asText()).contains("--accept-differences subnetGroup");
        assertThat(blocked.at("/differences/0/attribute").asText()).isEqualTo("subnetGroup");
        assertThat(blocked.at("/differences/0/replacement").asText()).isEqualTo("public");
    }

    @Test
    void json_encryptedCluster_isNotNeeded() throws IOException {
        scenario.state.putCluster(LocalCluster.named("orders").encrypted().tls());

        assertThat(json(0).path("outcome").asText()).isEqualTo("NOT_NEEDED");
    }

    @Test
    void json_variable_isNamedInTheDocument() throws IOException {
        assertThat(json(0, "--dry-run").has("configuration")).isFalse();

        scenario.variables.put("DAXGUARD_QUIET_MINUTES", "120");

        JsonNode configuration = json(0, "--dry-run", "--quiet").path("configuration");
        assertThat(configuration.path("variables").toString()).isEqualTo("[\"DAXGUARD_QUIET_MINUTES\"]");
        assertThat(configuration.path("options")).isEmpty();
        assertThat(scenario.errors()).contains("Options from environment variables: DAXGUARD_QUIET_MINUTES.");
    }

    @ParameterizedTest
    @CsvSource({
        "GetCallerIdentity,          false, create",
        "DescribeClusters,           true,  create",
        "CreateCluster,              true,  create",
        "StartConfigRulesEvaluation, true,  startRules"
    })
    void json_deniedCall_isADocumentWithTheFailure(String operation, boolean hasAccount, String remaining)
            throws IOException {
        scenario.state.putRule("at-rest", Map.of());
        scenario.aws.faults().on(operation).deny();
        scenario.settlesDuringPause();

        JsonNode failed = json(2, "--yes", "--confirm", "orders", "--rule", "at-rest");

        assertThat(failed.path("outcome").asText()).isEqualTo("FAILED");
        assertThat(failed.path("message").asText()).contains(operation, "AccessDenied");
        assertThat(failed.has("account")).isEqualTo(hasAccount);
        assertThat(failed.at("/remaining/0").asText()).isEqualTo(remaining);
    }

    @Test
    void json_rulesRefusedAfterTheDeletion_remainUntilTheyAreStarted() throws IOException {
        scenario.state.putRule("at-rest", Map.of());
        scenario.createReplacement();
        String[] options = {"--yes", "--confirm", "orders", "--no-wait", "--rule", "at-rest"};
        scenario.aws
                .faults()
                .on("StartConfigRulesEvaluation")
                .error("LimitExceededException", "Started less than a minute ago.", 400);

        JsonNode deleted = json(1, options);
        JsonNode refused = json(1, options);
        scenario.aws.faults().clear();
        JsonNode planned = json(0, "--dry-run", "--rule", "at-rest");
        JsonNode started = json(0, options);

        assertThat(deleted.findValuesAsText("step")).contains("delete");
        for (JsonNode document : List.of(deleted, refused)) {
            assertThat(document.path("outcome").asText()).isEqualTo("WAITING");
            assertThat(document.path("message").asText()).contains("The rules were not started: ");
            assertThat(document.path("remaining").toString()).isEqualTo("[\"startRules\"]");
        }
        assertThat(planned.path("remaining").toString()).isEqualTo("[\"startRules\"]");
        assertThat(started.path("outcome").asText()).isEqualTo("REPLACED");
        assertThat(started.path("remaining")).isEmpty();
        assertThat(scenario.statusOf("orders")).isEqualTo("deleting");
    }

    @Test
    void json_deletedClusterAndUnconfirmedRules_requiresConfirmation() throws IOException {
        scenario.createReplacement();
        scenario.state.removeCluster("orders");

        JsonNode document = json(1, "--rule", "at-rest");

        assertThat(document.path("outcome").asText()).isEqualTo("CONFIRMATION_REQUIRED");
        assertThat(document.path("remaining").toString()).isEqualTo("[\"startRules\"]");
        assertThat(scenario.changes()).isEmpty();
    }

    @Test
    void json_rule_isStartedAfterTheDeletion() throws IOException {
        assertThat(json(0, "--dry-run", "--rule", "at-rest").path("remaining").toString())
                .isEqualTo("[\"create\",\"verify\",\"delete\",\"startRules\"]");
        scenario.run("--yes", "--no-wait");
        scenario.state.removeCluster("orders");
        JsonNode deleted = json(1, "--yes", "--no-wait", "--rule", "at-rest", "--endpoint-parameter", "/shop/dax");
        assertThat(deleted.path("outcome").asText()).isEqualTo("WAITING");
        assertThat(deleted.path("remaining").toString()).isEqualTo("[\"verify\",\"startRules\"]");
    }

    @Test
    void json_atATerminal_doesNotPrompt() throws IOException {
        scenario.operator.answers("y", "orders");

        JsonNode creating = json(1);
        scenario.createReplacement();
        JsonNode deleting = json(1, "--yes");

        assertThat(creating.path("outcome").asText()).isEqualTo("CONFIRMATION_REQUIRED");
        assertThat(creating.path("message").asText()).contains("requires --yes, because --format json");
        assertThat(deleting.path("outcome").asText()).isEqualTo("CONFIRMATION_REQUIRED");
        assertThat(deleting.path("message").asText()).contains("requires --confirm orders, because --format json");
        assertThat(scenario.operator.questions()).isZero();
        assertThat(scenario.changes()).isEmpty();
    }

    /** The document of a run, which is valid against the schema and the only content of stdout. */
    private JsonNode json(int exitCode, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--format", "json"));

        assertThat(scenario.run(all.toArray(String[]::new))).isEqualTo(exitCode);
        JsonNode document = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(scenario.written());
        assertThat(Schema.ofFile(Path.of("../docs/replacement.schema.json")).violations(document))
                .isEmpty();
        assertThat(document.path("exitCode").asInt()).isEqualTo(exitCode);
        return document;
    }

    @Test
    void run_inAPipe_isNotWrapped() {
        scenario.operator.usePipe();
        scenario.traffic("orders");
        scenario.createReplacement();

        scenario.run("--yes", "--confirm", "orders", "--no-wait");

        assertThat(scenario.lines())
                .anyMatch(
                        line -> line.startsWith("orders-v2 is available and encrypted at rest. Its endpoint is dax://")
                                && line.contains(" That of orders is dax://"))
                .anyMatch(line -> line.startsWith("Next step: ") && line.endsWith("until orders is deleted."));
    }

    @Test
    void run_unencryptedReplacement_reportsTheReason() {
        scenario.state.putCluster(LocalCluster.named("orders-v2").tag("daxguard:replaces", "orders"));

        assertThat(refused("--yes"))
                .contains("orders cannot be replaced now.", "is not encrypted at rest", "run this command again");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"n", "", "no", "yep", "orders-v2", "j"})
    void create_anyAnswerExceptYes_isNo(String answer) {
        scenario.operator.answers(answer);

        assertThat(refused())
                .endsWith(
                        "Declined: the step was not run. Run the same command again to continue from the current state. ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void createOrDelete_endOfInput_isNo(boolean hasReplacement) {
        if (hasReplacement) {
            scenario.createReplacement();
        }

        refused();
        assertThat(scenario.operator.questions()).isEqualTo(1);
    }

    @Test
    void publish_no_writesNothingAndEnds() {
        scenario.createReplacement();
        scenario.operator.answers("n");

        refused("--endpoint-parameter", "/shop/dax");
        assertThat(scenario.operator.questions()).isEqualTo(1);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"y", "yes", "", "order", "orders-v2"})
    void delete_anyAnswerExceptTheName_isNo(String answer) {
        scenario.createReplacement();
        scenario.operator.answers(answer);

        assertThat(refused("--yes")).contains("orders was not deleted.", "Run the same command again");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"orders", " Orders "})
    void delete_theName_deletes(String answer) {
        scenario.createReplacement();
        scenario.operator.answers(answer);

        assertThat(scenario.run()).isZero();
        assertThat(scenario.changes()).containsExactly("DeleteCluster");
    }

    @ParameterizedTest
    @CsvSource({
        "false, --confirm orders, Creating orders-v2 requires --yes or an interactive terminal",
        "true, --confirm orders --endpoint-parameter /shop/dax, Writing the SSM parameter /shop/dax requires --yes",
        "true, --yes, Deleting orders requires --confirm orders or an interactive terminal"
    })
    void run_inAPipeWithoutAnswer_changesNothingAndStatesTheRequirement(
            boolean hasReplacement, String options, String requirement) {
        if (hasReplacement) {
            scenario.createReplacement();
        }
        scenario.operator.usePipe();

        assertThat(refused(options.split(" "))).contains(requirement);
    }

    @Test
    void run_inAPipeWithoutConfirmWhileInUse_doesNotWait() {
        scenario.createReplacement();
        scenario.operator.usePipe();
        scenario.traffic("orders");

        assertThat(scenario.run("--yes")).isEqualTo(1);
        assertThat(scenario.pauses).isEmpty();
        assertThat(scenario.output()).contains("orders must not be deleted yet:");
    }

    @Test
    void noWait_repeated_continuesUntilTheReplacementIsFinished() {
        scenario.operator.usePipe();
        scenario.traffic("orders");
        String[] options = {"--yes", "--confirm", "orders", "--no-wait"};

        assertThat(scenario.run(options)).isEqualTo(1);
        assertThat(scenario.output()).contains("orders-v2 is not ready yet:", "not available (status: creating)");
        scenario.state.settle();
        assertThat(scenario.run(options)).isEqualTo(1);
        assertThat(scenario.output()).contains("Its endpoint is dax://", "orders must not be deleted yet:");
        scenario.clock.advance(Duration.ofMinutes(72));
        assertThat(scenario.run(options)).isZero();
        assertThat(scenario.output()).contains("orders is being deleted.");
        assertThat(scenario.run(options)).isZero();
        assertThat(scenario.output())
                .contains("The replacement is finished: orders is deleted or being deleted, and orders-v2");
        scenario.state.settle();
        assertThat(scenario.run(options)).isZero();
        assertThat(scenario.pauses).isEmpty();
        assertThat(scenario.changes()).containsExactly("CreateCluster", "DeleteCluster");
    }

    @Test
    void noWait_repeatedDuringTheCreation_createsNoOtherCluster() {
        assertThat(scenario.run("--yes", "--no-wait")).isEqualTo(1);
        assertThat(scenario.run("--yes", "--no-wait")).isEqualTo(1);

        assertThat(scenario.output())
                .contains("orders-v2 already exists. Its status is creating.", "orders-v2 is not ready yet:");
        assertThat(scenario.changes()).containsExactly("CreateCluster");
    }

    @Test
    void ctrlC_inEachWait_isContinuedByTheSameCommand() {
        scenario.traffic("orders");
        scenario.ctrlCDuringPause();
        scenario.operator.answers("y");
        assertThatThrownBy(() -> scenario.run()).isInstanceOf(CtrlC.class);
        scenario.state.settle();
        scenario.ctrlCDuringPause();
        assertThatThrownBy(() -> scenario.run()).isInstanceOf(CtrlC.class);
        scenario.clock.advance(Duration.ofHours(2));
        scenario.operator.answers("orders");

        assertThat(scenario.run()).isZero();
        assertThat(scenario.changes()).containsExactly("CreateCluster", "DeleteCluster");
        assertThat(scenario.operator.questions()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateCluster", "DeleteCluster"})
    void run_responseToAChangeIsLost_changesOnceAndContinues(String operation) {
        scenario.aws.faults().on(operation).call(1).truncate();
        scenario.settlesDuringPause();

        int first = scenario.run("--yes", "--confirm", "orders");
        int second = scenario.run("--yes", "--confirm", "orders");

        assertThat(first).isIn(0, 2);
        assertThat(second).isZero();
        assertThat(scenario.statusOf("orders")).isEqualTo("deleting");
        assertThat(scenario.statusOf("orders-v2")).isEqualTo("available");
    }

    @Test
    void run_replacementDeletedDuringItsCreation_isReported() {
        scenario.duringPause(() -> scenario.state.removeCluster("orders-v2"));

        assertThat(scenario.run("--yes")).isEqualTo(1);
        assertThat(scenario.output())
                .contains("orders-v2 cannot replace orders:", "There is no cluster orders-v2. Run this command again.");
    }

    @Test
    void run_replacementDeletedWhileWaitingForTraffic_isReportedAndCreatedByTheNextRun() {
        scenario.createReplacement();
        scenario.traffic("orders");
        scenario.duringPause(() -> scenario.state.removeCluster("orders-v2"));

        assertThat(scenario.run("--yes", "--confirm", "orders")).isEqualTo(1);
        assertThat(scenario.output())
                .contains("There is no cluster orders-v2. Run this command again.", "orders must not be deleted yet:");
        assertThat(scenario.run("--yes", "--no-wait")).isEqualTo(1);
        assertThat(scenario.changes()).containsExactly("CreateCluster");
    }

    @Test
    void run_sourceClusterWithoutMetrics_isNotDeleted() {
        scenario.createReplacement();
        scenario.state.stopMeasuring();

        assertThat(refused("--yes", "--confirm", "orders"))
                .contains(
                        "orders must not be deleted yet: - CloudWatch does not have the CPUUtilization of orders-a, orders-b, orders-c")
                .contains("Only --without-metrics allows a deletion without them");
    }

    /** The operator must accept the risk, also if the name is set with --confirm. */
    @ParameterizedTest
    @CsvSource({"n, 1", "y, 0", "'', 1"})
    void run_withoutMetrics_promptsForTheRisk(String answer, int exitCode) {
        scenario.createReplacement();
        scenario.state.stopMeasuring();
        scenario.operator.answers(answer);

        assertThat(scenario.run("--confirm", "orders", "--without-metrics")).isEqualTo(exitCode);
        assertThat(scenario.output())
                .contains("RISK: CloudWatch does not have the metrics of each node of orders. It may be in use.")
                .contains("Continue without metrics? [y/N]");
        assertThat(scenario.changes()).hasSize(exitCode == 0 ? 1 : 0);
    }

    @Test
    void run_withoutMetrics_inAPipe_needsYes() {
        scenario.createReplacement();
        scenario.state.stopMeasuring();
        scenario.operator.usePipe();

        assertThat(refused("--confirm", "orders", "--without-metrics"))
                .contains("Deleting orders without metrics requires --yes");
        assertThat(scenario.run("--yes", "--confirm", "orders", "--without-metrics"))
                .isZero();
        assertThat(scenario.output()).contains("RISK: ");
        assertThat(scenario.changes()).containsExactly("DeleteCluster");
    }

    /** Without a prompt for the risk, the deletion still requires the metrics. */
    @Test
    void run_withoutMetrics_ofAMeasuredCluster_doesNotPrompt() {
        scenario.createReplacement();
        scenario.operator.answersAfter(scenario.state::stopMeasuring, "orders");

        assertThat(refused("--without-metrics"))
                .doesNotContain("RISK: ")
                .contains("orders was not deleted: - CloudWatch does not have the CPUUtilization");
    }

    @Test
    void run_differenceFromTheSource_isABlockerUntilItIsAccepted() {
        scenario.createReplacement();
        scenario.state.putCluster(
                scenario.state.cluster("orders-v2").orElseThrow().subnetGroup("public"));

        assertThat(refused("--yes", "--confirm", "orders"))
                .contains("Subnet group: public instead of default", "accept it: --accept-differences subnetGroup");
        assertThat(scenario.run("--yes", "--confirm", "orders", "--accept-differences", "subnetGroup,iamRole"))
                .isZero();
        assertThat(scenario.output()).contains("Subnet group: public instead of default (accepted)");
        assertThat(scenario.changes()).containsExactly("DeleteCluster");
    }

    @Test
    void run_acceptedDifferences_areShownWithThePlan() {
        assertThat(scenario.run("--dry-run", "--accept-differences", "subnetGroup", "--accept-differences", "iamRole"))
                .isZero();
        assertThat(scenario.output()).contains("Accepted differences: - subnetGroup - iamRole");
    }

    @Test
    void run_clusterWithoutTls_isReplacedByOneWithTls() {
        scenario.state.putCluster(LocalCluster.named("orders").encrypted());
        scenario.settlesDuringPause();

        assertThat(scenario.run("--dry-run", "--endpoint-encryption", "TLS", "--control", "encryption-at-rest"))
                .isEqualTo(1);
        assertThat(scenario.output()).contains("orders meets every control (encryption-at-rest)");
        assertThat(scenario.run("--dry-run")).isEqualTo(1);
        assertThat(scenario.output()).contains("Set --endpoint-encryption TLS");
        assertThat(scenario.run(
                        "--yes",
                        "--confirm",
                        "orders",
                        "--endpoint-encryption",
                        "TLS",
                        "--control",
                        "encryption-in-transit"))
                .isZero();
        assertThat(scenario.changes()).containsExactly("CreateCluster", "DeleteCluster");
    }

    static Stream<Arguments> changesBeforeTheNameIsEntered() {
        Consumer<ReplaceScenario> replacementDeleted = scenario -> scenario.state.removeCluster("orders-v2");
        Consumer<ReplaceScenario> traffic = scenario -> scenario.traffic("orders");
        Consumer<ReplaceScenario> encrypted = scenario ->
                scenario.state.putCluster(LocalCluster.named("orders").encrypted());
        return Stream.of(
                Arguments.of(replacementDeleted, "- There is no cluster orders-v2. Run this command again."),
                Arguments.of(traffic, "- orders had 120 requests"),
                Arguments.of(encrypted, "- orders fails only encryption-in-transit"));
    }

    @ParameterizedTest
    @MethodSource("changesBeforeTheNameIsEntered")
    void run_changeBeforeTheNameIsEntered_deletesNothing(Consumer<ReplaceScenario> change, String blocker) {
        scenario.createReplacement();
        scenario.operator.answersAfter(() -> change.accept(scenario), "orders");

        assertThat(refused())
                .contains("orders was not deleted: " + blocker)
                .contains("Run the same command again to continue");
    }

    @Test
    void run_requestAfterARefusalFails_reportsBoth() {
        Runnable traffic = () -> scenario.traffic("orders");
        scenario.createReplacement();
        scenario.operator.answersAfter(traffic, "orders");
        refused();
        int last = scenario.aws.calls("DescribeClusters").size();
        scenario.clock.advance(Duration.ofMinutes(72));
        scenario.aws.faults().on("DescribeClusters").fromCall(last).deny();
        scenario.operator.answersAfter(traffic, "orders");

        assertThat(scenario.run()).isEqualTo(2);
        assertThat(scenario.output()).contains("orders was not deleted: - orders had 120 requests");
        assertThat(scenario.errors()).contains("DescribeClusters in account ", "AccessDenied");
        assertThat(scenario.changes()).isEmpty();
    }

    @Test
    void run_newTrafficWhileWaiting_restartsTheWait() {
        scenario.createReplacement();
        scenario.operator.usePipe();
        scenario.traffic("orders");
        IntStream.range(0, 7).forEach(minute -> scenario.duringPause(() -> {}));
        scenario.duringPause(() -> scenario.traffic("orders"));

        assertThat(scenario.run("--confirm", "orders", "--quiet-minutes", "10")).isZero();
        assertThat(scenario.pauses).hasSizeBetween(28, 30);
        assertThat(scenario.lines())
                .filteredOn(line -> line.contains("orders is in use"))
                .hasSize(2);
    }

    @Test
    void run_sourceClusterWithEncryption_isABlocker() {
        scenario.createReplacement();
        scenario.state.putCluster(LocalCluster.named("orders").encrypted());

        assertThat(refused("--yes", "--confirm", "orders")).contains("orders fails only encryption-in-transit");
    }

    @Test
    void run_sourceClusterDeletedWhileWaiting_isFinished() {
        scenario.createReplacement();
        scenario.traffic("orders");
        scenario.duringPause(() -> scenario.state.removeCluster("orders"));

        assertThat(scenario.run("--confirm", "orders")).isZero();
        assertThat(scenario.output())
                .contains("The replacement is finished")
                .doesNotContain("There is no DAX cluster orders");
    }

    @Test
    void run_bothClustersDeleted_fails() {
        scenario.state.removeCluster("orders");

        assertThat(scenario.run("--yes")).isEqualTo(1);
        assertThat(scenario.output()).contains("There is no DAX cluster orders " + TARGET);
    }

    @Test
    void run_deletedClusterAndRules_startsThemIfConfirmed() {
        scenario.state.putRule("at-rest", Map.of());
        scenario.createReplacement();
        scenario.state.removeCluster("orders");
        scenario.operator.answers("n", "y");

        assertThat(refused("--rule", "at-rest")).contains("Declined: the step was not run.");
        assertThat(scenario.run("--rule", "at-rest")).isZero();
        assertThat(scenario.changes()).containsExactly("StartConfigRulesEvaluation");
        assertThat(scenario.output()).contains("Start the AWS Config rules at-rest " + TARGET, "have been started");
        assertThat(scenario.run("--rule", "at-rest", "--confirm", "orders")).isEqualTo(1);
        assertThat(scenario.output()).contains("The rules were not started:", "They run at their next scheduled time.");
        assertThat(scenario.run("--rule", "at-rest", "--dry-run")).isZero();
        assertThat(scenario.changes()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "GetCallerIdentity,          sts:GetCallerIdentity",
        "DescribeClusters,           dax:DescribeClusters",
        "ListTags,                   dax:ListTags",
        "CreateCluster,              iam:PassRole",
        "PutParameter,               ssm:PutParameter",
        "GetMetricData,              cloudwatch:GetMetricData",
        "DeleteCluster,              dax:DeleteCluster",
        "StartConfigRulesEvaluation, config:StartConfigRulesEvaluation"
    })
    void run_denied_exitsWith2AndNamesTheAction(String operation, String action) {
        scenario.aws.faults().on(operation).deny();
        scenario.settlesDuringPause();

        int exitCode =
                scenario.run("--yes", "--confirm", "orders", "--endpoint-parameter", "/shop/dax", "--rule", "at-rest");

        assertThat(exitCode).isEqualTo(2);
        assertThat(scenario.errors())
                .startsWith("daxguard replace: ")
                .contains(operation + " in account ", "AccessDenied", "Allow ", action)
                .doesNotContain("\tat ");
        assertThat(scenario.errors().contains("Run the same command again to continue"))
                .isEqualTo(!operation.equals("GetCallerIdentity"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ValidationException", "HierarchyTypeMismatchException", "HierarchyLevelLimitExceededException"})
    void run_parameterRefused_exitsWith2AndNamesTheOption(String code) {
        scenario.aws.faults().on("PutParameter").error(code, "Refused.", 400);
        scenario.settlesDuringPause();

        assertThat(scenario.run("--yes", "--confirm", "orders", "--endpoint-parameter", "/shop/dax"))
                .isEqualTo(2);
        assertThat(scenario.errors()).contains("PutParameter in account ", code, "--endpoint-parameter");
        assertThat(scenario.statusOf("orders")).isEqualTo("available");
    }

    @Test
    void run_quiet_writesResultsWithoutProgressAndNextSteps() {
        scenario.settlesDuringPause();
        scenario.duringPause(() -> scenario.traffic("orders"));

        assertThat(scenario.run("--yes", "--confirm", "orders", "--quiet")).isZero();
        assertThat(scenario.output())
                .contains("111122223333", "Changes:", "orders-v2", "no requests and no connections for")
                .doesNotContain("Next step", "You can stop", "REQUESTS", "is creating");
        assertThat(scenario.errors()).isEmpty();
        assertThat(scenario.statusOf("orders")).isEqualTo("deleting");
    }

    @Test
    void run_quietAndInUse_showsTheBlockerWithoutTraffic() {
        scenario.createReplacement();
        scenario.traffic("orders");

        assertThat(refused("--yes", "--confirm", "orders", "--quiet", "--no-wait"))
                .contains("orders must not be deleted yet: - orders had 120 requests")
                .doesNotContain("Traffic of the clusters", "LAST SEEN");
    }

    @Test
    void run_verbose_logsRequestsOnStderr() {
        scenario.variables.put("DAXGUARD_VERBOSE", "true");

        assertThat(scenario.run("--dry-run")).isZero();
        assertThat(scenario.errors())
                .contains("Options from environment variables: DAXGUARD_VERBOSE.")
                .containsPattern("dax DescribeClusters, eu-west-1: status 200, [0-9]+ ms, request ID ");
        assertThat(scenario.output()).doesNotContain("request ID", "Options from");
    }

    @Test
    void run_parameterThrottledOnce_isWritten() {
        scenario.aws.faults().on("PutParameter").call(1).throttle();
        scenario.settlesDuringPause();

        assertThat(scenario.run("--yes", "--confirm", "orders", "--endpoint-parameter", "/shop/dax"))
                .isZero();
        assertThat(scenario.aws.calls("PutParameter")).hasSize(2);
        assertThat(scenario.parameters.value(ReplaceScenario.ACCOUNT, ReplaceScenario.REGION, "/shop/dax"))
                .startsWith("dax://orders-v2.");
    }

    @Test
    void run_rulesCannotBeStarted_reportsThatOnlyTheyRemain() {
        scenario.createReplacement();

        assertThat(scenario.run("--confirm", "orders", "--rule", "no-such-rule"))
                .isEqualTo(2);
        assertThat(scenario.errors())
                .contains("orders is being deleted. The evaluation of the rules was not started")
                .contains("Start the rules on demand");
    }

    @Test
    void run_failedPolls_areRepeated() {
        scenario.createReplacement();
        scenario.operator.usePipe();
        scenario.traffic("orders");
        scenario.duringPause(() -> scenario.aws.faults().on("GetMetricData").deny());
        scenario.duringPause(() -> {});
        scenario.duringPause(() -> {});
        scenario.duringPause(() -> scenario.aws.faults().clear());

        assertThat(scenario.run("--confirm", "orders")).isZero();
        assertThat(scenario.output()).contains("the request to AWS failed, attempt 1 of 5");
    }

    @Test
    void run_fiveFailedPolls_exitWith2() {
        scenario.createReplacement();
        scenario.traffic("orders");
        scenario.duringPause(() -> scenario.aws.faults().on("GetMetricData").deny());

        assertThat(scenario.run("--confirm", "orders")).isEqualTo(2);
        assertThat(scenario.pauses).hasSize(5);
        assertThat(scenario.errors()).contains("Allow cloudwatch:GetMetricData");
    }

    @Test
    void run_options_applyToTheReplacementCluster() {
        scenario.operator.usePipe();

        scenario.run(
                "--yes",
                "--no-wait",
                "--replacement-name",
                "Shop",
                "--node-type",
                "dax.r5.large",
                "--endpoint-encryption",
                "tls");

        JsonNode request = scenario.aws.calls("CreateCluster").get(0).body();
        assertThat(request.path("ClusterName").asText()).isEqualTo("shop");
        assertThat(request.path("NodeType").asText()).isEqualTo("dax.r5.large");
        assertThat(request.path("ClusterEndpointEncryptionType").asText()).isEqualTo("TLS");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                                    | CLUSTER: missing. Expected: daxguard replace CLUSTER.",
                "orders --quiet --verbose            | --quiet: cannot be combined with --verbose.",
                "orders other                        | unknown argument \"other\"",
                "Orders!                             | CLUSTER: invalid value: \"Orders!\". Expected: a DAX cluster's name",
                "orders --quiet-minutes=3            | --quiet-minutes: invalid value: \"3\". Expected: a whole number, 10 to 1440.",
                "orders --quiet-minutes=9            | --quiet-minutes: invalid value: \"9\"",
                "orders --control=tls                | --control: invalid value: \"tls\". Expected: encryption-at-rest or encryption-in-transit",
                "orders --control=                   | --control: the value is empty.",
                "orders --accept-differences=subnet  | --accept-differences: invalid value: \"subnet\"",
                "orders --accept-differences=        | --accept-differences: the value is empty.",
                "orders --quiet-minutes=2h           | --quiet-minutes: invalid value: \"2h\". Expected: a whole number, 10 to 1440.",
                "orders --quiet-minutes=1.5          | --quiet-minutes: invalid value: \"1.5\".",
                "orders --quiet-minutes=99999999999  | --quiet-minutes: invalid value: \"99999999999\".",
                "orders --quiet-minutes 60 --quiet-minutes 60 | --quiet-minutes: is specified twice.",
                "orders --node-quota=many            | --node-quota: invalid value: \"many\". Expected: a whole number, 1 to 1000.",
                "orders --node-quota=0               | --node-quota: invalid value: \"0\"",
                "orders --node-type=r5.large         | --node-type: invalid value: \"r5.large\"",
                "orders --endpoint-encryption=none   | --endpoint-encryption: invalid value: \"none\". Expected: keep or TLS.",
                "orders --endpoint-parameter=a~b     | --endpoint-parameter: invalid value: \"a~b\"",
                "orders --replacement-name=orders                | --replacement-name: invalid value: \"orders\"",
                "orders --replacement-name=                      | --replacement-name: the value is empty.",
                "orders --replacement-name=Orders_v2             | --replacement-name: invalid value: \"Orders_v2\". Expected: a DAX cluster's name: 1 to 20 letters",
                "orders --replacement-name=orders-version-two-v2 | --replacement-name: invalid value: \"orders-version-two-v2\"",
                "orders --endpoint-parameter=shop/dax            | --endpoint-parameter: invalid value: \"shop/dax\". Expected: the name of an SSM parameter",
                "orders --endpoint-parameter=/shop//dax          | --endpoint-parameter: invalid value: \"/shop//dax\"",
                "orders --endpoint-parameter=AWS-dax             | must not begin with aws, ssm or /aws/",
                "orders --endpoint-parameter=/aws/dax            | --endpoint-parameter: invalid value: \"/aws/dax\"",
                "orders --endpoint-parameter=/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16 | at most 15 levels",
                "orders --rule=                      | --rule: the value is empty.",
                "orders --confirm=order              | --confirm: invalid value: \"order\". Expected: the name of the cluster to delete, \"orders\".",
                "orders --confirm                    | --confirm: missing. Expected: --confirm=CLUSTER.",
                "orders --dryrun                     | unknown option \"--dryrun\"",
                "orders --yes=maybe                  | --yes: invalid value: \"maybe\". Expected: true or false.",
                "orders -y                           | unknown option \"-y\"",
                "orders --region=                    | --region: the value is empty.",
                "orders --format=yaml                | --format: invalid value: \"yaml\". Expected: text or json."
            })
    void run_usageError_showsTheProblemAndExitsWith3(String arguments, String message) {
        String[] all =
                ("replace " + (arguments == null ? "" : arguments)).strip().split(" +");

        assertThat(scenario.runAll(all)).isEqualTo(3);
        assertThat(scenario.errors())
                .contains("daxguard replace: ")
                .contains(message)
                .contains("Try \"daxguard replace --help\".")
                .doesNotContain("\tat ");
        assertThat(scenario.aws.calls()).isEmpty();
    }

    @Test
    void run_nameOfARuleIsTooLong_isUsageError() {
        assertThat(scenario.run("--rule=" + "r".repeat(129))).isEqualTo(3);
        assertThat(scenario.errors())
                .contains(
                        "--rule: invalid value: \"rrr",
                        "Expected: the name of an AWS Config rule, 1 to 128 characters");
        assertThat(scenario.aws.calls()).isEmpty();
    }

    @Test
    void run_moreRulesThanAwsConfigStarts_isUsageError() {
        String[] rules =
                IntStream.rangeClosed(1, 26).mapToObj(i -> "--rule=rule-" + i).toArray(String[]::new);

        assertThat(scenario.run(rules)).isEqualTo(3);
        assertThat(scenario.errors()).contains("--rule: specified 26 times", "at most 25");
        assertThat(scenario.aws.calls()).isEmpty();
    }

    @Test
    void run_creatingReplacementOfADeletedCluster_isNotFinished() {
        scenario.run("--yes", "--no-wait");
        scenario.state.removeCluster("orders");

        assertThat(scenario.run()).isEqualTo(1);
        assertThat(scenario.output()).contains("orders is deleted or being deleted.", "orders-v2 is not ready yet:");
    }

    @Test
    void run_replacementWithOtherNodes_reportsTheDifference() {
        scenario.operator.usePipe();
        scenario.run("--yes", "--no-wait", "--node-type", "dax.r5.large");
        scenario.state.settle();

        scenario.run("--yes", "--no-wait", "--node-type", "dax.r5.large");

        assertThat(scenario.output())
                .contains("Differences from orders: Node type: dax.r5.large instead of dax.t3.small (accepted)");
    }

    @Test
    void run_blockersWithTimes_showWholeSeconds() {
        scenario.createReplacement();
        scenario.state.stopMeasuring();
        scenario.clock.advance(Duration.ofNanos(630_120_452));

        assertThat(refused("--yes", "--confirm", "orders"))
                .containsPattern("T\\d\\d:\\d\\d:\\d\\dZ|T\\d\\d:\\d\\dZ")
                .doesNotContainPattern(":\\d\\d\\.\\d+Z");
    }

    /** The output of a run that exits with 1 and changes nothing. */
    private String refused(String... options) {
        assertThat(scenario.run(options)).isEqualTo(1);
        assertThat(scenario.changes()).isEmpty();
        return scenario.output();
    }
}
