package io.github.daxguard.cli.format;

import com.contrastsecurity.sarif.ArtifactLocation;
import com.contrastsecurity.sarif.Invocation;
import com.contrastsecurity.sarif.Location;
import com.contrastsecurity.sarif.LogicalLocation;
import com.contrastsecurity.sarif.Message;
import com.contrastsecurity.sarif.MultiformatMessageString;
import com.contrastsecurity.sarif.Notification;
import com.contrastsecurity.sarif.OriginalUriBaseIds;
import com.contrastsecurity.sarif.PartialFingerprints;
import com.contrastsecurity.sarif.PhysicalLocation;
import com.contrastsecurity.sarif.PropertyBag;
import com.contrastsecurity.sarif.Region;
import com.contrastsecurity.sarif.ReportingDescriptor;
import com.contrastsecurity.sarif.Result;
import com.contrastsecurity.sarif.Run;
import com.contrastsecurity.sarif.RunAutomationDetails;
import com.contrastsecurity.sarif.SarifSchema210;
import com.contrastsecurity.sarif.Tool;
import com.contrastsecurity.sarif.ToolComponent;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.ControlReference;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.Target;
import io.github.daxguard.cli.report.Totals;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.text.DateFormat;
import java.text.SimpleDateFormat;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the findings as SARIF 2.1.0, for code scanning.
 *
 * <p>Only findings are results, because GitHub shows a result of the kind {@code pass}, or a suppressed one, as an open alert.
 * The run's properties have the totals of the other clusters, and an exemption is a notification.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
 */
public final class SarifWriter implements ReportWriter {

    private static final URI SCHEMA =
            URI.create("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    private static final Pattern SEMANTIC_VERSION =
            Pattern.compile("(0|[1-9]\\d*)(\\.(0|[1-9]\\d*)){2}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)}");
    private static final String LIVE_CLUSTERS = "LIVE_CLUSTERS";
    private static final String REMEDY =
            "Encryption can only be enabled at creation. Create an encrypted cluster, migrate clients"
                    + " to its endpoint, and delete the unencrypted cluster.";

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        ObjectWriter writer = VisibleJson.indented().with(utc());
        try (JsonGenerator json = writer.createGenerator(out)) {
            writer.writeValue(json, log(report));
            json.writeRaw('\n');
        }
    }

    private static DateFormat utc() {
        DateFormat format = new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        return format;
    }

    private static SarifSchema210 log(Report report) {
        Run run = new Run()
                .withTool(new Tool().withDriver(driver(report)))
                // Separate ids, so that uploads of scans and template checks do not replace each other.
                .withAutomationDetails(new RunAutomationDetails()
                        .withId("daxguard-" + report.subject().name().toLowerCase(Locale.ROOT) + "/"))
                .withInvocations(List.of(invocation(report)))
                .withColumnKind(Run.ColumnKind.UTF_16_CODE_UNITS)
                .withResults(new Results(report))
                .withProperties(totals(report.totals()));
        if (report.subject() == Report.Subject.CLUSTERS) {
            run.setOriginalUriBaseIds(new OriginalUriBaseIds()
                    .withAdditionalProperty(
                            LIVE_CLUSTERS,
                            new ArtifactLocation()
                                    .withDescription(message(
                                            "DAX clusters, by account, Region and name. They are not files."))));
        }
        return new SarifSchema210()
                .with$schema(SCHEMA)
                .withVersion(SarifSchema210.Version._2_1_0)
                .withRuns(List.of(run));
    }

    private static ToolComponent driver(Report report) {
        ToolComponent driver = new ToolComponent().withName("daxguard").withVersion(report.version());
        if (SEMANTIC_VERSION.matcher(report.version()).matches()) {
            driver.setSemanticVersion(report.version());
        }
        return driver.withRules(new LinkedHashSet<>(
                report.controls().stream().map(SarifWriter::rule).toList()));
    }

    private static ReportingDescriptor rule(Control control) {
        ControlReference reference = ControlReference.of(control);
        List<String> requirements = reference.frameworks().stream()
                .map(framework -> framework.label() + ": " + String.join(", ", reference.ids(framework)))
                .toList();
        return new ReportingDescriptor()
                .withId(control.securityHubId())
                .withShortDescription(text(control.title()))
                .withFullDescription(
                        text("AWS Security Hub's control " + control.securityHubId() + ": " + control.title() + "."))
                .withHelpUri(URI.create(control.guide()))
                .withHelp(text(control.title() + ". " + reference.risk() + " " + REMEDY + " Requirements: "
                                + String.join("; ", requirements) + ". See " + control.guide())
                        .withMarkdown(control.title() + ".\n\n" + reference.risk() + "\n\n" + REMEDY
                                + "\n\nRequirements:\n\n- " + String.join("\n- ", requirements)
                                + "\n\n[AWS Security Hub on " + control.securityHubId() + "](" + control.guide() + ")"))
                .withProperties(new PropertyBag()
                        .withTags(new LinkedHashSet<>(List.of("security", "aws", "dax")))
                        .withAdditionalProperty("precision", "very-high")
                        .withAdditionalProperty("security-severity", score(control.severity())));
    }

    /** The middle of GitHub's range for the severity. */
    private static String score(String severity) {
        return switch (severity) {
            case "CRITICAL" -> "9.5";
            case "HIGH" -> "8.0";
            case "MEDIUM" -> "5.5";
            default -> "2.0";
        };
    }

    /** Creates each result when it is written, because all of them need several times the report's memory. */
    private static final class Results extends AbstractList<Result> {

        private record Finding(EvaluatedCluster cluster, ControlEvaluation evaluation) {}

        private final Report report;
        private final List<Finding> findings;

        Results(Report report) {
            this.report = report;
            findings = report.clusters().stream()
                    .flatMap(cluster -> cluster.findings().stream().map(finding -> new Finding(cluster, finding)))
                    .toList();
        }

        @Override
        public Result get(int index) {
            Finding finding = findings.get(index);
            Result result = result(finding.cluster(), finding.evaluation(), report.controls());
            return report.comparison().isPresent() ? result.withBaselineState(Result.BaselineState.NEW) : result;
        }

        @Override
        public int size() {
            return findings.size();
        }
    }

    /** Kind {@code fail} and level {@code warning} are defaults in SARIF and not written. */
    private static Result result(EvaluatedCluster cluster, ControlEvaluation finding, List<Control> rules) {
        Result result = new Result()
                .withRuleId(finding.control().securityHubId())
                .withRuleIndex(rules.indexOf(finding.control()))
                .withMessage(message(cluster.name()
                        + (cluster.cdkPath().isEmpty() ? "" : ", CDK path " + cluster.cdkPath()) + " ("
                        + cluster.target().name() + "): " + finding.reason() + " "
                        + finding.remediation()
                        + cluster.details().sentences().stream()
                                .map(sentence -> " " + sentence)
                                .collect(Collectors.joining())))
                .withLocations(List.of(new Location()
                        .withPhysicalLocation(physical(cluster, cluster.line(finding)))
                        .withLogicalLocations(Set.of(new LogicalLocation()
                                .withName(cluster.name())
                                .withFullyQualifiedName(cluster.id())
                                .withKind("resource")))))
                .withPartialFingerprints(fingerprints(cluster, finding));
        PropertyBag details = new PropertyBag();
        cluster.details()
                .createdBy()
                .ifPresent(creator -> details.setAdditionalProperty("createdBy", creator.members()));
        cluster.details()
                .readableTables()
                .ifPresent(tables -> details.setAdditionalProperty("readableTables", tables.members()));
        return details.getAdditionalProperties().isEmpty() ? result : result.withProperties(details);
    }

    /**
     * GitHub refuses the file if a result has no physical location, so a live cluster has one with a path that names it. A
     * location without a region refers to the whole file, which viewers do not show, so that the first line counts.
     */
    private static PhysicalLocation physical(EvaluatedCluster cluster, OptionalInt line) {
        return new PhysicalLocation()
                .withRegion(new Region().withStartLine(line.orElse(1)))
                .withArtifactLocation(
                        cluster.target() instanceof Target.TemplateFile file
                                ? artifact(file)
                                : new ArtifactLocation()
                                        .withUri(uri(account(cluster.target()) + "/" + cluster.name()))
                                        .withUriBaseId(LIVE_CLUSTERS));
    }

    private static ArtifactLocation artifact(Target.TemplateFile file) {
        return new ArtifactLocation().withUri(uri(file.path()));
    }

    private static String account(Target target) {
        return target instanceof Target.AccountRegion account
                ? account.account() + "/" + account.region()
                : target.name();
    }

    /** Independent of line and message. GitHub's own fingerprint is set only where GitHub cannot compute it from the file. */
    private static PartialFingerprints fingerprints(EvaluatedCluster cluster, ControlEvaluation finding) {
        String fingerprint =
                HexFormat.of().formatHex(HtmlAssets.sha256(OcsfWriter.findingId(cluster.id(), finding.control())));
        PartialFingerprints fingerprints =
                new PartialFingerprints().withAdditionalProperty("daxguardFinding/v1", fingerprint);
        return cluster.target() instanceof Target.TemplateFile
                ? fingerprints
                : fingerprints.withAdditionalProperty("primaryLocationLineHash", fingerprint + ":1");
    }

    /** A path as a URI; a relative path stays relative, so that the URI is valid in every copy of the repository. */
    static String uri(String path) {
        // Half of a surrogate pair cannot be encoded in UTF-8 and becomes a question mark.
        String name = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        boolean isWindowsPath = name.matches("[A-Za-z]:/.*");
        if (name.startsWith("/") || isWindowsPath) {
            return encoded("file", isWindowsPath ? "/" + name : name);
        }
        String relative = name.startsWith("./") ? name.substring(2) : name;
        // Before the first slash, a colon would end a URI scheme.
        return encoded(null, "./" + relative).substring("./".length()).replace(":", "%3A");
    }

    private static String encoded(@Nullable String scheme, String path) {
        try {
            // An empty authority: file:///path, which all programs accept.
            return new URI(scheme, scheme == null ? null : "", path, null, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Invocation invocation(Report report) {
        List<Notification> notifications = new ArrayList<>();
        for (ScannedTarget scannedTarget : report.targets()) {
            if (!(scannedTarget.outcome() instanceof ScannedTarget.Outcome.Complete)) {
                Notification notification = notification(
                        scannedTarget.isGap() ? Notification.Level.ERROR : Notification.Level.NOTE,
                        scannedTarget.target().name() + ": " + scannedTarget.explanation());
                if (scannedTarget.target() instanceof Target.TemplateFile file) {
                    notification.setLocations(Set.of(new Location()
                            .withPhysicalLocation(new PhysicalLocation().withArtifactLocation(artifact(file)))));
                }
                notifications.add(notification);
            }
        }
        if (report.isInterrupted()) {
            notifications.add(
                    notification(Notification.Level.ERROR, "The run was interrupted before it was complete."));
        }
        report.clusters()
                .forEach(cluster -> cluster.evaluations().stream()
                        .filter(ControlEvaluation::isExempt)
                        .map(exempt -> cluster.target().name() + ": " + cluster.name() + " is exempt from "
                                + exempt.control().securityHubId() + ". " + exempt.reason())
                        .forEach(text -> notifications.add(notification(Notification.Level.NOTE, text))));
        report.allNotes().forEach(note -> notifications.add(notification(Notification.Level.NOTE, note)));
        return new Invocation()
                .withStartTimeUtc(Date.from(report.at()))
                .withExecutionSuccessful(report.gaps().isEmpty() && !report.isInterrupted())
                .withToolExecutionNotifications(notifications);
    }

    private static Notification notification(Notification.Level level, String text) {
        return new Notification().withLevel(level).withMessage(message(text));
    }

    private static PropertyBag totals(Totals totals) {
        return new PropertyBag()
                .withAdditionalProperty("clusters", totals.clusters())
                .withAdditionalProperty("nonCompliant", totals.nonCompliant())
                .withAdditionalProperty("compliant", totals.compliant())
                .withAdditionalProperty("exempt", totals.exempt())
                .withAdditionalProperty("notApplicable", totals.notApplicable());
    }

    private static MultiformatMessageString text(String text) {
        return new MultiformatMessageString().withText(text);
    }

    /**
     * Escapes text that would be a placeholder or a link. Other braces are not escaped, because viewers show double braces in a
     * message without arguments as they are, and the text would be pasted into templates.
     */
    private static Message message(String text) {
        return new Message()
                .withText(PLACEHOLDER.matcher(text.strip()).replaceAll("{{$1}}").replace("](", "] ("));
    }
}
