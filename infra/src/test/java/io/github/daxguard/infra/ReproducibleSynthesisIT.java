package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The app with the packaged function, as the CDK's command line runs it: the same commit must result in the same files. */
@Tag("full")
@RequiresNode
class ReproducibleSynthesisIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FEATURE_VERSION = Pattern.compile("\\d+");

    /** The durations of a slow synthesis, which the CDK writes. */
    private static final String TIMINGS = "performance-counters.json";

    @TempDir
    private Path directory;

    static List<Map<String, Object>> contexts() {
        return List.of(
                Map.of(),
                Map.of(
                        "packaging", "conformance-pack",
                        "recorder", "create",
                        "changeTriggered", "true",
                        "hook", "fail",
                        "replacement", "true",
                        "exemptionTag", "dax-exempt-until",
                        "alarmEmail", "security@example.com"),
                Map.of("regions", "eu-west-1,us-east-1"),
                Map.of(
                        "organizationMode", "central",
                        "organization", "r-ab12",
                        "memberAccounts", "111122223333,444455556666"),
                new HashMap<>(Contexts.STACK_SETS_WITH_ALL));
    }

    /** On the JDK that runs the tests, and on each other installed JDK that daxguard supports. */
    @ParameterizedTest
    @MethodSource("contexts")
    void synth_twiceAndOnEachJdk_writesTheSameFiles(Map<String, Object> overrides) throws Exception {
        Path own = Path.of(System.getProperty("java.home"));
        List<Synthesiser> others = new ArrayList<>();
        Synthesiser first = start(own, overrides, "first");
        for (Path jdk : jdks()) {
            others.add(start(jdk, overrides, jdk.getFileName().toString()));
        }

        Map<String, String> files = first.files();
        assertThat(files.keySet())
                .anyMatch(file -> file.endsWith(".template.json"))
                .anyMatch(file -> file.matches("asset\\.[0-9a-f]{64}\\.zip"));
        assertThat(others).isNotEmpty();
        for (Synthesiser other : others) {
            assertThat(other.files()).as(other.output().toString()).isEqualTo(files);
        }
    }

    /** The app in a separate process. */
    private record Synthesiser(Process process, Path output, Path log) {

        /** Waits for the end of the process, and returns the content of each file by its path. */
        Map<String, String> files() throws Exception {
            assertThat(process.waitFor()).as(Files.readString(log)).isZero();
            Map<String, String> files = new TreeMap<>();
            try (Stream<Path> found = Files.walk(output)) {
                for (Path file : found.filter(Files::isRegularFile).toList()) {
                    if (file.endsWith(TIMINGS)) {
                        continue;
                    }
                    files.put(output.relativize(file).toString(), content(file));
                }
            }
            return files;
        }
    }

    private Synthesiser start(Path jdk, Map<String, Object> overrides, String name) throws IOException {
        Map<String, Object> context = new HashMap<>(Synthesis.cdkJsonContext());
        context.putAll(overrides);
        Path output = directory.resolve(name);
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        jdk.resolve("bin/java").toString(),
                        "-Ddaxguard.root=..",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DaxGuardApp.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().remove("CDK_DEFAULT_REGION");
        builder.environment().put("CDK_OUTDIR", output.toString());
        builder.environment().put("CDK_CONTEXT_JSON", JSON.writeValueAsString(context));
        return new Synthesiser(builder.start(), output, log);
    }

    private static String content(Path file) throws IOException {
        return file.toString().endsWith(".zip") ? Files.size(file) + " bytes" : Files.readString(file);
    }

    /** The JDK that runs the tests, and installed ones of version 17 or newer in the usual directories. */
    private static Set<Path> jdks() throws IOException {
        Set<Path> homes = new TreeSet<>();
        homes.add(Path.of(System.getProperty("java.home")));
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME_")) {
                homes.add(Path.of(value));
            }
        });
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> found = Files.list(installed)) {
                found.filter(home -> !Files.isSymbolicLink(home)).forEach(homes::add);
            }
        }
        homes.removeIf(home -> !isSupported(home));
        return homes;
    }

    private static boolean isSupported(Path home) {
        Properties release = new Properties();
        try (Reader file = Files.newBufferedReader(home.resolve("release"))) {
            release.load(file);
        } catch (IOException e) {
            return false;
        }
        Matcher version = FEATURE_VERSION.matcher(release.getProperty("JAVA_VERSION", ""));
        return Files.isExecutable(home.resolve("bin/java"))
                && version.find()
                && Integer.parseInt(version.group()) >= 17;
    }
}
