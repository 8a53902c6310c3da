package io.github.daxguard.cli.report;

import io.github.daxguard.cli.options.ControlOptions;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.cli.report.Target.WholeAccount;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.Tags;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reports with every case that a format must write. */
public final class SampleReports {

    /** Text that is harmful unless it is escaped. */
    public static final String HOSTILE = "<script>alert(\"1\")</script> & ]]> '=cmd()' \u001b[2J \u202e {{x}}";

    private static final Instant AT = Instant.parse("2027-01-31T06:00:00Z");
    private static final String SHOP = "111122223333";
    private static final String LAB = "444455556666";

    /** No exemptions. */
    public static final Exemptions NO_EXEMPTIONS = new Exemptions(
            RuleParameters.parse(Map.of()), LocalDate.parse("2027-01-31"), cluster -> new Tags.Known(Map.of()));

    private SampleReports() {}

    /** A cluster with the evaluation of all controls. */
    public static EvaluatedCluster evaluated(Target target, Cluster cluster, Exemptions exemptions) {
        return new EvaluatedCluster(
                target,
                cluster,
                OptionalInt.empty(),
                Arrays.stream(Control.values())
                        .map(control -> ControlEvaluation.of(control, control.evaluate(cluster, exemptions)))
                        .toList());
    }

    /** A cluster with this result of encryption at rest. */
    public static EvaluatedCluster atRest(Target target, String name, Compliance compliance, boolean isExempt) {
        return new EvaluatedCluster(
                target,
                new Cluster(name, "", "available", "", ""),
                OptionalInt.empty(),
                List.of(new ControlEvaluation(
                        Control.ENCRYPTION_AT_REST,
                        compliance,
                        isExempt,
                        "Reason.",
                        "Remediation.",
                        OptionalInt.empty())));
    }

    /** A report on encryption at rest. */
    public static Report atRest(List<ScannedTarget> targets, List<EvaluatedCluster> clusters, boolean isInterrupted) {
        return Report.of(
                Subject.CLUSTERS,
                "1",
                Instant.EPOCH,
                List.of(Control.ENCRYPTION_AT_REST),
                targets,
                clusters,
                List.of(),
                isInterrupted);
    }

    /** Live clusters in two accounts, with each verdict and each kind of gap. */
    public static Report clusters() {
        Exemptions exemptions = new Exemptions(
                RuleParameters.parse(
                        Map.of("exemptClusters", "legacy@2027-03-31,old@2026-12-31"), ControlOptions.EXEMPTION_NAMES),
                LocalDate.parse("2027-01-31"),
                cluster -> new Tags.Known(Map.of()));
        List<EvaluatedCluster> clusters = new ArrayList<>();
        clusters.add(live(SHOP, "eu-west-1", "orders", "available", "DISABLED", "NONE", exemptions));
        clusters.add(live(SHOP, "eu-west-1", "sessions", "available", "ENABLED", "TLS", exemptions));
        clusters.add(live(SHOP, "eu-west-1", "legacy", "available", "", "TLS", exemptions));
        clusters.add(live(SHOP, "us-east-1", "old", "modifying", "", "", exemptions));
        clusters.add(live(SHOP, "us-east-1", "going", "deleting", "DISABLED", "NONE", exemptions));
        clusters.add(live(LAB, "eu-west-1", "orders", "creating", "ENABLED", "NONE", exemptions));
        clusters.add(live(LAB, "eu-west-1", "odd", "available", HOSTILE, "TLS", exemptions));
        List<ScannedTarget> targets = List.of(
                scannedTarget(SHOP, "eu-west-1", new Outcome.Complete(3)),
                scannedTarget(SHOP, "us-east-1", new Outcome.Complete(2)),
                scannedTarget(
                        SHOP,
                        "eu-south-2",
                        new Outcome.Excluded(Exclusion.NOT_ENABLED, "The account has not enabled this Region.")),
                scannedTarget(LAB, "eu-west-1", new Outcome.Complete(2)),
                scannedTarget(
                        LAB,
                        "us-east-1",
                        new Outcome.Unread("DescribeClusters failed: AccessDeniedException. " + HOSTILE)),
                scannedTarget(LAB, "eu-south-2", new Outcome.Complete(0)),
                new ScannedTarget(
                        new WholeAccount("777788889999", Optional.of("=Finance")),
                        new Outcome.Unread("AssumeRole failed: AccessDenied.")),
                scannedTarget("888899990000", "eu-west-1", new Outcome.NotReached()));
        return Report.of(
                Subject.CLUSTERS,
                "1.2.3",
                AT,
                Arrays.asList(Control.values()),
                targets,
                clusters,
                List.of("1 account of the organization is not active and was not scanned."),
                true);
    }

    /** The same report, compared with a baseline that has a finding of {@code orders} in the first account. */
    public static Report clustersSinceBaseline() {
        return clusters()
                .since(
                        "last-week.json",
                        Set.of(
                                new FindingKey("account " + SHOP + ", eu-west-1", "orders", Control.ENCRYPTION_AT_REST),
                                new FindingKey(
                                        "account " + SHOP + ", eu-west-1", "replaced", Control.ENCRYPTION_AT_REST)));
    }

    /** One target without clusters. */
    public static Report nothing() {
        return Report.of(
                Subject.CLUSTERS,
                "1.2.3",
                AT,
                Arrays.asList(Control.values()),
                List.of(scannedTarget(SHOP, "eu-west-1", new Outcome.Complete(0))),
                List.of(),
                List.of(),
                false);
    }

    /** Templates, one of which could not be read. */
    public static Report templates() {
        TemplateFile shop = new TemplateFile("infra/shop template.yaml");
        TemplateFile plan = new TemplateFile("plan.json");
        TemplateFile broken = new TemplateFile("broken.yaml");
        return Report.of(
                Subject.TEMPLATES,
                "1.2.3",
                AT,
                Arrays.asList(Control.values()),
                List.of(
                        new ScannedTarget(shop, new Outcome.Complete(2)),
                        new ScannedTarget(plan, new Outcome.Complete(1)),
                        new ScannedTarget(broken, new Outcome.Unread("Line 3: a mapping is not closed."))),
                List.of(
                        declared(shop, "Orders", 12, "{SSEEnabled: false}", "NONE", false, 20, 23),
                        declared(shop, "Sessions", 30, "{SSEEnabled: true}", "TLS", true, 31, 32),
                        declared(plan, "module.shop.aws_dax_cluster.this[\"a\"]", 0, "", "", false, 0, 0)),
                List.of("infra/shop template.yaml, line 40: the nested stack Cache is not evaluated."),
                false);
    }

    private static ScannedTarget scannedTarget(String account, String region, Outcome outcome) {
        return new ScannedTarget(target(account, region), outcome);
    }

    private static AccountRegion target(String account, String region) {
        return account.equals(LAB)
                ? new AccountRegion(account, Optional.of("Lab " + HOSTILE), region)
                : new AccountRegion(account, Optional.empty(), Optional.of("shop admin"), region);
    }

    private static EvaluatedCluster live(
            String account,
            String region,
            String name,
            String status,
            String atRest,
            String inTransit,
            Exemptions exemptions) {
        Cluster cluster = new Cluster(
                name, "arn:aws:dax:" + region + ":" + account + ":cache/" + name, status, atRest, inTransit);
        EvaluatedCluster evaluated = evaluated(target(account, region), cluster, exemptions);
        return evaluated.findings().isEmpty() ? evaluated : evaluated.with(details(account, name));
    }

    /** Each outcome of each detail. */
    private static FindingDetails details(String account, String name) {
        if (name.equals("odd")) {
            return new FindingDetails(
                    Optional.of(new Creator.NotRead("LookupEvents failed: AccessDeniedException. " + HOSTILE)),
                    Optional.of(new ReadableTables.NotRead("ListRolePolicies failed: AccessDenied. " + HOSTILE)));
        }
        String role = "arn:aws:iam::" + account + ":role/dax";
        if (name.equals("old")) {
            return new FindingDetails(
                    Optional.of(new Creator.NotFound("CloudTrail's event history has no event of this cluster.")),
                    Optional.of(
                            new ReadableTables.Known(role, List.of("*"), List.of("Deny statements", "conditions"))));
        }
        return new FindingDetails(
                Optional.of(new Creator.Known(
                        "arn:aws:sts::" + account + ":assumed-role/deploy/ana", Instant.parse("2027-01-10T09:30:00Z"))),
                Optional.of(new ReadableTables.Known(
                        role,
                        account.equals(LAB)
                                ? List.of()
                                : List.of(
                                        "arn:aws:dynamodb:eu-west-1:" + account + ":table/orders",
                                        "arn:aws:dynamodb:eu-west-1:" + account + ":table/stock-*"),
                        List.of())));
    }

    private static EvaluatedCluster declared(
            TemplateFile file,
            String name,
            int line,
            String atRest,
            String inTransit,
            boolean isEncrypted,
            int lineAtRest,
            int lineInTransit) {
        return new EvaluatedCluster(
                file,
                new Cluster(name, "", "", atRest, inTransit),
                line == 0 ? "" : "Shop/" + name + "/Resource",
                line(line),
                List.of(
                        evaluation(Control.ENCRYPTION_AT_REST, isEncrypted, line(lineAtRest)),
                        evaluation(Control.ENCRYPTION_IN_TRANSIT, isEncrypted, line(lineInTransit))));
    }

    private static ControlEvaluation evaluation(Control control, boolean isEncrypted, OptionalInt line) {
        return isEncrypted
                ? new ControlEvaluation(control, Compliance.COMPLIANT, false, "It encrypts.", "", line)
                : new ControlEvaluation(
                        control,
                        Compliance.NON_COMPLIANT,
                        false,
                        "It is not set.",
                        "Set " + control.title() + ".",
                        line);
    }

    private static OptionalInt line(int line) {
        return line == 0 ? OptionalInt.empty() : OptionalInt.of(line);
    }
}
