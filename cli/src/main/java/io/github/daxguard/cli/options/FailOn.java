package io.github.daxguard.cli.options;

import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.report.Report;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/** What makes a command fail: the option {@code --fail-on}. */
public enum FailOn {
    /** Findings, and places that could not be looked at. */
    NON_COMPLIANT,
    /** Only that not everything could be looked at. */
    ERROR,
    /** Nothing that a report can tell. */
    NEVER;

    static final class Converter implements ITypeConverter<FailOn> {
        @Override
        public FailOn convert(String value) {
            return NamedValue.of(values(), value);
        }
    }

    /** The exit code; what is not known counts more than what is, since it may be worse. */
    int exitCode(Report report) {
        if (this == NEVER) {
            return ExitCode.CLEAN;
        }
        if (!report.isComplete()) {
            return ExitCode.INCOMPLETE;
        }
        return this == NON_COMPLIANT && report.totals().findings() > 0 ? ExitCode.FINDINGS : ExitCode.CLEAN;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
