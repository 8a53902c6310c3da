package io.github.daxguard.cli.securityhub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.github.daxguard.cli.format.ReportWriter;
import io.github.daxguard.cli.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;

/**
 * Writes a report in the AWS Security Finding Format: {@code {"Findings": [...]}}, what BatchImportFindings takes.
 *
 * <p>The file is one, however many findings there are, and of however many accounts and Regions: it is for whatever reads
 * the format. A call takes at most 100 findings, and those of one account and Region only: a file with no more of them is
 * {@code aws securityhub batch-import-findings --cli-input-json file://FILE} as it stands; of any other, {@code
 * SecurityHubImport} sends what is in it, call by call.
 *
 * <p>Only clusters that there are can be findings there: a report of templates has neither an account nor a Region.
 */
public final class AsffWriter implements ReportWriter {

    private static final JsonFactory JSON = JsonFactory.builder()
            // A terminal that shows the file then obeys no character of it.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** Whether such reports can be written, and sent to Security Hub. */
    public static boolean supports(Report.Subject subject) {
        return subject == Report.Subject.CLUSTERS;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the report's subject is not {@linkplain #supports supported}
     */
    @Override
    public void write(Report report, OutputStream out) throws IOException {
        if (!supports(report.subject())) {
            throw new IllegalArgumentException("Templates have no findings of Security Hub");
        }
        JsonGenerator json = JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(indented());
        json.writeStartObject();
        json.writeArrayFieldStart("Findings");
        for (AwsSecurityFinding finding : AsffFindings.of(report)) {
            SdkJson.write(finding, json);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        // Only now: closed after a failure too, it would end the JSON as if that were whole.
        json.close();
        out.flush();
    }

    /** The same on every system. */
    private static PrettyPrinter indented() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withArrayIndenter(indenter)
                .withObjectIndenter(indenter);
    }
}
