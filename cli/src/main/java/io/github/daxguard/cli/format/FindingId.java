package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Place;
import io.github.daxguard.rule.Control;

/** Names what a control says of a cluster the same in every report, so that who collects reports can follow it. */
final class FindingId {

    private FindingId() {}

    /** The cluster and the control: {@code daxguard/arn:aws:dax:eu-west-1:111122223333:cache/orders/DynamoDB.3}. */
    static String of(AuditedCluster cluster, Control control) {
        return of(ofCluster(cluster), control);
    }

    /** The same of a place where it is not known what the control would say. */
    static String of(Place place, Control control) {
        return of(place.name(), control);
    }

    private static String of(String what, Control control) {
        return "daxguard/" + what + "/" + control.securityHubId();
    }

    /** Its ARN; in a template the file and its name there: {@code shop.yaml#Orders}. */
    static String ofCluster(AuditedCluster cluster) {
        return cluster.arn().isEmpty() ? cluster.place().name() + "#" + cluster.name() : cluster.arn();
    }
}
