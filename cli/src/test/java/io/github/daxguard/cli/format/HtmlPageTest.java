package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlPageTest {

    private static final AccountRegion READ = new AccountRegion("1", Optional.empty(), "eu-west-1");
    private static final AccountRegion UNREAD = new AccountRegion("1", Optional.empty(), "us-east-1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // findings | known | exempt | compliant | gap | style | headline | next step
                "0|-|0|0|none|good|No finding: there is no DAX cluster|Every target was read completely.",
                "0|-|0|2|none|good|No finding in 2 clusters|Every cluster meets",
                "0|-|1|1|none|good|No finding in 2 clusters|Some clusters are exempt",
                "1|-|0|0|none|bad|1 finding in 1 of 1 cluster|listed first",
                "2|-|1|1|none|bad|2 findings in 2 of 4 clusters|listed first",
                "2|-|0|0|unread|bad|2 findings in 2 of 2 clusters|listed first",
                "0|-|0|2|unread|gap|No finding in the scanned targets|1 target could not be read",
                "0|-|0|0|unread|gap|No finding in the scanned targets|1 target could not be read",
                "0|-|0|2|interrupted|gap|No finding in the scanned targets|interrupted before",
                "2|1|0|0|none|bad|1 new finding in 1 of 2 clusters|listed first",
                "1|1|0|3|none|gap|No new finding|Known findings remain in 1 cluster.",
                "1|1|0|0|unread|gap|No new finding in the scanned targets|1 target could not be read",
                "0|0|0|1|none|good|No new finding in 1 cluster|Every cluster meets"
            })
    void answer_eachReport_claimsOnlyWhatWasScanned(
            int findings, String known, int exempt, int compliant, String gap, String style, String head, String next) {
        Report report = report(findings, known, exempt, compliant, gap);
        HtmlPage.Answer answer = new HtmlPage(report, HtmlAssets.load()).answer();

        assertThat(answer.style()).isEqualTo(style);
        assertThat(answer.headline()).isEqualTo(head);
        assertThat(answer.next()).contains(next);
        assertThat(answer.style().equals("good"))
                .isEqualTo(report.isClean() && report.totals().nonCompliant() == 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|-|none|There is no DAX cluster in the scanned targets.",
                "0|-|unread|There is no DAX cluster in the scanned targets. The report is incomplete.",
                "1|1|none|No cluster has a new finding."
            })
    void emptyMessage_eachReport_statesWhyTheListIsEmpty(int findings, String known, String gap, String text) {
        HtmlPage page = new HtmlPage(report(findings, known, 0, 0, gap), HtmlAssets.load());

        assertThat(page.isEmpty()).isTrue();
        assertThat(page.emptyMessage()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            chars = {
                '\u0000', '\n', '\u001b', '\u0085', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066',
                '\u2067', '\u2068', '\u2069', '\ud800'
            })
    void text_invisibleCharacter_becomesAReplacementCharacter(char character) {
        assertThat(HtmlPage.text("a" + character + "b")).isEqualTo("a\ufffdb");
    }

    @Test
    void text_anyScript_isUnchanged() {
        String text = "Gr\u00fc\u00dfe <b> \u05d0\u05d1\u05d2 \u65e5\u672c \ud83d\ude80";

        assertThat(HtmlPage.text(text)).isEqualTo(text);
    }

    @Test
    void text_tooLong_isShortened() {
        assertThat(HtmlPage.text("x".repeat(10_000))).hasSize(4_000).endsWith("...");
    }

    private static Report report(int findings, String known, int exempt, int compliant, String gap) {
        List<EvaluatedCluster> clusters = new ArrayList<>();
        for (int i = 0; i < findings; i++) {
            clusters.add(SampleReports.atRest(READ, "finding-" + i, Compliance.NON_COMPLIANT, false));
        }
        for (int i = 0; i < exempt; i++) {
            clusters.add(SampleReports.atRest(READ, "exempt-" + i, Compliance.NOT_APPLICABLE, true));
        }
        for (int i = 0; i < compliant; i++) {
            clusters.add(SampleReports.atRest(READ, "compliant-" + i, Compliance.COMPLIANT, false));
        }
        List<ScannedTarget> targets =
                new ArrayList<>(List.of(new ScannedTarget(READ, new Outcome.Complete(clusters.size()))));
        if (gap.equals("unread")) {
            targets.add(new ScannedTarget(UNREAD, new Outcome.Unread("Denied.")));
        }
        Report report = SampleReports.atRest(targets, clusters, gap.equals("interrupted"));
        return switch (known) {
            case "-" -> report;
            case "0" -> report.since("previous.json", Set.of());
            default ->
                report.since(
                        "previous.json", Set.of(new FindingKey(READ.name(), "finding-0", Control.ENCRYPTION_AT_REST)));
        };
    }
}
