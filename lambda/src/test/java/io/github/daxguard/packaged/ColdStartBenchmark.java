package io.github.daxguard.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the cold starts of the packaged functions. It has no assertions and is not part of the build. Run it with
 * {@code ./mvnw -pl lambda -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ColdStartBenchmark}.
 */
class ColdStartBenchmark {

    private static final int STARTS = 9;
    private static final String RULE = "dax-cluster-encrypted-at-rest";

    @TempDir
    private Path directory;

    @Test
    void coldStart_ruleFunction_printsMedians() throws Exception {
        List<Long> startToAnswer = new ArrayList<>();
        List<Long> firstRun = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (LocalAws aws = LocalAws.start()) {
                EmulatorState state = aws.state(PackagedFunction.ACCOUNT, PackagedFunction.REGION);
                state.putRule(RULE, Map.of());
                for (int cluster = 0; cluster < 10; cluster++) {
                    state.putCluster(LocalCluster.named("c-" + cluster));
                }
                byte[] event = state.scheduledEvent(RULE, Instant.parse("2027-01-31T06:00:00Z"));
                Path empty = Files.createDirectory(directory.resolve("start-" + i));
                long start = System.nanoTime();
                try (PackagedFunction function =
                        PackagedFunction.start(empty, PackagedFunction.CONFIG_RULE_HANDLER, aws)) {
                    JsonNode summary =
                            new ObjectMapper().readTree(function.invoke(event).body());
                    startToAnswer.add(
                            Duration.ofNanos(System.nanoTime() - start).toMillis());
                    firstRun.add(summary.get("durationMs").asLong());
                }
            }
        }
        System.out.println("From start to response: median " + median(startToAnswer) + " ms of " + startToAnswer);
        System.out.println("First run only: median " + median(firstRun) + " ms of " + firstRun);
    }

    @Test
    void coldStart_otherFunctions_printsMedians() throws Exception {
        measure(
                PackagedFunction.CLUSTER_CHANGE_HANDLER,
                "cluster-change/change-create-cluster",
                Map.of("DAXGUARD_RULE_NAMES", RULE));
        measure(PackagedFunction.TEMPLATE_HOOK_HANDLER, "template-hook/create-unencrypted", Map.of());
        measure(
                PackagedFunction.REPLACEMENT_HANDLER,
                "replacement/readiness-quiet",
                Map.of("DAXGUARD_RULE_NAMES", RULE));
    }

    private void measure(String handler, String testEvent, Map<String, String> variables) throws Exception {
        byte[] event = Files.readAllBytes(Path.of("..", "test-events", testEvent + ".event.json"));
        List<Long> startToAnswer = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (LocalAws aws = LocalAws.start()) {
                EmulatorState state = aws.state(PackagedFunction.ACCOUNT, PackagedFunction.REGION);
                state.putRule(RULE, Map.of());
                state.putCluster(LocalCluster.named("orders"));
                AccessKey key = aws.accessKey(PackagedFunction.ACCOUNT);
                Map<String, String> environment = new HashMap<>(variables);
                environment.put("AWS_ACCESS_KEY_ID", key.id());
                environment.put("AWS_SECRET_ACCESS_KEY", key.secret());
                environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
                Path empty = Files.createTempDirectory(directory, "start");
                long start = System.nanoTime();
                try (PackagedFunction function =
                        PackagedFunction.start(empty, handler, PackagedFunction.ACCOUNT, environment)) {
                    if (function.invoke(event).isError()) {
                        throw new AssertionError(function.logLines());
                    }
                    startToAnswer.add(
                            Duration.ofNanos(System.nanoTime() - start).toMillis());
                }
            }
        }
        System.out.println(
                handler + ", from start to response: median " + median(startToAnswer) + " ms of " + startToAnswer);
    }

    private static long median(List<Long> values) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
