package io.github.daxguard.cli.doctor;

import io.github.daxguard.cli.format.InvisibleCharacters;
import java.util.List;
import java.util.stream.Collectors;

/** A report in Markdown without account ids, names and ARNs, for an issue. */
final class IssueReport {

    private IssueReport() {}

    static String of(DoctorReport report) {
        Anonymization anonymization = new Anonymization();
        String counts = report.totals().entrySet().stream()
                .map(total -> total.getKey().counted(total.getValue()))
                .collect(Collectors.joining(", "));
        return String.join(
                        "\n",
                        "# daxguard doctor",
                        "",
                        "- Version: " + report.version(),
                        "- Day: " + report.begin().toString().substring(0, "2026-01-31".length()),
                        "- Mode: " + report.mode() + (report.isStopped() ? ", stopped by the operator" : ""),
                        "- Checks: " + counts,
                        "",
                        "Values in angle brackets replace account ids, names and ARNs.",
                        "",
                        "| check | Region | outcome | evidence | next step |",
                        "|---|---|---|---|---|",
                        report.results().stream()
                                .map(result -> row(result, anonymization))
                                .collect(Collectors.joining("\n")))
                + "\n";
    }

    private static String row(CheckResult result, Anonymization anonymization) {
        Finding finding = result.finding();
        return List.of(
                        result.check().title() + " (" + result.check().id() + ")",
                        result.region(),
                        finding.outcome().title(),
                        finding.evidence().text(anonymization),
                        finding.nextStep().text(anonymization))
                .stream()
                .map(IssueReport::cell)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String cell(String text) {
        return InvisibleCharacters.replacedIn(text)
                .replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "\\<");
    }
}
