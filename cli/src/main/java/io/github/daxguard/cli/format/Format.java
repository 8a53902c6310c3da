package io.github.daxguard.cli.format;

import java.util.Locale;

/** A format of reports, by the name that {@code --format} takes. */
public enum Format {
    /** For people at a terminal. */
    TABLE,
    /** All that is known, for programs; also what {@code --baseline} reads. */
    JSON,
    /** A line for each cluster and control, for spreadsheets. */
    CSV,
    /** A page for a browser. */
    HTML,
    /** For code scanning: Static Analysis Results Interchange Format. */
    SARIF,
    /** For data lakes: Open Cybersecurity Schema Framework, Compliance Finding. */
    OCSF,
    /** For AWS Security Hub: AWS Security Finding Format. */
    ASFF,
    /** For CI servers: JUnit's XML. */
    JUNIT;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
