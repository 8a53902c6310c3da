package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.localaws.AccessKey;
import io.github.daxguard.localaws.Estate;
import io.github.daxguard.localaws.LocalAws;
import io.github.daxguard.localaws.LocalCluster;
import io.github.daxguard.localaws.LocalContext;
import io.github.daxguard.localaws.StoredEvaluation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What a run logs: metric filters and people rely on these fields. */
class RunLogTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final String RULE = "dax-cluster-encrypted-at-rest";
    private static final Instant NOW = Instant.parse("2027-01-31T06:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private LocalAws aws;
    private Estate estate;
    private AwsClients clients;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @BeforeEach
    void startAws() {
        aws = LocalAws.start();
        estate = aws.estate(ACCOUNT, REGION);
        AccessKey key = aws.accessKey(ACCOUNT);
        clients = AwsClients.forEndpoint(
                aws.endpoint(),
                REGION,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
    }

    @AfterEach
    void stopAws() {
        clients.close();
        aws.close();
    }

    @Test
    void run_overAMixedEstate_logsEachFindingAndOneSummary() throws IOException {
        estate.putRule(RULE, Map.of("exemptClusters", "exempt", "exemptionTag", "until"));
        estate.putCluster(LocalCluster.named("safe-1").encrypted());
        estate.putCluster(LocalCluster.named("safe-2").encrypted());
        estate.putCluster(LocalCluster.named("safe-3").encrypted());
        estate.putCluster(LocalCluster.named("exempt"));
        estate.putCluster(LocalCluster.named("leaving").status("deleting"));
        estate.putCluster(LocalCluster.named("plain"));
        estate.putCluster(LocalCluster.named("young").status("creating"));
        for (String old : List.of("gone-1", "gone-2", "gone-3", "safe-1")) {
            estate.putResult(
                    RULE, new StoredEvaluation("AWS::DAX::Cluster", old, "COMPLIANT", "", NOW.minusSeconds(86_400)));
        }

        List<JsonNode> lines = run(estate.scheduledEvent(RULE, NOW));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo(JSON.readTree("""
                {"level":"WARN","region":"eu-west-1","rule":"dax-cluster-encrypted-at-rest","account":"111122223333",
                "messageType":"ScheduledNotification","control":"encryption-at-rest","securityHubControl":"DynamoDB.3",
                "cluster":"plain","compliance":"NON_COMPLIANT",
                "message":"Encryption at rest is DISABLED. It can only be set at creation: create an encrypted cluster, \
                point clients to its endpoint, delete this one."}"""));
        assertThat(lines.get(1).get("cluster").asText()).isEqualTo("young");
        assertThat(lines.get(1).get("tagsUnread").asText()).contains("ListTags in account", "InvalidClusterStateFault");
        ObjectNode summary = (ObjectNode) lines.get(2);
        assertThat(summary.remove("durationMs").isIntegralNumber()).isTrue();
        assertThat(summary).isEqualTo(JSON.readTree("""
                {"level":"INFO","message":"The run has succeeded.","region":"eu-west-1",
                "rule":"dax-cluster-encrypted-at-rest","account":"111122223333","messageType":"ScheduledNotification",
                "outcome":"succeeded","control":"encryption-at-rest","clusters":7,"compliant":3,"nonCompliant":2,
                "exempt":1,"notApplicable":1,"cleared":3,"failed":0,"apiCalls":5}"""));
        assertThat(JSON.readTree(output.toString(UTF_8)).get("nonCompliant").asInt())
                .isEqualTo(2);
    }

    @Test
    void run_overNoCluster_countsNone() throws IOException {
        estate.putRule(RULE, Map.of());

        JsonNode summary = run(estate.scheduledEvent(RULE, NOW)).get(0);

        assertThat(summary.get("clusters").asInt()).isZero();
        assertThat(summary.get("notApplicable").asInt()).isEqualTo(1);
        assertThat(summary.get("apiCalls").asInt()).isEqualTo(3);
    }

    private List<JsonNode> run(byte[] event) throws IOException {
        new ConfigRuleHandler(clients, new PrintStream(log, true, UTF_8))
                .handleRequest(
                        new ByteArrayInputStream(event),
                        output,
                        LocalContext.of(ACCOUNT, REGION, Duration.ofSeconds(60)));
        List<JsonNode> lines = new ArrayList<>();
        for (String line : log.toString(UTF_8).lines().toList()) {
            ObjectNode json = (ObjectNode) JSON.readTree(line);
            assertThat(json.remove("timestamp").asText()).endsWith("Z");
            assertThat(json.remove("AWSRequestId").asText()).isNotEmpty();
            lines.add(json);
        }
        return lines;
    }
}
