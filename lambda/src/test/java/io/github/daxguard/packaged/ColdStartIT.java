package io.github.daxguard.packaged;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Limits what determines the duration of a cold start and, unlike the duration, is the same on each machine. After an
 * improvement, replace the numbers below by those of the failure message or of the benchmark.
 */
class ColdStartIT {

    private static final long ZIP_BYTES = 10_244_000;

    /** The loaded classes of initialization and two runs, by library. Each JDK has its own number, which is not limited. */
    private static final Map<String, Integer> CLASSES = Map.ofEntries(
            Map.entry("com.amazonaws", 192),
            Map.entry("com.fasterxml.jackson", 115),
            Map.entry("io.github.daxguard", 148),
            Map.entry("org.reactivestreams", 2),
            Map.entry("org.slf4j", 26),
            Map.entry("software.amazon.awssdk.auth", 29),
            Map.entry("software.amazon.awssdk.awscore", 117),
            Map.entry("software.amazon.awssdk.checksums", 11),
            Map.entry("software.amazon.awssdk.core", 369),
            Map.entry("software.amazon.awssdk.endpoints", 5),
            Map.entry("software.amazon.awssdk.http", 155),
            Map.entry("software.amazon.awssdk.identity", 17),
            Map.entry("software.amazon.awssdk.internal", 7),
            Map.entry("software.amazon.awssdk.metrics", 8),
            Map.entry("software.amazon.awssdk.profiles", 16),
            Map.entry("software.amazon.awssdk.protocols", 167),
            Map.entry("software.amazon.awssdk.regions", 91),
            Map.entry("software.amazon.awssdk.retries", 41),
            Map.entry("software.amazon.awssdk.services.config", 256),
            Map.entry("software.amazon.awssdk.services.dax", 205),
            Map.entry("software.amazon.awssdk.thirdparty", 83),
            Map.entry("software.amazon.awssdk.utils", 118),
            Map.entry("software.amazon.awssdk.utilslite", 1));

    /** New versions and small features are allowed; another library or a lost improvement is not. */
    private static final double TOLERANCE = 1.05;

    /** With fewer than the number divided by this, the limit would no longer find that the improvement is lost. */
    private static final double IMPROVEMENT = 1.3;

    /** Libraries of the zip, and large parts of the JDK, that a run of the rule must not load. */
    private static final Pattern FORBIDDEN = Pattern.compile("(com\\.fasterxml\\.jackson\\.databind"
            + "|software\\.amazon\\.awssdk\\.services\\.(?!dax\\.|config\\.)\\w+"
            + "|io\\.netty|org\\.apache|org\\.joda|kotlin|ch\\.qos|org\\.eclipse"
            + "|java\\.util\\.logging|java\\.net\\.http|javax\\.xml|javax\\.management)\\..*");

    private static final String SERVICE_METADATA = "software.amazon.awssdk.regions.servicemetadata.";

    private static final String RULE = "dax-cluster-encrypted-at-rest";

    /** More than two pages. */
    private static final int CLUSTERS = 250;

    @TempDir
    private Path directory;

    private LocalAws aws;
    private EmulatorState state;

    @BeforeEach
    void startAws() {
        aws = LocalAws.start();
        state = aws.state(PackagedFunction.ACCOUNT, PackagedFunction.REGION);
        state.putRule(RULE, Map.of());
        for (int i = 0; i < CLUSTERS; i++) {
            state.putCluster(LocalCluster.named("orders-" + i));
        }
    }

    @AfterEach
    void stopAws() {
        aws.close();
    }

    @Test
    void zip_size_isWithinTheLimit() throws IOException {
        assertThat(Files.size(PackagedFunction.zip())).isBetween(minimum(ZIP_BYTES), limit(ZIP_BYTES));
    }

    @Test
    void twoRuns_loadedClasses_areWithinTheLimits() throws Exception {
        Path log = directory.resolve("classes");
        run(List.of(LoadedClasses.option(log)));

        LoadedClasses classes = LoadedClasses.read(log);
        Map<String, Integer> libraries = new TreeMap<>(classes.byLibrary());
        assertThat(libraries.remove("JDK")).isPositive();
        Map<String, Integer> more = new TreeMap<>(libraries);
        more.entrySet().removeIf(library -> library.getValue() <= limit(CLASSES.getOrDefault(library.getKey(), 0)));
        assertThat(more)
                .as(() -> "Libraries with more classes than allowed, of " + libraries)
                .isEmpty();
        Map<String, Integer> outdated = new TreeMap<>(CLASSES);
        outdated.entrySet()
                .removeIf(library -> libraries.getOrDefault(library.getKey(), 0) >= minimum(library.getValue()));
        assertThat(outdated)
                .as(() -> "Numbers to lower, because the function loads fewer classes: " + libraries)
                .isEmpty();
        assertThat(classes.names())
                .filteredOn(name -> name.startsWith(SERVICE_METADATA))
                .containsExactlyInAnyOrder(
                        SERVICE_METADATA + "ConfigServiceMetadata", SERVICE_METADATA + "DaxServiceMetadata");
        assertThat(classes.names())
                .filteredOn(name -> FORBIDDEN.matcher(name).matches())
                .isEmpty();
    }

    @Test
    void unchangedRun_calls_areOnePerPage() throws Exception {
        run(List.of());

        // The first run reports all clusters; the second finds their results and reports nothing.
        assertThat(aws.calls().stream().collect(groupingBy(Call::operation, counting())))
                .isEqualTo(Map.of(
                        "DescribeClusters", 3L + 3L,
                        "GetComplianceDetailsByConfigRule", 1L + 3L,
                        "PutEvaluations", 3L));
    }

    /** Two runs of the rule, the second without changes. */
    private void run(List<String> jvmOptions) throws Exception {
        try (PackagedFunction function =
                PackagedFunction.start(directory, PackagedFunction.CONFIG_RULE_HANDLER, aws, jvmOptions)) {
            Instant now = Instant.now();
            for (Instant at : List.of(now, now.plusSeconds(60))) {
                LambdaRuntimeApi.Result result = function.invoke(state.scheduledEvent(RULE, at));
                assertThat(result.isError()).as(result.body()).isFalse();
            }
        }
    }

    private static long minimum(long expected) {
        return (long) Math.ceil(expected / IMPROVEMENT);
    }

    private static long limit(long expected) {
        return (long) Math.ceil(expected * TOLERANCE);
    }
}
