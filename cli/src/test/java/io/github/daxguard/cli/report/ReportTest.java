package io.github.daxguard.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.rule.Control;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final String SHOP_EU = "account 111122223333, eu-west-1";

    @Test
    void clusters_anyOrder_areSortedWorstFirst() {
        assertThat(SampleReports.clusters().clusters())
                .extracting(EvaluatedCluster::name)
                .containsExactly("orders", "old", "odd", "orders", "legacy", "going", "sessions");
    }

    @Test
    void totals_countEachClusterOnce() {
        assertThat(SampleReports.clusters().totals()).isEqualTo(new Totals(7, 4, 1, 1, 1, 6));
    }

    @Test
    void gaps_areTheTargetsThatWereNotScanned() {
        assertThat(SampleReports.clusters().gaps())
                .extracting(scannedTarget -> scannedTarget.target().name())
                .containsExactly(
                        "account 444455556666, us-east-1", "account 777788889999", "account 888899990000, eu-west-1");
    }

    @Test
    void since_previousFindings_listsOnlyNewOnesAndCountsAll() {
        Report report = SampleReports.clustersSinceBaseline();

        assertThat(report.clusters().get(0).name()).isEqualTo("old");
        assertThat(report.clusters())
                .filteredOn(cluster -> cluster.target().name().equals(SHOP_EU))
                .singleElement()
                .satisfies(cluster -> assertThat(cluster.evaluations())
                        .singleElement()
                        .satisfies(evaluation ->
                                assertThat(evaluation.control()).isEqualTo(Control.ENCRYPTION_IN_TRANSIT)));
        assertThat(report.totals()).isEqualTo(new Totals(7, 4, 1, 1, 1, 5));
        assertThat(report.findingKeys()).isEqualTo(SampleReports.clusters().findingKeys());
    }

    @Test
    void since_missingFinding_isFixedOnlyInCompleteTargets() {
        FindingKey seen = new FindingKey(SHOP_EU, "replaced", Control.ENCRYPTION_AT_REST);
        FindingKey unread = new FindingKey("account 444455556666, us-east-1", "replaced", Control.ENCRYPTION_AT_REST);
        FindingKey notInScope = new FindingKey("account 1, eu-west-1", "replaced", Control.ENCRYPTION_AT_REST);

        assertThat(SampleReports.clusters()
                        .since("former.json", Set.of(seen, unread, notInScope))
                        .comparison()
                        .orElseThrow()
                        .fixed())
                .containsExactly(seen);
    }

    @Test
    void isClean_onlyWithoutFindingsAndGaps() {
        assertThat(SampleReports.nothing().isClean()).isTrue();
        assertThat(SampleReports.clusters().isClean()).isFalse();
        assertThat(SampleReports.templates().isClean()).isFalse();
    }
}
