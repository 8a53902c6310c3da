package io.github.daxguard.cli.report;

import io.github.daxguard.rule.Control;

/** Identifies a finding across reports, independent of text, line and time: {@link Target#name()}, the cluster's name in it, and the control. */
public record FindingKey(String target, String cluster, Control control) {

    static FindingKey of(EvaluatedCluster cluster, ControlEvaluation evaluation) {
        return new FindingKey(cluster.target().name(), cluster.name(), evaluation.control());
    }
}
