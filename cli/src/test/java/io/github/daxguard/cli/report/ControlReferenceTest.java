package io.github.daxguard.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.ControlReference.Framework;
import io.github.daxguard.cli.report.ControlReference.Requirement;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlReferenceTest {

    private static final Path PAGE = Path.of("../docs/reference/controls.md");

    @Test
    void requirements_areTheOnesOfTheDocumentation() throws IOException {
        List<String> rows = Arrays.stream(Framework.values())
                .map(framework -> "| " + framework.label() + " | "
                        + cell(Control.ENCRYPTION_AT_REST, framework) + " | "
                        + cell(Control.ENCRYPTION_IN_TRANSIT, framework) + " |")
                .toList();

        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> line.matches(".*(Security Hub|Prowler)[^|]*\\|"))
                .filteredOn(line -> line.startsWith("| ") && !line.startsWith("| framework"))
                .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2) + 1))
                .containsExactlyElementsOf(rows);
    }

    @ParameterizedTest
    @EnumSource
    void risk_isTheSentenceOfTheDocumentation(Control control) throws IOException {
        String page = Files.readString(PAGE).replaceAll("\\s+", " ");

        assertThat(page).contains(ControlReference.of(control).risk());
    }

    @Test
    void citation_isTheNotationOfSecurityHub() {
        assertThat(ControlReference.of(Control.ENCRYPTION_IN_TRANSIT).requirements())
                .extracting(Requirement::citation)
                .contains("NIST.800-53.r5 SC-8", "PCI DSS v4.0.1/4.2.1", "ISO/IEC 27001:2022/A.8.24", "SOC 2/CC6.7");
    }

    private static String cell(Control control, Framework framework) {
        String ids = ControlReference.of(control).ids(framework).stream().collect(Collectors.joining(", "));
        return ids.isEmpty() ? "not mapped" : ids;
    }
}
