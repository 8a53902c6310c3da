package io.github.daxguard.cli.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.daxguard.cli.report.Comparison;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.ControlReference;
import io.github.daxguard.cli.report.ControlReference.Requirement;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.Target;
import io.github.daxguard.cli.report.Totals;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes the whole report as JSON, for programs and for {@link BaselineReader}. Its schema is
 * {@code docs/report.schema.json}; a change or removal of a member increments {@link #FORMAT_VERSION}.
 */
public final class JsonWriter implements ReportWriter {

    /** Identifies a report, so that other JSON is not accepted as one. */
    static final String FORMAT = "daxguard-report";

    static final int FORMAT_VERSION = 2;

    private static final Comparator<FindingKey> BY_TARGET = Comparator.comparing(FindingKey::target)
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
            json.writeFieldName("totals");
            json.writeTree(totals(report.totals()));
            array("controls", report.controls(), JsonWriter::control, json);
            array("targets", report.targets(), JsonWriter::scannedTarget, json);
            array("clusters", report.clusters(), JsonWriter::cluster, json);
            array("notes", report.notes(), TextNode::valueOf, json);
            Optional<Comparison> comparison = report.comparison();
            if (comparison.isPresent()) {
                json.writeObjectFieldStart("baseline");
                json.writeStringField("file", comparison.get().baseline());
                array("known", inOrder(comparison.get().known()), JsonWriter::key, json);
                array("fixed", inOrder(comparison.get().fixed()), JsonWriter::key, json);
                json.writeEndObject();
            }
            if (!report.configured().isEmpty()) {
                json.writePOJOField("configuration", report.configured().members());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static ObjectNode totals(Totals totals) {
        return VisibleJson.object()
                .put("clusters", totals.clusters())
                .put("nonCompliant", totals.nonCompliant())
                .put("compliant", totals.compliant())
                .put("exempt", totals.exempt())
                .put("notApplicable", totals.notApplicable())
                .put("findings", totals.findings());
    }

    private static ObjectNode control(Control control) {
        ControlReference reference = ControlReference.of(control);
        ObjectNode json = VisibleJson.object()
                .put("id", control.parameterValue())
                .put("securityHubId", control.securityHubId())
                .put("title", control.title())
                .put("guide", control.guide())
                .put("severity", control.severity())
                .put("risk", reference.risk());
        ArrayNode requirements = json.putArray("requirements");
        for (Requirement requirement : reference.requirements()) {
            requirements
                    .addObject()
                    .put("framework", requirement.framework().title())
                    .put("version", requirement.framework().version())
                    .put("requirement", requirement.id());
        }
        return json;
    }

    private static ObjectNode scannedTarget(ScannedTarget scannedTarget) {
        ObjectNode json = ofTarget(scannedTarget.target())
                .put("outcome", scannedTarget.outcome().code())
                .put("gap", scannedTarget.isGap());
        return scannedTarget.outcome() instanceof ScannedTarget.Outcome.Complete complete
                ? json.put("clusters", complete.clusters())
                : json.put("reason", scannedTarget.explanation());
    }

    /** An object whose first member is the target. */
    private static ObjectNode ofTarget(Target target) {
        ObjectNode json = VisibleJson.object();
        ObjectNode member = json.putObject("target").put("name", target.name());
        if (target instanceof Target.TemplateFile file) {
            member.put("file", file.path());
        } else if (target instanceof Target.InAccount account) {
            member.put("account", account.account());
            account.accountName().ifPresent(name -> member.put("accountName", name));
        }
        if (target instanceof Target.AccountRegion account) {
            account.profile().ifPresent(name -> member.put("profile", name));
            member.put("region", account.region());
        }
        return json;
    }

    private static ObjectNode cluster(EvaluatedCluster cluster) {
        ObjectNode json = ofTarget(cluster.target()).put("name", cluster.name()).put("arn", cluster.arn());
        if (!cluster.cdkPath().isEmpty()) {
            json.put("cdkPath", cluster.cdkPath());
        }
        cluster.line().ifPresent(line -> json.put("line", line));
        json.put("status", cluster.status())
                .put("encryptionAtRest", cluster.encryptionAtRest())
                .put("endpointEncryption", cluster.endpointEncryption())
                .put("compliance", cluster.compliance().name())
                .put("exempt", cluster.isExempt());
        cluster.details().createdBy().ifPresent(creator -> json.putPOJO("createdBy", creator.members()));
        cluster.details().readableTables().ifPresent(tables -> json.putPOJO("readableTables", tables.members()));
        ArrayNode evaluations = json.putArray("evaluations");
        for (ControlEvaluation evaluation : cluster.evaluations()) {
            ObjectNode member = evaluations
                    .addObject()
                    .put("control", evaluation.control().parameterValue())
                    .put("compliance", evaluation.compliance().name())
                    .put("exempt", evaluation.isExempt())
                    .put("reason", evaluation.reason())
                    .put("remediation", evaluation.remediation());
            evaluation.line().ifPresent(line -> member.put("line", line));
        }
        return json;
    }

    private static Iterable<FindingKey> inOrder(Set<FindingKey> keys) {
        return keys.stream().sorted(BY_TARGET).toList();
    }

    private static ObjectNode key(FindingKey key) {
        return VisibleJson.object()
                .put("target", key.target())
                .put("cluster", key.cluster())
                .put("control", key.control().parameterValue());
    }

    /** Builds each element when it is written, because the whole tree needs several times the report's memory. */
    private static <T> void array(String name, Iterable<T> elements, Function<T, JsonNode> node, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (T element : elements) {
            json.writeTree(node.apply(element));
        }
        json.writeEndArray();
    }
}
