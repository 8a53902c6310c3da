package io.github.daxguard.cli.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.report.Report;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium process that shows the pages of reports. */
final class PageBrowser implements AutoCloseable {

    /** Referenced, because Java discards loggers without references and their levels. Selenium warns about unused DevTools. */
    private static final Logger DEVTOOLS = Logger.getLogger("org.openqa.selenium.devtools");

    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final Path directory;
    private final ChromeDriver driver;

    private PageBrowser(Path directory, ChromeDriver driver) {
        this.directory = directory;
        this.driver = driver;
    }

    /**
     * Starts the browser.
     *
     * @param directory an empty directory for the profile and the pages
     */
    static PageBrowser start(Path directory, String... moreArguments) {
        DEVTOOLS.setLevel(Level.OFF);
        ChromiumPrograms programs = ChromiumPrograms.installed();
        if (!programs.areInstalled()) {
            throw new AssertionError(ChromiumPrograms.ABSENCE);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(programs.browser().orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // With smooth scrolling, a click can miss the element.
                "--force-prefers-reduced-motion",
                // Containers have little shared memory.
                "--disable-dev-shm-usage",
                "--user-data-dir=" + directory.resolve("profile").toAbsolutePath());
        options.addArguments(moreArguments);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        return new PageBrowser(
                directory,
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(
                                        programs.driver().orElseThrow().toFile())
                                .build(),
                        options));
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Writes the page of a report to a file and opens it. */
    void open(String name, Report report) throws IOException {
        Path page = directory.resolve(name + ".html");
        try (OutputStream out = Files.newOutputStream(page)) {
            new HtmlWriter().write(report, out);
        }
        driver.get(page.toUri().toString());
    }

    void resize(int width, long height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void prefer(String colorScheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("media", "", "features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
    }

    void preferPaper() {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
    }

    /** A screenshot of the whole page at that width. The window stays as high as the page, because Chromium paints only the window. */
    BufferedImage screenshot(String name, int width) throws IOException {
        resize(width, 800);
        for (int i = 0; i < 2; i++) {
            // Elements outside the screen have their real height only after they are on it.
            resize(width, number("document.documentElement.scrollHeight"));
            awaitFrame();
        }
        // The encoding of a long page takes more time than its layout.
        byte[] png = picture(true);
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), png);
        ImageIO.setUseCache(false);
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    /** The visible part of the page, as PNG. */
    byte[] picture() {
        return picture(false);
    }

    private byte[] picture(boolean isFast) {
        String data = String.valueOf(
                driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png", "optimizeForSpeed", isFast))
                        .get("data"));
        return Base64.getDecoder().decode(data);
    }

    /** Opens the remediations of the first findings, so that they are part of the checks. */
    void openFirstDetails() {
        driver.executeScript("[...document.querySelectorAll('details')].slice(0, 4).forEach(e => { e.open = true; })");
    }

    void awaitFrame() {
        driver.executeAsyncScript(
                "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));");
    }

    long number(String expression) {
        return ((Number) script("return " + expression)).longValue();
    }

    boolean is(String expression) {
        return (boolean) script("return " + expression);
    }

    Object script(String script, Object... arguments) {
        Object value = driver.executeScript(script, arguments);
        if (value == null) {
            throw new AssertionError("No result of: " + script);
        }
        return value;
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> findAll(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The texts of all elements, or only of the visible ones. */
    @SuppressWarnings("unchecked")
    List<String> texts(String selector, boolean visibleOnly) {
        return (List<String>) script(
                "return [...document.querySelectorAll(arguments[0])].filter(e => !arguments[1] || e.checkVisibility())"
                        + ".map(e => e.textContent.trim())",
                selector,
                visibleOnly);
    }

    void press(CharSequence... keys) {
        for (CharSequence key : keys) {
            new Actions(driver).sendKeys(key).perform();
        }
    }

    /** Presses the tab key until the element has the focus. */
    void tabTo(String selector) {
        for (int i = 0; i < 100; i++) {
            press(Keys.TAB);
            if (is("document.activeElement.matches('" + selector + "')")) {
                return;
            }
        }
        throw new AssertionError("The tab key does not reach " + selector);
    }

    /** The pages of the document on A4 paper. */
    int printedPages() {
        String data = String.valueOf(driver.executeCdpCommand(
                        "Page.printToPDF", Map.of("paperWidth", 8.27, "paperHeight", 11.69, "preferCSSPageSize", true))
                .get("data"));
        return (int) Pattern.compile("/Type\\s*/Page\\b")
                .matcher(new String(Base64.getDecoder().decode(data), ISO_8859_1))
                .results()
                .count();
    }

    void allowScripts(boolean isAllowed) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !isAllowed));
    }

    /**
     * The accessibility violations that axe finds: WCAG 2 A and AA, and best practices.
     *
     * @param rules the rules to check; all if there are none
     */
    @SuppressWarnings("unchecked")
    List<String> violations(String... rules) throws IOException {
        if (is("typeof axe === 'undefined'")) {
            try (InputStream axe = PageBrowser.class.getResourceAsStream("/axe.min.js")) {
                driver.executeScript(new String(Objects.requireNonNull(axe).readAllBytes(), UTF_8));
            }
        }
        return (List<String>) Objects.requireNonNull(driver.executeAsyncScript(
                "const [rules, done] = arguments; const options = { resultTypes: ['violations'] };"
                        + " axe.run(rules.length ? { ...options, runOnly: rules } : options).then(result => done(result.violations.flatMap(rule =>"
                        + " rule.nodes.map(node => `${rule.id}: ${node.html}: ${node.failureSummary}`))));",
                List.of(rules)));
    }

    /** The warnings and errors of the browser console since the last call. */
    List<String> consoleWarnings() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
