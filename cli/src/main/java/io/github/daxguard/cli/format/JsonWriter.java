package io.github.daxguard.cli.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Comparison;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.cli.report.Look;
import io.github.daxguard.cli.report.Place;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Totals;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Writes all that a report holds as JSON, for programs and for {@link BaselineReader}.
 *
 * <p>{@code docs/report.schema.json} is its schema. Whoever changes what a member means, or takes one away, counts
 * {@link #FORMAT_VERSION} up.
 */
public final class JsonWriter implements ReportWriter {

    /** What a file says of itself, so that no other JSON is taken for a report. */
    static final String FORMAT = "daxguard-report";

    static final int FORMAT_VERSION = 1;

    private static final Comparator<FindingKey> BY_PLACE = Comparator.comparing(FindingKey::place)
            .thenComparing(FindingKey::cluster)
            .thenComparing(FindingKey::control);

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        try (JsonGenerator json = VisibleJson.indented().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("formatVersion", FORMAT_VERSION);
            json.writeStringField("toolVersion", report.version());
            json.writeStringField("subject", report.subject().name());
            json.writeStringField("at", report.at().toString());
            json.writeBooleanField("interrupted", report.isInterrupted());
            json.writeBooleanField("clean", report.isClean());
            writeTotals(report.totals(), json);
            array("controls", report.controls(), JsonWriter::writeControl, json);
            array("looks", report.looks(), JsonWriter::writeLook, json);
            array("clusters", report.clusters(), JsonWriter::writeCluster, json);
            array("notes", report.notes(), (note, to) -> to.writeString(note), json);
            Optional<Comparison> comparison = report.comparison();
            if (comparison.isPresent()) {
                writeBaseline(comparison.get(), json);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void writeTotals(Totals totals, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("totals");
        json.writeNumberField("clusters", totals.clusters());
        json.writeNumberField("nonCompliant", totals.nonCompliant());
        json.writeNumberField("compliant", totals.compliant());
        json.writeNumberField("exempt", totals.exempt());
        json.writeNumberField("notApplicable", totals.notApplicable());
        json.writeNumberField("findings", totals.findings());
        json.writeEndObject();
    }

    private static void writeControl(Control control, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", control.parameterValue());
        json.writeStringField("securityHubId", control.securityHubId());
        json.writeStringField("title", control.title());
        json.writeStringField("guide", control.guide());
        json.writeStringField("severity", control.severity());
        json.writeEndObject();
    }

    private static void writeLook(Look look, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writePlace(look.place(), json);
        json.writeStringField("outcome", OutcomeName.of(look.outcome()));
        json.writeBooleanField("gap", look.isGap());
        if (look.outcome() instanceof Look.Outcome.Complete complete) {
            json.writeNumberField("clusters", complete.clusters());
        } else {
            json.writeStringField("why", look.explanation());
        }
        json.writeEndObject();
    }

    private static void writePlace(Place place, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("place");
        json.writeStringField("name", place.name());
        if (place instanceof Place.TemplateFile file) {
            json.writeStringField("file", file.path());
        } else if (place instanceof Place.AccountRegion account) {
            writeAccount(account.account(), account.accountName(), json);
            json.writeStringField("region", account.region());
        } else if (place instanceof Place.WholeAccount account) {
            writeAccount(account.account(), account.accountName(), json);
        }
        json.writeEndObject();
    }

    private static void writeAccount(String account, Optional<String> name, JsonGenerator json) throws IOException {
        json.writeStringField("account", account);
        if (name.isPresent()) {
            json.writeStringField("accountName", name.get());
        }
    }

    private static void writeCluster(AuditedCluster cluster, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writePlace(cluster.place(), json);
        json.writeStringField("name", cluster.name());
        json.writeStringField("arn", cluster.arn());
        writeLine(cluster.line(), json);
        json.writeStringField("status", cluster.status());
        json.writeStringField("encryptionAtRest", cluster.encryptionAtRest());
        json.writeStringField("endpointEncryption", cluster.endpointEncryption());
        json.writeStringField("compliance", cluster.compliance().name());
        json.writeBooleanField("exempt", cluster.isExempt());
        array("judgements", cluster.judgements(), JsonWriter::writeJudgement, json);
        json.writeEndObject();
    }

    private static void writeJudgement(Judgement judgement, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("control", judgement.control().parameterValue());
        json.writeStringField("compliance", judgement.compliance().name());
        json.writeBooleanField("exempt", judgement.isExempt());
        json.writeStringField("why", judgement.why());
        json.writeStringField("whatToDo", judgement.whatToDo());
        writeLine(judgement.line(), json);
        json.writeEndObject();
    }

    private static void writeLine(OptionalInt line, JsonGenerator json) throws IOException {
        if (line.isPresent()) {
            json.writeNumberField("line", line.getAsInt());
        }
    }

    private static void writeBaseline(Comparison comparison, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("baseline");
        json.writeStringField("file", comparison.baseline());
        array("known", inOrder(comparison.known()), JsonWriter::writeKey, json);
        array("gone", inOrder(comparison.gone()), JsonWriter::writeKey, json);
        json.writeEndObject();
    }

    private static Iterable<FindingKey> inOrder(Set<FindingKey> keys) {
        return keys.stream().sorted(BY_PLACE).toList();
    }

    private static void writeKey(FindingKey key, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("place", key.place());
        json.writeStringField("cluster", key.cluster());
        json.writeStringField("control", key.control().parameterValue());
        json.writeEndObject();
    }

    private static <T> void array(String name, Iterable<T> elements, Part<T> part, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (T element : elements) {
            part.write(element, json);
        }
        json.writeEndArray();
    }

    private interface Part<T> {
        void write(T part, JsonGenerator json) throws IOException;
    }
}
