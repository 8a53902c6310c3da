package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.cli.report.Look;
import io.github.daxguard.cli.report.Look.Exclusion;
import io.github.daxguard.cli.report.Look.Outcome;
import io.github.daxguard.cli.report.Place;
import io.github.daxguard.cli.report.Place.AccountRegion;
import io.github.daxguard.cli.report.Place.TemplateFile;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reports that are out to break a format. */
final class HostileReports {

    private HostileReports() {}

    /** One text wherever text comes from outside: of a live cluster, a template, and two places that cannot be read. */
    static Report of(String text) {
        Place live = new AccountRegion("111122223333", Optional.of(text), "eu-west-1");
        Place template = new TemplateFile(text + ".yaml");
        return Report.of(
                Subject.CLUSTERS,
                "1.2.3",
                Instant.parse("2027-01-31T06:00:00Z"),
                List.of(Control.ENCRYPTION_AT_REST),
                List.of(
                        new Look(live, new Outcome.Complete(1)),
                        new Look(template, new Outcome.Complete(1)),
                        new Look(new TemplateFile(text + ".json"), new Outcome.Unread(text)),
                        new Look(
                                new AccountRegion("111122223333", Optional.of(text), "us-east-1"),
                                new Outcome.Excluded(Exclusion.NOT_ENABLED, text))),
                List.of(cluster(live, text), cluster(template, text)),
                List.of(text),
                false);
    }

    private static AuditedCluster cluster(Place place, String text) {
        return new AuditedCluster(
                place,
                new Cluster(text, text, text, text, text),
                text + "/Resource",
                OptionalInt.of(1),
                List.of(new Judgement(
                        Control.ENCRYPTION_AT_REST, Compliance.NON_COMPLIANT, false, text, text, OptionalInt.empty())));
    }

    /** Stopped when all places had been looked at, but not known to have been all. */
    static Report interrupted() {
        Place place = new AccountRegion("111122223333", Optional.empty(), "eu-west-1");
        return SampleReports.atRest(List.of(new Look(place, new Outcome.Complete(0))), List.of(), true);
    }
}
