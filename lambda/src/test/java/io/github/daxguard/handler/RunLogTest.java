package io.github.daxguard.handler;

import static io.github.daxguard.handler.LocalFunction.NOW;
import static io.github.daxguard.handler.LocalFunction.RULE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.StoredEvaluation;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log of a run: metric filters and operators rely on these fields. */
class RunLogTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalFunction function = new LocalFunction();
    private final EmulatorState state = function.state();
    private String answer = "";

    @AfterEach
    void stopAws() {
        function.close();
    }

    @Test
    void run_mixedClusters_logsEachFindingAndOneSummary() throws IOException {
        state.putRule(RULE, Map.of("exemptClusters", "exempt", "exemptionTag", "until"));
        state.putCluster(LocalCluster.named("safe-1").encrypted());
        state.putCluster(LocalCluster.named("safe-2").encrypted());
        state.putCluster(LocalCluster.named("safe-3").encrypted());
        state.putCluster(LocalCluster.named("exempt"));
        state.putCluster(LocalCluster.named("deleting").status("deleting"));
        state.putCluster(LocalCluster.named("unencrypted"));
        state.putCluster(LocalCluster.named("unfinished").status("creating"));
        for (String id : List.of("deleted-1", "deleted-2", "deleted-3", "safe-1")) {
            state.putResult(
                    RULE, new StoredEvaluation("AWS::DAX::Cluster", id, "COMPLIANT", "", NOW.minusSeconds(86_400)));
        }

        List<ObjectNode> lines = run();

        assertThat(lines).hasSize(4);
        assertThat(lines.remove(0)).isEqualTo(JSON.readTree("""
                {"level":"WARN","region":"eu-west-1","rule":"dax-cluster-encrypted-at-rest","account":"111122223333",
                "messageType":"ScheduledNotification","mode":"report","control":"encryption-at-rest",
                "exemptions":"exempt",
                "message":"exemptClusters has unbounded entries. Add a last day (@YYYY-MM-DD) or a narrower name."}"""));
        assertThat(lines.get(0)).isEqualTo(JSON.readTree("""
                {"level":"WARN","region":"eu-west-1","rule":"dax-cluster-encrypted-at-rest","account":"111122223333",
                "messageType":"ScheduledNotification","mode":"report","control":"encryption-at-rest","securityHubControl":"DynamoDB.3",
                "cluster":"unencrypted","compliance":"NON_COMPLIANT",
                "message":"Encryption at rest is DISABLED. Encryption can only be enabled at creation. Create an encrypted \
                cluster, migrate clients to its endpoint, and delete this cluster."}"""));
        assertThat(lines.get(1).get("cluster").asText()).isEqualTo("unfinished");
        assertThat(lines.get(1).get("message").asText()).contains("Tags could not be read");
        ObjectNode summary = lines.get(2);
        assertThat(summary.remove("durationMs").isIntegralNumber()).isTrue();
        assertThat(summary).isEqualTo(JSON.readTree("""
                {"level":"INFO","message":"The run has succeeded.","region":"eu-west-1",
                "rule":"dax-cluster-encrypted-at-rest","account":"111122223333","messageType":"ScheduledNotification",
                "mode":"report","outcome":"succeeded","control":"encryption-at-rest","clusters":7,"compliant":3,"nonCompliant":2,
                "exempt":1,"unboundedExemptions":1,"notApplicable":1,"staleRemoved":3,"reported":8,"unchanged":2,"unconfirmed":0,"failed":0,"apiCalls":8}"""));
        assertThat(JSON.readTree(answer).get("nonCompliant").asInt()).isEqualTo(2);
    }

    @Test
    void run_unboundedExemptions_logsAndCountsEach() throws IOException {
        state.putRule(RULE, Map.of("exemptClusters", "*@9999-12-31,legacy@2027-02-28", "exemptionTag", "until"));

        List<ObjectNode> byName = run();

        assertThat(byName).hasSize(2);
        assertThat(byName.get(0).get("level").asText()).isEqualTo("WARN");
        assertThat(byName.get(0).get("exemptions").asText()).isEqualTo("*@9999-12-31");
        assertThat(byName.get(1).get("unboundedExemptions").asInt()).isEqualTo(1);
    }

    @Test
    void run_unboundedTags_logsAndCountsEach() throws IOException {
        state.putRule(RULE, Map.of("exemptionTag", "until"));
        state.putCluster(LocalCluster.named("unbounded").tag("until", "9999-12-31"));
        state.putCluster(LocalCluster.named("bounded").tag("until", "2027-12-31"));
        state.putCluster(LocalCluster.named("safe").encrypted().tag("until", "9999-12-31"));

        List<ObjectNode> byTag = run();

        assertThat(byTag).hasSize(2);
        assertThat(byTag.get(0).get("level").asText()).isEqualTo("WARN");
        assertThat(byTag.get(0).get("cluster").asText()).isEqualTo("unbounded");
        assertThat(byTag.get(0).get("compliance").asText()).isEqualTo("NOT_APPLICABLE");
        assertThat(byTag.get(1).get("unboundedExemptions").asInt()).isEqualTo(1);
        assertThat(byTag.get(1).get("exempt").asInt()).isEqualTo(2);
    }

    @Test
    void run_noCluster_countsNone() throws IOException {
        state.putRule(RULE, Map.of());

        JsonNode summary = run().get(0);

        assertThat(summary.get("clusters").asInt()).isZero();
        assertThat(summary.get("notApplicable").asInt()).isEqualTo(1);
        assertThat(summary.get("apiCalls").asInt()).isEqualTo(3);
    }

    @Test
    void run_threeBatches_logsTheFindingsOfEachWhenItIsSent() throws IOException {
        for (int i = 0; i < 250; i++) {
            state.putCluster(LocalCluster.named("c-%03d".formatted(i)));
        }
        state.putRule(RULE, Map.of());
        Map<String, Integer> batchesBefore = new HashMap<>();
        function.onLogLine(line -> batchesBefore.put(
                line.path("cluster").asText(),
                function.aws().calls("PutEvaluations").size()));

        run();

        assertThat(batchesBefore).containsEntry("c-000", 0).containsEntry("c-100", 1);
        assertThat(batchesBefore).containsEntry("c-199", 1).containsEntry("c-249", 2);
    }

    @Test
    void run_testToken_isLoggedAsATest() throws IOException {
        state.putRule(RULE, Map.of());
        ObjectNode event = (ObjectNode) JSON.readTree(state.scheduledEvent(RULE, NOW));

        List<ObjectNode> lines = run(JSON.writeValueAsBytes(event.put("resultToken", "TESTMODE")));

        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("mode").asText()).isEqualTo("test"));
    }

    private List<ObjectNode> run() throws IOException {
        return run(state.scheduledEvent(RULE, NOW));
    }

    private List<ObjectNode> run(byte[] event) throws IOException {
        answer = function.invoke(event, Duration.ofSeconds(60));
        List<ObjectNode> lines = function.logLines();
        for (ObjectNode line : lines) {
            assertThat(line.remove("timestamp").asText()).endsWith("Z");
            assertThat(line.remove("AWSRequestId").asText()).isNotEmpty();
        }
        return lines;
    }
}
