package io.github.daxguard.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.format.Format;
import io.github.daxguard.cli.options.ReportDelivery.Baseline;
import io.github.daxguard.cli.options.ReportDelivery.ReportOutput;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.rule.Control;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportDeliveryTest {

    private static final String HOSTILE = "a\u001b[2J\u202eb.yaml";

    private final CapturedOutput out = new CapturedOutput();
    private final CapturedOutput err = new CapturedOutput();

    @TempDir
    private Path directory;

    private ReportDelivery delivery(Format format, Optional<Path> file, Optional<Baseline> baseline) {
        return new ReportDelivery(
                List.of(new ReportOutput(format, file)),
                baseline,
                FailOn.NEVER,
                ColorChoice.NEVER,
                ProcessEnvironment.ofTheShell(out.stream(), err.stream())
                        .with(new ConfiguredOptions(Optional.of(HOSTILE), List.of("control"), List.of())));
    }

    @Test
    void deliver_folderThatIsDeletedMeanwhile_statesAPlainReason() {
        Path file = directory.resolve("deleted").resolve("report.json");

        int exitCode =
                delivery(Format.JSON, Optional.of(file), Optional.empty()).deliver(SampleReports.nothing());

        assertThat(exitCode).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(err.text())
                .contains("written as json to \"" + file + "\": no file can be created in this folder.")
                .doesNotContain("Exception", "java.");
    }

    @Test
    void deliver_hostileNamesOfFiles_cannotControlTheTerminal() {
        FindingKey known = new FindingKey("account 111122223333, eu-west-1", "orders", Control.ENCRYPTION_AT_REST);

        delivery(Format.OCSF, Optional.empty(), Optional.of(new Baseline(HOSTILE, Set.of(known))))
                .deliver(SampleReports.clusters());

        assertThat(err.lines().subList(0, 2)).allMatch(line -> line.contains(".yaml: "));
        assertThat(err.lines().subList(2, err.lines().size()))
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("daxguard: details of findings could not be read: 2."));
        assertThat(err.text()).doesNotContain("\u001b", "\u202e");
    }
}
