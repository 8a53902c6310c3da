package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Report;
import java.io.IOException;
import java.io.OutputStream;

/** Writes reports in one format. */
@FunctionalInterface
public interface ReportWriter {

    /**
     * Writes the whole report, in UTF-8.
     *
     * @param out is flushed, and left open
     * @throws IOException if it cannot be written to
     */
    void write(Report report, OutputStream out) throws IOException;
}
