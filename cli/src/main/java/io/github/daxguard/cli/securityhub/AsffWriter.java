package io.github.daxguard.cli.securityhub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.daxguard.cli.format.ReportWriter;
import io.github.daxguard.cli.format.VisibleJson;
import io.github.daxguard.cli.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;

/**
 * Writes a report of live clusters in the AWS Security Finding Format: {@code {"Findings": [...]}}.
 *
 * <p>Up to 100 findings of one account and Region are valid input of {@code aws securityhub batch-import-findings
 * --cli-input-json file://FILE}. {@link SecurityHubImport} sends any number.
 */
public final class AsffWriter implements ReportWriter {

    private static final JsonFactory JSON = JsonFactory.builder()
            // So that no character of the file can control a terminal.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** Whether such reports can be written, and sent to Security Hub. */
    public static boolean supports(Report.Subject subject) {
        return subject == Report.Subject.CLUSTERS;
    }

    /** Throws an IllegalArgumentException if the subject is not {@linkplain #supports supported}. */
    @Override
    public void write(Report report, OutputStream out) throws IOException {
        if (!supports(report.subject())) {
            throw new IllegalArgumentException("Security Hub has no findings of templates");
        }
        JsonGenerator json = JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(VisibleJson.indentation());
        json.writeStartObject();
        json.writeArrayFieldStart("Findings");
        for (AwsSecurityFinding finding : AsffFindings.of(report)) {
            write(finding, json);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        // Not after a failure: closing would end the JSON as if it were complete.
        json.close();
        out.flush();
    }

    /** Writes a structure as the SDK sends it: under the names of AWS, without the members that are not set. */
    private static void write(SdkPojo structure, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (SdkField<?> field : structure.sdkFields()) {
            Object value = field.getValueOrDefault(structure);
            if (isSet(value)) {
                json.writeFieldName(field.locationName());
                writeValue(value, json);
            }
        }
        json.writeEndObject();
    }

    /** The SDK returns its own empty list or map for a member that is not set. */
    private static boolean isSet(@Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }

    private static void writeValue(Object value, JsonGenerator json) throws IOException {
        if (value instanceof SdkPojo structure) {
            write(structure, json);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                writeValue(element, json);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                writeValue(entry.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else {
            throw new IllegalStateException("No finding has a value of " + value.getClass());
        }
    }
}
