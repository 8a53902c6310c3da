package io.github.daxguard.cli.replace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.daxguard.cli.access.CallerIdentity;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.Operator;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.replacement.Blocker;
import io.github.daxguard.replacement.StepResult;
import io.github.daxguard.replacement.Traffic;
import io.github.daxguard.rule.ShortText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The output of the command. Control characters in texts from AWS, such as the description of a cluster, are removed. */
final class ReplaceOutput {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** ASCII only, because a description can contain control characters. */
    static final ObjectWriter JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .writerWithDefaultPrettyPrinter();

    private static final int LONGEST_TEXT = 4000;
    private static final int GAP = 2;

    private final Terminal terminal;

    ReplaceOutput(Terminal terminal) {
        this.terminal = terminal;
    }

    void opening(ReplaceOptions options, CallerIdentity identity, String region) {
        terminal.heading("Replace the DAX cluster " + options.cluster() + " with " + options.replacementCluster());
        terminal.table(
                List.of(10),
                List.of(row("account", identity.account()), row("Region", region), row("caller", identity.arn())));
    }

    void plan(StepResult.Planned plan) {
        list("Changes:", plan.changes());
        list("Unchanged:", plan.keeps());
        list("Accepted differences:", plan.acceptedDifferences());
    }

    void blockers(String title, Tone tone, List<Blocker> blockers) {
        terminal.paragraph(new Cell(title, tone));
        bullets(blockers.stream().map(ReplaceMessages::of).toList());
    }

    /** A request in the JSON of the AWS CLI. */
    void request(Map<String, Object> request) {
        terminal.paragraph("The CreateCluster request, in the format of \"aws dax create-cluster --cli-input-json\":");
        try {
            terminal.verbatim(JSON.writeValueAsString(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + request, e);
        }
    }

    /** The requests and connections of the two clusters. */
    void traffic(String cluster, String replacementCluster, StepResult.Readiness readiness) {
        terminal.paragraph("Traffic of the clusters in the last "
                + readiness.window().length().toMinutes() + " minutes, until "
                + time(readiness.window().until()) + ":");
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(Stream.of("CLUSTER, NODE", "REQUESTS", "CONNECTIONS", "LAST SEEN")
                .map(Cell::heading)
                .toList());
        rows.addAll(rows(cluster, readiness.cluster()));
        readiness.replacementCluster().ifPresent(traffic -> rows.addAll(rows(replacementCluster, traffic)));
        int names =
                rows.stream().mapToInt(row -> row.get(0).text().length()).max().orElse(0);
        terminal.table(List.of(GAP + names, 14, 14), rows);
    }

    private static List<List<Cell>> rows(String cluster, Traffic traffic) {
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(
                traffic(new Cell(cluster, Tone.STRONG), traffic.requests(), traffic.connections(), traffic.lastSeen()));
        traffic.nodes()
                .forEach(node -> rows.add(traffic(
                        Cell.of("  " + shown(node.node())), node.requests(), node.connections(), node.lastSeen())));
        return rows;
    }

    private static List<Cell> traffic(Cell name, double requests, double connections, Optional<Instant> lastSeen) {
        return List.of(
                name,
                Cell.of(number(requests)),
                Cell.of(number(connections)),
                Cell.of(lastSeen.map(ReplaceOutput::time).orElse("-")));
    }

    /** Rounded up, so that a fraction of a request is not shown as zero. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%,d", (long) Math.ceil(value));
    }

    void print(String text) {
        terminal.paragraph(shown(text));
    }

    void print(Cell text) {
        terminal.paragraph(new Cell(shown(text.text()), text.tone()));
    }

    /** Asks a question. Returns empty at the end of the input. */
    Optional<String> ask(String question, String prompt, Operator operator) {
        return terminal.ask(shown(question), prompt, operator);
    }

    private void list(String title, List<String> items) {
        if (!items.isEmpty()) {
            terminal.paragraph(title);
            bullets(items);
        }
    }

    private void bullets(List<String> items) {
        terminal.table(List.of(2), items.stream().map(item -> row("-", item)).toList());
    }

    private static List<Cell> row(String first, String text) {
        return List.of(Cell.of(first), Cell.of(shown(text)));
    }

    private static String shown(String text) {
        return ShortText.of(text, LONGEST_TEXT);
    }

    /** {@code 2027-01-31 06:00 UTC}. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    /** {@code 06:00}, in UTC. */
    static String timeOfDay(Instant at) {
        return TIME_OF_DAY.format(at);
    }

    /** {@code 2 h 05 min}, {@code 3 min 30 s}. */
    static String time(Duration duration) {
        return duration.toHours() > 0
                ? String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart())
                : String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
    }
}
