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

    /** Whether a report in this format states its notes, such as the sources of options. */
    public boolean hasNotes() {
        return this != OCSF && this != ASFF;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
