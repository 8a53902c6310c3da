package io.github.daxguard.cli.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import io.github.daxguard.cli.report.Report;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a report as one HTML file, which has no external resources and is readable without its script. */
public final class HtmlWriter implements ReportWriter {

    private final HtmlAssets assets;

    public HtmlWriter() {
        this(HtmlAssets.load());
    }

    HtmlWriter(HtmlAssets assets) {
        this.assets = assets;
    }

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
        Template template = Mustache.compiler()
                .withEscaper(text -> Escapers.HTML.escape(HtmlPage.text(text)))
                .strictSections(true)
                .emptyStringIsFalse(true)
                .zeroIsFalse(true)
                .withCollector(new Optionals())
                .compile(assets.template());
        try {
            template.execute(new HtmlPage(report, assets), writer);
        } catch (MustacheException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
        writer.flush();
    }

    /** Makes the template treat an {@link Optional} as a list of one or no elements. */
    private static final class Optionals extends DefaultCollector {
        @Override
        public @Nullable Iterator<?> toIterator(Object value) {
            return value instanceof Optional<?> optional ? optional.stream().iterator() : super.toIterator(value);
        }
    }
}
