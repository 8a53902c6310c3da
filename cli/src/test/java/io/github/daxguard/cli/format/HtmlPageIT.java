package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.WholeAccount;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Tests of the page in a browser. The screenshots are in {@code target/screenshots}. */
@EnabledIf(
        value = "io.github.daxguard.cli.format.ChromiumPrograms#areInstalledOrRequired",
        disabledReason = ChromiumPrograms.ABSENCE)
@Tag("full")
class HtmlPageIT {

    private static final String ROWS = "#list tbody tr:not(.group)";
    private static final String NAMES = ROWS + " td:nth-child(3)";
    private static final String GROUPS = "#list .group th";

    @TempDir
    private static Path directory;

    private static PageBrowser browser;

    @BeforeAll
    static void startBrowser() {
        browser = PageBrowser.start(directory);
    }

    @AfterAll
    static void stopBrowser() {
        browser.close();
    }

    @BeforeEach
    void resetTheBrowser() {
        browser.prefer("light");
        browser.resize(1280, 800);
        browser.driver().manage().logs().get("browser");
    }

    @AfterEach
    void browser_hasNoWarnings() {
        assertThat(browser.consoleWarnings()).as("the console").isEmpty();
    }

    static Stream<Arguments> pages() {
        return Stream.concat(
                Arrays.stream(Sample.values()).map(sample -> Arguments.of(sample.fileName(), sample.report())),
                Stream.of(
                        Arguments.of("organization", SampleAccounts.of(3, 1)),
                        Arguments.of("states", SampleAccounts.ofEachState()),
                        Arguments.of("failed", allFailed())));
    }

    private static Report allFailed() {
        return SampleReports.atRest(
                List.of(
                        new ScannedTarget(
                                new AccountRegion("111122223333", Optional.empty(), "eu-west-1"),
                                new Outcome.Unread("DescribeClusters failed: AccessDeniedException.")),
                        new ScannedTarget(
                                new WholeAccount("777788889999", Optional.of("finance")),
                                new Outcome.Unread("AssumeRole failed: AccessDenied."))),
                List.of(),
                false);
    }

    /** Each page is loaded once; only its contrast depends on the color scheme. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void page_eachWidthAndColorScheme_isAccessibleAndFits(String name, Report report) throws IOException {
        browser.open(name, report);
        browser.openFirstDetails();
        for (int width : List.of(1280, 400)) {
            for (String scheme : List.of("light", "dark")) {
                browser.prefer(scheme);
                String page = name + "-" + width + "-" + scheme;
                BufferedImage image = browser.screenshot("report-" + page, width);

                assertThat(brightness(image))
                        .as("brightness of %s", page)
                        .isBetween(scheme.equals("light") ? 0.75 : 0.0, scheme.equals("light") ? 1.0 : 0.25);
                assertThat(pixels(image).distinct().count())
                        .as("colors of %s, which is not blank", page)
                        .isGreaterThan(50);
                assertThat(browser.number("document.documentElement.scrollWidth"))
                        .as("width of %s, without horizontal scrolling", page)
                        .isLessThanOrEqualTo(browser.number("document.documentElement.clientWidth"));
                assertThat(browser.is("[...document.querySelectorAll('.list th, .list td, .map th, .map td')]"
                                + ".every(e => e.scrollWidth <= e.clientWidth + 1)"))
                        .as("cells of %s, without clipped text", page)
                        .isTrue();
                assertThat(scheme.equals("light") ? browser.violations() : browser.violations("color-contrast"))
                        .as("violations that axe finds in %s", page)
                        .isEmpty();
            }
        }
        assertThat(browser.number("performance.getEntriesByType('resource').length"))
                .as("requests")
                .isZero();
    }

    @Test
    void page_withFindings_hasTheFindingsBeforeTheMap() throws IOException {
        browser.open("clusters", SampleReports.clusters());

        assertThat(browser.texts("h1, h2, h3", true))
                .containsExactly(
                        "DAX encryption scan",
                        "Incomplete: 3 of 8 targets could not be scanned",
                        "6 findings in 4 of 7 clusters",
                        "Totals",
                        "Clusters",
                        "Remediation",
                        "Accounts and Regions",
                        "Not scanned",
                        "Regions that were not scanned",
                        "Notes",
                        "Compliance frameworks");
    }

    @Test
    void page_withoutClusters_isOneSentenceWithWhatWasScanned() throws IOException {
        browser.open("nothing", SampleReports.nothing());

        assertThat(browser.texts("h2", true))
                .containsExactly(
                        "No DAX cluster in account 111122223333 and Region eu-west-1, scanned on 31 January 2027, 06:00 UTC",
                        "Scanned accounts and Regions",
                        "Compliance frameworks");
        assertThat(browser.texts(".answer", true)).hasSize(1);
        assertThat(browser.texts(".answer p, .map, #list, .figures", true)).isEmpty();
    }

    @Test
    void page_ofFailuresOnly_neverLooksClean() throws IOException {
        browser.open("failed", allFailed());

        assertThat(browser.texts("h2", true))
                .containsExactly("Nothing could be scanned", "Not scanned", "Compliance frameworks");
        assertThat(browser.find(".answer").getText()).contains("does not show whether clusters are encrypted");
        assertThat(browser.texts(".gaps li", true)).hasSize(2);
        assertThat(browser.texts(".good, .clean, .map, #list, .figures", false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void legend_eachColorScheme_looksLikeTheCells(String scheme) throws IOException {
        browser.prefer(scheme);
        browser.open("states", SampleAccounts.ofEachState());

        assertThat(browser.texts(".legend li", true))
                .containsExactly(
                        "1/9 1 or 2 non-compliant clusters",
                        "3/9 3 to 9 non-compliant clusters",
                        "10/12 10 or more non-compliant clusters",
                        "(1/9) non-compliant clusters, with known findings only",
                        "\u2713 9 clusters, none non-compliant",
                        "0 no cluster",
                        "off Region not enabled",
                        "no DAX Region without DAX",
                        "? could not be read, or not completely",
                        "\u2026 not reached before the interruption");
        assertThat(styles(".legend span"))
                .as("color, background and border")
                .isEqualTo(styles(".map tbody tr:first-child td > :first-child"));
        assertThat(styles(".legend .findings"))
                .as("levels that can be distinguished")
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    /** The colors, the border and the weight of each element. Cells have the order of the legend. */
    @SuppressWarnings("unchecked")
    private static List<String> styles(String selector) {
        return (List<String>) browser.script(
                "return [...document.querySelectorAll(arguments[0])].map(e => { const s = getComputedStyle(e);"
                        + " return [s.color, s.backgroundColor, s.borderStyle, s.borderColor, s.fontWeight].join(); })",
                selector);
    }

    @Test
    void map_of30Accounts_isShownWithoutScrolling() throws IOException {
        browser.open("150", SampleAccounts.ofUnencrypted(30, 3, 1));

        assertThat(browser.findAll(".map tbody tr")).hasSize(30);
        assertThat(browser.findAll(".map thead th")).hasSize(16);
        assertThat(browser.is("[...document.querySelectorAll('main *')].every(e =>"
                        + " !['auto', 'scroll'].includes(getComputedStyle(e).overflowY)"
                        + " || (e.scrollHeight <= e.clientHeight && e.scrollWidth <= e.clientWidth))"))
                .as("no part of the page scrolls")
                .isTrue();
    }

    @Test
    void map_of31Accounts_keepsItsHeaderVisible() throws IOException {
        browser.open("31", SampleAccounts.ofUnencrypted(31, 3, 1));
        browser.script("const map = document.querySelector('.scroll'); map.scrollIntoView(); map.scrollTop = 400;"
                + " return true");

        assertThat(browser.number("document.querySelector('.map thead th').getBoundingClientRect().top"
                        + " - document.querySelector('.scroll').getBoundingClientRect().top"))
                .isBetween(0L, 2L);
    }

    @Test
    void map_regionsWithoutClusters_areFoldedAndZerosAreDimmed() throws IOException {
        browser.open("organization", SampleAccounts.ofUnencrypted(2, 5, 1));

        assertThat(browser.texts(".map thead th", true))
                .containsExactly(
                        "Account",
                        "ap-northeast-1",
                        "ca-central-1",
                        "eu-central-1",
                        "eu-west-3",
                        "sa-east-1",
                        "us-west-2");
        assertThat(browser.texts("details.folded summary", true)).containsExactly("9 Regions without clusters");
        browser.find("details.folded summary").click();
        assertThat(browser.find("details.folded p").getText()).contains("ap-south-1, ap-southeast-1", "us-west-1.");
        assertThat(browser.is("getComputedStyle(document.querySelector('.map .empty span')).color"
                        + " !== getComputedStyle(document.querySelector('.map .findings a')).color"))
                .as("a zero is dimmed")
                .isTrue();
        assertThat(browser.texts(".figures .zero dt", true))
                .containsExactly("Exempt", "Not applicable", "Compliant", "Not scanned");
    }

    @Test
    void page_hostileText_isShownAndNotExecuted() throws IOException {
        browser.open("clusters", SampleReports.clusters());

        assertThat(browser.findAll("script")).hasSize(1);
        assertThat(browser.texts(ROWS + " td:nth-child(5)", true))
                .contains("<script>alert(\"1\")</script> & ]]> '=cmd()' \ufffd[2J \ufffd {{x}}");
    }

    @Test
    void page_findings_showOneRemediationAndACommandEach() throws IOException {
        browser.open("clusters", SampleReports.clusters());

        assertThat(browser.texts("body", true).get(0).split("Encryption can only be enabled at creation", -1))
                .as("text before and after the only remediation")
                .hasSize(2);
        assertThat(browser.find(".remedy").getText())
                .contains("create an encrypted cluster with TLS", "With credentials of account 111122223333:");
        assertThat(browser.texts(".remedy pre code", true))
                .containsExactly("daxguard replace orders --profile 'shop admin' --region eu-west-1 "
                        + "--endpoint-encryption TLS --dry-run");

        browser.findAll("#list summary").forEach(WebElement::click);
        assertThat(browser.texts("#list pre code", true))
                .containsExactly(
                        "daxguard replace orders --profile 'shop admin' --region eu-west-1 --endpoint-encryption TLS",
                        "daxguard replace odd --region eu-west-1",
                        "daxguard replace orders --region eu-west-1 --endpoint-encryption TLS",
                        "daxguard replace old --profile 'shop admin' --region us-east-1 --endpoint-encryption TLS");
    }

    @Test
    void page_ofTemplates_showsEachRemediationOnce() throws IOException {
        browser.open("templates", SampleReports.templates());

        assertThat(browser.texts(".remedy li", true))
                .containsExactly(
                        "DynamoDB.3 Set DynamoDB Accelerator (DAX) clusters should be encrypted at rest. 2 findings",
                        "DynamoDB.7 Set DynamoDB Accelerator clusters should be encrypted in transit. 2 findings");
        assertThat(browser.find(ROWS).getText()).contains("DynamoDB.7, line 23").doesNotContain("Set ");
    }

    @Test
    void list_findings_areGroupedByProblemWithTheirNumber() throws IOException {
        browser.open("clusters", SampleReports.clusters());

        assertThat(browser.texts(GROUPS, true))
                .containsExactly(
                        "Not encrypted at rest and in transit 1 cluster",
                        "Not encrypted at rest 1 cluster",
                        "Not encrypted in transit 1 cluster",
                        "Not encrypted, and the exemption ended or is ignored 1 cluster",
                        "Exempt 1 cluster",
                        "Not applicable 1 cluster",
                        "Compliant 1 cluster");
        assertThat(browser.texts(NAMES, false))
                .containsExactly("orders", "odd", "orders", "old", "legacy", "going", "sessions");
        assertThat(browser.texts(NAMES, true))
                .as("compliant clusters are folded")
                .containsExactly("orders", "odd", "orders", "old", "legacy", "going");
    }

    @Test
    void group_clicked_isFoldedAndUnfolded() throws IOException {
        browser.open("clusters", SampleReports.clusters());
        browser.find("#list .n .group button").click();
        assertThat(browser.texts(NAMES, true)).containsExactly("odd", "orders", "old", "legacy", "going");
        assertThat(browser.find("#list .n .group button").getDomAttribute("aria-expanded"))
                .isEqualTo("false");

        browser.find("#list .c .group button").click();
        assertThat(browser.texts(NAMES, true)).endsWith("sessions");
        assertThat(browser.find("#list .c .group button").getDomAttribute("aria-expanded"))
                .isEqualTo("true");

        browser.find("[name=text]").sendKeys("orders");
        assertThat(browser.texts(NAMES, true))
                .as("a filter unfolds the groups of its clusters")
                .containsExactly("orders", "orders");
        assertThat(browser.texts(GROUPS, true))
                .containsExactly(
                        "Not encrypted at rest and in transit 1 cluster", "Not encrypted in transit 1 cluster");
    }

    /** The header of each column sorts the same page, which is loaded once. */
    @Nested
    class SortedPage {

        @BeforeAll
        static void open() throws IOException {
            browser.open("organization", SampleAccounts.of(2, 11));
        }

        @ParameterizedTest
        @CsvSource({"Account, 1", "Region, 2", "Cluster, 3", "Status, 4", "At rest, 5", "In transit, 6", "Reason, 7"})
        void header_clicked_sortsEachGroupAscendingAndThenDescending(String header, int column) {
            List<String> before = browser.texts(ROWS, false);
            String cell = " tr td:nth-child(" + column + ")";
            String cells = cell + ":not(:has(summary)), #list tbody:nth-of-type(%d)" + cell + " summary";

            header(header).click();
            assertThat(sorted()).containsExactly(header + " ascending");
            for (int group = 1; group <= 3; group++) {
                assertThat(browser.texts(
                                "#list tbody:nth-of-type(%d)".formatted(group) + cells.formatted(group), false))
                        .hasSizeGreaterThan(50)
                        .isSortedAccordingTo(Comparator.comparing(HtmlPageIT::sortable));
            }

            header(header).click();
            assertThat(sorted()).containsExactly(header + " descending");
            for (int group = 1; group <= 3; group++) {
                assertThat(browser.texts(
                                "#list tbody:nth-of-type(%d)".formatted(group) + cells.formatted(group), false))
                        .isSortedAccordingTo(
                                Comparator.comparing(HtmlPageIT::sortable).reversed());
            }

            assertThat(browser.texts(ROWS, false)).containsExactlyInAnyOrderElementsOf(before);
            assertThat(browser.texts(GROUPS, true)).hasSize(3);
        }
    }

    @Test
    void header_ofNames_sortsNumbersByValue() throws IOException {
        browser.open("organization", SampleAccounts.of(1, 11));
        header("Cluster").click();

        assertThat(new ArrayList<>(
                        new LinkedHashSet<>(browser.texts("#list .n tr:not(.group) td:nth-child(3)", false))))
                .contains("orders-2", "orders-10")
                .isSortedAccordingTo(Comparator.comparing(HtmlPageIT::sortable));
    }

    @Test
    void header_ofTemplates_sortsLinesByNumber() throws IOException {
        browser.open("templates", SampleReports.templates());
        browser.find("#list .c .group button").click();
        header("Resource").click();
        header("File and line").click();

        assertThat(browser.texts(ROWS + " td:first-child", true))
                .containsExactly("infra/shop template.yaml:20", "plan.json", "infra/shop template.yaml:30");
    }

    /** Each filter is applied to the same page, which is loaded once. The page has no other state. */
    @Nested
    class FilteredPage {

        @BeforeAll
        static void open() throws IOException {
            browser.open("clusters", SampleReports.clusters());
        }

        @ParameterizedTest
        @CsvSource({
            "orders,              '',  '',         '',           '',        'orders, orders'",
            "'  ORDERS  creating',  '',  '',         '',           '',        orders",
            "111122223333 odd,    '',  '',         '',           '',        ''",
            "through 2027,        '',  '',         '',           '',        legacy",
            "daxguard replace,    '',  '',         '',           '',        ''",
            "'',                  n,   '',         '',           '',        'orders, odd, orders, old'",
            "'',                  e,   '',         '',           '',        legacy",
            "'',                  a,   '',         '',           '',        going",
            "'',                  c,   '',         '',           '',        sessions",
            "'',                  '',  DynamoDB.3, '',           '',        'orders, odd, old'",
            "'',                  '',  DynamoDB.7, '',           '',        'orders, orders, old'",
            "'',                  '',  '',         444455556666, '',        'odd, orders'",
            "'',                  '',  '',         '',           us-east-1, 'old, going'",
            "'',                  n,   DynamoDB.7, 111122223333, eu-west-1, orders",
            "old,                 c,   '',         '',           '',        ''"
        })
        void filter_eachCombination_showsMatchingClusters(
                String text, String verdict, String control, String account, String region, String names) {
            List<String> matching = names.isEmpty() ? List.of() : List.of(names.split(", "));
            browser.find("#clear").click();

            browser.find("[name=text]").sendKeys(text);
            select("verdict", verdict);
            select("control", control);
            select("account", account);
            select("region", region);

            assertThat(browser.texts(NAMES, true)).isEqualTo(matching);
            assertThat(browser.texts(GROUPS, true))
                    .as("groups of the clusters")
                    .hasSizeLessThanOrEqualTo(matching.size());
            assertThat(browser.texts("#count", true)).containsExactly(matching.size() + " of 7 clusters");
            assertThat(browser.texts("#none", true)).hasSize(matching.isEmpty() ? 1 : 0);

            browser.find("#clear").click();
            assertThat(browser.texts(GROUPS, true)).hasSize(7);
            assertThat(browser.texts(ROWS + ":not([hidden])", false)).hasSize(7);
            assertThat(browser.texts("#count", true)).containsExactly("7 clusters");
            assertThat(browser.texts("#none", true)).isEmpty();
            assertThat(browser.find("[name=text]").getDomProperty("value")).isEmpty();
        }
    }

    @Test
    void filter_thenSort_keepsTheFilter() throws IOException {
        browser.open("clusters", SampleReports.clusters());
        select("verdict", "n");
        header("Cluster").click();

        assertThat(browser.texts(NAMES, true)).containsExactly("orders", "odd", "orders", "old");
        assertThat(sorted()).containsExactly("Cluster ascending");
    }

    @Test
    void filter_ofTemplates_selectsTheFile() throws IOException {
        browser.open("templates", SampleReports.templates());
        select("file", "infra/shop template.yaml");

        assertThat(browser.texts(ROWS + " td:nth-child(2)", true))
                .containsExactly("OrdersShop/Orders/Resource", "SessionsShop/Sessions/Resource");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CLUSTERS  | .map [data-account='111122223333'][data-region='us-east-1'] | 3 | old, going | 2 of 7",
                "CLUSTERS  | .figures .e a                                               | 3 | legacy     | 1 of 7",
                "TEMPLATES | .map [data-file='plan.json']                                | 1 | plan.json  | 1 of 3"
            })
    void link_clicked_showsOnlyItsClusters(Sample sample, String link, int column, String rows, String count)
            throws IOException {
        browser.open(sample.fileName(), sample.report());
        browser.find("[name=text]").sendKeys("matches nothing");
        browser.find(link).click();

        assertThat(browser.texts(ROWS + " td:nth-child(" + column + ")", true)).containsExactly(rows.split(", "));
        assertThat(browser.find("#count").getText()).isEqualTo(count + " clusters");
        assertThat(browser.driver().getCurrentUrl()).endsWith("#clusters");
    }

    @ParameterizedTest
    @CsvSource({"'.unread a', #gap-0, AccessDeniedException", "'[colspan] a', #gap-1, AssumeRole failed"})
    void map_unreadTarget_linksToTheReason(String cell, String target, String reason) throws IOException {
        browser.open("clusters", SampleReports.clusters());
        browser.find(".map " + cell).click();

        assertThat(browser.driver().getCurrentUrl()).endsWith(target);
        assertThat(browser.find(target).getText()).contains(reason);
    }

    @Test
    void keyboard_reachesAllControls() throws IOException {
        browser.open("clusters", SampleReports.clusters());

        browser.press(Keys.TAB);
        assertThat(browser.is("document.activeElement.matches('.skip')")).isTrue();
        assertThat(browser.is("document.activeElement.getBoundingClientRect().top >= 0"))
                .as("the skip link is visible")
                .isTrue();

        browser.tabTo(".remedy pre button");
        browser.tabTo("[name=text]");
        browser.press("orders");
        assertThat(browser.texts(NAMES, true)).containsExactly("orders", "orders");

        browser.tabTo("#clear");
        browser.press(Keys.SPACE);
        assertThat(browser.texts(ROWS + ":not([hidden])", false)).hasSize(7);

        browser.tabTo("th[data-key=name] button");
        browser.press(Keys.ENTER);
        assertThat(sorted()).containsExactly("Cluster ascending");
        browser.press(Keys.SPACE);
        assertThat(sorted()).containsExactly("Cluster descending");

        browser.tabTo(".group button");
        browser.press(Keys.ENTER);
        assertThat(browser.texts(NAMES, true).get(0)).isEqualTo("odd");
        browser.press(Keys.SPACE);
        assertThat(browser.texts(NAMES, true).get(0)).isEqualTo("orders");

        browser.tabTo("summary");
        assertThat(browser.is("getComputedStyle(document.activeElement).outlineStyle === 'solid'"))
                .as("the focus is visible")
                .isTrue();
        browser.press(Keys.ENTER);
        assertThat(browser.is("document.activeElement.parentElement.open")).isTrue();
        browser.awaitFrame();
        browser.tabTo("#list pre button");

        browser.tabTo("[data-account=\"111122223333\"][data-region=\"eu-west-1\"]");
        browser.press(Keys.ENTER);
        assertThat(browser.texts(NAMES, true)).containsExactly("orders", "legacy", "sessions");
        browser.tabTo("details.folded summary");
    }

    @Test
    void keyboard_skipLink_leadsToTheClusters() throws IOException {
        browser.open("clusters", SampleReports.clusters());
        browser.press(Keys.TAB, Keys.ENTER, Keys.TAB);

        assertThat(browser.is("document.activeElement.matches('.remedy pre button')"))
                .isTrue();
    }

    @Test
    void copyButton_clicked_copiesTheCommand() throws IOException {
        browser.open("clusters", SampleReports.clusters());
        browser.driver()
                .executeCdpCommand(
                        "Browser.grantPermissions",
                        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        browser.find("#list summary").click();
        // The button is added by an event that follows the click.
        browser.awaitFrame();
        WebElement copy = browser.find("#list pre button");
        assertThat(copy.getText()).isEqualTo("Copy");
        copy.click();

        assertThat(browser.driver()
                        .executeAsyncScript("navigator.clipboard.readText().then(arguments[0], arguments[0]);"))
                .isEqualTo(
                        "daxguard replace orders --profile 'shop admin' --region eu-west-1 --endpoint-encryption TLS");
        assertThat(copy.getText()).isEqualTo("Copied");
        assertThat(browser.texts("#announcement", false))
                .containsExactly(
                        "Copied: daxguard replace orders --profile 'shop admin' --region eu-west-1 --endpoint-encryption TLS");
    }

    @Test
    void copyButton_withoutAClipboard_isAbsent() throws IOException {
        Object script = browser.driver()
                .executeCdpCommand(
                        "Page.addScriptToEvaluateOnNewDocument",
                        Map.of("source", "delete Navigator.prototype.clipboard"))
                .get("identifier");
        try {
            browser.open("clusters", SampleReports.clusters());
            browser.find("summary").click();
            browser.awaitFrame();

            assertThat(browser.find("pre").isDisplayed()).isTrue();
            assertThat(browser.findAll("pre button")).isEmpty();
        } finally {
            browser.driver()
                    .executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CLUSTERS", "TEMPLATES"})
    void print_showsAllClustersAndCommandsAndNoControls(Sample sample) throws IOException {
        browser.prefer("dark");
        browser.preferPaper();
        browser.open(sample.fileName(), sample.report());
        // A4 without its margins.
        BufferedImage image = browser.screenshot("report-" + sample.fileName() + "-print", 703);

        assertThat(brightness(image)).isGreaterThan(0.75);
        assertThat(browser.texts("#filter, .skip, pre button", true)).isEmpty();
        assertThat(browser.texts(ROWS, true))
                .as("rows of groups that are folded on the screen")
                .hasSameSizeAs(browser.texts(ROWS, false));
        assertThat(browser.texts("pre", true))
                .as("closed details on the screen")
                .isEqualTo(browser.texts("pre", false));
        assertThat(browser.is("[...document.querySelectorAll('pre')].every(e => e.getClientRects().length > 0)"))
                .isTrue();
        assertThat(browser.is("[...document.querySelectorAll('body *')]"
                        + ".every(e => !['sticky', 'fixed'].includes(getComputedStyle(e).position))"))
                .as("no element is sticky or fixed")
                .isTrue();
        assertThat(browser.is("[...document.querySelectorAll('" + ROWS + "')]"
                        + ".every(e => getComputedStyle(e).breakInside === 'avoid')"))
                .as("no page ends inside a row")
                .isTrue();
    }

    @Test
    void print_150ClustersIn30Accounts_hasAtMost8Pages() throws IOException {
        browser.open("150", SampleAccounts.ofUnencrypted(30, 3, 1));

        assertThat(browser.texts(ROWS, false)).hasSize(150);
        assertThat(browser.printedPages()).isBetween(4, 8);
    }

    @Test
    void withoutJavaScript_allContentIsReadableAndControlsAreHidden() throws IOException {
        browser.allowScripts(false);
        try {
            browser.open("clusters", SampleReports.clusters());

            assertThat(browser.texts(ROWS, true)).hasSize(7);
            assertThat(browser.texts(GROUPS, true)).hasSize(7).contains("Compliant 1 cluster");
            assertThat(browser.texts("#count", true)).containsExactly("7 clusters");
            assertThat(browser.texts("#filter, button", true)).isEmpty();
            assertThat(browser.texts(".remedy code", true)).isNotEmpty();
            browser.find("#list summary").click();
            assertThat(browser.find("#list pre code").isDisplayed()).isTrue();
        } finally {
            browser.allowScripts(true);
        }
    }

    @Test
    void page_with15000Clusters_sortsAndFiltersThemAll() throws IOException {
        browser.open("15000", SampleAccounts.ofUnencrypted(50, 1, 20));
        assertThat(browser.find("#count").getText()).isEqualTo("15000 clusters");

        header("Cluster").click();
        assertThat(browser.texts(NAMES, false))
                .hasSize(15_000)
                .startsWith("orders-1")
                .endsWith("orders-20");

        browser.find("[name=text]").sendKeys("orders-20 us-west-2");
        assertThat(browser.find("#count").getText()).isEqualTo("50 of 15000 clusters");
    }

    private static WebElement header(String text) {
        return browser.findAll("#list thead button")
                .get(browser.texts("#list thead th", true).indexOf(text));
    }

    /** The headers with a sort order, and the order. */
    private static List<String> sorted() {
        return browser.findAll("#list th[aria-sort]").stream()
                .map(header -> header.getText() + " " + header.getDomAttribute("aria-sort"))
                .toList();
    }

    private static void select(String name, String value) {
        ((WebElement) browser.script(
                        "return [...document.querySelector(`[name=${arguments[0]}]`).options]"
                                + ".find(option => option.value === arguments[1])",
                        name,
                        value))
                .click();
    }

    /** The text with numbers of the same length. */
    private static String sortable(String text) {
        return text.replaceAll("-(\\d)$", "-0$1");
    }

    private static double brightness(BufferedImage image) {
        return pixels(image)
                        .map(color -> (color >> 16 & 0xff) + (color >> 8 & 0xff) + (color & 0xff))
                        .average()
                        .orElseThrow()
                / (3 * 255.0);
    }

    /** One of 25 pixels. */
    private static IntStream pixels(BufferedImage image) {
        return IntStream.range(0, image.getHeight() / 5)
                .flatMap(y -> IntStream.range(0, image.getWidth() / 5).map(x -> image.getRGB(5 * x, 5 * y)));
    }
}
