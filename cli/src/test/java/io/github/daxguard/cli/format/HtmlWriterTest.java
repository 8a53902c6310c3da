package io.github.daxguard.cli.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of the page's source, without a browser.
 *
 * <p>The golden files have the pages without style sheet and script. {@link Golden} updates them.
 */
class HtmlWriterTest {

    @ParameterizedTest
    @EnumSource
    void write_eachSample_matchesTheGoldenFile(Sample sample) throws IOException {
        String page = WrittenReport.by(
                new HtmlWriter(new HtmlAssets(HtmlAssets.load().template(), "/* style sheet */", "// script")),
                sample.report());

        Golden.assertMatches("html/" + sample.file("html"), page);
    }

    @ParameterizedTest
    @EnumSource
    void write_eachSample_hasNoExternalResources(Sample sample) throws IOException {
        String page = page(sample.report());

        assertThat(page)
                .doesNotContainPattern("<(img|link|iframe|object|embed|base|audio|video|source)\\b")
                .doesNotContainPattern("\\ssrc\\s*=")
                .doesNotContain("url(", "@import", "fetch(", "XMLHttpRequest", "import(");
        List<String> guides =
                Arrays.stream(Control.values()).map(Control::guide).toList();
        assertThat(all("href=\"([^\"#][^\"]*)\"", page)).isNotEmpty().isSubsetOf(guides);
        assertThat(all("(https?://[^\"' ]+)", page)).isSubsetOf(guides);
    }

    @ParameterizedTest
    @EnumSource
    void write_eachSample_allowsOnlyItsOwnStyleAndScript(Sample sample) throws Exception {
        String page = page(sample.report());

        assertThat(all("<style>(.*?)</style>", page)).hasSize(1);
        assertThat(all("<script>(.*?)</script>", page)).hasSize(1);
        assertThat(page)
                .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                        + "style-src '" + hash(all("<style>(.*?)</style>", page).get(0)) + "'; "
                        + "script-src '"
                        + hash(all("<script>(.*?)</script>", page).get(0)) + "'; "
                        + "base-uri 'none'; form-action 'none'\">");
        assertThat(page.replaceAll("(?s)<(style|script)>.*?</\\1>", ""))
                .as("content that the policy would block")
                .doesNotContainPattern("<[^>]*\\s(style|on[a-z]+)=")
                .doesNotContain("javascript:");
    }

    @Test
    void write_hostileText_isEscaped() throws IOException {
        String page = page(SampleReports.clusters());

        assertThat(page)
                .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; ]]&gt;")
                .doesNotContain("<script>alert", "\u001b", "\u202e");
        assertThat(page.codePoints().filter(Character::isISOControl).distinct().toArray())
                .as("control characters")
                .containsExactly('\n');
    }

    @Test
    void write_fullStream_throwsItsException() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> new HtmlWriter().write(SampleReports.clusters(), full))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    private static String page(Report report) throws IOException {
        return WrittenReport.by(new HtmlWriter(), report);
    }

    private static List<String> all(String pattern, String page) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String hash(String text) throws Exception {
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}
