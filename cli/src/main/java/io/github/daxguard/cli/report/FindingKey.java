package io.github.daxguard.cli.report;

import io.github.daxguard.rule.Control;

/** Identifies a finding across reports, independent of text, line and time: {@link Place#name()}, the cluster's name in it, and the control. */
public record FindingKey(String place, String cluster, Control control) {

    static FindingKey of(AuditedCluster cluster, Judgement judgement) {
        return new FindingKey(cluster.place().name(), cluster.name(), judgement.control());
    }
}
