package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.WholeAccount;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeatMapTest {

    private static final AccountRegion TARGET = new AccountRegion("1", Optional.empty(), "eu-west-1");

    @Test
    void of_sample_hasARowForEachAccountWithTheWorstFirst() {
        assertThat(rows(HeatMap.of(SampleReports.clusters())))
                .containsExactly(
                        "444455556666: 2/2 | ?",
                        "111122223333: 1/3 | 1/2",
                        "777788889999: all ?",
                        "888899990000: \u2026 | ");
    }

    @Test
    void of_regionsWithoutClusters_foldsThem() {
        HeatMap map = HeatMap.of(SampleReports.atRest(
                List.of(
                        target("1", "af-south-1", new Outcome.Excluded(Exclusion.NOT_ENABLED, "Not enabled.")),
                        target("2", "af-south-1", new Outcome.Excluded(Exclusion.NOT_OFFERED, "No DAX.")),
                        target("1", "ap-south-1", new Outcome.Complete(0)),
                        target("2", "ap-south-1", new Outcome.Excluded(Exclusion.NOT_ENABLED, "Not enabled.")),
                        target("1", "eu-west-1", new Outcome.Complete(1)),
                        target("2", "eu-west-1", new Outcome.Complete(0)),
                        target("1", "us-east-1", new Outcome.Complete(0)),
                        target("2", "us-east-1", new Outcome.Unread("Denied."))),
                List.of(SampleReports.atRest(TARGET, "orders", Compliance.COMPLIANT, false)),
                false));

        assertThat(map.regions()).as("a Region that was not read stays").containsExactly("eu-west-1", "us-east-1");
        assertThat(map.withoutClusters()).containsExactly("ap-south-1");
        assertThat(map.folded()).contains("1 Region without clusters");
        assertThat(map.excluded()).containsExactly("af-south-1");
        assertThat(map.excludedColumns()).contains("1 Region not enabled or without DAX");
        assertThat(rows(map)).containsExactly("2: 0 | ?", "1: \u2713 1 | 0");
    }

    private static ScannedTarget target(String account, String region, Outcome outcome) {
        return new ScannedTarget(new AccountRegion(account, Optional.empty(), region), outcome);
    }

    @Test
    void of_sample_usesTheIndexesOfTheListOfGaps() {
        Report report = SampleReports.clusters();
        List<HtmlPage.Gap> gaps = new HtmlPage(report, HtmlAssets.load()).gaps();
        HeatMap map = HeatMap.of(report);

        for (HeatMap.Row row : map.rows()) {
            row.whole()
                    .ifPresent(target ->
                            assertThat(gaps.get(target.gap()).regions()).containsExactly("all Regions"));
            for (HeatMap.Cell cell : row.cells()) {
                if (cell.target().gap() >= 0) {
                    assertThat(gaps.get(cell.target().gap()))
                            .returns(cell.account(), HtmlPage.Gap::target)
                            .satisfies(gap -> assertThat(gap.regions()).contains(cell.region()));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "complete, 0, 0, EMPTY,    '0',      no cluster",
        "complete, 2, 0, CLEAN,    '\u2713 2', none of 2 clusters non-compliant",
        "complete, 2, 1, FINDINGS, '1/2',    1 of 2 clusters non-compliant",
        "unread,   0, 0, UNREAD,   '?',      could not be read",
        "unread,   2, 1, UNREAD,   '? 1/2',  could not be read completely: 1 of 2 clusters non-compliant so far",
        "enabled,  0, 0, NOT_ENABLED, 'off', not enabled",
        "reached,  0, 0, NOT_REACHED, '\u2026', not reached before the interruption"
    })
    void of_oneTarget_showsItsState(
            String outcome, int clusters, int findings, TargetCell.State state, String symbol, String words) {
        Outcome result = switch (outcome) {
            case "complete" -> new Outcome.Complete(clusters);
            case "unread" -> new Outcome.Unread("Throttled.");
            case "enabled" -> new Outcome.Excluded(Exclusion.NOT_ENABLED, "Not enabled.");
            default -> new Outcome.NotReached();
        };
        TargetCell cell = cell(report(result, clusters, findings));

        assertThat(cell.state()).isEqualTo(state);
        assertThat(cell.symbol()).isEqualTo(symbol);
        assertThat(cell.words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"1, level-1", "2, level-1", "3, level-2", "9, level-2", "10, level-3"})
    void style_moreFindings_hasAHigherLevel(int findings, String level) {
        TargetCell cell = cell(report(new Outcome.Complete(findings), findings, findings));

        assertThat(cell.style()).isEqualTo("findings " + level);
    }

    @Test
    void of_knownFindings_isNotClean() {
        Report report = report(new Outcome.Complete(2), 2, 1)
                .since("previous.json", Set.of(new FindingKey(TARGET.name(), "c0", Control.ENCRYPTION_AT_REST)));
        TargetCell cell = cell(report);

        assertThat(report.clusters()).isEmpty();
        assertThat(cell.state()).isEqualTo(TargetCell.State.KNOWN);
        assertThat(cell.symbol()).isEqualTo("(1/2)");
        assertThat(cell.isListed()).as("in a list of new findings").isFalse();
    }

    @Test
    void of_wholeAccountsOnly_hasOneColumn() {
        ScannedTarget scannedTarget = new ScannedTarget(
                new WholeAccount("profile shop", Optional.empty()), new Outcome.Unread("No credentials."));
        HeatMap map = HeatMap.of(SampleReports.atRest(List.of(scannedTarget), List.of(), false));

        assertThat(map.regions()).isEmpty();
        assertThat(map.width()).isEqualTo(1);
        assertThat(rows(map)).containsExactly("profile shop: all ?");
    }

    @Test
    void symbol_eachState_isUnique() {
        List<String> symbols = Arrays.stream(TargetCell.State.values())
                .map(state -> new TargetCell(state, 1, state == TargetCell.State.UNREAD ? 0 : 2, -1).symbol())
                .toList();

        assertThat(symbols).doesNotHaveDuplicates();
    }

    private static List<String> rows(HeatMap map) {
        return map.rows().stream()
                .map(row -> row.account() + ": "
                        + row.whole()
                                .map(target -> "all " + target.symbol())
                                .orElseGet(() -> row.cells().stream()
                                        .map(cell -> cell.target().symbol())
                                        .collect(Collectors.joining(" | "))))
                .toList();
    }

    private static Report report(Outcome outcome, int clusters, int findings) {
        List<EvaluatedCluster> all = new ArrayList<>();
        for (int i = 0; i < clusters; i++) {
            Compliance compliance = i < findings ? Compliance.NON_COMPLIANT : Compliance.COMPLIANT;
            all.add(SampleReports.atRest(TARGET, "c" + i, compliance, false));
        }
        return SampleReports.atRest(List.of(new ScannedTarget(TARGET, outcome)), all, false);
    }

    private static TargetCell cell(Report report) {
        return TargetCell.of(report).get(0);
    }
}
