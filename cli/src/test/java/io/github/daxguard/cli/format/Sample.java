package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import java.util.Locale;

/** The reports in the tests of every format. */
enum Sample {
    CLUSTERS,
    CLUSTERS_SINCE_BASELINE,
    NOTHING,
    TEMPLATES;

    Report report() {
        return switch (this) {
            case CLUSTERS -> SampleReports.clusters();
            case CLUSTERS_SINCE_BASELINE -> SampleReports.clustersSinceBaseline();
            case NOTHING -> SampleReports.nothing();
            case TEMPLATES -> SampleReports.templates();
        };
    }

    /** The file name without extension: {@code clusters-since-baseline}. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of a golden file: {@code clusters-since-baseline.csv}. */
    String file(String extension) {
        return fileName() + "." + extension;
    }
}
