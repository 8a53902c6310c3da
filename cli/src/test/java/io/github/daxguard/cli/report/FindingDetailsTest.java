package io.github.daxguard.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.rule.Compliance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingDetailsTest {

    private static final Target TARGET = new Target.AccountRegion("111122223333", Optional.empty(), "eu-west-1");

    @Test
    void sentence_manyTables_namesTheFirstTenAndTheNumberOfOthers() {
        List<String> tables = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> "table-" + number)
                .toList();

        assertThat(new ReadableTables.Known("role", tables, List.of()).sentence())
                .contains("table-10, 2 more")
                .doesNotContain("table-11");
        assertThat(new ReadableTables.Known("role", tables, List.of()).members())
                .containsEntry("tables", tables);
    }

    @Test
    void unreadDetails_areOnlyThoseThatCouldNotBeRead() {
        assertThat(report(new FindingDetails(
                                Optional.of(new Creator.NotFound("Reason.")),
                                Optional.of(new ReadableTables.Known("role", List.of(), List.of()))))
                        .unreadDetails())
                .isEmpty();
        assertThat(report(new FindingDetails(
                                Optional.of(new Creator.NotRead("One.")),
                                Optional.of(new ReadableTables.NotRead("Two."))))
                        .unreadDetails())
                .containsExactly("Creator not read: One.", "Readable tables not read: Two.");
    }

    @Test
    void since_newFinding_keepsItsDetails() {
        FindingDetails details = new FindingDetails(Optional.of(new Creator.NotFound("Reason.")), Optional.empty());

        assertThat(report(details).since("last-week.json", Set.of()).clusters())
                .extracting(EvaluatedCluster::details)
                .containsExactly(details);
    }

    private static Report report(FindingDetails details) {
        return SampleReports.atRest(
                List.of(new ScannedTarget(TARGET, new ScannedTarget.Outcome.Complete(1))),
                List.of(SampleReports.atRest(TARGET, "orders", Compliance.NON_COMPLIANT, false)
                        .with(details)),
                false);
    }
}
