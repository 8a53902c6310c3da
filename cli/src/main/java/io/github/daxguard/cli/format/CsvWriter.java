package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.cli.report.Look;
import io.github.daxguard.cli.report.Place;
import io.github.daxguard.cli.report.Report;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes a line for each cluster and control as CSV (RFC 4180), for spreadsheets.
 *
 * <p>Incomplete targets are the first lines, so that a filtered or counted sheet does not look clean. A cell that begins
 * like a formula gets an apostrophe before it.
 */
public final class CsvWriter implements ReportWriter {

    private static final String FORMULA_STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private enum Column {
        ACCOUNT,
        ACCOUNT_NAME,
        REGION,
        FILE,
        LINE,
        CLUSTER,
        ARN,
        STATUS,
        ENCRYPTION_AT_REST,
        ENDPOINT_ENCRYPTION,
        CONTROL,
        SECURITY_HUB_ID,
        VERDICT,
        EXEMPT,
        WHY,
        WHAT_TO_DO
    }

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        // It stays open, as the stream does; what it holds is flushed.
        CSVPrinter csv = new CSVPrinter(
                new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)), CSVFormat.RFC4180);
        csv.printRecord(Arrays.stream(Column.values())
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .toList());
        for (Look look : report.looks()) {
            if (!(look.outcome() instanceof Look.Outcome.Complete)) {
                csv.printRecord(new Line(look.place())
                        .set(Column.VERDICT, look.outcome().code())
                        .set(Column.WHY, look.explanation())
                        .cells());
            }
        }
        if (report.isInterrupted() && report.gaps().isEmpty()) {
            csv.printRecord(new Line()
                    .set(Column.VERDICT, new Look.Outcome.NotReached().code())
                    .set(Column.WHY, "The audit was interrupted before its end.")
                    .cells());
        }
        for (AuditedCluster cluster : report.clusters()) {
            for (Judgement judgement : cluster.judgements()) {
                csv.printRecord(line(cluster, judgement));
            }
        }
        csv.flush();
    }

    private static List<String> line(AuditedCluster cluster, Judgement judgement) {
        OptionalInt line = cluster.line(judgement);
        return new Line(cluster.place())
                .set(Column.LINE, line.isPresent() ? Integer.toString(line.getAsInt()) : "")
                .set(Column.CLUSTER, cluster.name())
                .set(Column.ARN, cluster.arn())
                .set(Column.STATUS, cluster.status())
                .set(Column.ENCRYPTION_AT_REST, cluster.encryptionAtRest())
                .set(Column.ENDPOINT_ENCRYPTION, cluster.endpointEncryption())
                .set(Column.CONTROL, judgement.control().parameterValue())
                .set(Column.SECURITY_HUB_ID, judgement.control().securityHubId())
                .set(Column.VERDICT, judgement.compliance().name())
                .set(Column.EXEMPT, Boolean.toString(judgement.isExempt()))
                .set(Column.WHY, judgement.why())
                .set(Column.WHAT_TO_DO, judgement.whatToDo())
                .cells();
    }

    /** The cells of one line; those that are not set are empty. */
    private static final class Line {

        private final Map<Column, String> cells = new EnumMap<>(Column.class);

        Line() {}

        Line(Place place) {
            if (place instanceof Place.TemplateFile file) {
                set(Column.FILE, file.path());
            } else if (place instanceof Place.InAccount account) {
                set(Column.ACCOUNT, account.account());
                set(Column.ACCOUNT_NAME, account.accountName().orElse(""));
            }
            if (place instanceof Place.AccountRegion account) {
                set(Column.REGION, account.region());
            }
        }

        Line set(Column column, String text) {
            cells.put(column, harmless(InvisibleCharacters.replacedIn(text)));
            return this;
        }

        // Some programs look for a formula behind leading spaces too.
        private static String harmless(String text) {
            String start = text.stripLeading();
            return start.isEmpty() || FORMULA_STARTS.indexOf(start.charAt(0)) < 0 ? text : "'" + text;
        }

        List<String> cells() {
            return Arrays.stream(Column.values())
                    .map(column -> cells.getOrDefault(column, ""))
                    .toList();
        }
    }
}
