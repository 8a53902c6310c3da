package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The output of a writer as text. Fails if the output is not UTF-8. */
final class WrittenReport {

    private WrittenReport() {}

    static String by(ReportWriter writer, Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(report, out);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(out.toByteArray()))
                .toString();
    }
}
