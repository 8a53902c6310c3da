package io.github.daxguard.cli.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.cli.report.Look;
import io.github.daxguard.cli.report.Place;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes a report for data lakes, as OCSF's class Compliance Finding: one event a line, for each cluster and control.
 *
 * <p>A place that could not be read is an event for each control too, with the status Unknown. The version is the one
 * that AWS Security Hub takes.
 *
 * @see <a href="https://schema.ocsf.io/1.6.0/classes/compliance_finding">Compliance Finding</a>
 * @see <a href="https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-ocsf.html">Security Hub and
 *     OCSF</a>
 */
public final class OcsfWriter implements ReportWriter {

    private static final String VERSION = "1.6.0";
    private static final String STANDARD = "AWS Foundational Security Best Practices";
    private static final String TYPE = "Software and Configuration Checks/Industry and Regulatory Standards/"
            + "AWS-Foundational-Security-Best-Practices";
    private static final int AWS_ACCOUNT = 10;

    /** A value of an OCSF enumeration: its number, and the caption that stands beside it. */
    private record Value(int id, String caption) {}

    private static final Value UNKNOWN = new Value(0, "Unknown");
    private static final Value PASS = new Value(1, "Pass");
    private static final Value FAIL = new Value(3, "Fail");
    private static final Value NOT_APPLICABLE = new Value(99, "Not Applicable");
    private static final Value NEW = new Value(1, "New");
    private static final Value SUPPRESSED = new Value(3, "Suppressed");
    private static final Value RESOLVED = new Value(4, "Resolved");
    private static final Value INFORMATIONAL = new Value(1, "Informational");

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        try (JsonGenerator json = VisibleJson.lines().createGenerator(out)) {
            json.setRootValueSeparator(null);
            for (Look look : report.gaps()) {
                for (Control control : report.controls()) {
                    writeGap(look, control, report, json);
                }
            }
            for (AuditedCluster cluster : report.clusters()) {
                for (Judgement judgement : cluster.judgements()) {
                    writeJudgement(cluster, judgement, report, json);
                }
            }
        }
    }

    private static void writeGap(Look look, Control control, Report report, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeClass(look.place(), report, json);
        writeStatus(NEW, UNKNOWN, json);
        writeCompliance(control, UNKNOWN, OutcomeName.of(look.outcome()), look.explanation(), json);
        writeFinding(FindingId.of(look.place(), control), control, look.explanation(), report, json);
        writeCloud(look.place(), Optional.empty(), json);
        json.writeArrayFieldStart("resources");
        json.writeStartObject();
        json.writeStringField("name", look.place().name());
        json.writeStringField("type", look.place() instanceof Place.TemplateFile ? "File" : "AWS::::Account");
        writeRegion(look.place(), json);
        json.writeEndObject();
        json.writeEndArray();
        end(json);
    }

    private static void writeJudgement(AuditedCluster cluster, Judgement judgement, Report report, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        writeClass(cluster.place(), report, json);
        switch (judgement.compliance()) {
            case NON_COMPLIANT -> writeStatus(NEW, severity(judgement.control()), json);
            case COMPLIANT -> writeStatus(RESOLVED, INFORMATIONAL, json);
            case NOT_APPLICABLE -> writeStatus(judgement.isExempt() ? SUPPRESSED : NOT_APPLICABLE, INFORMATIONAL, json);
        }
        writeCompliance(
                judgement.control(),
                switch (judgement.compliance()) {
                    case NON_COMPLIANT -> FAIL;
                    case COMPLIANT -> PASS;
                    case NOT_APPLICABLE -> NOT_APPLICABLE;
                },
                judgement.isExempt() ? "EXEMPT" : judgement.compliance().name(),
                judgement.why(),
                json);
        writeFinding(FindingId.of(cluster, judgement.control()), judgement.control(), judgement.why(), report, json);
        if (!judgement.whatToDo().isEmpty()) {
            json.writeObjectFieldStart("remediation");
            json.writeStringField("desc", judgement.whatToDo());
            writeStrings("references", judgement.control().guide(), json);
            json.writeEndObject();
        }
        Optional<String> partition = AuditedCluster.partition(cluster.arn());
        writeCloud(cluster.place(), partition, json);
        writeResource(cluster, judgement, partition, json);
        end(json);
    }

    private static void writeClass(Place place, Report report, JsonGenerator json) throws IOException {
        json.writeNumberField("activity_id", 1);
        json.writeStringField("activity_name", "Create");
        json.writeNumberField("category_uid", 2);
        json.writeStringField("category_name", "Findings");
        json.writeNumberField("class_uid", 2003);
        json.writeStringField("class_name", "Compliance Finding");
        json.writeNumberField("type_uid", 200301);
        json.writeStringField("type_name", "Compliance Finding: Create");
        json.writeNumberField("time", report.at().toEpochMilli());
        json.writeObjectFieldStart("metadata");
        json.writeStringField("version", VERSION);
        if (!(place instanceof Place.TemplateFile)) {
            writeStrings("profiles", "cloud", json);
        }
        json.writeObjectFieldStart("product");
        json.writeStringField("name", "daxguard");
        json.writeStringField("vendor_name", "daxguard");
        json.writeStringField("version", report.version());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeStatus(Value status, Value severity, JsonGenerator json) throws IOException {
        writeValue("status", status, json);
        writeValue("severity", severity, json);
    }

    private static void writeCompliance(Control control, Value status, String code, String why, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart("compliance");
        json.writeStringField("control", control.securityHubId());
        json.writeStringField("desc", control.title());
        writeStrings("standards", STANDARD, json);
        writeStrings("requirements", control.title(), json);
        writeValue("status", status, json);
        json.writeStringField("status_code", code);
        writeStrings("status_details", why, json);
        json.writeEndObject();
    }

    private static void writeFinding(String id, Control control, String why, Report report, JsonGenerator json)
            throws IOException {
        json.writeStringField("message", why);
        json.writeObjectFieldStart("finding_info");
        json.writeStringField("uid", id);
        json.writeStringField("title", control.title());
        json.writeStringField("desc", why);
        json.writeStringField("src_url", control.guide());
        json.writeNumberField("created_time", report.at().toEpochMilli());
        writeStrings("types", TYPE, json);
        json.writeEndObject();
    }

    private static void writeCloud(Place place, Optional<String> partition, JsonGenerator json) throws IOException {
        if (place instanceof Place.AccountRegion account) {
            writeCloud(account.account(), account.accountName(), Optional.of(account.region()), partition, json);
        } else if (place instanceof Place.WholeAccount account) {
            writeCloud(account.account(), account.accountName(), Optional.empty(), partition, json);
        }
    }

    private static void writeCloud(
            String account,
            Optional<String> accountName,
            Optional<String> region,
            Optional<String> partition,
            JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart("cloud");
        json.writeStringField("provider", "AWS");
        json.writeObjectFieldStart("account");
        json.writeStringField("uid", account);
        if (accountName.isPresent()) {
            json.writeStringField("name", accountName.get());
        }
        writeValue("type", new Value(AWS_ACCOUNT, "AWS Account"), json);
        json.writeEndObject();
        if (region.isPresent()) {
            json.writeStringField("region", region.get());
        }
        if (partition.isPresent()) {
            json.writeStringField("cloud_partition", partition.get());
        }
        json.writeEndObject();
    }

    private static void writeResource(
            AuditedCluster cluster, Judgement judgement, Optional<String> partition, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("resources");
        json.writeStartObject();
        json.writeStringField("uid", FindingId.ofCluster(cluster));
        json.writeStringField("name", cluster.name());
        json.writeStringField("type", ResourceType.DAX_CLUSTER);
        writeRegion(cluster.place(), json);
        if (partition.isPresent()) {
            json.writeStringField("cloud_partition", partition.get());
        }
        json.writeObjectFieldStart("data");
        json.writeStringField("status", cluster.status());
        json.writeStringField("encryption_at_rest", cluster.encryptionAtRest());
        json.writeStringField("endpoint_encryption", cluster.endpointEncryption());
        if (cluster.place() instanceof Place.TemplateFile file) {
            json.writeStringField("file", file.path());
            OptionalInt line = cluster.line(judgement);
            if (line.isPresent()) {
                json.writeNumberField("line", line.getAsInt());
            }
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void writeRegion(Place place, JsonGenerator json) throws IOException {
        if (place instanceof Place.AccountRegion account) {
            json.writeStringField("region", account.region());
        }
    }

    private static void writeValue(String name, Value value, JsonGenerator json) throws IOException {
        json.writeNumberField(name + "_id", value.id());
        json.writeStringField(name, value.caption());
    }

    private static void writeStrings(String name, String only, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeString(only);
        json.writeEndArray();
    }

    private static void end(JsonGenerator json) throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static Value severity(Control control) {
        return switch (control.severity().toUpperCase(Locale.ROOT)) {
            case "CRITICAL" -> new Value(5, "Critical");
            case "HIGH" -> new Value(4, "High");
            case "MEDIUM" -> new Value(3, "Medium");
            default -> new Value(2, "Low");
        };
    }
}
