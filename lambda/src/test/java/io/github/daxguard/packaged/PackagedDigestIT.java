package io.github.daxguard.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalBucket;
import io.github.daxguard.emulator.LocalTopic;
import io.github.daxguard.emulator.StoredEvaluation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the digest function in the zip with AWS's runtime client, with the 256 MB of the function. */
class PackagedDigestIT {

    private static final String RULE = "dax-cluster-encrypted-at-rest";
    private static final String CREATOR = "arn:aws:sts::200000000000:assumed-role/dev/ana";
    private static final List<String> REGIONS =
            List.of("eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2");
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final LocalAws aws = LocalAws.start();
    private final EmulatorState state = aws.state(PackagedFunction.ACCOUNT, PackagedFunction.REGION);
    private final LocalBucket bucket = state.putBucket("daxguard-digest");
    private final LocalTopic topic = state.putTopic("daxguard");

    @AfterEach
    void stopAws() {
        aws.close();
    }

    @Test
    void digest_thousandAccountsInFiveRegions_isSentWithoutThrottling() throws Exception {
        run(10);
    }

    /** The waiting time alone is 41 seconds. */
    @Test
    @Tag("full")
    void digest_twoHundredNonCompliantTargets_isSentWithoutThrottling() throws Exception {
        run(200);
    }

    @Test
    void invalidVariable_initialization_failsWithItsName() throws Exception {
        Map<String, String> variables = new HashMap<>(variables());
        variables.put("DAXGUARD_MANAGEMENT_ACCOUNT", "9999");

        try (PackagedFunction function =
                PackagedFunction.start(directory, PackagedFunction.DIGEST_HANDLER, aws, List.of(), variables)) {
            LambdaRuntimeApi.Result result = function.invoke(scheduled("2027-01-31T06:00:00Z"));

            assertThat(result.isError()).isTrue();
            assertThat(result.body()).contains("DAXGUARD_MANAGEMENT_ACCOUNT", "9999", "12 digits");
        }
    }

    private Map<String, String> variables() {
        return Map.of(
                "DAXGUARD_RULE_NAMES", RULE,
                "DAXGUARD_AGGREGATOR", "organization",
                "DAXGUARD_DIGEST_BUCKET", "daxguard-digest",
                "DAXGUARD_DIGEST_TOPIC", topic.arn(),
                "DAXGUARD_MANAGEMENT_ACCOUNT", "999988887777");
    }

    private void run(int nonCompliant) throws Exception {
        int targets = 0;
        for (int account = 0; account < 1_000; account++) {
            for (String region : REGIONS) {
                String compliance = targets++ % (5_000 / nonCompliant) == 0 ? "NON_COMPLIANT" : "COMPLIANT";
                EmulatorState member = aws.state("2%011d".formatted(account), region);
                member.putRule(RULE, Map.of());
                member.putResult(
                        RULE, new StoredEvaluation("AWS::DAX::Cluster", "orders", compliance, "", Instant.EPOCH));
            }
        }
        state.putAggregator("organization").limitRate(5);

        try (PackagedFunction function = PackagedFunction.start(
                directory, PackagedFunction.DIGEST_HANDLER, aws, List.of("-Xmx128m"), variables())) {
            LambdaRuntimeApi.Result created = function.invoke(created(), TIMEOUT);
            LambdaRuntimeApi.Result first = function.invoke(scheduled("2027-01-31T06:00:00Z"), TIMEOUT);

            assertThat(created.isError()).as(created.body()).isFalse();
            assertThat(first.isError()).as(first.body()).isFalse();
            JsonNode counts = JSON.readTree(first.body());
            assertThat(counts.get("outcome").asText()).isEqualTo("succeeded");
            assertThat(counts.get("nonCompliant").asInt()).isEqualTo(nonCompliant);
            assertThat(counts.get("new").asInt()).isEqualTo(nonCompliant);
            assertThat(aws.calls("GetAggregateComplianceDetailsByConfigRule"))
                    .hasSize(nonCompliant)
                    .allMatch(call -> call.status() == 200);
            assertThat(topic.messages())
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.text()).contains(CREATOR));
            assertThat(JSON.readTree(bucket.text("digest/findings.json").orElseThrow())
                            .get("findings"))
                    .hasSize(nonCompliant);
            PackagedFunctionIT.assertPeakMemory(function);
        }
    }

    private byte[] created() throws Exception {
        JsonNode event = JSON.readTree(aws.state("200000000000", "eu-west-1")
                .daxCallEvent("CreateCluster", JSON.createObjectNode().put("clusterName", "orders")));
        ((ObjectNode) event.at("/detail/userIdentity")).put("arn", CREATOR);
        return JSON.writeValueAsBytes(event);
    }

    private static byte[] scheduled(String time) {
        return """
                {"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa","detail-type":"Scheduled Event",
                "source":"aws.events","account":"111122223333","time":"%s","region":"eu-west-1",
                "resources":["arn:aws:events:eu-west-1:111122223333:rule/daxguard-digest"],"detail":{}}
                """.formatted(time).getBytes(UTF_8);
    }
}
