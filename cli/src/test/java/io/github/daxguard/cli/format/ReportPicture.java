package io.github.daxguard.cli.format;

import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the README's picture: the upper part of the HTML report of an organization. See CONTRIBUTING.md for the command. */
final class ReportPicture {

    private ReportPicture() {}

    public static void main(String... arguments) throws Exception {
        Path directory = Files.createTempDirectory("daxguard-picture");
        try (PageBrowser browser = PageBrowser.start(directory)) {
            browser.resize(1280, 1220);
            browser.open("report", SampleAccounts.of(6, 1));
            browser.awaitFrame();
            Files.write(Path.of(arguments[0]), browser.picture());
        }
    }
}
