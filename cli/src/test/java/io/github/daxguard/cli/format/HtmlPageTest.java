package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.Tags;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
                "0|-|0|0|none|good|No DAX cluster in account 1 and Region eu-west-1, scanned on 1 January 1970, 00:00 UTC|",
                "0|-|0|2|none|good|No finding in 2 clusters|Every cluster meets",
                "0|-|1|1|none|good|No finding in 2 clusters|Some clusters are exempt",
                "1|-|0|0|none|bad|1 finding in 1 of 1 cluster|grouped",
                "2|-|1|1|none|bad|2 findings in 2 of 4 clusters|grouped",
                "2|-|0|0|unread|bad|2 findings in 2 of 2 clusters|grouped",
                "0|-|0|2|unread|gap|No finding in the scanned targets|1 target could not be read",
                "0|-|0|0|unread|gap|No finding in the scanned targets|1 target could not be read",
                "0|-|0|2|interrupted|gap|No finding in the scanned targets|interrupted before",
                "2|1|0|0|none|bad|1 new finding in 1 of 2 clusters|grouped",
                "1|1|0|3|none|gap|No new finding|Known findings remain in 1 cluster.",
                "1|1|0|0|unread|gap|No new finding in the scanned targets|1 target could not be read",
                "0|0|0|1|none|good|No new finding in 1 cluster|Every cluster meets"
            })
    void answer_eachReport_claimsOnlyWhatWasScanned(
            int findings,
            String known,
            int exempt,
            int compliant,
            String gap,
            String style,
            String head,
            @Nullable String next) {
        Report report = report(findings, known, exempt, compliant, gap);
        HtmlPage.Answer answer = page(report).answer();

        assertThat(answer.style()).isEqualTo(style);
        assertThat(answer.headline()).isEqualTo(head);
        assertThat(answer.next()).contains(next == null ? "" : next);
        assertThat(answer.style().equals("good"))
                .isEqualTo(report.isClean() && report.totals().nonCompliant() == 0);
    }

    @Test
    void answer_noClusterInManyTargets_hasTheNumbersOfAccountsAndRegions() {
        assertThat(page(SampleAccounts.of(3, 0)).answer())
                .as("with a target that was not read")
                .extracting(HtmlPage.Answer::style, HtmlPage.Answer::headline)
                .containsExactly("gap", "No finding in the scanned targets");
        assertThat(page(SampleAccounts.ofUnencrypted(3, 1, 0)).answer())
                .isEqualTo(new HtmlPage.Answer(
                        "good",
                        "No DAX cluster in 3 accounts and 15 Regions, scanned on 31 January 2027, 06:00 UTC",
                        ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unread,unread   | false | Nothing could be scanned | all 2 targets failed",
                "unread,excluded | false | Nothing could be scanned | 1 of 2 targets failed",
                "unread,reached  | true  | Nothing could be scanned | all 2 targets failed",
                "reached,reached | true  | Nothing was scanned      | Run the command again",
                "excluded        | false | Nothing was scanned      | Scan another Region"
            })
    void answer_nothingScanned_neverLooksClean(String outcomes, boolean isInterrupted, String head, String next) {
        List<ScannedTarget> targets = new ArrayList<>();
        for (String outcome : outcomes.split(",", -1)) {
            targets.add(new ScannedTarget(
                    new AccountRegion("1", Optional.empty(), "region-" + targets.size()),
                    switch (outcome) {
                        case "unread" -> new Outcome.Unread("Denied.");
                        case "excluded" -> new Outcome.Excluded(Exclusion.NOT_ENABLED, "Not enabled.");
                        default -> new Outcome.NotReached();
                    }));
        }
        HtmlPage page = page(SampleReports.atRest(targets, List.of(), isInterrupted));

        assertThat(page.answer().style()).isEqualTo("gap");
        assertThat(page.answer().headline()).isEqualTo(head);
        assertThat(page.answer().next()).contains(next);
        assertThat(page.hasClusters()).isFalse();
        assertThat(page.isMapped()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"DENIED, DENIED, false", "DENIED, OTHER, true"})
    void gaps_sameTypeOfErrorInOneAccount_areOneGroupThatStatesWhetherReasonsDiffer(
            String one, String other, boolean hasHint) {
        Report report = SampleReports.atRest(
                List.of(
                        new ScannedTarget(
                                new AccountRegion("1", Optional.empty(), "eu-west-1"),
                                new Outcome.Unread(one, "AccessDenied")),
                        new ScannedTarget(
                                new AccountRegion("1", Optional.empty(), "us-east-1"),
                                new Outcome.Unread(other, "AccessDenied"))),
                List.of(),
                false);

        assertThat(page(report).gaps()).hasSize(1);
        HtmlPage.Gap group = page(report).gaps().get(0);
        assertThat(group.reason()).isEqualTo("DENIED");
        assertThat(group.hint().filter(hint -> hint.contains("eu-west-1") && hint.contains("json and csv")))
                .isEqualTo(group.hint());
        assertThat(group.hint().isPresent()).isEqualTo(hasHint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DISABLED | NONE |                     | AT_REST_AND_IN_TRANSIT",
                "DISABLED | TLS  |                     | AT_REST",
                "''       | TLS  |                     | AT_REST",
                "ENABLED  | NONE |                     | IN_TRANSIT",
                "ENABLED  | TLS  |                     | COMPLIANT",
                "DISABLED | NONE | orders              | EXEMPT",
                "DISABLED | NONE | orders@2027-01-30   | IGNORED_EXEMPTION",
                "ENABLED  | NONE | orders@2027-01-30   | IGNORED_EXEMPTION",
                "ENABLED  | TLS  | orders@2027-01-30   | COMPLIANT"
            })
    void group_eachCluster_isWhatIsWrong(
            String atRest, String inTransit, @Nullable String exemptClusters, PageRow.Group group) {
        Exemptions exemptions = new Exemptions(
                RuleParameters.parse(exemptClusters == null ? Map.of() : Map.of("exemptClusters", exemptClusters)),
                LocalDate.parse("2027-01-31"),
                cluster -> new Tags.Known(Map.of()));
        Cluster cluster = new Cluster("orders", "arn", "available", atRest, inTransit);

        assertThat(PageRow.Group.of(SampleReports.evaluated(READ, cluster, exemptions)))
                .isEqualTo(group);
    }

    @Test
    void groups_sample_listFindingsFirstWithTheirCounts() {
        assertThat(page(SampleReports.clusters()).groups())
                .extracting(group -> group.kind().name() + " " + group.count())
                .containsExactly(
                        "AT_REST_AND_IN_TRANSIT 1 cluster",
                        "AT_REST 1 cluster",
                        "IN_TRANSIT 1 cluster",
                        "IGNORED_EXEMPTION 1 cluster",
                        "EXEMPT 1 cluster",
                        "NOT_APPLICABLE 1 cluster",
                        "COMPLIANT 1 cluster");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DISABLED | NONE | an encrypted cluster with TLS | orders --region eu-west-1 --endpoint-encryption TLS",
                "DISABLED | TLS  | an encrypted cluster          | orders --region eu-west-1",
                "ENABLED  | NONE | a cluster with TLS            | orders --region eu-west-1 --endpoint-encryption TLS"
            })
    void replacement_unmetControls_meetsThem(String atRest, String inTransit, String replacement, String command) {
        HtmlPage page = page(SampleReports.atRest(
                List.of(new ScannedTarget(READ, new Outcome.Complete(1))),
                List.of(SampleReports.evaluated(
                        READ,
                        new Cluster("orders", "arn", "available", atRest, inTransit),
                        SampleReports.NO_EXEMPTIONS)),
                false));

        assertThat(page.replacement()).isEqualTo(replacement);
        assertThat(page.example().orElseThrow().account()).isEqualTo("1");
        assertThat(String.join(" ", page.example().orElseThrow().command().parts()))
                .endsWith("replace " + command);
    }

    @Test
    void remedies_manyTexts_areTheSixMostFrequentAndTheOthersStayInTheirRows() {
        TemplateFile file = new TemplateFile("shop.yaml");
        List<EvaluatedCluster> clusters = new ArrayList<>();
        for (int text = 0; text < 8; text++) {
            for (int i = 0; i <= text; i++) {
                clusters.add(declared(file, "c" + text + "-" + i, "Set property " + text + "."));
            }
        }
        Report report = Report.of(
                Report.Subject.TEMPLATES,
                "1",
                Instant.EPOCH,
                List.of(Control.ENCRYPTION_AT_REST),
                List.of(new ScannedTarget(file, new Outcome.Complete(clusters.size()))),
                clusters,
                List.of(),
                false);

        assertThat(page(report).remedies())
                .hasSize(6)
                .startsWith(new HtmlPage.Remedy("DynamoDB.3", "Set property 7.", "8 findings"))
                .endsWith(new HtmlPage.Remedy("DynamoDB.3", "Set property 2.", "3 findings"));
        assertThat(page(report).groups().get(0).rows())
                .filteredOn(PageRow::isOpenable)
                .flatExtracting(PageRow::remediations)
                .extracting(PageRow.ControlMessage::text)
                .containsExactly("Set property 0.", "Set property 1.", "Set property 1.");
    }

    private static EvaluatedCluster declared(TemplateFile file, String name, String remediation) {
        return new EvaluatedCluster(
                file,
                new Cluster(name, "", "", "", ""),
                OptionalInt.of(1),
                List.of(new ControlEvaluation(
                        Control.ENCRYPTION_AT_REST,
                        Compliance.NON_COMPLIANT,
                        false,
                        "Not set.",
                        remediation,
                        OptionalInt.of(1))));
    }

    private static HtmlPage page(Report report) {
        return new HtmlPage(report, HtmlAssets.load());
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
