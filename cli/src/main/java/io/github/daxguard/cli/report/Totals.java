package io.github.daxguard.cli.report;

/** Numbers of clusters, including those that a baseline excludes. {@code findings} counts each control that a cluster does not meet, without known findings. */
public record Totals(int clusters, int nonCompliant, int compliant, int exempt, int notApplicable, int findings) {
    Totals withFindings(int number) {
        return new Totals(clusters, nonCompliant, compliant, exempt, notApplicable, number);
    }
}
