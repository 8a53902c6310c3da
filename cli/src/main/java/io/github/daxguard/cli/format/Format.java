package io.github.daxguard.cli.format;

import java.util.Locale;

/** A report format, named as in {@code --format}. */
public enum Format {
    TABLE,
    /** The complete report, for programs and for {@code --baseline}. */
    JSON,
    /** For spreadsheets. */
    CSV,
    HTML,
    /** Static Analysis Results Interchange Format, for code scanning. */
    SARIF,
    /** Open Cybersecurity Schema Framework, class Compliance Finding. */
    OCSF,
    /** AWS Security Finding Format. */
    ASFF,
    JUNIT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
