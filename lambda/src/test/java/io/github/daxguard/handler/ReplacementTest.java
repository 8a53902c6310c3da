package io.github.daxguard.handler;

import static io.github.daxguard.handler.ReplacementFunction.NOW;
import static io.github.daxguard.handler.ReplacementFunction.RULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.Faults;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.packaged.ApprovedExecution;
import io.github.daxguard.replacement.InvalidStepRequestException;
import io.github.daxguard.replacement.RefusedStepException;
import io.github.daxguard.replacement.ReplacementException;
import io.github.daxguard.replacement.ReplacementPolicy;
import io.github.daxguard.rule.Control;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replacements of several steps, and the limits of each step. A single step in a given state is a file of
 * {@code test-events/replacement}.
 */
class ReplacementTest {

    /** An interruption between two steps. */
    private enum Interruption {
        NONE,
        /** The response of the step is lost, so it is requested again. */
        REPEATED,
        /** The replacement is resumed from its beginning. */
        FROM_THE_BEGINNING
    }

    private ReplacementFunction function = new ReplacementFunction();
    private EmulatorState state = function.state();

    @AfterEach
    void close() {
        function.close();
    }

    @ParameterizedTest
    @EnumSource(Interruption.class)
    void replacement_fromPlanToDelete_keepsTheReplacementCluster(Interruption interruption) {
        state.putCluster(orders());
        List<String> done = new ArrayList<>();

        for (String step : List.of("plan", "create", "verify", "readiness", "delete")) {
            done.add(step);
            JsonNode answer = function.step(step);
            List<String> again = switch (interruption) {
                case NONE -> List.of();
                case REPEATED -> List.of(step);
                case FROM_THE_BEGINNING -> step.equals("delete") ? List.of("create", "verify", "delete") : done;
            };
            for (String repeated : again) {
                answer = function.step(repeated);
            }
            switch (step) {
                case "plan" -> assertThat(is(answer, "possible")).isTrue();
                case "create" -> state.settle();
                case "verify" -> {
                    assertThat(is(answer, "verified")).isTrue();
                    assertThat(answer.path("endpoint").asText())
                            .isEqualTo(replacement()
                                    .json()
                                    .at("/ClusterDiscoveryEndpoint/URL")
                                    .asText())
                            .startsWith("dax://orders-v2.");
                }
                case "readiness" -> assertThat(is(answer, "ready")).isTrue();
                default -> assertThat(is(answer, "deleted")).isTrue();
            }
        }
        state.settle();

        assertThat(state.cluster("orders")).isEmpty();
        assertThat(replacement().json().at("/SSEDescription/Status").asText()).isEqualTo("ENABLED");
        assertThat(replacement().tags())
                .containsEntry("daxguard:replaces", "orders")
                .containsEntry("team", "shop");
        assertThat(function.aws().calls("CreateCluster")).hasSize(1);
        assertThat(function.aws().calls("DeleteCluster")).hasSize(1);
        assertThat(function.aws().calls("StartConfigRulesEvaluation"))
                .first()
                .satisfies(call -> assertThat(call.body().toString()).contains(RULE));
    }

    /** DynamoDB.7 only: the source cluster is encrypted at rest, and its endpoint is not. */
    @Test
    void replacement_clusterWithoutTls_hasTls() {
        Map<String, String> tls = Map.of("endpointEncryption", "TLS");
        state.putCluster(orders().encrypted());
        assertRefused("create", Map.of(), "endpointEncryption=TLS");

        JsonNode plan = function.step("plan", tls);
        function.step("create", tls);
        state.settle();

        assertThat(plan.path("changes").toString())
                .contains("Endpoint encryption: TLS instead of none")
                .doesNotContain("Encryption at rest");
        assertThat(plan.path("keeps").toString()).contains("Encryption at rest: ENABLED");
        assertThat(is(function.step("verify", tls), "verified")).isTrue();
        assertRefused("delete", Map.of(), "orders fails only encryption-in-transit");
        assertThat(is(function.step("delete", tls), "deleted")).isTrue();
    }

    /** Only the controls of the deployment are a reason to replace a cluster. */
    @ParameterizedTest
    @CsvSource({
        "ENCRYPTION_AT_REST, true, false, false",
        "ENCRYPTION_AT_REST, false, true, true",
        "ENCRYPTION_IN_TRANSIT, false, true, false",
        "ENCRYPTION_IN_TRANSIT, true, false, true",
        "ENCRYPTION_IN_TRANSIT, false, false, true"
    })
    void plan_possible_ifAControlOfTheDeploymentFails(Control control, boolean atRest, boolean tls, boolean possible) {
        deploy(Duration.ZERO, new ReplacementPolicy(List.of(control), Duration.ofMinutes(60), true, List.of()));
        LocalCluster orders = atRest ? orders().encrypted() : orders();
        state.putCluster(tls ? orders.tls() : orders);

        assertThat(is(function.step("plan", Map.of("endpointEncryption", "TLS")), "possible"))
                .isEqualTo(possible);
    }

    @Test
    void plan_stateThatCannotBeReplaced_isReported() {
        state.putCluster(orders().endpointEncryption("MTLS"));
        assertThat(function.step("plan").path("blockers").toString()).contains("MTLS");

        prepare(orders());
        state.putCluster(orders().nodes(5));
        assertThat(function.step("plan").path("blockers").toString())
                .contains("orders-v2 has 3 nodes, but orders has 5");
    }

    @Test
    void create_everySetting_requestsThePlannedClusterWithoutDifferences() {
        prepare(orders().nodeType("dax.r5.large")
                .nodes(2)
                .subnetGroup("private")
                .securityGroups("sg-1", "sg-2")
                .parameterGroup("long-ttl")
                .role("arn:aws:iam::111122223333:role/dax-orders")
                .maintenanceWindow("tue:02:00-tue:03:00")
                .description("The shop's orders")
                .notificationTopic("arn:aws:sns:eu-west-1:111122223333:dax", "active")
                .networkType("dual_stack")
                .tls()
                .tag("daxguard:replaces", "orders-v0"));

        assertThat(function.step("plan").path("createCluster"))
                .isEqualTo(function.aws().calls("CreateCluster").get(0).body());
        assertThat(replacement().json().path("Description").asText()).isEqualTo("The shop's orders");
        assertThat(replacement().tags())
                .containsExactlyInAnyOrderEntriesOf(Map.of("team", "shop", "daxguard:replaces", "orders"));
        assertThat(function.step("verify").path("differences")).isEmpty();
    }

    @Test
    void create_tagsNotReturned_isRejected() {
        state.putCluster(orders());
        function.aws().faults().on("ListTags").error("InvalidClusterStateFault", "Not now.", 400);

        assertRefused("create", Map.of(), "DAX does not show the tags of orders yet");
        assertThat(state.cluster("orders-v2")).isEmpty();
    }

    /** Each difference is reported; those that can cut off clients are blockers unless they are accepted by name. */
    @ParameterizedTest
    @CsvSource({
        "subnetGroup, true",
        "securityGroups, true",
        "iamRole, true",
        "parameterGroup, true",
        "networkType, true",
        "availabilityZones, true",
        "endpointEncryption, true",
        "nodeType, true",
        "nodes, false",
        "notificationTopic, false",
        "maintenanceWindow, false"
    })
    void verifyAndDelete_differenceFromTheSource_isABlockerUnlessItIsAccepted(String attribute, boolean blocking) {
        prepare(orders());
        changeReplacement(cluster -> switch (attribute) {
            case "subnetGroup" -> cluster.subnetGroup("public");
            case "securityGroups" -> cluster.securityGroups("sg-0123456789abcdef0", "sg-1");
            case "iamRole" -> cluster.role("arn:aws:iam::111122223333:role/other");
            case "parameterGroup" -> cluster.parameterGroup("short-ttl");
            case "networkType" -> cluster.networkType("dual_stack");
            case "availabilityZones" -> inZones(cluster, "eu-west-1a", "eu-west-1a", "eu-west-1a");
            case "endpointEncryption" -> cluster.tls();
            case "nodeType" -> cluster.nodeType("dax.t3.medium");
            case "nodes" -> LocalCluster.named("orders-v2").encrypted().nodes(4).tag("daxguard:replaces", "orders");
            case "notificationTopic" -> cluster.notificationTopic("arn:aws:sns:eu-west-1:111122223333:dax", "active");
            default -> cluster.maintenanceWindow("tue:02:00-tue:03:00");
        });
        Map<String, String> accepting = Map.of("acceptDifferences", attribute);

        JsonNode verified = function.step("verify");
        JsonNode accepted = function.step("verify", accepting);

        assertThat(is(verified, "verified")).isEqualTo(!blocking);
        assertThat(verified.path("differences")).singleElement().satisfies(difference -> {
            assertThat(difference.path("attribute").asText()).isEqualTo(attribute);
            assertThat(is(difference, "blocking")).isEqualTo(blocking);
            assertThat(is(difference, "accepted")).isFalse();
        });
        assertThat(is(accepted, "verified")).isTrue();
        assertThat(accepted.at("/differences/0/accepted").asBoolean()).isTrue();
        assertDeletable(!blocking);
        if (blocking) {
            assertThat(is(function.step("delete", accepting), "deleted")).isTrue();
        }
    }

    @Test
    void delete_anotherNodeType_isAcceptedIfTheRequestNamesIt() {
        prepare(orders());
        changeReplacement(cluster -> cluster.nodeType("dax.t3.medium"));

        assertRefused("delete", Map.of(), "Node type: dax.t3.medium instead of dax.t3.small");
        assertThat(is(function.step("delete", Map.of("nodeType", "dax.t3.medium")), "deleted"))
                .isTrue();
    }

    @Test
    void verify_clusterWithOneNode_acceptsOneNode() {
        prepare(orders().nodes(1));

        assertThat(is(function.step("verify"), "verified")).isTrue();
        assertThat(replacement().json().path("TotalNodes").asInt()).isEqualTo(1);
    }

    @Test
    void verify_nonBlockingDifference_isReportedWithBothEndpoints() {
        prepare(orders());
        changeReplacement(cluster -> cluster.maintenanceWindow("tue:02:00-tue:03:00"));

        assertThat(function.step("verify").path("message").asText())
                .contains("Its endpoint is dax://orders-v2.")
                .contains("That of orders is dax://orders.")
                .contains("Differences from orders: Maintenance window: tue:02:00-tue:03:00 instead of"
                        + " sun:05:00-sun:06:00.");
    }

    @Test
    void verify_replacementInMoreZones_isReportedAndNotABlocker() {
        prepare(orders());
        changeSource(cluster -> inZones(cluster, "eu-west-1a", "eu-west-1b", "eu-west-1a"));

        JsonNode verified = function.step("verify");

        assertThat(is(verified, "verified")).isTrue();
        assertThat(verified.at("/differences/0/attribute").asText()).isEqualTo("availabilityZones");
        assertThat(verified.at("/differences/0/blocking").asBoolean()).isFalse();
    }

    @Test
    void verify_missingTls_cannotBeAccepted() {
        prepare(orders().tls());
        changeReplacement(cluster -> cluster.endpointEncryption("NONE"));

        JsonNode verified = function.step("verify", Map.of("acceptDifferences", "endpointEncryption"));

        assertThat(is(verified, "verified")).isFalse();
        assertThat(verified.at("/differences/0/accepted").asBoolean()).isFalse();
        assertThat(verified.at("/differences/0/blocking").asBoolean()).isTrue();
    }

    @Test
    void verify_keptEndpointOfAClusterThatFailsInTransitOnly_isABlocker() {
        prepare(orders());
        state.putCluster(orders().encrypted());

        assertThat(is(function.step("verify"), "verified")).isFalse();
    }

    /** DAX can report values that are not final while it creates the cluster. */
    @Test
    void verify_differenceWhileCreating_waits() {
        prepare(orders());
        changeReplacement(cluster -> cluster.status("creating").networkType("ipv6"));

        JsonNode verified = function.step("verify");

        assertThat(is(verified, "waiting")).isTrue();
        assertThat(verified.path("differences")).isEmpty();
    }

    @Test
    void readiness_traffic_isReportedForBothClustersAndEachNode() {
        prepare(orders());
        state.putDaxTraffic("orders", NOW.minus(Duration.ofMinutes(12)), 900, 6);
        state.putDaxTraffic("orders-v2", NOW.minus(Duration.ofMinutes(1)), 30, 3);

        JsonNode answer = function.step("readiness");

        assertThat(answer.path("message").asText())
                .contains("orders had 900 requests and up to 6 connections")
                .contains("the last at 2027-01-31T05:48:00Z");
        assertThat(answer.at("/traffic/cluster/nodes").findValuesAsText("node"))
                .containsExactly("orders-a", "orders-b", "orders-c");
        assertThat(answer.at("/traffic/replacementCluster/requests").asInt()).isEqualTo(30);
        assertDeletable(false);
    }

    @ParameterizedTest
    @CsvSource({"encrypted, orders meets every control", "modifying, 'orders is not available (status: modifying'"})
    void readiness_stateThatDeleteRejects_isNotReady(String cluster, String reason) {
        prepare(orders());
        state.putCluster(cluster.equals("encrypted") ? orders().encrypted().tls() : orders().status("modifying"));

        JsonNode answer = function.step("readiness");

        assertThat(is(answer, "ready")).isFalse();
        assertThat(answer.path("message").asText())
                .contains("orders cannot be deleted now: ")
                .contains(reason);
    }

    /** A single data point that is not zero is enough, whatever its metric and dimensions. */
    @ParameterizedTest
    @CsvSource({
        "TotalRequestCount, false, 59, false",
        "TotalRequestCount, true, 59, false",
        "ClientConnections, false, 0, false",
        "ClientConnections, true, 0, false",
        "TotalRequestCount, false, 69, false",
        "ClientConnections, true, 69, false",
        "TotalRequestCount, false, 71, true",
        "ErrorRequestCount, false, 5, true"
    })
    void delete_anyDataPointWithinTheWindow_isTraffic(String metric, boolean ofANode, int minutesAgo, boolean ready) {
        prepare(orders());
        Map<String, String> dimensions =
                ofANode ? Map.of("ClusterId", "orders", "NodeId", "orders-b") : Map.of("ClusterId", "orders");
        state.putMetric(metric, dimensions, NOW.minus(Duration.ofMinutes(minutesAgo)), 1);

        assertDeletable(ready);
    }

    @Test
    void delete_trafficAfterReadiness_isRejected() {
        prepare(orders());
        assertThat(is(function.step("readiness"), "ready")).isTrue();
        function.clock().advance(Duration.ofMinutes(5));
        state.putDaxTraffic("orders", NOW.plus(Duration.ofMinutes(4)), 1, 0);

        assertRefused("delete", Map.of(), "orders was not deleted: orders had 1 request ");
    }

    @Test
    void delete_clusterWithoutMetrics_isRejected() {
        prepare(orders());
        state.stopMeasuring();
        state.putDaxTraffic("orders", NOW.minus(Duration.ofMinutes(90)), 900, 6);

        JsonNode readiness = function.step("readiness");

        assertThat(readiness.at("/traffic/cluster/measured").asBoolean()).isFalse();
        assertThat(readiness.path("blockers"))
                .singleElement()
                .satisfies(blocker -> assertThat(blocker.asText())
                        .contains("CPUUtilization of orders-a, orders-b, orders-c of orders"));
        assertDeletable(false);
        assertThatThrownBy(() -> function.step("delete", Map.of("requireMetrics", "false")))
                .isInstanceOf(InvalidStepRequestException.class)
                .hasMessageContaining("Request member requireMetrics: invalid value: \"false\"");
        assertThat(state.cluster("orders")).isPresent();
        assertThat(function.log()).doesNotContain("WARN");
    }

    @Test
    void delete_clusterWithoutMetricsAllowedByTheDeployment_isDeletedWithWarningInEachRun() {
        deploy(
                Duration.ZERO,
                new ReplacementPolicy(List.of(Control.ENCRYPTION_AT_REST), Duration.ofMinutes(10), false, List.of()));
        prepare(orders());
        state.stopMeasuring();

        JsonNode readiness = function.step("readiness");

        assertThat(readiness.path("quietMinutes").asInt()).isEqualTo(10);
        assertThat(readiness.path("message").asText())
                .contains("orders can be deleted. Warning: CloudWatch does not have the CPUUtilization");
        assertRefused("delete", Map.of("requireMetrics", "true"), "CPUUtilization");
        assertThat(is(function.step("delete"), "deleted")).isTrue();
        assertThat(function.log().lines().filter(line -> line.contains("\"setting\":\"requireMetrics\"")))
                .hasSize(4)
                .allMatch(line -> line.contains("\"level\":\"WARN\""));
    }

    /** CloudWatch must have a data point of each node at the window's start, and one of the last ten minutes. */
    @ParameterizedTest
    @CsvSource({
        "70, 1, true",
        "70, 10, true",
        "70, 11, false",
        "75, 10, true",
        "76, 10, false",
        "69, 1, false",
        "1, 1, false"
    })
    void delete_nodeMetrics_mustCoverTheStartAndTheEndOfTheWindow(
            int firstMinutesAgo, int lastMinutesAgo, boolean ready) {
        prepare(orders());
        for (int minutes : List.of(firstMinutesAgo, lastMinutesAgo)) {
            // The window starts and ends within a minute; the data points of these minutes count.
            state.putMetric(
                    "CPUUtilization",
                    Map.of("ClusterId", "orders", "NodeId", "orders-b"),
                    NOW.minus(Duration.ofMinutes(minutes)),
                    2);
        }

        JsonNode nodes = function.step("readiness").at("/traffic/cluster/nodes");

        assertThat(nodes.at("/1/measured").asBoolean()).isEqualTo(ready);
        assertThat(nodes.at("/2/measured").asBoolean()).isTrue();
        assertDeletable(ready);
    }

    /** If two entries have the same id, a node is unknown. */
    @Test
    void delete_nodeListedTwice_isNotMeasured() {
        prepare(orders());
        changeSource(cluster -> ReplacementFunction.changed(
                cluster, shape -> ((ObjectNode) shape.at("/Nodes/2")).put("NodeId", "orders-b")));

        assertThat(function.step("readiness").at("/traffic/cluster/measured").asBoolean())
                .isFalse();
        assertDeletable(false);
    }

    /** A cluster that is always in use is not deleted, whatever data points CloudWatch already returns. */
    @ParameterizedTest
    @ValueSource(ints = {0, 6, 9, 10, 12, 70, 200})
    void delete_busyClusterWithLateMetrics_isRejected(int minutesLate) {
        deploy(
                Duration.ZERO,
                new ReplacementPolicy(List.of(Control.ENCRYPTION_AT_REST), Duration.ofMinutes(10), true, List.of()));
        prepare(orders());
        for (int minutes = 0; minutes < 20; minutes++) {
            state.putDaxTraffic("orders", NOW.minus(Duration.ofMinutes(minutes)), 900, 6);
        }
        state.delayMetrics(Duration.ofMinutes(minutesLate));

        assertRefused("delete", Map.of(), "orders was not deleted: ");
        assertInvalid("delete", Map.of("quietMinutes", "5"), "quietMinutes");
    }

    /** Two hours are longer than the traffic window, so that the windows of the two clocks do not overlap. */
    @ParameterizedTest
    @CsvSource({
        "-48, CloudWatch does not have the CPUUtilization",
        "-23, orders had 900 requests",
        "-2, orders had 900 requests",
        "2, CloudWatch does not have the CPUUtilization"
    })
    void delete_wrongClock_doesNotHideTraffic(int hoursAhead, String reason) {
        deploy(Duration.ofHours(hoursAhead), ReplacementPolicy.DEFAULT);
        prepare(orders());
        state.putDaxTraffic("orders", NOW.minus(Duration.ofMinutes(2)), 900, 6);

        assertRefused("delete", Map.of(), reason);
    }

    @ParameterizedTest
    @CsvSource({"3, false", "69, false", "70, true", "90, true"})
    void delete_clusterCreatedAgain_isRejectedUntilItIsAsOldAsTheWindow(int minutesAgo, boolean ready) {
        prepare(orders());
        Instant created = NOW.minus(Duration.ofMinutes(minutesAgo));
        changeSource(cluster -> cluster.nodesCreated(created, created, created));

        assertDeletable(ready);
    }

    @Test
    void delete_age_isThatOfTheOldestNodeAndMustBeReported() {
        prepare(orders());
        changeSource(cluster -> cluster.nodesCreated(null, null, null));
        assertDeletable(false);

        changeSource(cluster -> cluster.nodesCreated(NOW, NOW.minus(Duration.ofDays(1)), null));
        assertDeletable(true);
    }

    /** The last value becomes {@code orders} by a change of letter case, as {@code U+212A} becomes {@code k}. */
    @ParameterizedTest
    @ValueSource(strings = {"order", "orders orders", "order\u017f"})
    void delete_notConfirmedByName_isRejectedBeforeAnyCall(String confirm) {
        assertInvalid(
                "delete",
                Map.of("confirm", confirm),
                "Request member confirm: invalid value",
                "\"orders\", the name of the cluster to delete");
        assertInvalid("plan", Map.of("cluster", "\u212aafka"), "Request member cluster");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "orders", "4105a4fc-f944-11e6-9d32", "4105A4FC-F944-11E6-9D32-0A1B2C3D495E"})
    void delete_withoutAValidExecutionId_isRejectedBeforeAnyCall(String id) {
        assertInvalid("delete", Map.of("executionId", id), "Request member executionId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"AutomationExecution\":[]}",
                "{\"AutomationExecution\":{\"AutomationExecutionId\":\"x\"}}"
            })
    void delete_responseWithoutTheExecution_fails(String body) {
        prepare(orders());
        function.aws().faults().on("GetAutomationExecution").body(body);

        assertFails("delete", "GetAutomationExecution in account 111122223333, eu-west-1, failed");
    }

    @Test
    void delete_executionWithoutMembers_isRejected() {
        prepare(orders());
        function.aws().faults().on("GetAutomationExecution").body("{\"AutomationExecution\":{}}");

        assertRefused("delete", Map.of(), "does not prove an approval");
    }

    @Test
    void delete_rulesNotStarted_failsAndCanBeRepeated() {
        prepare(orders());
        function.aws().faults().on("StartConfigRulesEvaluation").call(1).deny();

        assertThatThrownBy(() -> function.step("delete"))
                .isInstanceOf(ReplacementException.class)
                .hasMessageContaining("orders is being deleted. The evaluation of the rules was not started")
                .hasMessageContaining("Allow config:StartConfigRulesEvaluation");
        JsonNode again = function.step("delete");

        assertThat(is(again, "rulesStarted")).isTrue();
        assertThat(function.aws().calls("DeleteCluster")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "plan, DescribeClusters, dax:DescribeClusters",
        "plan, ListTags, dax:ListTags",
        "create, DescribeClusters, dax:DescribeClusters",
        "create, ListTags, dax:ListTags",
        "create, CreateCluster, 'dax:CreateCluster, dax:TagResource, and iam:PassRole'",
        "verify, DescribeClusters, dax:DescribeClusters",
        "verify, ListTags, dax:ListTags",
        "readiness, DescribeClusters, dax:DescribeClusters",
        "readiness, ListTags, dax:ListTags",
        "readiness, GetMetricData, cloudwatch:GetMetricData",
        "delete, GetAutomationExecution, ssm:GetAutomationExecution",
        "delete, DescribeClusters, dax:DescribeClusters",
        "delete, ListTags, dax:ListTags",
        "delete, GetMetricData, cloudwatch:GetMetricData",
        "delete, DeleteCluster, dax:DeleteCluster"
    })
    void accessDenied_eachCall_errorNamesTheActionAndTheSourceClusterStays(
            String step, String operation, String action) {
        if (step.equals("create") || step.equals("plan")) {
            state.putCluster(orders());
        } else {
            prepare(orders());
        }
        function.aws().faults().on(operation).deny();

        assertFails(step, operation + " in account 111122223333, eu-west-1, failed: AccessDenied", "Allow " + action);

        function.aws().faults().clear();
        assertThat(function.step(step).path("step").asText()).isEqualTo(step);
    }

    /** An incomplete response of CloudWatch is not treated as zero traffic. */
    @ParameterizedTest
    @CsvSource({
        "PartialData, the traffic is not known",
        "InternalError, the traffic is not known",
        "Forbidden, the traffic is not known",
        "no result, the traffic is not known",
        "repeated NextToken, AWS returned the same NextToken twice"
    })
    void delete_incompleteMetrics_fails(String metrics, String reason) {
        prepare(orders());
        Faults.Selection answer = function.aws().faults().on("GetMetricData");
        switch (metrics) {
            case "repeated NextToken" -> answer.repeatNextToken();
            case "no result" ->
                answer.body("<GetMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                        + "<GetMetricDataResult><MetricDataResults/></GetMetricDataResult></GetMetricDataResponse>");
            default -> answer.metricStatus(metrics);
        }

        assertFails("delete", reason);
    }

    @Test
    void log_anyStep_hasTheExecutionId() {
        state.putCluster(orders());

        function.step("plan");

        assertThat(function.log())
                .contains(
                        "\"step\":\"plan\",\"cluster\":\"orders\",\"replacementCluster\":\"orders-v2\",\"executionId\":\""
                                + ApprovedExecution.ID + "\",\"outcome\":\"succeeded\"");
    }

    /** Checks that the step {@code delete} agrees with {@code readiness}. */
    private void assertDeletable(boolean deletable) {
        assertThat(is(function.step("readiness"), "ready")).isEqualTo(deletable);
        if (deletable) {
            assertThat(is(function.step("delete"), "deleted")).isTrue();
        } else {
            assertRefused("delete", Map.of(), "orders was not deleted: ");
        }
    }

    private void assertRefused(String step, Map<String, String> members, String reason) {
        assertThatThrownBy(() -> function.step(step, members))
                .isInstanceOf(RefusedStepException.class)
                .hasMessageContaining(reason);
        assertSourceClusterStays();
    }

    private void assertFails(String step, String... messages) {
        assertThatThrownBy(() -> function.step(step))
                .isInstanceOfAny(DaxReadException.class, ReplacementException.class)
                .hasMessageContainingAll(messages);
        assertSourceClusterStays();
    }

    private void assertSourceClusterStays() {
        assertThat(source().json().path("Status").asText()).isEqualTo("available");
    }

    /** Checks that the request is rejected before any call. */
    private void assertInvalid(String step, Map<String, String> members, String... messages) {
        function.aws().clearCalls();
        assertThatThrownBy(() -> function.step(step, members))
                .isInstanceOf(InvalidStepRequestException.class)
                .hasMessageContainingAll(messages);
        assertThat(function.operations()).isEmpty();
    }

    /** Replaces the function of this test with one whose clock can differ from the clock of AWS. */
    private void deploy(Duration ahead, ReplacementPolicy policy) {
        function.close();
        function = new ReplacementFunction(ahead, policy);
        state = function.state();
    }

    /** Creates the replacement cluster of this source cluster. */
    private void prepare(LocalCluster source) {
        state.putCluster(source);
        function.step("create");
        state.settle();
    }

    private LocalCluster source() {
        return state.cluster("orders").orElseThrow();
    }

    private LocalCluster replacement() {
        return state.cluster("orders-v2").orElseThrow();
    }

    private void changeSource(UnaryOperator<LocalCluster> change) {
        state.putCluster(change.apply(source()));
    }

    private void changeReplacement(UnaryOperator<LocalCluster> change) {
        state.putCluster(change.apply(replacement()));
    }

    private static LocalCluster inZones(LocalCluster cluster, String... zones) {
        return ReplacementFunction.changed(cluster, shape -> {
            for (int i = 0; i < zones.length; i++) {
                ((ObjectNode) shape.at("/Nodes/" + i)).put("AvailabilityZone", zones[i]);
            }
        });
    }

    private static boolean is(JsonNode answer, String member) {
        return answer.path(member).asBoolean();
    }

    private static LocalCluster orders() {
        return LocalCluster.named("orders").tag("team", "shop");
    }
}
