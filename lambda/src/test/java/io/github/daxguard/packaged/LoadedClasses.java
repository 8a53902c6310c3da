package io.github.daxguard.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes that a JVM has loaded, also those that it has generated.
 *
 * @param names of the classes
 */
record LoadedClasses(List<String> names) {

    private static final String SOURCE = " source: ";

    private static final Pattern JDK = Pattern.compile("(java|javax|jdk|sun|com\\.sun|org\\.jcp)\\..*|\\[.*");
    private static final Pattern LIBRARY = Pattern.compile(
            "(software\\.amazon\\.awssdk\\.(?:services\\.)?\\w+|com\\.amazonaws|org\\.slf4j|(?:[a-z]\\w*\\.){0,2}[a-z]\\w*)\\..*");

    /** The option of the JVM that writes the log. */
    static String option(Path log) {
        return "-Xlog:class+load:file=" + log + ":none";
    }

    static LoadedClasses read(Path log) throws IOException {
        return new LoadedClasses(Files.readAllLines(log, UTF_8).stream()
                .filter(line -> line.contains(SOURCE))
                .map(line -> line.substring(0, line.indexOf(SOURCE)))
                .toList());
    }

    /**
     * Their number by library: the first three parts of the package, in the SDK those up to its module. The layout of the jars
     * does not change it.
     */
    Map<String, Integer> byLibrary() {
        return names.stream()
                .collect(groupingBy(
                        LoadedClasses::library, TreeMap::new, collectingAndThen(counting(), Math::toIntExact)));
    }

    private static String library(String name) {
        if (JDK.matcher(name).matches()) {
            return "JDK";
        }
        Matcher library = LIBRARY.matcher(name);
        return library.matches() ? library.group(1) : name;
    }
}
