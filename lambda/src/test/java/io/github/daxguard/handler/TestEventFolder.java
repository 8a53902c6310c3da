package io.github.daxguard.handler;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder of {@code test-events}: one for each entry point. */
enum TestEventFolder {
    CONFIG_RULE(ConfigRuleScenario.class, 141),
    CLUSTER_CHANGE(ClusterChangeScenario.class, 67),
    TEMPLATE_HOOK(TemplateHookScenario.class, 91),
    REPLACEMENT(ReplacementScenario.class, 252),
    DIGEST(DigestScenario.class, 21);

    static final Path TEST_EVENTS = Path.of(System.getProperty("basedir", "."), "..", "test-events");

    private static final String EVENT_SUFFIX = ".event.json";
    private static final String EXPECTED_SUFFIX = ".expected.json";

    /** Strict, so that a misspelled member is an error and not an expectation that is never checked. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Class<? extends Scenario> form;
    private final int minCases;

    TestEventFolder(Class<? extends Scenario> form, int minCases) {
        this.form = form;
        this.minCases = minCases;
    }

    /** {@code config-rule}. */
    String folderName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Path path() {
        return TEST_EVENTS.resolve(folderName());
    }

    /** The minimum number of cases, which detects lost files. */
    int minCases() {
        return minCases;
    }

    /** All cases, in order of name. */
    List<TestEvent> cases() throws IOException {
        List<TestEvent> cases = new ArrayList<>();
        for (String name : eventNames()) {
            cases.add(new TestEvent(
                    name,
                    Files.readString(path().resolve(name + EVENT_SUFFIX)),
                    STRICT.readValue(path().resolve(name + EXPECTED_SUFFIX).toFile(), form)));
        }
        return cases;
    }

    Set<String> eventNames() throws IOException {
        return names(EVENT_SUFFIX);
    }

    Set<String> expectedNames() throws IOException {
        return names(EXPECTED_SUFFIX);
    }

    private Set<String> names(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(path())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(suffix))
                    .map(file -> file.substring(0, file.length() - suffix.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
