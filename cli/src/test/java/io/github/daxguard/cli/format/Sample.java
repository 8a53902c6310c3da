package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import java.util.Locale;

/** The reports that every format is tested with. */
enum Sample {
    CLUSTERS {
        @Override
        Report report() {
            return SampleReports.clusters();
        }
    },
    CLUSTERS_SINCE_BASELINE {
        @Override
        Report report() {
            return SampleReports.clustersSinceBaseline();
        }
    },
    NOTHING {
        @Override
        Report report() {
            return SampleReports.nothing();
        }
    },
    TEMPLATES {
        @Override
        Report report() {
            return SampleReports.templates();
        }
    };

    abstract Report report();

    /** Of the golden file: {@code clusters-since-baseline.csv}. */
    String file(String extension) {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + "." + extension;
    }
}
