package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.cli.terminal.Tone;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.rule.ShortText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows the function's log lines shortened: a finding that it has logged before is counted only, a message that stands in
 * the compliance table too is not repeated, and of the fields those are left out that are the same in every line.
 */
final class FunctionLogView {

    private static final Set<String> NEW_EACH_TIME = Set.of("timestamp", "AWSRequestId");

    private static final Set<String> LEFT_OUT = Set.of(
            "timestamp",
            "level",
            "message",
            "AWSRequestId",
            "region",
            "rule",
            "account",
            "messageType",
            "stackId",
            "targetName",
            "mode",
            "control",
            "securityHubControl");

    private static final List<Integer> WIDTHS = List.of(6);
    private static final int LONGEST_FIELD = 136;

    private final Set<LogLine> shown = new HashSet<>();

    /** Shows the log of a run of the rule. */
    void print(Run run, Terminal terminal) {
        print(
                "What the function logged, shortened (in AWS: JSON lines in CloudWatch Logs):",
                run.log(),
                run.after().stream().map(StoredEvaluation::annotation).toList(),
                terminal);
    }

    /**
     * Shows log lines.
     *
     * @param annotations messages that have been shown already
     */
    void print(String title, List<LogLine> lines, List<String> annotations, Terminal terminal) {
        List<List<Cell>> rows = new ArrayList<>();
        int again = 0;
        for (LogLine line : lines) {
            boolean isFinding = line.level().equals("WARN");
            if (isFinding && !shown.add(line.keeping(field -> !NEW_EACH_TIME.contains(field)))) {
                again++;
                continue;
            }
            Cell level = new Cell(line.level(), line.level().equals("INFO") ? Tone.PLAIN : Tone.ALERT);
            if (annotations.contains(line.message())) {
                rows.add(List.of(level, Cell.of("message=(its annotation) " + fields(line))));
            } else {
                rows.add(List.of(level, Cell.of(line.message())));
                rows.add(List.of(Cell.of(""), Cell.of(fields(line))));
            }
        }
        if (again > 0) {
            rows.add(0, List.of(Cell.of("WARN"), Cell.of("(" + again + " as in an act before)")));
        }
        terminal.paragraph(title);
        terminal.quote(WIDTHS, rows);
    }

    private static String fields(LogLine line) {
        return line.keeping(field -> !LEFT_OUT.contains(field)).fields().entrySet().stream()
                .map(field -> field.getKey() + "=" + quoted(ShortText.of(field.getValue(), LONGEST_FIELD)))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String value) {
        return value.contains(" ") ? "\"" + value + "\"" : value;
    }
}
