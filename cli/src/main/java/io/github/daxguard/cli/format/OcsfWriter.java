package io.github.daxguard.cli.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.ControlReference;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.Target;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes a report for data lakes as OCSF Compliance Findings: one event a line, for each cluster and control.
 *
 * <p>A target that could not be read is an event for each control too, with the status Unknown. The version is the one
 * that AWS Security Hub accepts.
 *
 * @see <a href="https://schema.ocsf.io/1.6.0/classes/compliance_finding">Compliance Finding</a>
 * @see <a href="https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-ocsf.html">Security Hub and
 *     OCSF</a>
 */
public final class OcsfWriter implements ReportWriter {

    private static final String VERSION = "1.6.0";
    private static final String TYPE = "Software and Configuration Checks/Industry and Regulatory Standards/"
            + "AWS-Foundational-Security-Best-Practices";

    /** A value of an OCSF enumeration: its number and its caption. */
    private record Value(int id, String caption) {
        void addTo(ObjectNode json, String name) {
            json.put(name + "_id", id).put(name, caption);
        }
    }

    private static final Value UNKNOWN = new Value(0, "Unknown");
    private static final Value PASS = new Value(1, "Pass");
    private static final Value FAIL = new Value(3, "Fail");
    private static final Value NOT_APPLICABLE = new Value(99, "Not Applicable");
    private static final Value NEW = new Value(1, "New");
    private static final Value SUPPRESSED = new Value(3, "Suppressed");
    private static final Value RESOLVED = new Value(4, "Resolved");
    private static final Value AWS_ACCOUNT = new Value(10, "AWS Account");
    private static final Value INFORMATIONAL = new Value(1, "Informational");

    private record Result(Value status, Value severity, Value compliance, String code) {
        static Result of(ControlEvaluation evaluation) {
            String code = evaluation.compliance().name();
            return switch (evaluation.compliance()) {
                case NON_COMPLIANT -> new Result(NEW, severityOf(evaluation.control()), FAIL, code);
                case COMPLIANT -> new Result(RESOLVED, INFORMATIONAL, PASS, code);
                case NOT_APPLICABLE ->
                    evaluation.isExempt()
                            ? new Result(SUPPRESSED, INFORMATIONAL, NOT_APPLICABLE, "EXEMPT")
                            : new Result(NOT_APPLICABLE, INFORMATIONAL, NOT_APPLICABLE, code);
            };
        }
    }

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        try (JsonGenerator json = VisibleJson.lines().createGenerator(out)) {
            json.setRootValueSeparator(null);
            for (ScannedTarget scannedTarget : report.gaps()) {
                for (Control control : report.controls()) {
                    json.writeTree(gap(scannedTarget, control, report));
                    json.writeRaw('\n');
                }
            }
            for (EvaluatedCluster cluster : report.clusters()) {
                for (ControlEvaluation evaluation : cluster.evaluations()) {
                    json.writeTree(finding(cluster, evaluation, report));
                    json.writeRaw('\n');
                }
            }
        }
    }

    /** The id of a finding of a cluster or a target. It is the same in every report. */
    static String findingId(String subject, Control control) {
        return "daxguard/" + subject + "/" + control.securityHubId();
    }

    private static ObjectNode gap(ScannedTarget scannedTarget, Control control, Report report) {
        Target target = scannedTarget.target();
        Result result =
                new Result(NEW, UNKNOWN, UNKNOWN, scannedTarget.outcome().code());
        ObjectNode json = event(target, target.name(), control, result, scannedTarget.explanation(), report);
        addCloud(target, Optional.empty(), json);
        ObjectNode resource = json.putArray("resources")
                .addObject()
                .put("name", target.name())
                .put("type", target instanceof Target.TemplateFile ? "File" : "AWS::::Account");
        addRegion(target, resource);
        return json;
    }

    private static ObjectNode finding(EvaluatedCluster cluster, ControlEvaluation evaluation, Report report) {
        Target target = cluster.target();
        ObjectNode json =
                event(target, cluster.id(), evaluation.control(), Result.of(evaluation), evaluation.reason(), report);
        if (!evaluation.remediation().isEmpty()) {
            json.putObject("remediation")
                    .put("desc", evaluation.remediation())
                    .putArray("references")
                    .add(evaluation.control().guide());
        }
        Optional<String> partition = EvaluatedCluster.partition(cluster.arn());
        addCloud(target, partition, json);
        ObjectNode resource = json.putArray("resources")
                .addObject()
                .put("uid", cluster.id())
                .put("name", cluster.name())
                .put("type", ResourceType.DAX_CLUSTER);
        addRegion(target, resource);
        partition.ifPresent(known -> resource.put("cloud_partition", known));
        ObjectNode data = resource.putObject("data")
                .put("status", cluster.status())
                .put("encryption_at_rest", cluster.encryptionAtRest())
                .put("endpoint_encryption", cluster.endpointEncryption());
        cluster.details().createdBy().ifPresent(creator -> data.putPOJO("created_by", creator.members()));
        cluster.details().readableTables().ifPresent(tables -> data.putPOJO("readable_tables", tables.members()));
        if (target instanceof Target.TemplateFile file) {
            data.put("file", file.path());
            if (!cluster.cdkPath().isEmpty()) {
                data.put("cdk_path", cluster.cdkPath());
            }
            cluster.line(evaluation).ifPresent(line -> data.put("line", line));
        }
        return json;
    }

    /** The members that every event has, in their order. */
    private static ObjectNode event(
            Target target, String subject, Control control, Result result, String reason, Report report) {
        long at = report.at().toEpochMilli();
        ObjectNode json = VisibleJson.object()
                .put("activity_id", 1)
                .put("activity_name", "Create")
                .put("category_uid", 2)
                .put("category_name", "Findings")
                .put("class_uid", 2003)
                .put("class_name", "Compliance Finding")
                .put("type_uid", 200301)
                .put("type_name", "Compliance Finding: Create")
                .put("time", at);
        ObjectNode metadata = json.putObject("metadata").put("version", VERSION);
        if (target instanceof Target.InAccount) {
            metadata.putArray("profiles").add("cloud");
        }
        metadata.putObject("product")
                .put("name", "daxguard")
                .put("vendor_name", "daxguard")
                .put("version", report.version());
        result.status().addTo(json, "status");
        result.severity().addTo(json, "severity");
        ObjectNode compliance = json.putObject("compliance")
                .put("control", control.securityHubId())
                .put("desc", control.title());
        ControlReference reference = ControlReference.of(control);
        ArrayNode standards = compliance.putArray("standards");
        reference.frameworks().forEach(framework -> standards.add(framework.label()));
        ArrayNode requirements = compliance.putArray("requirements");
        reference.requirements().forEach(requirement -> requirements.add(requirement.citation()));
        result.compliance().addTo(compliance, "status");
        compliance.put("status_code", result.code()).putArray("status_details").add(reason);
        json.put("message", reason)
                .putObject("finding_info")
                .put("uid", findingId(subject, control))
                .put("title", control.title())
                .put("desc", reason)
                .put("src_url", control.guide())
                .put("created_time", at)
                .putArray("types")
                .add(TYPE);
        return json;
    }

    private static void addCloud(Target target, Optional<String> partition, ObjectNode json) {
        if (target instanceof Target.InAccount in) {
            ObjectNode cloud = json.putObject("cloud").put("provider", "AWS");
            ObjectNode account = cloud.putObject("account").put("uid", in.account());
            in.accountName().ifPresent(name -> account.put("name", name));
            AWS_ACCOUNT.addTo(account, "type");
            addRegion(target, cloud);
            partition.ifPresent(known -> cloud.put("cloud_partition", known));
        }
    }

    private static void addRegion(Target target, ObjectNode json) {
        if (target instanceof Target.AccountRegion account) {
            json.put("region", account.region());
        }
    }

    private static Value severityOf(Control control) {
        return switch (control.severity().toUpperCase(Locale.ROOT)) {
            case "CRITICAL" -> new Value(5, "Critical");
            case "HIGH" -> new Value(4, "High");
            case "MEDIUM" -> new Value(3, "Medium");
            default -> new Value(2, "Low");
        };
    }
}
