package io.github.daxguard.cli.report;

import io.github.daxguard.rule.Control;

/**
 * What makes a finding the same one in two reports: neither its words, nor the line, nor the time.
 *
 * @param place {@link Place#name()}: DAX's names are unique in an account and Region
 * @param cluster its name there
 */
public record FindingKey(String place, String cluster, Control control) {

    static FindingKey of(AuditedCluster cluster, Judgement judgement) {
        return new FindingKey(cluster.place().name(), cluster.name(), judgement.control());
    }
}
