package io.github.daxguard.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.rule.ShortText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prints shortened log lines of the functions: repeated findings are counted, annotations in the compliance table are not
 * repeated, and fields with the same value in each line are omitted.
 */
final class FunctionLogView {

    private static final Set<String> OMITTED = Set.of(
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

    private static final int LONGEST_FIELD = 136;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<Map<String, String>> findings = new HashSet<>();

    /** The fields of a log line in order. A line that is not a JSON object becomes a message without a level. */
    static Map<String, String> fields(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            JsonNode json = JSON.readTree(line);
            if (json.isObject()) {
                json.properties()
                        .forEach(field ->
                                fields.put(field.getKey(), field.getValue().asText()));
                return fields;
            }
        } catch (JsonProcessingException e) {
            // Printed unchanged.
        }
        fields.put("message", line);
        return fields;
    }

    /** Prints the log of a run. */
    void print(Terminal terminal, Run run) {
        print(
                terminal,
                "Log of the function (shortened; in AWS: JSON lines in CloudWatch Logs):",
                run.log(),
                run.after().stream().map(StoredEvaluation::annotation).collect(Collectors.toSet()));
    }

    /** Prints log lines, given as their fields. */
    void print(Terminal terminal, String title, List<Map<String, String>> lines) {
        print(terminal, title, lines, Set.of());
    }

    private void print(Terminal terminal, String title, List<Map<String, String>> lines, Set<String> annotations) {
        List<List<Cell>> rows = new ArrayList<>();
        int repeated = 0;
        for (Map<String, String> line : lines) {
            String level = line.getOrDefault("level", "");
            String message = line.getOrDefault("message", "");
            if (level.equals("WARN") && !findings.add(without(Set.of("timestamp", "AWSRequestId"), line))) {
                repeated++;
                continue;
            }
            Cell first = new Cell(level, level.equals("INFO") ? Tone.PLAIN : Tone.ALERT);
            String fields = text(without(OMITTED, line));
            if (annotations.contains(message)) {
                rows.add(List.of(first, Cell.of("message=(annotation) " + fields)));
            } else {
                rows.add(List.of(first, Cell.of(message)));
                rows.add(List.of(Cell.of(""), Cell.of(fields)));
            }
        }
        if (repeated > 0) {
            rows.add(0, List.of(Cell.of("WARN"), Cell.of("(same as in a previous act: " + repeated + ")")));
        }
        terminal.paragraph(title);
        terminal.quote(List.of(6), rows);
    }

    private static Map<String, String> without(Set<String> fields, Map<String, String> line) {
        Map<String, String> kept = new LinkedHashMap<>(line);
        kept.keySet().removeAll(fields);
        return kept;
    }

    private static String text(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + quoted(ShortText.of(field.getValue(), LONGEST_FIELD)))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String value) {
        return value.contains(" ") ? "\"" + value + "\"" : value;
    }
}
