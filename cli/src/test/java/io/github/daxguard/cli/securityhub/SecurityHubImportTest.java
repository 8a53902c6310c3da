package io.github.daxguard.cli.securityhub;

import static io.github.daxguard.cli.securityhub.EvaluatedClusters.at;
import static io.github.daxguard.cli.securityhub.EvaluatedClusters.cluster;
import static io.github.daxguard.cli.securityhub.EvaluatedClusters.clusters;
import static io.github.daxguard.cli.securityhub.EvaluatedClusters.report;
import static io.github.daxguard.cli.securityhub.EvaluatedClusters.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.rule.Control;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityHubImportTest {

    private static final String SHOP = "111122223333";
    private static final String LAB = "444455556666";
    private static final String DAY_1 = "2027-01-01T00:00:00.123Z";
    private static final String DAY_2 = "2027-01-02T00:00:00Z";
    private static final String DAY_3 = "2027-01-03T00:00:00Z";
    private static final AccountRegion SHOP_EU = target(SHOP, "eu-west-1");
    private static final AccountRegion SHOP_US = target(SHOP, "us-east-1");
    private static final AccountRegion LAB_EU = target(LAB, "eu-west-1");

    private final SecurityHubScenario scenario = new SecurityHubScenario();

    @AfterEach
    void stop() {
        scenario.close();
    }

    @Test
    void send_sampleReport_importsAllFindings() {
        enable(SHOP_EU, SHOP_US, LAB_EU);

        ImportOutcome outcome = scenario.send(SampleReports.clusters());

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.imported()).isEqualTo(14);
        assertThat(outcome.targets())
                .extracting(at -> at.target().name() + ": " + at.imported() + " of " + at.findings())
                .containsExactly(
                        "account 111122223333, eu-west-1: 6 of 6",
                        "account 111122223333, us-east-1: 4 of 4",
                        "account 444455556666, eu-west-1: 4 of 4");
        assertThat(statuses(SHOP_EU))
                .containsExactlyInAnyOrder(
                        "orders/DynamoDB.3 FAILED MEDIUM ACTIVE",
                        "orders/DynamoDB.7 FAILED MEDIUM ACTIVE",
                        "legacy/DynamoDB.3 NOT_AVAILABLE INFORMATIONAL ACTIVE",
                        "legacy/DynamoDB.7 PASSED INFORMATIONAL ACTIVE",
                        "sessions/DynamoDB.3 PASSED INFORMATIONAL ACTIVE",
                        "sessions/DynamoDB.7 PASSED INFORMATIONAL ACTIVE");
        assertThat(statuses(SHOP_US))
                .filteredOn(finding -> finding.contains("going"))
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding).endsWith("NOT_AVAILABLE INFORMATIONAL ARCHIVED"));
        assertThat(findings(LAB_EU)).hasSize(4);
    }

    /** The SDK sends the same findings that the file has. */
    @Test
    void send_sampleReport_sendsTheFindingsOfTheFile() throws Exception {
        enable(SHOP_EU, SHOP_US, LAB_EU);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new AsffWriter().write(SampleReports.clusters(), written);

        scenario.send(SampleReports.clusters());

        List<JsonNode> sent = new ArrayList<>();
        scenario.aws
                .calls("BatchImportFindings")
                .forEach(call -> call.body().path("Findings").forEach(sent::add));
        assertThat(new ObjectMapper().readTree(written.toByteArray()).path("Findings"))
                .hasSize(14)
                .containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void send_manyFindings_sendsOneHundredACall() {
        enable(SHOP_EU);

        ImportOutcome outcome = scenario.send(report(clusters(SHOP_EU, 125)));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.imported()).isEqualTo(250);
        assertThat(scenario.aws.calls("BatchImportFindings"))
                .extracting(call -> call.body().path("Findings").size())
                .containsExactly(100, 100, 50);
        assertThat(findings(SHOP_EU)).hasSize(250);
    }

    @Test
    void send_again_resolvesFailedFindings() {
        enable(SHOP_EU);
        scenario.send(report(cluster(SHOP_EU, "orders", "DISABLED")));

        scenario.send(report(cluster(SHOP_EU, "orders", "ENABLED")));

        assertThat(statuses(SHOP_EU))
                .containsExactly(
                        "orders/DynamoDB.3 PASSED INFORMATIONAL ACTIVE",
                        "orders/DynamoDB.7 PASSED INFORMATIONAL ACTIVE");
    }

    @Test
    void send_threeScans_keepsTheFirstTimesAndArchivesFindingsOfDeletedClusters() {
        enable(SHOP_EU);
        scenario.send(scan("2027-01-01T00:00:00.123456Z", cluster(SHOP_EU, "orders", "DISABLED")));

        scenario.send(scan(
                "2027-01-02T00:00:00Z",
                cluster(SHOP_EU, "orders", "DISABLED"),
                cluster(SHOP_EU, "orders-v2", "ENABLED")));
        ImportOutcome third = scenario.send(scan("2027-01-03T00:00:00Z", cluster(SHOP_EU, "orders-v2", "ENABLED")));

        assertThat(third.failures()).isEmpty();
        assertThat(third.findings()).isEqualTo(4);
        assertThat(third.archived()).isEqualTo(2);
        assertThat(statuses(SHOP_EU))
                .containsExactly(
                        "orders/DynamoDB.3 FAILED MEDIUM ARCHIVED",
                        "orders/DynamoDB.7 PASSED INFORMATIONAL ARCHIVED",
                        "orders-v2/DynamoDB.3 PASSED INFORMATIONAL ACTIVE",
                        "orders-v2/DynamoDB.7 PASSED INFORMATIONAL ACTIVE");
        assertThat(findings(SHOP_EU))
                .extracting(
                        finding -> finding.path("CreatedAt").asText(),
                        finding -> finding.path("FirstObservedAt").asText(),
                        finding -> finding.path("LastObservedAt").asText(),
                        finding -> finding.path("UpdatedAt").asText())
                .containsExactly(
                        tuple(DAY_1, DAY_1, DAY_2, DAY_3),
                        tuple(DAY_1, DAY_1, DAY_2, DAY_3),
                        tuple(DAY_2, DAY_2, DAY_3, DAY_3),
                        tuple(DAY_2, DAY_2, DAY_3, DAY_3));
        assertThat(scenario.send(scan("2027-01-04T00:00:00Z", cluster(SHOP_EU, "orders-v2", "ENABLED")))
                        .archived())
                .isZero();
    }

    @Test
    void send_earlierScan_keepsTheFindingsOfALaterOne() {
        enable(SHOP_EU);
        scenario.send(scan("2027-01-03T00:00:00Z", cluster(SHOP_EU, "orders", "DISABLED")));

        scenario.send(scan("2027-01-02T00:00:00Z", cluster(SHOP_EU, "sessions", "ENABLED")));

        assertThat(statuses(SHOP_EU))
                .hasSize(4)
                .allSatisfy(finding -> assertThat(finding).endsWith("ACTIVE"));
    }

    @Test
    void send_lastClusterIsDeleted_archivesItsFindings() {
        enable(SHOP_EU);
        scenario.send(report(cluster(SHOP_EU, "orders", "DISABLED")));

        ImportOutcome outcome = scenario.send(withoutClusters());

        assertThat(outcome.archived()).isEqualTo(2);
        assertThat(statuses(SHOP_EU)).allSatisfy(finding -> assertThat(finding).endsWith("ARCHIVED"));
    }

    @Test
    void send_archivedFindingWhoseClusterExistsAgain_isActiveAgain() {
        enable(SHOP_EU);
        scenario.send(scan("2027-01-01T00:00:00.123456Z", cluster(SHOP_EU, "orders", "DISABLED")));
        scenario.send(withoutClusters());

        scenario.send(scan("2027-02-02T00:00:00Z", cluster(SHOP_EU, "orders", "ENABLED")));

        assertThat(statuses(SHOP_EU)).allSatisfy(finding -> assertThat(finding).endsWith("INFORMATIONAL ACTIVE"));
        assertThat(findings(SHOP_EU))
                .extracting(finding -> finding.path("CreatedAt").asText())
                .containsOnly(DAY_1);
    }

    static List<Outcome> incomplete() {
        return List.of(
                new Outcome.Unread("The listing was interrupted."),
                new Outcome.NotReached(),
                new Outcome.Excluded(Exclusion.NOT_ENABLED, "Disabled."),
                new Outcome.Excluded(Exclusion.NOT_OFFERED, "No DAX."));
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void send_incomplete_archivesNothing(Outcome incomplete) {
        enable(SHOP_EU);
        scenario.send(report(cluster(SHOP_EU, "orders", "DISABLED")));

        scenario.send(report(new ScannedTarget(SHOP_EU, incomplete)));
        scenario.send(report(new ScannedTarget(SHOP_EU, incomplete), cluster(SHOP_EU, "sessions", "ENABLED")));

        assertThat(statuses(SHOP_EU))
                .hasSize(4)
                .allSatisfy(finding -> assertThat(finding).endsWith("ACTIVE"));
    }

    @Test
    void send_findingsOfOthers_areNotChanged() {
        enable(SHOP_EU);
        scenario.send(report(cluster(SHOP_EU, "orders", "DISABLED")));
        JsonNode own = findings(SHOP_EU).get(0);
        for (String member : List.of("ProductArn", "GeneratorId", "AwsAccountId")) {
            ObjectNode other = own.deepCopy();
            scenario.securityHub.add(
                    SHOP,
                    "eu-west-1",
                    other.put("Id", member).put(member, own.path(member).asText() + "0"));
        }
        List<JsonNode> others = findings(SHOP_EU).subList(2, 5);

        scenario.send(withoutClusters());

        assertThat(findings(SHOP_EU).subList(2, 5)).isEqualTo(others);
    }

    @Test
    void send_onlyOneControl_keepsTheFindingsOfTheOther() {
        enable(SHOP_EU);
        scenario.send(report(cluster(SHOP_EU, "orders", "DISABLED")));

        scenario.send(Report.of(
                Report.Subject.CLUSTERS,
                "1.2.3",
                Instant.parse("2027-02-01T00:00:00Z"),
                List.of(Control.ENCRYPTION_AT_REST),
                List.of(new ScannedTarget(SHOP_EU, new Outcome.Complete(0))),
                List.of(),
                List.of(),
                false));

        assertThat(statuses(SHOP_EU))
                .containsExactly(
                        "orders/DynamoDB.3 FAILED MEDIUM ARCHIVED", "orders/DynamoDB.7 PASSED INFORMATIONAL ACTIVE");
    }

    @Test
    void send_previousFindingsUnreadable_importsNothing() {
        enable(SHOP_EU);
        scenario.send(report(clusters(SHOP_EU, 60)));
        scenario.aws.clearCalls();
        scenario.aws.faults().on("GetFindings").fromCall(2).deny();

        ImportOutcome outcome = scenario.send(report(cluster(SHOP_EU, "orders", "DISABLED")));

        assertThat(failure(outcome).problems()).singleElement().asString().contains("Allow securityhub:GetFindings");
        assertThat(scenario.aws.calls("BatchImportFindings")).isEmpty();
    }

    @Test
    void send_regionWithoutClustersAndSecurityHub_isNoFailure() {
        assertThat(scenario.send(report(new ScannedTarget(SHOP_EU, new Outcome.Complete(0))))
                        .targets())
                .isEmpty();
    }

    /** A report of a later scan without clusters. */
    private static Report withoutClusters() {
        return at("2027-02-01T00:00:00Z", report(new ScannedTarget(SHOP_EU, new Outcome.Complete(0))));
    }

    private static Report scan(String at, EvaluatedCluster... clusters) {
        return at(at, report(clusters));
    }

    @Test
    void send_targetWithoutSecurityHub_reportsTheNextStepAndContinues() {
        enable(SHOP_US, LAB_EU);

        ImportOutcome outcome = scenario.send(report(
                cluster(SHOP_EU, "orders", "DISABLED"),
                cluster(SHOP_US, "orders", "DISABLED"),
                cluster(LAB_EU, "orders", "DISABLED")));

        assertThat(outcome.imported()).isEqualTo(4);
        ImportOutcome.AtTarget failure = failure(outcome);
        assertThat(failure)
                .isEqualTo(new ImportOutcome.AtTarget(SHOP_EU, 2, 0, 0, failure.cause(), failure.problems()));
        assertThat(failure.problems())
                .singleElement()
                .asString()
                .startsWith("GetFindings in account 111122223333, eu-west-1, failed: InvalidAccessException ")
                .endsWith("Security Hub is not enabled in this account and Region. Enable it, and run the"
                        + " command again.");
    }

    @Test
    void send_denied_reportsThePermissionAndStopsForThatTarget() {
        enable(SHOP_EU, LAB_EU);
        scenario.aws.faults().on("BatchImportFindings").inAccount(SHOP).deny();

        ImportOutcome outcome = scenario.send(report(concat(clusters(SHOP_EU, 125), clusters(LAB_EU, 1))));

        assertThat(outcome.imported()).isEqualTo(2);
        assertThat(failure(outcome).problems())
                .singleElement()
                .asString()
                .contains(
                        "account 111122223333, eu-west-1",
                        "AccessDeniedException",
                        "Allow securityhub:BatchImportFindings for the calling principal");
        assertThat(scenario.aws.calls("BatchImportFindings"))
                .extracting(Call::account)
                .containsExactlyInAnyOrder(SHOP, LAB);
    }

    @Test
    void send_inaccessibleAccount_continues() {
        enable(LAB_EU);
        scenario.inaccessible.add(SHOP);

        ImportOutcome outcome =
                scenario.send(report(cluster(SHOP_EU, "orders", "DISABLED"), cluster(LAB_EU, "orders", "DISABLED")));

        assertThat(outcome.imported()).isEqualTo(2);
        assertThat(outcome.failures())
                .flatExtracting(ImportOutcome.AtTarget::problems)
                .containsExactly("AssumeRole in account 111122223333, eu-west-1, failed: AccessDenied.");
    }

    @Test
    void send_failedFinding_isReportedAndTheOthersAreImported() {
        enable(SHOP_EU);
        scenario.securityHub.failFindings(id -> id.endsWith("cluster-7/DynamoDB.3"));

        ImportOutcome outcome = scenario.send(report(clusters(SHOP_EU, 125)));

        assertThat(outcome.imported()).isEqualTo(249);
        assertThat(findings(SHOP_EU)).hasSize(249);
        assertThat(scenario.aws.calls("BatchImportFindings")).hasSize(3);
        assertThat(failure(outcome).problems())
                .containsExactly("Security Hub in account 111122223333, eu-west-1 did not import finding"
                        + " daxguard/arn:aws:dax:eu-west-1:111122223333:cache/cluster-7/DynamoDB.3: InternalException"
                        + " (Internal server error.).");
    }

    @Test
    void send_throttledOnce_isRetried() {
        enable(SHOP_EU);
        scenario.aws.faults().on("BatchImportFindings").call(1).throttle();

        ImportOutcome outcome = scenario.send(report(cluster(SHOP_EU, "orders", "DISABLED")));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.imported()).isEqualTo(2);
        assertThat(scenario.aws.calls("BatchImportFindings"))
                .extracting(Call::status)
                .containsExactly(429, 200);
    }

    @Test
    void send_throttledAfterTheFirstCall_reportsTheImportedNumber() {
        enable(SHOP_EU);
        scenario.aws.faults().on("BatchImportFindings").fromCall(2).throttle();

        ImportOutcome outcome = scenario.send(report(clusters(SHOP_EU, 125)));

        assertThat(failure(outcome).imported()).isEqualTo(100);
        assertThat(failure(outcome).findings()).isEqualTo(250);
        assertThat(failure(outcome).problems()).singleElement().asString().contains("AWS throttled the call");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"FailedCount\":0,\"SuccessCount\":1}",
                "{\"FailedCount\":0,\"SuccessCount\":3}",
                "{\"FailedCount\":1,\"SuccessCount\":1}",
                "{\"FailedCount\":2,\"SuccessCount\":0,\"FailedFindings\":[]}",
                "{\"FailedCount\":0,\"SuccessCount\":2,\"FailedFindings\":"
                        + "[{\"Id\":\"a\",\"ErrorCode\":\"b\",\"ErrorMessage\":\"c\"}]}",
                "{\"FailedCount\":0,\"Succ",
            })
    void send_inconsistentResponse_isAFailure(String body) {
        enable(SHOP_EU);
        scenario.aws.faults().on("BatchImportFindings").body(body);

        ImportOutcome outcome = scenario.send(report(cluster(SHOP_EU, "orders", "DISABLED")));

        assertThat(outcome.imported()).isZero();
        assertThat(failure(outcome).problems())
                .last()
                .asString()
                .startsWith("BatchImportFindings in account 111122223333, eu-west-1, failed: ");
    }

    @Test
    void send_severalThreads_reachesEveryTarget() {
        EvaluatedCluster[] clusters = IntStream.range(0, 20)
                .mapToObj(i -> target(String.valueOf(100000000000L + i), "eu-west-1"))
                .peek(this::enable)
                .map(target -> cluster(target, "orders", "DISABLED"))
                .toArray(EvaluatedCluster[]::new);
        ExecutorService threads = Executors.newFixedThreadPool(4);

        ImportOutcome outcome;
        try {
            outcome = scenario.send(report(clusters), threads);
        } finally {
            threads.shutdownNow();
        }

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.targets())
                .extracting(at -> at.target().account())
                .hasSize(20)
                .isSorted();
    }

    @Test
    void send_nothing_importsNothing() {
        enable(SHOP_EU, SHOP_US, LAB_EU);

        assertThat(scenario.send(SampleReports.nothing())).isEqualTo(new ImportOutcome(List.of()));
        assertThat(scenario.aws.calls("BatchImportFindings")).isEmpty();
    }

    @Test
    void send_templates_isRefused() {
        Report templates = SampleReports.templates();

        assertThatThrownBy(() -> scenario.send(templates))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Security Hub has no findings of templates");
    }

    private void enable(AccountRegion... targets) {
        for (AccountRegion target : targets) {
            scenario.securityHub.enable(target.account(), target.region());
        }
    }

    private static ImportOutcome.AtTarget failure(ImportOutcome outcome) {
        assertThat(outcome.failures()).hasSize(1);
        return outcome.failures().get(0);
    }

    private static EvaluatedCluster[] concat(EvaluatedCluster[] first, EvaluatedCluster[] second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toArray(EvaluatedCluster[]::new);
    }

    private List<JsonNode> findings(AccountRegion target) {
        return scenario.securityHub.findings(target.account(), target.region());
    }

    private List<String> statuses(AccountRegion target) {
        String prefix = "daxguard/arn:aws:dax:" + target.region() + ":" + target.account() + ":cache/";
        return findings(target).stream()
                .map(finding -> String.join(
                        " ",
                        finding.path("Id").asText().replace(prefix, ""),
                        finding.at("/Compliance/Status").asText(),
                        finding.at("/Severity/Label").asText(),
                        finding.path("RecordState").asText()))
                .toList();
    }
}
