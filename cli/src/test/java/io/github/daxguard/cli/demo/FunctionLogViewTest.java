package io.github.daxguard.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.emulator.StoredEvaluation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionLogViewTest {

    private static final String FINDING = "{\"timestamp\":\"%s\",\"level\":\"WARN\",\"message\":\"It is off.\","
            + "\"AWSRequestId\":\"%s\",\"cluster\":\"orders\",\"compliance\":\"NON_COMPLIANT\"}";

    private final CapturedOutput out = new CapturedOutput();
    private final FunctionLogView view = new FunctionLogView();

    @Test
    void print_messageInTheTable_isNotRepeated() {
        print("It is off.", FINDING.formatted("t1", "r1"));

        assertThat(quoted()).containsExactly("  | WARN  message=(annotation) cluster=orders compliance=NON_COMPLIANT");
    }

    @Test
    void print_otherMessage_isCompleteWithItsFieldsBelow() {
        print(
                "It is off.",
                "{\"level\":\"ERROR\",\"message\":\"DescribeClusters failed.\",\"rule\":\"r\",\"apiCalls\":3,\"note\":\"a b\"}");

        assertThat(quoted()).containsExactly("  | ERROR DescribeClusters failed.", "  |       apiCalls=3 note=\"a b\"");
    }

    @Test
    void print_repeatedFinding_isCounted() {
        print("It is off.", FINDING.formatted("t1", "r1"));
        print("It is off.", FINDING.formatted("t2", "r2"));

        assertThat(quoted()).last().isEqualTo("  | WARN  (same as in a previous act: 1)");
    }

    @Test
    void print_lineThatIsNotJson_isUnchanged() {
        print("It is off.", "a stack trace, perhaps");

        assertThat(quoted()).first().isEqualTo("  |       a stack trace, perhaps");
    }

    private void print(String annotation, String... lines) {
        StoredEvaluation result =
                new StoredEvaluation("AWS::DAX::Cluster", "orders", "NON_COMPLIANT", annotation, Instant.EPOCH);
        view.print(
                new Terminal(out.stream(), ColorChoice.NEVER),
                new Run(
                        "a-rule",
                        Optional.empty(),
                        List.of(),
                        List.of(result),
                        Stream.of(lines).map(FunctionLogView::fields).toList(),
                        Optional.empty()));
    }

    private List<String> quoted() {
        return out.lines().stream().filter(line -> line.startsWith("  | ")).toList();
    }
}
