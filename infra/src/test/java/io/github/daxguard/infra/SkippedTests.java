package io.github.daxguard.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Prints the reasons for skipped tests at the end of a build, each with the number of tests. */
final class SkippedTests {

    private SkippedTests() {}

    /**
     * Reads the test reports of this build.
     *
     * @param arguments the directory of the repository, and the start time of the build
     */
    public static void main(String[] arguments) throws IOException {
        Instant start = Instant.parse(arguments[1]);
        Map<String, Integer> reasons = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]), 4)) {
            files.filter(file -> file.toString()
                            .matches(".*[/\\\\]target[/\\\\](surefire|failsafe)-reports[/\\\\]TEST-.*\\.xml"))
                    .filter(file -> !modified(file).isBefore(start))
                    .forEach(file -> count(file, reasons));
        }
        reasons.forEach((reason, tests) -> System.out.println("Skipped tests: " + tests + ". Reason: " + reason));
    }

    private static Instant modified(Path file) {
        return Instant.ofEpochMilli(file.toFile().lastModified());
    }

    private static void count(Path report, Map<String, Integer> reasons) {
        try {
            NodeList skipped = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("skipped");
            for (int i = 0; i < skipped.getLength(); i++) {
                reasons.merge(((Element) skipped.item(i)).getAttribute("message"), 1, Integer::sum);
            }
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("Unreadable test report: " + report, e);
        }
    }
}
