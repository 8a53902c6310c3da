package io.github.daxguard.cli.options;

import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.report.Report;
import java.util.Locale;

/** The condition for a nonzero exit code: the option {@code --fail-on}. */
public enum FailOn {
    /** Findings, and an incomplete report. */
    NON_COMPLIANT,
    /** An incomplete report only. */
    ERROR,
    /** Neither findings nor an incomplete report. */
    NEVER;

    /**
     * The exit code. An incomplete report takes precedence over findings, because unknown clusters may be worse. It is also
     * incomplete without requested details of a finding.
     */
    int exitCode(Report report) {
        if (this == NEVER) {
            return ExitCode.CLEAN;
        }
        if (!report.isComplete() || !report.unreadDetails().isEmpty()) {
            return ExitCode.INCOMPLETE;
        }
        return this == NON_COMPLIANT && report.totals().findings() > 0 ? ExitCode.FINDINGS : ExitCode.CLEAN;
    }

    /** The value on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
