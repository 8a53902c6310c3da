package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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

    private static final String ROWS = "#list tbody tr";
    private static final String NAMES = ROWS + " td:nth-child(3)";

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

    static Stream<Arguments> targets() {
        return Stream.concat(
                        Arrays.stream(Sample.values()).map(sample -> Map.entry(sample.fileName(), sample.report())),
                        Stream.of(Map.entry("organization", SampleAccounts.of(8, 1))))
                .flatMap(page -> Stream.of("light", "dark")
                        .flatMap(scheme -> Stream.of(1280, 400)
                                .map(width -> Arguments.of(page.getKey(), width, scheme, page.getValue()))));
    }

    @ParameterizedTest(name = "{0}, {1} px, {2}")
    @MethodSource("targets")
    void page_eachWidthAndColorScheme_isAccessibleAndFits(String name, int width, String scheme, Report report)
            throws IOException {
        browser.prefer(scheme);
        browser.resize(width, 800);
        browser.open(name, report);
        browser.openFirstDetails();
        BufferedImage image = browser.screenshot("report-" + name + "-" + width + "-" + scheme, width);

        assertThat(brightness(image))
                .as("brightness")
                .isBetween(scheme.equals("light") ? 0.75 : 0.0, scheme.equals("light") ? 1.0 : 0.25);
        assertThat(pixels(image).distinct().count())
                .as("colors of a page that is not blank")
                .isGreaterThan(100);
        assertThat(browser.number("document.documentElement.scrollWidth"))
                .as("the page's width, without horizontal scrolling")
                .isLessThanOrEqualTo(browser.number("document.documentElement.clientWidth"));
        assertThat(browser.number("performance.getEntriesByType('resource').length"))
                .as("requests")
                .isZero();
        assertThat(browser.violations()).as("violations that axe finds").isEmpty();
    }

    @Test
    void page_hostileText_isShownAndNotExecuted() throws IOException {
        browser.open("clusters", SampleReports.clusters());

        assertThat(browser.findAll("script")).hasSize(1);
        assertThat(browser.texts(ROWS + " td:nth-child(5)", true))
                .contains("<script>alert(\"1\")</script> & ]]> '=cmd()' \ufffd[2J \ufffd {{x}}");
    }

    @Test
    void page_finding_showsItsRemediation() throws IOException {
        browser.open("clusters", SampleReports.clusters());
        browser.findAll("summary").forEach(WebElement::click);

        assertThat(browser.texts("pre code", true))
                .containsExactly(
                        "daxguard replace orders --region eu-west-1 --endpoint-encryption TLS",
                        "daxguard replace old --region us-east-1 --endpoint-encryption TLS",
                        "daxguard replace odd --region eu-west-1",
                        "daxguard replace orders --region eu-west-1 --endpoint-encryption TLS");
        assertThat(browser.find(ROWS + ":nth-child(4) details").getText())
                .contains("Create a cluster with TLS", "With credentials of account 444455556666:");
    }

    @ParameterizedTest
    @CsvSource({"Account, 1", "Region, 2", "Cluster, 3", "Status, 4", "At rest, 5", "In transit, 6", "Reason, 8"})
    void header_clicked_sortsAscendingAndThenDescending(String header, int column) throws IOException {
        browser.open("organization", SampleAccounts.of(2, 11));
        List<String> before = browser.texts(ROWS, false);
        String cell = ROWS + " td:nth-child(" + column + ")";
        String cells = cell + ":not(:has(summary)), " + cell + " summary";

        header(header).click();
        List<String> up = browser.texts(cells, false);
        assertThat(up).isSortedAccordingTo(Comparator.comparing(HtmlPageIT::sortable));
        assertThat(sorted()).containsExactly(header + " ascending");

        header(header).click();
        List<String> down = browser.texts(cells, false);
        assertThat(down)
                .isSortedAccordingTo(Comparator.comparing(HtmlPageIT::sortable).reversed());
        assertThat(sorted()).containsExactly(header + " descending");

        assertThat(browser.texts(ROWS, false)).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void header_ofNames_sortsNumbersByValue() throws IOException {
        browser.open("organization", SampleAccounts.of(1, 11));
        header("Cluster").click();

        assertThat(new ArrayList<>(new LinkedHashSet<>(browser.texts(NAMES, false))))
                .isEqualTo(IntStream.rangeClosed(1, 11)
                        .mapToObj(number -> "orders-" + number)
                        .toList());
    }

    @Test
    void header_ofVerdicts_hasTheWorstFirstInitially() throws IOException {
        browser.open("clusters", SampleReports.clusters());
        List<String> worstFirst = List.of("orders", "old", "odd", "orders", "legacy", "going", "sessions");

        assertThat(browser.texts(NAMES, true)).isEqualTo(worstFirst);
        assertThat(sorted()).containsExactly("Verdict ascending");

        header("Verdict").click();
        List<String> bestFirst = new ArrayList<>(worstFirst);
        Collections.reverse(bestFirst);
        assertThat(browser.texts(NAMES, true)).isEqualTo(bestFirst);

        header("Region").click();
        header("Verdict").click();
        assertThat(browser.texts(NAMES, true)).isEqualTo(worstFirst);
    }

    @Test
    void header_ofTemplates_sortsLinesByNumber() throws IOException {
        browser.open("templates", SampleReports.templates());
        header("Resource").click();
        header("File and line").click();

        assertThat(browser.texts(ROWS + " td:first-child", true))
                .containsExactly("infra/shop template.yaml:20", "infra/shop template.yaml:30", "plan.json");
    }

    @ParameterizedTest
    @CsvSource({
        "orders,              '',  '',         '',           '',        'orders, orders'",
        "'  ORDERS  creating',  '',  '',         '',           '',        orders",
        "111122223333 odd,    '',  '',         '',           '',        ''",
        "through 2027,        '',  '',         '',           '',        legacy",
        "point clients,       '',  '',         '',           '',        ''",
        "'',                  n,   '',         '',           '',        'orders, old, odd, orders'",
        "'',                  e,   '',         '',           '',        legacy",
        "'',                  a,   '',         '',           '',        going",
        "'',                  c,   '',         '',           '',        sessions",
        "'',                  '',  DynamoDB.3, '',           '',        'orders, old, odd'",
        "'',                  '',  DynamoDB.7, '',           '',        'orders, old, orders'",
        "'',                  '',  '',         444455556666, '',        'odd, orders'",
        "'',                  '',  '',         '',           us-east-1, 'old, going'",
        "'',                  n,   DynamoDB.7, 111122223333, eu-west-1, orders",
        "old,                 c,   '',         '',           '',        ''"
    })
    void filter_eachCombination_showsMatchingClusters(
            String text, String verdict, String control, String account, String region, String names)
            throws IOException {
        browser.open("clusters", SampleReports.clusters());
        List<String> matching = names.isEmpty() ? List.of() : List.of(names.split(", "));

        browser.find("[name=text]").sendKeys(text);
        select("verdict", verdict);
        select("control", control);
        select("account", account);
        select("region", region);

        assertThat(browser.texts(NAMES, true)).isEqualTo(matching);
        assertThat(browser.find("#count").getText()).isEqualTo(matching.size() + " of 7 clusters");
        assertThat(browser.find("#none").isDisplayed()).isEqualTo(matching.isEmpty());

        browser.find("#clear").click();
        assertThat(browser.texts(NAMES, true)).hasSize(7);
        assertThat(browser.find("#count").getText()).isEqualTo("7 clusters");
        assertThat(browser.find("#none").isDisplayed()).isFalse();
        assertThat(browser.find("[name=text]").getDomProperty("value")).isEmpty();
    }

    @Test
    void filter_thenSort_keepsTheFilter() throws IOException {
        browser.open("clusters", SampleReports.clusters());
        select("verdict", "n");
        header("Cluster").click();

        assertThat(browser.texts(NAMES, true)).containsExactly("odd", "old", "orders", "orders");
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

        browser.tabTo("[data-account=\"111122223333\"][data-region=\"eu-west-1\"]");
        browser.press(Keys.ENTER);
        assertThat(browser.texts(NAMES, true)).containsExactly("orders", "legacy", "sessions");

        browser.tabTo("[name=text]");
        browser.press("orders");
        assertThat(browser.texts(NAMES, true)).containsExactly("orders");

        browser.tabTo("#clear");
        browser.press(Keys.SPACE);
        assertThat(browser.texts(NAMES, true)).hasSize(7);

        browser.tabTo("th[data-key=name] button");
        browser.press(Keys.ENTER);
        assertThat(browser.texts(NAMES, true).get(0)).isEqualTo("going");
        browser.press(Keys.SPACE);
        assertThat(browser.texts(NAMES, true).get(0)).isEqualTo("sessions");

        browser.tabTo("summary");
        assertThat(browser.is("getComputedStyle(document.activeElement).outlineStyle === 'solid'"))
                .as("the focus is visible")
                .isTrue();
        browser.press(Keys.ENTER);
        assertThat(browser.is("document.activeElement.parentElement.open")).isTrue();
        browser.awaitFrame();
        browser.tabTo("pre button");
    }

    @Test
    void keyboard_skipLink_leadsToTheClusters() throws IOException {
        browser.open("clusters", SampleReports.clusters());
        browser.press(Keys.TAB, Keys.ENTER, Keys.TAB);

        assertThat(browser.is("document.activeElement.matches('[name=text]')")).isTrue();
    }

    @Test
    void copyButton_clicked_copiesTheCommand() throws IOException {
        browser.open("clusters", SampleReports.clusters());
        browser.driver()
                .executeCdpCommand(
                        "Browser.grantPermissions",
                        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        browser.find("summary").click();
        // The button is added by an event that follows the click.
        browser.awaitFrame();
        WebElement copy = browser.find("pre button");
        assertThat(copy.getText()).isEqualTo("Copy");
        copy.click();

        assertThat(browser.driver()
                        .executeAsyncScript("navigator.clipboard.readText().then(arguments[0], arguments[0]);"))
                .isEqualTo("daxguard replace orders --region eu-west-1 --endpoint-encryption TLS");
        assertThat(copy.getText()).isEqualTo("Copied");
        assertThat(browser.texts("#announcement", false))
                .containsExactly("Copied: daxguard replace orders --region eu-west-1 --endpoint-encryption TLS");
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
    @ValueSource(strings = {"clusters", "templates"})
    void print_showsAllDetailsAndNoControls(String name) throws IOException {
        browser.prefer("dark");
        browser.preferPaper();
        browser.open(name, name.equals("clusters") ? SampleReports.clusters() : SampleReports.templates());
        // A4 without its margins.
        BufferedImage image = browser.screenshot("report-" + name + "-print", 703);

        assertThat(brightness(image)).isGreaterThan(0.75);
        assertThat(browser.find("#filter").isDisplayed()).isFalse();
        assertThat(browser.find(".skip").isDisplayed()).isFalse();
        assertThat(browser.texts("details p", true))
                .as("closed details on the screen")
                .isNotEmpty()
                .isEqualTo(browser.texts("details p", false));
        assertThat(browser.number("document.querySelector('details p').offsetHeight"))
                .isPositive();
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
    void withoutJavaScript_allContentIsReadableAndControlsAreHidden(@TempDir Path profile) throws IOException {
        try (PageBrowser plain = PageBrowser.start(profile, "--blink-settings=scriptEnabled=false")) {
            plain.open("clusters", SampleReports.clusters());

            assertThat(plain.findAll(ROWS)).hasSize(7).allMatch(WebElement::isDisplayed);
            assertThat(plain.find("#count").getText()).isEqualTo("7 clusters");
            assertThat(plain.find("#filter").isDisplayed()).isFalse();
            assertThat(plain.findAll("button")).noneMatch(WebElement::isDisplayed);
            plain.find("summary").click();
            assertThat(plain.find("pre code").isDisplayed()).isTrue();
        }
    }

    @Test
    void page_with15000Clusters_sortsAndFiltersThemAll() throws IOException {
        browser.open("15000", SampleAccounts.ofUnencrypted(15_000));
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
        return browser.findAll("#list th button").stream()
                .filter(button -> button.getText().startsWith(text))
                .findFirst()
                .orElseThrow();
    }

    /** The headers with a sort order, and the order. */
    private static List<String> sorted() {
        return browser.findAll("#list th[aria-sort]").stream()
                .map(header -> header.getText().replaceAll("\\P{ASCII}", "").strip() + " "
                        + header.getDomAttribute("aria-sort"))
                .toList();
    }

    private static void select(String name, String value) {
        browser.findAll("[name=" + name + "] option").stream()
                .filter(option -> value.equals(option.getDomProperty("value")))
                .findFirst()
                .orElseThrow()
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

    private static IntStream pixels(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()));
    }
}
