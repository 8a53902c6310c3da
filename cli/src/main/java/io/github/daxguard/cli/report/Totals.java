package io.github.daxguard.cli.report;

/** Numbers of clusters, those that a baseline leaves out included. {@code findings} has one for each control that a cluster does not meet, without the known ones. */
public record Totals(int clusters, int nonCompliant, int compliant, int exempt, int notApplicable, int findings) {
    Totals withFindings(int number) {
        return new Totals(clusters, nonCompliant, compliant, exempt, notApplicable, number);
    }
}
