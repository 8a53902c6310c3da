package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.cli.report.Target.WholeAccount;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Symbols;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableWriterTest {

    private static final String ESCAPES = "\u001b\\[[0-9;]*m";
    private static final String ACCOUNT = "111122223333";

    private static TableWriter ofWidth(int columns) {
        return ofWidth(columns, ColorChoice.NEVER, Symbols.NONE);
    }

    private static TableWriter ofWidth(int columns, ColorChoice color, Symbols symbols) {
        return new TableWriter(out -> new Terminal(out, color, columns, symbols));
    }

    private static List<String> lines(ReportWriter writer, Report report) throws IOException {
        return WrittenReport.by(writer, report).lines().toList();
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    private static AccountRegion target(Optional<String> name, Optional<String> profile, String region) {
        return new AccountRegion(ACCOUNT, name, profile, region);
    }

    private static Report ofOrders(AccountRegion target) {
        return SampleReports.atRest(
                List.of(new ScannedTarget(target, new Outcome.Complete(1))),
                List.of(SampleReports.atRest(target, "orders", Compliance.NON_COMPLIANT, false)),
                false);
    }

    @ParameterizedTest
    @CsvSource({"80", "100", "120", "160"})
    void write_sampleForATerminal_matchesTheGoldenFile(int columns) throws IOException {
        Golden.assertMatches(
                "clusters-" + columns + ".txt", WrittenReport.by(ofWidth(columns), SampleReports.clusters()));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 97, 120, 200})
    void write_anyWidth_isExceededOnlyByCommands(int columns) throws IOException {
        for (Sample sample : Sample.values()) {
            assertThat(WrittenReport.by(ofWidth(columns, ColorChoice.ALWAYS, Symbols.UNICODE), sample.report())
                            .replaceAll(ESCAPES, "")
                            .lines())
                    .filteredOn(line -> !line.startsWith("  daxguard replace "))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        }
    }

    @Test
    void write_fourClustersOfOneAccount_isATableIn100Columns() throws IOException {
        AccountRegion ireland = target(none(), none(), "eu-west-1");
        Report report = SampleReports.atRest(
                List.of(new ScannedTarget(ireland, new Outcome.Complete(2))),
                List.of(
                        SampleReports.evaluated(
                                ireland,
                                new Cluster("orders", "arn", "available", "DISABLED", "NONE"),
                                SampleReports.NO_EXEMPTIONS),
                        SampleReports.evaluated(
                                ireland,
                                new Cluster("sessions", "arn", "available", "ENABLED", "TLS"),
                                SampleReports.NO_EXEMPTIONS)),
                false);

        assertThat(lines(ofWidth(100, ColorChoice.NEVER, Symbols.UNICODE), report))
                .startsWith(
                        "ACCOUNT       REGION     CLUSTER   STATUS     AT REST   IN TRANSIT  VERDICT          REASON",
                        ACCOUNT + "  eu-west-1  orders    available  DISABLED  NONE        \u2715 NON_COMPLIANT  "
                                + "DynamoDB.3,",
                        " ".repeat(85) + "DynamoDB.7",
                        ACCOUNT + "  eu-west-1  sessions  available  ENABLED   TLS         \u2713 COMPLIANT");
    }

    @Test
    void write_accountNamesAndProfiles_haveColumnsOnlyIfThereIsAValue() throws IOException {
        assertThat(lines(TableWriter.forFile(), ofOrders(target(none(), none(), "eu-west-1"))))
                .first()
                .asString()
                .startsWith("ACCOUNT       REGION     CLUSTER")
                .doesNotContain("NAME", "PROFILE");
        assertThat(lines(TableWriter.forFile(), ofOrders(target(Optional.of("Shop"), none(), "eu-west-1"))))
                .startsWith(
                        "ACCOUNT       ACCOUNT NAME  REGION     CLUSTER  STATUS     AT REST  IN TRANSIT  VERDICT        REASON",
                        ACCOUNT + "  Shop          eu-west-1  orders   available  -        -           NON_COMPLIANT  "
                                + "DynamoDB.3: Reason.");
        assertThat(lines(TableWriter.forFile(), ofOrders(target(none(), Optional.of("shop"), "eu-west-1"))))
                .first()
                .asString()
                .startsWith("ACCOUNT       PROFILE  REGION     CLUSTER")
                .doesNotContain("NAME");
    }

    @Test
    void write_wideCharactersInANameOfAnAccount_keepsTheColumnsAligned() throws IOException {
        AccountRegion named = target(Optional.of("\u672c\u756a\u74b0\u5883"), none(), "eu-west-1");
        AccountRegion other = new AccountRegion("444455556666", Optional.of("Lab"), "eu-west-1");
        Report report = SampleReports.atRest(
                List.of(),
                List.of(
                        SampleReports.atRest(named, "orders", Compliance.NON_COMPLIANT, false),
                        SampleReports.atRest(other, "orders", Compliance.NON_COMPLIANT, false)),
                false);

        assertThat(lines(TableWriter.forFile(), report))
                .contains(
                        ACCOUNT + "  \u672c\u756a\u74b0\u5883      eu-west-1  orders   available  -        -           "
                                + "NON_COMPLIANT  DynamoDB.3: Reason.")
                .anySatisfy(line -> assertThat(line).startsWith("444455556666  Lab           eu-west-1  orders"));
    }

    @Test
    void write_findingsOfAProfile_haveCommandsThatCanBePasted() throws IOException {
        AccountRegion shop = target(none(), Optional.of("shop admin"), "eu-west-1");
        Report report = SampleReports.atRest(
                List.of(),
                List.of(
                        SampleReports.atRest(shop, "carts", Compliance.NON_COMPLIANT, false),
                        SampleReports.atRest(shop, "orders", Compliance.NON_COMPLIANT, false),
                        SampleReports.atRest(shop, "sessions", Compliance.COMPLIANT, false)),
                false);

        for (ReportWriter writer : List.of(TableWriter.forFile(), ofWidth(80))) {
            assertThat(lines(writer, report))
                    .containsSequence(
                            "",
                            "  daxguard replace carts --profile 'shop admin' --region eu-west-1 --dry-run",
                            "  daxguard replace orders --profile 'shop admin' --region eu-west-1 --dry-run",
                            "")
                    .filteredOn(line -> line.contains("daxguard replace"))
                    .hasSize(2);
        }
    }

    @Test
    void write_findingsOfSeveralAccounts_groupsTheCommandsByTheirCredentials() throws IOException {
        AccountRegion shop = target(Optional.of("Shop"), none(), "eu-west-1");
        AccountRegion lab = new AccountRegion("444455556666", Optional.of("Lab"), "us-east-1");
        Report report = SampleReports.atRest(
                List.of(),
                List.of(
                        SampleReports.atRest(shop, "carts", Compliance.NON_COMPLIANT, false),
                        SampleReports.atRest(lab, "orders", Compliance.NON_COMPLIANT, false)),
                false);

        assertThat(lines(TableWriter.forFile(), report))
                .endsWith(
                        "With credentials of account 111122223333 (Shop):",
                        "",
                        "  daxguard replace carts --region eu-west-1 --dry-run",
                        "",
                        "With credentials of account 444455556666 (Lab):",
                        "",
                        "  daxguard replace orders --region us-east-1 --dry-run",
                        "");
    }

    @Test
    void write_manyFindings_limitsTheCommandsAndStatesTheNumberOfTheOthers() throws IOException {
        AccountRegion shop = target(none(), Optional.of("shop"), "eu-west-1");
        List<EvaluatedCluster> clusters = IntStream.range(0, 150)
                .mapToObj(number -> SampleReports.atRest(shop, "orders-" + number, Compliance.NON_COMPLIANT, false))
                .toList();

        List<String> lines = lines(TableWriter.forFile(), SampleReports.atRest(List.of(), clusters, false));

        assertThat(lines).filteredOn(line -> line.contains("daxguard replace")).hasSize(10);
        assertThat(lines).contains("140 more commands: see the HTML page (--output report.html).");
    }

    @Test
    void write_sameReasonForBothControls_printsItOnce() throws IOException {
        String table = WrittenReport.by(TableWriter.forFile(), SampleReports.clusters());

        // The cluster old fails both controls, and its exemption has ended.
        assertThat(table.lines().filter(line -> line.contains("modifying")))
                .singleElement()
                .asString()
                .contains("DynamoDB.3, DynamoDB.7: ")
                .containsOnlyOnce("2026-12-31");
    }

    @Test
    void write_sameFailureOfManyTargets_isOneEntryWithTheirNumberAndNames() throws IOException {
        List<ScannedTarget> targets = IntStream.range(0, 30)
                .mapToObj(number -> new ScannedTarget(
                        new WholeAccount("%012d".formatted(number), Optional.of("team-" + number)),
                        new Outcome.Unread(
                                "AssumeRole failed for account " + number + ": AccessDenied.", "AccessDenied")))
                .toList();

        List<String> lines = lines(TableWriter.forFile(), SampleReports.atRest(targets, List.of(), false));

        assertThat(lines)
                .filteredOn(line -> line.contains("AccessDenied"))
                .singleElement()
                .asString()
                .startsWith(
                        "account 000000000000 (team-0) and 29 more  AssumeRole failed for account 0: AccessDenied. The same type of error occurred in ")
                .contains("account 000000000001 (team-1); account 000000000002 (team-2); ")
                .endsWith("account 000000000029 (team-29). The formats json and csv contain each reason.");
    }

    @Test
    void write_noteInAReasonThatIsCut_isStillShown() throws IOException {
        String first = "The parameter Stage is not declared.";
        String last = "The parameter Region is not declared.";
        String reason = first + " word".repeat(300) + ". " + last;
        Report report = Report.of(
                Report.Subject.TEMPLATES,
                "1",
                Instant.EPOCH,
                List.of(Control.ENCRYPTION_AT_REST),
                List.of(new ScannedTarget(
                        new TemplateFile("shop.yaml"), new Outcome.Unread(reason, List.of(first, last)))),
                List.of(),
                List.of(first, last),
                false);

        assertThat(WrittenReport.by(TableWriter.forFile(), report))
                .containsOnlyOnce(first)
                .containsOnlyOnce(last);
    }

    @Test
    void write_noTerminal_wrapsNeitherCellsNorSentences() throws IOException {
        String reason = "word ".repeat(150).strip() + ".";
        Report report = SampleReports.atRest(
                List.of(new ScannedTarget(target(none(), none(), "eu-west-1"), new Outcome.Unread(reason))),
                List.of(),
                false);

        assertThat(lines(TableWriter.forFile(), report)).contains("account 111122223333, eu-west-1  " + reason);
        assertThat(lines(ofWidth(80), report)).noneMatch(line -> line.endsWith(reason));
    }

    @Test
    void write_arnInAReason_isNotBroken() throws IOException {
        String arn =
                "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Administrator-Access_0123456789abcdef/someone@example.com";
        Report report = SampleReports.atRest(
                List.of(new ScannedTarget(
                        target(none(), none(), "eu-west-1"),
                        new Outcome.Unread("DescribeClusters is denied for " + arn + " in this Region."))),
                List.of(),
                false);

        assertThat(lines(ofWidth(80), report)).anyMatch(line -> line.contains(arn));
    }

    @Test
    void write_withColor_hasRedFindingsAndGreenClustersWithSymbols() throws IOException {
        String colored = WrittenReport.by(ofWidth(200, ColorChoice.ALWAYS, Symbols.UNICODE), SampleReports.clusters());

        assertThat(colored)
                .contains(
                        "\u001b[1m\u001b[31m\u2715 NON_COMPLIANT\u001b",
                        "\u001b[32m\u2713 COMPLIANT\u001b",
                        "\u001b[33m\u25d0 NOT_APPLICABLE\u001b",
                        "\u2013 NOT_APPLICABLE",
                        "\u001b[1m\u001b[33m\u26a0 INCOMPLETE");
        assertThat(WrittenReport.by(ofWidth(200, ColorChoice.NEVER, Symbols.ASCII), SampleReports.clusters()))
                .contains("x NON_COMPLIANT", "+ COMPLIANT", "~ NOT_APPLICABLE", "- NOT_APPLICABLE", "! INCOMPLETE")
                .doesNotContain("\u2715", "\u26a0", "\u25d0", "\u2013", "\u2713");
    }

    @ParameterizedTest
    @EnumSource
    void write_withColor_hasTheSameText(Sample sample) throws IOException {
        String colored =
                WrittenReport.by(ofWidth(Terminal.UNLIMITED, ColorChoice.ALWAYS, Symbols.NONE), sample.report());

        assertThat(colored).contains("\u001b[");
        assertThat(colored.replaceAll(ESCAPES, "")).isEqualTo(WrittenReport.by(TableWriter.forFile(), sample.report()));
    }

    @Test
    void write_hostileText_cannotControlTheTerminal() throws IOException {
        assertThat(WrittenReport.by(TableWriter.forFile(), SampleReports.clusters()))
                .contains("<script>")
                .doesNotContain("\u001b", "\u202e");
    }
}
