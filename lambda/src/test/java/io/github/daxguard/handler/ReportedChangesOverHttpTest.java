package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.emulator.SettableClock;
import io.github.daxguard.emulator.StoredEvaluation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random sequences of runs with the SDK's marshalling and the emulator. */
class ReportedChangesOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REGION = LocalFunction.REGION;
    private static final String RULE = LocalFunction.RULE;
    private static final int SEQUENCES = 50;
    private static final int RUNS = 6;

    @Test
    void runs_randomSequences_holdACompleteReportAndSendOnlyChanges() throws IOException {
        SettableClock clock = SettableClock.at(Instant.parse("2027-01-31T06:00:00Z"));
        try (LocalAws aws = LocalAws.start(clock)) {
            for (int seed = 0; seed < SEQUENCES; seed++) {
                // Each sequence has its own account.
                String account = String.valueOf(111_122_220_000L + seed);
                try (AwsClients clients = LocalFunction.clients(aws, account, REGION)) {
                    EmulatorState state = aws.state(account, REGION);
                    state.putRule(RULE, Map.of());
                    runSequence(new Random(seed), account, state, clock, clients);
                }
            }
        }
    }

    private static void runSequence(
            Random random, String account, EmulatorState state, SettableClock clock, AwsClients clients)
            throws IOException {
        Map<String, String> clusters = new TreeMap<>();
        Map<String, Instant> recorded = new HashMap<>();
        for (int run = 0; run < RUNS; run++) {
            for (int change = random.nextInt(4); change > 0; change--) {
                String name = "c" + random.nextInt(5);
                boolean isEncrypted = random.nextBoolean();
                state.removeCluster(name);
                if (clusters.remove(name) == null) {
                    state.putCluster(isEncrypted ? LocalCluster.named(name).encrypted() : LocalCluster.named(name));
                    clusters.put(name, isEncrypted ? "COMPLIANT" : "NON_COMPLIANT");
                }
            }
            clock.advance(Duration.ofHours(random.nextInt(20)).plusMinutes(1));
            Instant due = clock.instant().minus(Duration.ofHours(23));
            Map<String, String> held = results(state);
            recorded.keySet().retainAll(held.keySet());
            int unchanged = 0;
            for (Map.Entry<String, String> cluster : clusters.entrySet()) {
                if (cluster.getValue().equals(held.get(cluster.getKey()))
                        && recorded.getOrDefault(cluster.getKey(), Instant.MIN).isAfter(due)) {
                    unchanged++;
                } else {
                    recorded.put(cluster.getKey(), clock.instant());
                }
            }

            JsonNode answer = invoke(account, state, clock, clients);

            assertThat(answer.get("unchanged").asInt()).isEqualTo(unchanged);
            assertThat(results(state)).isEqualTo(clusters);
        }
    }

    /** The results that AWS Config shows. */
    private static Map<String, String> results(EmulatorState state) {
        return state.results(RULE).stream()
                .filter(result -> !result.complianceType().equals("NOT_APPLICABLE"))
                .collect(Collectors.toMap(StoredEvaluation::resourceId, StoredEvaluation::complianceType));
    }

    private static JsonNode invoke(String account, EmulatorState state, SettableClock clock, AwsClients clients)
            throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        PrintStream log = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
        new ConfigRuleHandler(clients, Optional.empty(), log, clock)
                .handleRequest(
                        new ByteArrayInputStream(state.scheduledEvent(RULE, clock.instant())),
                        answer,
                        LocalContext.of(account, REGION, Duration.ofSeconds(60)));
        return JSON.readTree(answer.toByteArray());
    }
}
