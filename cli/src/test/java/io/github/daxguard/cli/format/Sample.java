package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import java.util.Locale;

/** The reports that every format is tested with. */
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

    /** {@code clusters-since-baseline}. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of the golden file: {@code clusters-since-baseline.csv}. */
    String file(String extension) {
        return fileName() + "." + extension;
    }
}
