package io.github.daxguard.infra.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.handler.ReplacementHandler;
import io.github.daxguard.packaged.ApprovedExecution;
import io.github.daxguard.packaged.LambdaRuntimeApi;
import io.github.daxguard.packaged.PackagedFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;
import software.amazon.awssdk.services.dax.model.Tag;

/** Tests of the packaged replacement function that are the same for each {@link AwsServer}. */
interface ReplacementTests {

    String RULE = "dax-cluster-encrypted-at-rest";
    List<String> STEPS = List.of("plan", "create", "verify", "readiness", "delete");

    /** The steps that are repeated after each step. */
    enum Interruption {
        NONE,
        REPEATED,
        FROM_THE_BEGINNING
    }

    AwsServer aws();

    /** The function in an account that has the cluster {@code orders}. */
    final class Setting implements AutoCloseable {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final AwsServer aws;
        private final String account;
        private final PackagedFunction function;

        private Setting(AwsServer aws, String account, PackagedFunction function) {
            this.aws = aws;
            this.account = account;
            this.function = function;
        }

        static Setting of(AwsServer aws, Path directory) throws IOException {
            String account = aws.newAccount();
            aws.state(account).putRule(RULE, Map.of());
            aws.create(account, orders().build());
            aws.measure(account, "orders");
            return new Setting(
                    aws,
                    account,
                    aws.function(
                            directory,
                            ReplacementHandler.class,
                            Map.of("DAXGUARD_RULE_NAMES", RULE),
                            account,
                            aws.session(account)));
        }

        private static CreateClusterRequest.Builder orders() {
            return FunctionTests.cluster("orders")
                    .replicationFactor(3)
                    .description("The shop's orders")
                    .tags(Tag.builder().key("team").value("shop").build());
        }

        private LambdaRuntimeApi.Result invoke(String step, Map<String, String> members) throws Exception {
            ObjectNode request = JSON.createObjectNode()
                    .put("step", step)
                    .put("cluster", "orders")
                    .put("confirm", "orders")
                    .put("executionId", ApprovedExecution.ID)
                    // moto assigns a new security group to each cluster, and ignores the requested one.
                    .put("acceptDifferences", aws.hasEmulator() ? "securityGroups" : "");
            members.forEach(request::put);
            aws.state(account).putExecution(ApprovedExecution.of(request));
            return function.invoke(JSON.writeValueAsBytes(request));
        }

        JsonNode step(String step) throws Exception {
            return step(step, Map.of());
        }

        JsonNode step(String step, Map<String, String> members) throws Exception {
            LambdaRuntimeApi.Result result = invoke(step, members);
            assertThat(result.isError()).as(result.body()).isFalse();
            return JSON.readTree(result.body());
        }

        String error(String step) throws Exception {
            return error(step, Map.of());
        }

        String error(String step, Map<String, String> members) throws Exception {
            LambdaRuntimeApi.Result result = invoke(step, members);
            assertThat(result.isError()).as(result.body()).isTrue();
            return JSON.readTree(result.body()).path("errorMessage").asText();
        }

        void createReplacement() throws Exception {
            step("create");
            aws.settle(account);
        }

        List<String> clusters() {
            return aws.clusterNames(account);
        }

        @Override
        public void close() {
            function.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Interruption.class)
    default void replacement_fromPlanToDelete_replacesTheCluster(Interruption interruption, @TempDir Path directory)
            throws Exception {
        try (Setting setting = Setting.of(aws(), directory)) {
            aws().forgetCalls();
            List<String> done = new ArrayList<>();
            JsonNode verified = NullNode.getInstance();
            for (String step : STEPS) {
                done.add(step);
                JsonNode answer = setting.step(step);
                List<String> again = switch (interruption) {
                    case NONE -> List.of();
                    case REPEATED -> List.of(step);
                    case FROM_THE_BEGINNING -> step.equals("delete") ? List.of("create", "verify", "delete") : done;
                };
                for (String repeated : again) {
                    answer = setting.step(repeated);
                }
                switch (step) {
                    case "create" -> aws().settle(setting.account);
                    case "verify" -> verified = answer;
                    default -> {}
                }
            }
            aws().settle(setting.account);

            assertThat(verified.path("verified").asBoolean()).isTrue();
            assertThat(setting.clusters()).containsExactly("orders-v2");
            assertThat(aws().tags(setting.account, "orders-v2"))
                    .containsExactlyInAnyOrderEntriesOf(Map.of("team", "shop", "daxguard:replaces", "orders"));
            assertThat(verified.path("endpoint").asText()).startsWith("dax://orders-v2.");
            assertThat(aws().calls())
                    .extracting(AwsFront.Call::operation)
                    .containsOnlyOnce("CreateCluster", "DeleteCluster")
                    .contains("StartConfigRulesEvaluation");
        }
    }

    @Test
    default void plan_request_isTheOneThatCreateSends(@TempDir Path directory) throws Exception {
        try (Setting setting = Setting.of(aws(), directory)) {
            JsonNode planned = setting.step("plan").path("createCluster");
            aws().forgetCalls();
            setting.step("create");

            assertThat(aws().calls())
                    .filteredOn(call -> call.operation().equals("CreateCluster"))
                    .singleElement()
                    .satisfies(call -> {
                        assertThat(call.input()).isEqualTo(planned);
                        assertThat(call.byEmulator()).isEqualTo(aws().hasEmulator());
                    });
            assertThat(planned.at("/SSESpecification/Enabled").asBoolean()).isTrue();
        }
    }

    @Test
    default void verify_whileTheReplacementIsCreating_waits(@TempDir Path directory) throws Exception {
        try (Setting setting = Setting.of(aws(), directory)) {
            setting.step("create");
            JsonNode early = setting.step("verify");
            String refused = setting.error("delete");
            aws().settle(setting.account);

            assertThat(early.path("waiting").asBoolean()).isTrue();
            assertThat(refused).contains("orders was not deleted: orders-v2 is not available (status: creating");
            assertThat(setting.step("verify").path("verified").asBoolean()).isTrue();
        }
    }

    @Test
    default void delete_replacementDeletedInBetween_isRefused(@TempDir Path directory) throws Exception {
        try (Setting setting = Setting.of(aws(), directory)) {
            setting.createReplacement();
            aws().delete(setting.account, "orders-v2");

            assertThat(setting.error("delete")).contains("There is no cluster orders-v2");
            assertThat(setting.clusters()).containsExactly("orders");
        }
    }

    @Test
    default void delete_sourceClusterRecreatedWithEncryption_isRefused(@TempDir Path directory) throws Exception {
        try (Setting setting = Setting.of(aws(), directory)) {
            setting.createReplacement();
            aws().delete(setting.account, "orders");
            aws().create(
                            setting.account,
                            Setting.orders()
                                    .sseSpecification(sse -> sse.enabled(true))
                                    .clusterEndpointEncryptionType("TLS")
                                    .build());

            assertThat(setting.error("delete")).contains("orders meets every control");
            assertThat(setting.clusters()).containsExactlyInAnyOrder("orders", "orders-v2");
        }
    }

    @Test
    default void delete_nameOfAnotherCluster_isRefused(@TempDir Path directory) throws Exception {
        try (Setting setting = Setting.of(aws(), directory)) {
            aws().create(
                            setting.account,
                            FunctionTests.cluster("orders-v2")
                                    .sseSpecification(sse -> sse.enabled(true))
                                    .build());

            assertThat(setting.error("create")).contains("orders-v2 does not replace orders");
            assertThat(setting.error("delete")).contains("orders-v2 does not replace orders");
            assertThat(setting.clusters()).containsExactlyInAnyOrder("orders", "orders-v2");
        }
    }

    /** Only the execution in Systems Manager proves an approval, not the request. */
    @Test
    default void delete_withoutAnApprovedExecution_isRefused(@TempDir Path directory) throws Exception {
        try (Setting setting = Setting.of(aws(), directory)) {
            setting.createReplacement();
            Map<String, String> unknown = Map.of("executionId", "00000000-0000-0000-0000-000000000000");

            assertThat(setting.error("delete", unknown)).contains("the execution does not exist");
            assertThat(setting.error("delete", Map.of("executionId", ""))).contains("Request member executionId");
            assertThat(setting.clusters()).containsExactlyInAnyOrder("orders", "orders-v2");
        }
    }

    /** The traffic is ten minutes old. */
    @ParameterizedTest
    @ValueSource(strings = {"TotalRequestCount", "ClientConnections"})
    default void delete_newTraffic_isRefused(String metric, @TempDir Path directory) throws Exception {
        try (Setting setting = Setting.of(aws(), directory)) {
            setting.createReplacement();
            boolean quietBefore = setting.step("readiness").path("ready").asBoolean();
            aws().putMetric(setting.account, metric, Map.of("ClusterId", "orders", "NodeId", "orders-b"), 10, 7);

            JsonNode hour = setting.step("readiness");
            String refused = setting.error("delete");
            String fiveMinutes = setting.error("readiness", Map.of("quietMinutes", "5"));

            assertThat(quietBefore).isTrue();
            assertThat(hour.path("ready").asBoolean()).isFalse();
            assertThat(hour.at("/traffic/cluster/nodes/1/" + (metric.startsWith("Total") ? "requests" : "connections"))
                            .asInt())
                    .isEqualTo(7);
            assertThat(refused).contains("orders was not deleted: orders had");
            assertThat(fiveMinutes).contains("Request member quietMinutes");
            assertThat(setting.clusters()).containsExactlyInAnyOrder("orders", "orders-v2");
        }
    }
}
