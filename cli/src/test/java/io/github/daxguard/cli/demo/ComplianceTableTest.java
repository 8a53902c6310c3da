package io.github.daxguard.cli.demo;

import static io.github.daxguard.rule.Compliance.COMPLIANT;
import static io.github.daxguard.rule.Compliance.NON_COMPLIANT;
import static io.github.daxguard.rule.Compliance.NOT_APPLICABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.daxguard.cli.demo.ComplianceTable.Mark;
import io.github.daxguard.cli.demo.ComplianceTable.Row;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.rule.Compliance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComplianceTableTest {

    private static final String NAME_OF_20 = "abcdefghijklmnopqrst";

    @Test
    void of_anyRun_sortsByComplianceThenName() {
        ComplianceTable table = ComplianceTable.of(run(
                List.of(),
                List.of(
                        result("a", NOT_APPLICABLE, "going"),
                        result("c", COMPLIANT, "on"),
                        result("b", COMPLIANT, "on"),
                        result("d", NON_COMPLIANT, "off"))));

        assertThat(table.rows())
                .containsExactly(
                        new Row("d", 1, NON_COMPLIANT, "off", Mark.FIRST),
                        new Row("b", 1, COMPLIANT, "on", Mark.FIRST),
                        new Row("c", 1, COMPLIANT, "on", Mark.FIRST),
                        new Row("a", 1, NOT_APPLICABLE, "going", Mark.FIRST));
    }

    @Test
    void of_laterRun_marksNewAndChangedResults() {
        ComplianceTable table = ComplianceTable.of(run(
                List.of(result("a", COMPLIANT, "on"), result("b", COMPLIANT, "on"), result("c", NON_COMPLIANT, "x")),
                List.of(
                        result("a", COMPLIANT, "on"),
                        result("b", NON_COMPLIANT, "on"),
                        result("c", NON_COMPLIANT, "y"),
                        result("d", COMPLIANT, "on"))));

        assertThat(table.rows())
                .extracting(Row::clusters, Row::mark)
                .containsExactly(
                        tuple("b", Mark.CHANGED),
                        tuple("c", Mark.CHANGED),
                        tuple("a", Mark.SAME),
                        tuple("d", Mark.CHANGED));
    }

    @Test
    void of_numberedClustersWithEqualResults_shareARow() {
        List<StoredEvaluation> fleet = IntStream.rangeClosed(1, 50)
                .mapToObj(number -> result("batch-%03d".formatted(number), COMPLIANT, "on"))
                .toList();

        assertThat(ComplianceTable.of(run(List.of(), fleet)).rows())
                .containsExactly(new Row("batch-001..batch-050", 50, COMPLIANT, "on", Mark.FIRST));
    }

    @Test
    void of_numberedClusterWithAnotherResult_hasItsOwnRow() {
        List<StoredEvaluation> fleet = IntStream.rangeClosed(1, 9)
                .mapToObj(number -> result("batch-" + number, number == 5 ? NON_COMPLIANT : COMPLIANT, "x"))
                .toList();

        assertThat(ComplianceTable.of(run(List.of(), fleet)).rows())
                .extracting(Row::clusters, Row::count)
                .containsExactly(tuple("batch-5", 1), tuple("batch-1..batch-9", 8));
    }

    @Test
    void print_longestNameAndAnnotation_fits80ColumnsCompletely() {
        String annotation = "word ".repeat(51).strip();
        CapturedOutput out = new CapturedOutput();

        ComplianceTable.of(run(List.of(), List.of(result(NAME_OF_20, NOT_APPLICABLE, annotation))))
                .print(new Terminal(out.stream(), ColorChoice.NEVER));

        assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(out.text()).contains(NAME_OF_20 + "  NOT_APPLICABLE");
        assertThat(out.text().split("word", -1)).hasSize(52);
    }

    @Test
    void print_unchangedResult_hasAnAnnotationOfOneLine() {
        String annotation = "word ".repeat(51).strip();
        CapturedOutput out = new CapturedOutput();
        StoredEvaluation same = result(NAME_OF_20, NON_COMPLIANT, annotation);

        ComplianceTable.of(run(List.of(same), List.of(same))).print(new Terminal(out.stream(), ColorChoice.NEVER));

        assertThat(out.lines()).hasSize(3).element(1).asString().endsWith("word...");
    }

    private static StoredEvaluation result(String cluster, Compliance compliance, String annotation) {
        return new StoredEvaluation("AWS::DAX::Cluster", cluster, compliance.name(), annotation, Instant.EPOCH);
    }

    private static Run run(List<StoredEvaluation> before, List<StoredEvaluation> after) {
        return new Run("a-rule", Optional.empty(), before, after, List.of(), Optional.empty());
    }
}
