package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.Creator;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.FindingDetails;
import io.github.daxguard.cli.report.ReadableTables;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reports with text that could break a format. */
final class HostileReports {

    private HostileReports() {}

    /** A report with the text in every external value: of a live cluster, a template, and two targets that were not scanned. */
    static Report of(String text) {
        Target live = new AccountRegion("111122223333", Optional.of(text), "eu-west-1");
        Target template = new TemplateFile(text + ".yaml");
        return Report.of(
                Subject.CLUSTERS,
                "1.2.3",
                Instant.parse("2027-01-31T06:00:00Z"),
                List.of(Control.ENCRYPTION_AT_REST),
                List.of(
                        new ScannedTarget(live, new Outcome.Complete(1)),
                        new ScannedTarget(template, new Outcome.Complete(1)),
                        new ScannedTarget(new TemplateFile(text + ".json"), new Outcome.Unread(text)),
                        new ScannedTarget(
                                new AccountRegion("111122223333", Optional.of(text), "us-east-1"),
                                new Outcome.Excluded(Exclusion.NOT_ENABLED, text))),
                List.of(cluster(live, text), cluster(template, text)),
                List.of(text),
                false);
    }

    private static EvaluatedCluster cluster(Target target, String text) {
        return new EvaluatedCluster(
                target,
                new Cluster(text, text, text, text, text),
                text + "/Resource",
                OptionalInt.of(1),
                List.of(new ControlEvaluation(
                        Control.ENCRYPTION_AT_REST, Compliance.NON_COMPLIANT, false, text, text, OptionalInt.empty())),
                new FindingDetails(
                        Optional.of(new Creator.Known(text, Instant.EPOCH)),
                        Optional.of(new ReadableTables.Known(text, List.of(text, text), List.of(text)))));
    }

    /** A report of a run that was interrupted when all known targets were scanned. */
    static Report interrupted() {
        Target target = new AccountRegion("111122223333", Optional.empty(), "eu-west-1");
        return SampleReports.atRest(List.of(new ScannedTarget(target, new Outcome.Complete(0))), List.of(), true);
    }
}
