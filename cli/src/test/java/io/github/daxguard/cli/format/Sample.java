package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import java.util.Locale;
import java.util.function.Supplier;

/** The reports that every format is tested with. */
enum Sample {
    CLUSTERS(SampleReports::clusters),
    CLUSTERS_SINCE_BASELINE(SampleReports::clustersSinceBaseline),
    NOTHING(SampleReports::nothing),
    TEMPLATES(SampleReports::templates);

    private final Supplier<Report> report;

    Sample(Supplier<Report> report) {
        this.report = report;
    }

    Report report() {
        return report.get();
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
