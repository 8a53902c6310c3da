package io.github.daxguard.cli.scan;

import static io.github.daxguard.cli.scan.ScanScenario.ACCOUNT;
import static io.github.daxguard.cli.scan.ScanScenario.EU;
import static io.github.daxguard.cli.scan.ScanScenario.US;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options {@code --created-by} and {@code --tables}, over HTTP against emulated CloudTrail and IAM. */
class DetailLookupTest {

    private static final String LAB = "444455556666";
    private static final Instant NEW_YEAR = Instant.parse("2027-01-01T00:00:00Z");
    private static final String ROLE = "DaxToDynamoDb";
    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/";
    private static final Path PAGE = Path.of("../docs/reference/scan.md");

    private final ScanScenario scenario = new ScanScenario();

    @AfterEach
    void stop() {
        scenario.close();
    }

    @Test
    void run_withoutTheOptions_makesNoFurtherCallAndHasNoDetails() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));

        assertThat(scenario.run("--region", EU, "--format", "json")).isEqualTo(1);

        assertThat(scenario.aws.calls())
                .extracting(Call::operation)
                .containsExactly("GetCallerIdentity", "DescribeClusters");
        assertThat(cluster("orders").has("createdBy")).isFalse();
        assertThat(cluster("orders").has("readableTables")).isFalse();
    }

    @Test
    void createdBy_ofAFinding_isTheArnAndTheTime() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("orders", "ana", NEW_YEAR);

        assertThat(scenario.run("--region", EU, "--created-by", "--format", "json"))
                .isEqualTo(1);

        assertThat(cluster("orders").path("createdBy").toString())
                .isEqualTo("{\"arn\":\"arn:aws:iam::111122223333:user/ana\",\"outcome\":\"FOUND\","
                        + "\"time\":\"2027-01-01T00:00:00Z\"}");
        assertThat(scenario.written()).doesNotContain("AKIAIOSFODNN7EXAMPLE");
        assertThat(scenario.errors()).isEmpty();
    }

    @Test
    void createdBy_inTheTable_isPartOfTheReason() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("orders", "ana", NEW_YEAR);

        scenario.run("--region", EU, "--created-by");

        assertThat(scenario.screen())
                .contains(
                        "DynamoDB.3, DynamoDB.7. Created by arn:aws:iam::111122223333:user/ana on 2027-01-01T00:00:00Z.");
    }

    /** Clusters without findings, Regions without findings and Regions of other accounts cost no call. */
    @Test
    void run_bothOptions_lookUpOnlyRegionsWithFindings() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.state(US).putCluster(LocalCluster.named("sessions").encrypted().tls());
        scenario.state("us-west-2").putCluster(LocalCluster.named("exempt"));
        scenario.roles.addInline(ROLE, "Read", "[]");

        scenario.run(
                "--region",
                "eu-west-1,us-east-1,us-west-2,us-east-2",
                "--created-by",
                "--tables",
                "--exempt-clusters=exempt");

        assertThat(scenario.aws.calls("LookupEvents")).extracting(Call::region).containsOnly(EU);
        assertThat(scenario.aws.calls("DescribeClusters"))
                .extracting(Call::region)
                .containsExactlyInAnyOrder(EU, EU, US, "us-west-2", "us-east-2");
        assertThat(scenario.calls("ListRolePolicies")).isEqualTo(1);
    }

    @Test
    void createdBy_recreatedCluster_isTheLastCreator() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("orders", "first", NEW_YEAR);
        deleted("orders", NEW_YEAR.plusSeconds(600));
        created("Orders", "second", NEW_YEAR.plusSeconds(1200));

        scenario.run("--region", EU, "--created-by", "--format", "json");

        assertThat(cluster("orders").at("/createdBy/arn").asText()).endsWith("user/second");
    }

    /** The event of the existing cluster can be missing, because CloudTrail delivers events later. */
    @Test
    void createdBy_deletedAfterTheLastCreation_isNotFound() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.state(EU).putCluster(LocalCluster.named("carts"));
        created("orders", "first", NEW_YEAR);
        created("carts", "ben", NEW_YEAR.plusSeconds(60));
        deleted("orders", NEW_YEAR.plusSeconds(600));

        assertThat(scenario.run("--region", EU, "--created-by", "--format", "json"))
                .isEqualTo(1);

        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("NOT_FOUND");
        assertThat(cluster("orders").at("/createdBy/reason").asText()).contains("was deleted afterwards");
        assertThat(cluster("carts").at("/createdBy/arn").asText()).endsWith("user/ben");
    }

    @Test
    void createdBy_noEvent_isNotFoundAndNoFailure() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("other", "ana", NEW_YEAR);
        scenario.history.add(LAB, EU, "CreateCluster", "orders", "ana", NEW_YEAR);
        scenario.history.add(ACCOUNT, US, "CreateCluster", "orders", "ana", NEW_YEAR);

        assertThat(scenario.run("--region", EU, "--created-by", "--format", "json"))
                .isEqualTo(1);

        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("NOT_FOUND");
        assertThat(cluster("orders").at("/createdBy/reason").asText()).contains("90 days");
        // DeleteCluster events are read only after a CreateCluster event was found.
        assertThat(scenario.calls("LookupEvents")).isEqualTo(1);
        assertThat(scenario.errors()).isEmpty();
    }

    @Test
    void createdBy_failedCallsAndOtherServices_areIgnored() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("orders", "ana", NEW_YEAR);
        scenario.history.add(
                ACCOUNT,
                EU,
                "CreateCluster",
                LocalEventHistory.call("orders").put("errorCode", "ClusterAlreadyExistsFault"),
                NEW_YEAR.plusSeconds(60));
        scenario.history.add(
                ACCOUNT,
                EU,
                "DeleteCluster",
                LocalEventHistory.call("orders").put("errorCode", "InvalidClusterStateFault"),
                NEW_YEAR.plusSeconds(90));
        scenario.history.addOfService(
                "eks.amazonaws.com", ACCOUNT, EU, "CreateCluster", "{\"name\":\"orders\"}", NEW_YEAR.plusSeconds(120));
        scenario.history.addOfService(
                "ecs.amazonaws.com", ACCOUNT, EU, "DeleteCluster", "not JSON", NEW_YEAR.plusSeconds(120));

        scenario.run("--region", EU, "--created-by", "--format", "json");

        assertThat(cluster("orders").at("/createdBy/arn").asText()).endsWith("user/ana");
    }

    @Test
    void createdBy_parametersOmitted_usesTheResponse() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        ObjectNode call = LocalEventHistory.call("orders").putNull("requestParameters");
        call.putObject("responseElements").putObject("cluster").put("clusterName", "orders");
        call.putObject("userIdentity").put("arn", "arn:aws:iam::111122223333:user/ana");
        scenario.history.add(ACCOUNT, EU, "CreateCluster", call, NEW_YEAR);

        scenario.run("--region", EU, "--created-by", "--format", "json");

        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cloudformation.amazonaws.com"})
    void createdBy_identityWithoutArn_isNotFoundWithTheTime(String arn) throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        ObjectNode call = LocalEventHistory.call("orders");
        call.putObject("userIdentity")
                .put("invokedBy", "cloudformation.amazonaws.com")
                .put("arn", arn);
        scenario.history.add(ACCOUNT, EU, "CreateCluster", call, NEW_YEAR);

        assertThat(scenario.run("--region", EU, "--created-by", "--format", "json"))
                .isEqualTo(1);

        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("NOT_FOUND");
        assertThat(cluster("orders").at("/createdBy/reason").asText()).contains("2027-01-01T00:00:00Z");
    }

    /** AWS accepts one attribute, 50 events and two calls a second. */
    @Test
    void createdBy_manyEvents_readsAllPagesAtTheRateOfAws() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("orders", "ana", NEW_YEAR);
        for (int i = 1; i <= 120; i++) {
            created("other-" + i, "ben", NEW_YEAR.plusSeconds(i));
        }

        scenario.run("--region", EU, "--created-by", "--format", "json");

        assertThat(cluster("orders").at("/createdBy/arn").asText()).endsWith("user/ana");
        List<Call> calls = scenario.aws.calls("LookupEvents");
        assertThat(calls)
                .hasSize(4)
                .allSatisfy(call -> assertThat(call.status()).isEqualTo(200));
        assertThat(scenario.pauses)
                .containsExactly(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "[]", ""})
    void createdBy_unreadableEvent_isNotRead(String event) throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("orders", "ana", NEW_YEAR);
        scenario.history.addOfService("dax.amazonaws.com", ACCOUNT, EU, "CreateCluster", event, NEW_YEAR);

        assertThat(scenario.run("--region", EU, "--created-by", "--format", "json"))
                .isEqualTo(2);

        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("NOT_READ");
    }

    /** A creation or deletion of any cluster can be among the missing events. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void createdBy_responseWithoutEvents_isNotRead(int call) throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("orders", "ana", NEW_YEAR);
        deleted("orders", NEW_YEAR.plusSeconds(600));
        scenario.aws.faults().on("LookupEvents").call(call).body("{}");

        assertThat(scenario.run("--region", EU, "--created-by", "--format", "json"))
                .isEqualTo(2);

        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("NOT_READ");
        assertThat(cluster("orders").at("/createdBy/reason").asText()).contains("list of events");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateCluster", "DeleteCluster"})
    void createdBy_eventWithoutName_isNotRead(String operation) throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("orders", "ana", NEW_YEAR);
        scenario.history.addOfService(
                "dax.amazonaws.com", ACCOUNT, EU, operation, "{\"requestParameters\":null}", NEW_YEAR.plusSeconds(600));

        assertThat(scenario.run("--region", EU, "--created-by", "--format", "json"))
                .isEqualTo(2);

        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("NOT_READ");
    }

    /** The times are whole seconds, so the order of the calls is not known. */
    @Test
    void createdBy_deletedInTheSameSecond_isNotFound() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("orders", "ana", NEW_YEAR);
        deleted("orders", NEW_YEAR);

        scenario.run("--region", EU, "--created-by", "--format", "json");

        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({"non-compliant, 2", "error, 2", "never, 0"})
    void createdBy_denied_isReportedAndSetsTheExitCode(String failOn, int exitCode) throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("LookupEvents").deny();

        assertThat(scenario.run("--region", EU, "--created-by", "--format", "json", "--fail-on", failOn))
                .isEqualTo(exitCode);

        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("NOT_READ");
        assertThat(cluster("orders").at("/createdBy/reason").asText()).contains("Allow cloudtrail:LookupEvents");
        assertThat(cluster("orders").path("compliance").asText()).isEqualTo("NON_COMPLIANT");
        assertThat(json().at("/targets/0/outcome").asText()).isEqualTo("COMPLETE");
        assertThat(scenario.errors().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("could not be read: 1.", "cloudtrail:LookupEvents"));
    }

    @Test
    void createdBy_deniedForAKnownFinding_isNoFailure(@TempDir Path directory) {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.run(
                "--region", EU, "--output", directory.resolve("report.json").toString());
        scenario.aws.faults().on("LookupEvents").deny();

        assertThat(scenario.run(
                        "--region",
                        EU,
                        "--created-by",
                        "--baseline",
                        directory.resolve("report.json").toString()))
                .isZero();
        assertThat(scenario.errors()).isEmpty();
    }

    @Test
    void tables_ofAFinding_areThoseOfAllPolicies() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.state(EU).putCluster(LocalCluster.named("carts"));
        for (String table : List.of("a", "b", "c")) {
            scenario.roles.addInline(ROLE, "Read-" + table, allow(table));
            scenario.roles.attach(ROLE, "arn:aws:iam::111122223333:policy/Read-" + table, allow(table + "-attached"));
        }

        assertThat(scenario.run("--region", EU, "--tables", "--format", "json")).isEqualTo(1);

        JsonNode tables = cluster("orders").path("readableTables");
        assertThat(tables.path("role").asText()).isEqualTo("arn:aws:iam::111122223333:role/service-role/" + ROLE);
        assertThat(tables.path("tables"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        TABLE + "a",
                        TABLE + "a-attached",
                        TABLE + "b",
                        TABLE + "b-attached",
                        TABLE + "c",
                        TABLE + "c-attached");
        assertThat(cluster("carts").path("readableTables")).isEqualTo(tables);
        // Two clusters share the role.
        assertThat(scenario.calls("GetPolicyVersion")).isEqualTo(3);
    }

    @Test
    void tables_everyTable_isStatedInTheTable() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.roles.addInline(ROLE, "All", "[{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\"}]");

        scenario.run("--region", EU, "--tables");

        assertThat(scenario.screen())
                .contains(
                        "The policies of the role arn:aws:iam::111122223333:role/service-role/DaxToDynamoDb allow it to read every"
                                + " table.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ListRolePolicies", "GetRolePolicy", "ListAttachedRolePolicies", "GetPolicy", "GetPolicyVersion"
            })
    void tables_denied_areNotReadAndNameThePermission(String operation) throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.roles.addInline(ROLE, "Read", allow("a"));
        scenario.roles.attach(ROLE, "arn:aws:iam::111122223333:policy/Read", allow("b"));
        created("orders", "ana", NEW_YEAR);
        scenario.aws.faults().on(operation).deny();

        assertThat(scenario.run("--region", EU, "--tables", "--created-by", "--format", "json"))
                .isEqualTo(2);

        assertThat(cluster("orders").at("/readableTables/outcome").asText()).isEqualTo("NOT_READ");
        assertThat(cluster("orders").at("/readableTables/reason").asText()).contains("Allow iam:" + operation);
        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("FOUND");
    }

    @Test
    void tables_failureForOneCluster_isNotThatOfTheNext() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.state(EU).putCluster(LocalCluster.named("carts"));
        scenario.roles.addInline(ROLE, "Read", allow("a"));
        scenario.aws.faults().on("ListRolePolicies").call(1).deny();

        assertThat(scenario.run("--region", EU, "--tables", "--format", "json")).isEqualTo(2);

        assertThat(List.of(cluster("orders"), cluster("carts")))
                .extracting(cluster -> cluster.at("/readableTables/outcome").asText())
                .containsExactlyInAnyOrder("NOT_READ", "READ");
    }

    @Test
    void tables_unknownRoleOrInvalidPolicy_areNotRead() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders").role("arn:aws:iam::111122223333:role/gone"));
        scenario.state(EU).putCluster(LocalCluster.named("carts"));
        scenario.roles.addInline(ROLE, "Broken", "[{\"Effect\":\"Allow\"}]");

        assertThat(scenario.run("--region", EU, "--tables", "--format", "json")).isEqualTo(2);

        assertThat(cluster("orders").at("/readableTables/reason").asText()).contains("NoSuchEntity");
        assertThat(cluster("carts").at("/readableTables/reason").asText())
                .contains("the policy Broken", "not a policy");
        assertThat(scenario.errors()).contains("could not be read: 2.");
    }

    /** The SDK returns an empty list for each of them. Without a check, the role would have no policies. */
    @ParameterizedTest
    @CsvSource({
        "ListRolePolicies, ''",
        "ListRolePolicies, <html><body>Sign in</body></html>",
        "ListRolePolicies, <ListRolePoliciesResponse><ListRolePoliciesResult><IsTruncated>false</IsTruncated></ListRolePoliciesResult></ListRolePoliciesResponse>",
        "ListRolePolicies, <ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames/><IsTruncated>true</IsTruncated></ListRolePoliciesResult></ListRolePoliciesResponse>",
        "ListRolePolicies, <ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames/></ListRolePoliciesResult></ListRolePoliciesResponse>",
        "ListAttachedRolePolicies, ''",
        "ListAttachedRolePolicies, <ListAttachedRolePoliciesResponse><ListAttachedRolePoliciesResult><IsTruncated>false</IsTruncated></ListAttachedRolePoliciesResult></ListAttachedRolePoliciesResponse>",
        "ListAttachedRolePolicies, <ListAttachedRolePoliciesResponse><ListAttachedRolePoliciesResult><AttachedPolicies/><IsTruncated>true</IsTruncated></ListAttachedRolePoliciesResult></ListAttachedRolePoliciesResponse>",
    })
    void tables_incompleteList_areNotRead(String operation, String response) throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.roles.addInline(ROLE, "Read", allow("a"));
        scenario.aws.faults().on(operation).body(response);

        assertThat(scenario.run("--region", EU, "--tables", "--format", "json")).isEqualTo(2);

        assertThat(cluster("orders").at("/readableTables/outcome").asText()).isEqualTo("NOT_READ");
        assertThat(cluster("orders").at("/readableTables/reason").asText()).contains(operation, "list of policies");
    }

    @Test
    void tables_roleWithoutPolicies_areNone() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.roles.addWithoutPolicies(ROLE);

        assertThat(scenario.run("--region", EU, "--tables", "--format", "json")).isEqualTo(1);

        assertThat(cluster("orders").at("/readableTables/outcome").asText()).isEqualTo("READ");
        assertThat(cluster("orders").at("/readableTables/tables")).isEmpty();
    }

    /** IAM finds a role by its name, so the policies would be those of another role. */
    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam::444455556666:role/" + ROLE, ROLE})
    void tables_roleOfAnotherAccount_areNotRead(String role) throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders").role(role));
        scenario.roles.addInline(ROLE, "Read", allow("a"));

        assertThat(scenario.run("--region", EU, "--tables", "--format", "json")).isEqualTo(2);

        assertThat(cluster("orders").at("/readableTables/reason").asText()).contains(role, ACCOUNT);
        assertThat(scenario.calls("ListRolePolicies")).isZero();
    }

    @Test
    void tables_secondListingFails_areNotRead() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("DescribeClusters").call(2).deny();

        assertThat(scenario.run("--region", EU, "--tables", "--format", "json")).isEqualTo(2);

        assertThat(cluster("orders").at("/readableTables/reason").asText()).contains("dax:DescribeClusters");
    }

    @Test
    void organization_usesTheCredentialsOfEachAccount() throws JsonProcessingException {
        scenario.organization.addAccount(LAB, "Lab", "ACTIVE");
        scenario.aws.addRole(LAB, "Audit");
        scenario.aws.state(LAB, EU).putCluster(LocalCluster.named("orders"));
        scenario.history.add(LAB, EU, "CreateCluster", "orders", "ana", NEW_YEAR);
        scenario.roles.addInline(ROLE, "Read", allow("a"));

        scenario.run("--region", EU, "--organization", "--role=Audit", "--created-by", "--tables", "--format", "json");

        assertThat(cluster("orders").at("/createdBy/arn").asText()).isEqualTo("arn:aws:iam::444455556666:user/ana");
        assertThat(scenario.aws.calls())
                .filteredOn(call -> Set.of("cloudtrail", "iam").contains(call.service()))
                .isNotEmpty()
                .allSatisfy(call -> {
                    assertThat(call.account()).isEqualTo(LAB);
                    assertThat(call.sessionName()).startsWith("daxguard-scan");
                });
    }

    @Test
    void run_interruptedDuringTheLookup_reportsTheFindings() throws JsonProcessingException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("LookupEvents").stall();
        CompletableFuture<Integer> exitCode =
                CompletableFuture.supplyAsync(() -> scenario.run("--region", EU, "--created-by", "--format", "json"));
        scenario.aws.awaitCalls("LookupEvents", 1);

        scenario.interrupt();

        assertThat(exitCode.join()).isEqualTo(2);
        assertThat(cluster("orders").at("/createdBy/outcome").asText()).isEqualTo("NOT_READ");
        assertThat(cluster("orders").at("/createdBy/reason").asText()).contains("interrupted");
    }

    @Test
    void run_atATerminal_countsTheLookups() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.atATerminal();
        scenario.variable("COLUMNS", "120");

        scenario.run("--region", EU, "--created-by");

        assertThat(scenario.errors()).contains("; looked up: 0 of 1", "; looked up: 1 of 1");
    }

    /** The table of permissions on the page has exactly the calls that each option adds. */
    @ParameterizedTest
    @ValueSource(strings = {"--created-by", "--tables"})
    void run_withOption_makesExactlyTheDocumentedCalls(String option) throws IOException {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        created("orders", "ana", NEW_YEAR);
        scenario.roles.addInline(ROLE, "Read", allow("a"));
        scenario.roles.attach(ROLE, "arn:aws:iam::111122223333:policy/Read", allow("b"));
        scenario.run("--region", EU);
        Set<String> without = actions();
        scenario.aws.clearCalls();

        scenario.run("--region", EU, option);

        Set<String> added = actions();
        added.removeAll(without);
        assertThat(added).isNotEmpty().isEqualTo(documented(option));
    }

    private Set<String> actions() {
        return scenario.aws.calls().stream()
                .map(call -> call.service() + ":" + call.operation())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The actions of the rows of the table of permissions that name the option. */
    private static Set<String> documented(String option) throws IOException {
        return Pattern.compile("^\\| `([a-z]+:[A-Za-z]+)` \\|[^|\\n]*\\|[^|\\n]*`" + option + "`", Pattern.MULTILINE)
                .matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .map(row -> row.split("`", 3)[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void created(String cluster, String user, Instant at) {
        scenario.history.add(ACCOUNT, EU, "CreateCluster", cluster, user, at);
    }

    private void deleted(String cluster, Instant at) {
        scenario.history.add(ACCOUNT, EU, "DeleteCluster", cluster, "eve", at);
    }

    private static String allow(String table) {
        return "[{\"Effect\":\"Allow\",\"Action\":[\"dynamodb:GetItem\"],\"Resource\":\"" + TABLE + table + "\"}]";
    }

    private JsonNode json() throws JsonProcessingException {
        return new ObjectMapper().readTree(scenario.written());
    }

    private JsonNode cluster(String name) throws JsonProcessingException {
        List<JsonNode> clusters = new ArrayList<>();
        json().path("clusters").forEach(cluster -> {
            if (cluster.path("name").asText().equals(name)) {
                clusters.add(cluster);
            }
        });
        assertThat(clusters).as(name).hasSize(1);
        return clusters.get(0);
    }
}
