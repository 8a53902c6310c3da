package io.github.daxguard.infra.integration;

import static io.github.daxguard.packaged.PackagedFunction.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.packaged.LambdaRuntimeApi;
import io.github.daxguard.packaged.PackagedFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dax.model.ClusterEndpointEncryptionType;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;
import software.amazon.awssdk.services.dax.model.Tag;

/** Tests of the packaged rule function that are the same for each {@link AwsServer}. */
interface FunctionTests {

    String AT_REST = "dax-cluster-encrypted-at-rest";
    String IN_TRANSIT = "dax-cluster-encrypted-in-transit";
    Instant RUN = Instant.parse("2027-01-31T06:00:00Z");
    ObjectMapper JSON = new ObjectMapper();

    AwsServer aws();

    @Test
    default void scheduledRunInTestMode_eachControl_evaluatesEveryCluster(@TempDir Path directory) throws Exception {
        String account = aws().newAccount();
        EmulatorState state = aws().state(account);
        state.putRule(AT_REST, Map.of("control", "encryption-at-rest", "exemptionTag", "daxguard:exempt"));
        state.putRule(IN_TRANSIT, Map.of("control", "encryption-in-transit"));
        aws().create(
                        account,
                        cluster("safe")
                                .sseSpecification(sse -> sse.enabled(true))
                                .build(),
                        cluster("safe-with-tls")
                                .sseSpecification(sse -> sse.enabled(true))
                                .clusterEndpointEncryptionType(ClusterEndpointEncryptionType.TLS)
                                .build(),
                        cluster("plain").build(),
                        cluster("exempt")
                                .tags(Tag.builder()
                                        .key("daxguard:exempt")
                                        .value("2027-12-31")
                                        .build())
                                .build());
        aws().forgetCalls();

        try (PackagedFunction function = aws().function(directory, account, aws().session(account))) {
            JsonNode atRest = succeeded(function.invoke(inTestMode(state.scheduledEvent(AT_REST, RUN))));
            Map<String, String> reportedAtRest = reported();
            aws().forgetCalls();
            succeeded(function.invoke(inTestMode(state.scheduledEvent(IN_TRANSIT, RUN))));

            assertThat(atRest.get("clusters").asInt()).isEqualTo(4);
            assertThat(reportedAtRest)
                    .containsOnly(
                            entry("safe", "COMPLIANT"),
                            entry("safe-with-tls", "COMPLIANT"),
                            entry("plain", "NON_COMPLIANT"),
                            entry("exempt", "NOT_APPLICABLE"));
            assertThat(reported())
                    .containsOnly(
                            entry("safe", "NON_COMPLIANT"),
                            entry("safe-with-tls", "COMPLIANT"),
                            entry("plain", "NON_COMPLIANT"),
                            entry("exempt", "NON_COMPLIANT"));
            assertThat(calls("PutEvaluations"))
                    .singleElement()
                    .satisfies(call -> assertThat(call.byEmulator()).isEqualTo(aws().hasEmulator()));
        }
    }

    @Test
    default void scheduledRun_deletedCluster_removesItsStaleResult(@TempDir Path directory) throws Exception {
        String account = aws().newAccount();
        EmulatorState state = aws().state(account);
        state.putRule(AT_REST, Map.of());
        state.putResult(
                AT_REST,
                new StoredEvaluation("AWS::DAX::Cluster", "deleted", "NON_COMPLIANT", "", RUN.minusSeconds(86_400)));
        aws().create(account, cluster("plain").build());

        try (PackagedFunction function = aws().function(directory, account, aws().session(account))) {
            JsonNode summary = succeeded(function.invoke(state.scheduledEvent(AT_REST, RUN)));

            assertThat(summary.get("staleRemoved").asInt()).isEqualTo(1);
            assertThat(state.results(AT_REST))
                    .extracting(StoredEvaluation::resourceId, StoredEvaluation::complianceType)
                    .containsExactlyInAnyOrder(tuple("plain", "NON_COMPLIANT"), tuple("deleted", "NOT_APPLICABLE"));
        }
    }

    @Test
    default void scheduledRun_noCluster_reportsTheAccount(@TempDir Path directory) throws Exception {
        String account = aws().newAccount();
        EmulatorState state = aws().state(account);
        state.putRule(AT_REST, Map.of());

        try (PackagedFunction function = aws().function(directory, account, aws().session(account))) {
            aws().forgetCalls();
            JsonNode summary = succeeded(function.invoke(inTestMode(state.scheduledEvent(AT_REST, RUN))));

            assertThat(summary.get("clusters").asInt()).isZero();
            assertThat(reported()).containsOnly(entry(account, "NOT_APPLICABLE"));
        }
    }

    @Test
    default void itemChange_evaluatesOnlyThatCluster(@TempDir Path directory) throws Exception {
        String account = aws().newAccount();
        EmulatorState state = aws().state(account);
        state.putRule(AT_REST, Map.of());
        aws().create(account, cluster("plain").build(), cluster("other").build());
        ObjectNode item = JSON.createObjectNode()
                .put("resourceType", "AWS::DAX::Cluster")
                .put("resourceId", "plain")
                .put("resourceName", "plain")
                .put("awsAccountId", account)
                .put("awsRegion", REGION)
                .put("configurationItemStatus", "OK")
                .put("configurationItemCaptureTime", RUN.toString());

        try (PackagedFunction function = aws().function(directory, account, aws().session(account))) {
            aws().forgetCalls();
            succeeded(function.invoke(inTestMode(state.itemChangeEvent(AT_REST, item, RUN))));

            assertThat(reported()).containsOnly(entry("plain", "NON_COMPLIANT"));
            assertThat(actions()).containsExactly("dax:DescribeClusters", "config:PutEvaluations");
        }
    }

    @Test
    default void memberAccount_isEvaluatedWithItsRole(@TempDir Path directory) throws Exception {
        String account = aws().newAccount();
        String member = aws().newAccount();
        EmulatorState state = aws().state(member);
        state.putOrganizationRule(AT_REST, Map.of("executionRoleName", "daxguard-member"));
        aws().addRole(member, "daxguard-member");
        aws().create(member, cluster("plain").build());

        try (PackagedFunction function = aws().function(directory, account, aws().session(account))) {
            aws().forgetCalls();
            succeeded(function.invoke(inTestMode(state.scheduledEvent(AT_REST, RUN))));

            assertThat(reported()).containsOnly(entry("plain", "NON_COMPLIANT"));
            assertThat(aws().calls())
                    .extracting(AwsFront.Call::action, AwsFront.Call::account)
                    .containsExactly(
                            tuple("sts:AssumeRole", account),
                            tuple("dax:DescribeClusters", member),
                            tuple("config:GetComplianceDetailsByConfigRule", member),
                            tuple("config:PutEvaluations", member));
        }
    }

    static CreateClusterRequest.Builder cluster(String name) {
        return CreateClusterRequest.builder()
                .clusterName(name)
                .nodeType("dax.t3.small")
                .replicationFactor(1)
                .iamRoleArn("arn:aws:iam::111122223333:role/dax");
    }

    private static byte[] inTestMode(byte[] event) throws IOException {
        return JSON.writeValueAsBytes(((ObjectNode) JSON.readTree(event)).put("resultToken", "TESTMODE"));
    }

    private static JsonNode succeeded(LambdaRuntimeApi.Result result) throws IOException {
        assertThat(result.isError()).as(result.body()).isFalse();
        return JSON.readTree(result.body());
    }

    private List<AwsFront.Call> calls(String operation) {
        return aws().calls().stream()
                .filter(call -> call.operation().equals(operation))
                .toList();
    }

    private List<String> actions() {
        return aws().calls().stream().map(AwsFront.Call::action).toList();
    }

    /** The compliance types that were reported in test mode, by resource id. */
    private Map<String, String> reported() {
        Map<String, String> reported = new HashMap<>();
        for (AwsFront.Call call : calls("PutEvaluations")) {
            assertThat(call.input().get("TestMode").asBoolean()).isTrue();
            assertThat(call.status()).isEqualTo(200);
            for (JsonNode evaluation : call.input().get("Evaluations")) {
                reported.put(
                        evaluation.get("ComplianceResourceId").asText(),
                        evaluation.get("ComplianceType").asText());
            }
        }
        return reported;
    }
}
