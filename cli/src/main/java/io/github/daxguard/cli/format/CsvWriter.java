package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.Creator;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.ReadableTables;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.Target;
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
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes a line for each cluster and control as CSV (RFC 4180), for spreadsheets.
 *
 * <p>Incomplete targets and notes are the first lines, so that a filtered or counted sheet does not look clean. A cell that begins
 * like a formula gets an apostrophe before it.
 */
public final class CsvWriter implements ReportWriter {

    /** White space and quotation marks, which a spreadsheet ignores before a formula. */
    private static final String SKIPPED = "[\\s\\p{Z}\\p{Cc}\\p{Cf}\"]*+";

    private static final String FORMULA = SKIPPED + "[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]";

    private static final Pattern STARTS_AS_FORMULA = Pattern.compile("^(?=" + FORMULA + ")");

    private static final Pattern FORMULA_AFTER_SEPARATOR = Pattern.compile("(?<=[;|\\t\\r\\n])(?=" + FORMULA + ")");

    private enum Column {
        ACCOUNT,
        ACCOUNT_NAME,
        REGION,
        FILE,
        LINE,
        CLUSTER,
        CDK_PATH,
        ARN,
        STATUS,
        ENCRYPTION_AT_REST,
        ENDPOINT_ENCRYPTION,
        CONTROL,
        SECURITY_HUB_ID,
        VERDICT,
        EXEMPT,
        REASON,
        REMEDIATION,
        PROFILE,
        CREATED_BY,
        CREATED_AT,
        READABLE_TABLES
    }

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        // Flushed, but not closed, because the stream must stay open.
        CSVPrinter csv = new CSVPrinter(
                new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)), CSVFormat.RFC4180);
        csv.printRecord(Arrays.stream(Column.values())
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .toList());
        for (ScannedTarget scannedTarget : report.targets()) {
            if (!(scannedTarget.outcome() instanceof ScannedTarget.Outcome.Complete)) {
                Map<Column, String> line = lineOf(scannedTarget.target());
                line.put(Column.VERDICT, scannedTarget.outcome().code());
                line.put(Column.REASON, scannedTarget.explanation());
                csv.printRecord(cells(line));
            }
        }
        if (report.isInterrupted() && report.gaps().isEmpty()) {
            csv.printRecord(cells(Map.of(
                    Column.VERDICT,
                    new ScannedTarget.Outcome.NotReached().code(),
                    Column.REASON,
                    "The run was interrupted before it was complete.")));
        }
        for (String note : report.allNotes()) {
            csv.printRecord(cells(Map.of(Column.VERDICT, "NOTE", Column.REASON, note)));
        }
        for (EvaluatedCluster cluster : report.clusters()) {
            for (ControlEvaluation evaluation : cluster.evaluations()) {
                csv.printRecord(cells(line(cluster, evaluation)));
            }
        }
        csv.flush();
    }

    private static Map<Column, String> line(EvaluatedCluster cluster, ControlEvaluation evaluation) {
        Map<Column, String> line = lineOf(cluster.target());
        cluster.line(evaluation).ifPresent(number -> line.put(Column.LINE, Integer.toString(number)));
        line.put(Column.CLUSTER, cluster.name());
        line.put(Column.CDK_PATH, cluster.cdkPath());
        line.put(Column.ARN, cluster.arn());
        line.put(Column.STATUS, cluster.status());
        line.put(Column.ENCRYPTION_AT_REST, cluster.encryptionAtRest());
        line.put(Column.ENDPOINT_ENCRYPTION, cluster.endpointEncryption());
        line.put(Column.CONTROL, evaluation.control().parameterValue());
        line.put(Column.SECURITY_HUB_ID, evaluation.control().securityHubId());
        line.put(Column.VERDICT, evaluation.compliance().name());
        line.put(Column.EXEMPT, Boolean.toString(evaluation.isExempt()));
        line.put(Column.REASON, evaluation.reason());
        line.put(Column.REMEDIATION, evaluation.remediation());
        cluster.details().createdBy().ifPresent(creator -> addCreator(creator, line));
        cluster.details().readableTables().ifPresent(tables -> line.put(Column.READABLE_TABLES, cell(tables)));
        return line;
    }

    private static void addCreator(Creator creator, Map<Column, String> line) {
        if (creator instanceof Creator.Known known) {
            line.put(Column.CREATED_BY, known.arn());
            line.put(Column.CREATED_AT, known.at().toString());
        } else {
            line.put(Column.CREATED_BY, creator.sentence());
        }
    }

    /** Never empty, because an empty cell means that the tables were not requested. */
    private static String cell(ReadableTables tables) {
        if (!(tables instanceof ReadableTables.Known known)) {
            return tables.sentence();
        }
        return known.tables().isEmpty() ? "none" : String.join(" ", known.tables());
    }

    private static Map<Column, String> lineOf(Target target) {
        Map<Column, String> line = new EnumMap<>(Column.class);
        if (target instanceof Target.TemplateFile file) {
            line.put(Column.FILE, file.path());
        } else if (target instanceof Target.InAccount account) {
            line.put(Column.ACCOUNT, account.account());
            account.accountName().ifPresent(name -> line.put(Column.ACCOUNT_NAME, name));
        }
        if (target instanceof Target.AccountRegion account) {
            line.put(Column.REGION, account.region());
            account.profile().ifPresent(name -> line.put(Column.PROFILE, name));
        }
        return line;
    }

    /** The cells of a line. Columns without a value are empty. */
    private static List<String> cells(Map<Column, String> line) {
        return Arrays.stream(Column.values())
                .map(column -> harmless(InvisibleCharacters.replacedIn(line.getOrDefault(column, ""))))
                .toList();
    }

    /**
     * Adds an apostrophe before a formula, also after a semicolon, a tab or a vertical bar, where a spreadsheet with other
     * settings starts a new cell.
     */
    private static String harmless(String text) {
        String start = STARTS_AS_FORMULA.matcher(text).replaceFirst("'");
        return FORMULA_AFTER_SEPARATOR.matcher(start).replaceAll("'");
    }
}
