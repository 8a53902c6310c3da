package io.github.daxguard.cli.format;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The paths of the browser and its driver, which must have the same version.
 *
 * <p>The variables {@code DAXGUARD_CHROMIUM} and {@code DAXGUARD_CHROMEDRIVER} set them. Otherwise they are searched on the
 * PATH, under their usual names.
 */
record ChromiumPrograms(Optional<Path> browser, Optional<Path> driver) {

    static final String ABSENCE =
            "The test of a page requires Chromium and chromedriver on the PATH: install both in the same"
                    + " version, or set their paths in DAXGUARD_CHROMIUM and DAXGUARD_CHROMEDRIVER";

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final List<Path> BROWSERS_OF_MACOS = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

    static ChromiumPrograms installed() {
        return of(System.getenv());
    }

    static ChromiumPrograms of(Map<String, String> environment) {
        return new ChromiumPrograms(
                named(environment, "DAXGUARD_CHROMIUM")
                        .or(() -> Stream.concat(
                                        BROWSERS.stream().flatMap(name -> onPath(environment, name)),
                                        BROWSERS_OF_MACOS.stream())
                                .filter(Files::isExecutable)
                                .findFirst()),
                named(environment, "DAXGUARD_CHROMEDRIVER")
                        .or(() -> onPath(environment, "chromedriver").findFirst()));
    }

    private static Optional<Path> named(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(path -> !path.isEmpty())
                .map(Path::of);
    }

    private static Stream<Path> onPath(Map<String, String> environment, String name) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(directory -> Stream.of(Path.of(directory, name), Path.of(directory, name + ".exe")))
                .filter(Files::isExecutable);
    }

    boolean areInstalled() {
        return browser.isPresent() && driver.isPresent();
    }

    /** In CI (the variable {@code CI} is set) the tests run and fail without the programs; otherwise they are skipped. */
    static boolean areInstalledOrRequired() {
        return areInstalledOrRequired(System.getenv());
    }

    static boolean areInstalledOrRequired(Map<String, String> environment) {
        return environment.containsKey("CI") || of(environment).areInstalled();
    }
}
