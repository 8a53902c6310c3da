package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Report;
import java.io.IOException;
import java.io.OutputStream;

/** Writes reports in one format. */
@FunctionalInterface
public interface ReportWriter {

    /** Writes the report in UTF-8, flushes the stream and leaves it open. */
    void write(Report report, OutputStream out) throws IOException;
}
