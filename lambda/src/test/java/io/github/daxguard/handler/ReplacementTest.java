package io.github.daxguard.handler;

import static io.github.daxguard.handler.ReplacementFunction.NOW;
import static io.github.daxguard.handler.ReplacementFunction.RULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.emulator.Estate;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A replacement from beginning to end, and all that can come between. */
class ReplacementTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What happens between a step and the next. */
    private enum Interruption {
        NONE,
        /** The answer of the step is lost, so it is asked for again. */
        REPEATED,
        /** The replacement is taken up again from its beginning. */
        FROM_THE_BEGINNING
    }

    private final ReplacementFunction function = new ReplacementFunction();
    private final Estate estate = function.estate();

    @AfterEach
    void close() {
        function.close();
    }

    @ParameterizedTest
    @EnumSource(Interruption.class)
    void replacement_fromPlanToDelete_leavesTheTwinAlone(Interruption interruption) {
        estate.putCluster(orders());
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
                case "plan" -> assertThat(answer.path("possible").asBoolean()).isTrue();
                case "create" -> estate.settle();
                case "verify" -> {
                    assertThat(answer.path("verified").asBoolean()).isTrue();
                    assertThat(answer.path("endpoint").asText())
                            .isEqualTo(estate.cluster("orders-v2")
                                    .orElseThrow()
                                    .json()
                                    .at("/ClusterDiscoveryEndpoint/URL")
                                    .asText())
                            .startsWith("dax://orders-v2.");
                }
                case "readiness" -> assertThat(answer.path("ready").asBoolean()).isTrue();
                default -> assertThat(answer.path("deleted").asBoolean()).isTrue();
            }
        }
        estate.settle();

        assertThat(estate.cluster("orders")).isEmpty();
        LocalCluster twin = estate.cluster("orders-v2").orElseThrow();
        assertThat(twin.json().at("/SSEDescription/Status").asText()).isEqualTo("ENABLED");
        assertThat(twin.tags()).containsEntry("daxguard:replaces", "orders").containsEntry("team", "shop");
        assertThat(function.aws().calls("CreateCluster")).hasSize(1);
        assertThat(function.aws().calls("DeleteCluster")).hasSize(1);
        assertThat(function.aws().calls("StartConfigRulesEvaluation"))
                .first()
                .satisfies(call -> assertThat(call.body().toString()).contains(RULE));
    }

    @Test
    void create_copiesAllThatTheOldClusterHas() {
        estate.putCluster(orders().nodeType("dax.r5.large")
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
        JsonNode before = estate.cluster("orders").orElseThrow().json();

        JsonNode planned = function.step("plan").path("createCluster");
        function.step("create");
        estate.settle();

        assertThat(function.aws().calls("CreateCluster").get(0).body()).isEqualTo(planned);
        JsonNode twin = estate.cluster("orders-v2").orElseThrow().json();
        for (String member : List.of(
                "NodeType",
                "TotalNodes",
                "SubnetGroup",
                "SecurityGroups",
                "ParameterGroup",
                "IamRoleArn",
                "PreferredMaintenanceWindow",
                "Description",
                "NotificationConfiguration",
                "NetworkType",
                "ClusterEndpointEncryptionType")) {
            assertThat(twin.path(member)).as(member).isEqualTo(before.path(member));
        }
        assertThat(twin.path("Nodes").findValuesAsText("AvailabilityZone"))
                .isEqualTo(before.path("Nodes").findValuesAsText("AvailabilityZone"));
        assertThat(estate.cluster("orders-v2").orElseThrow().tags())
                .containsExactlyInAnyOrderEntriesOf(Map.of("team", "shop", "daxguard:replaces", "orders"));
        assertThat(function.step("verify").path("differences")).isEmpty();
    }

    @Test
    void plan_everythingInTheWay_isSaidAtOnce() {
        estate.putCluster(LocalCluster.named("a-name-of-18-chars")
                .nodeType("dax.r3.large")
                .status("modifying"));
        estate.putCluster(LocalCluster.named("fleet").nodes(11).encrypted());

        JsonNode plan = function.step("plan", Map.of("cluster", "a-name-of-18-chars", "nodeQuota", "14"));

        assertThat(plan.path("possible").asBoolean()).isFalse();
        assertThat(plan.path("obstacles")).hasSize(4);
        assertThat(plan.path("message").asText())
                .contains("not available, but modifying")
                .contains("a-name-of-18-chars-v2 has 21 characters")
                .contains("14 nodes; 3 more would exceed the quota of 14")
                .contains("such as dax.r5.large");
        assertThat(function.operations()).doesNotContain("CreateCluster");
    }

    @Test
    void plan_twinThatCannotTakeOver_isNotPossible() {
        prepareTwin();
        estate.putCluster(orders().nodes(5));

        JsonNode plan = function.step("plan");

        assertThat(plan.path("possible").asBoolean()).isFalse();
        assertThat(plan.path("message").asText()).contains("orders-v2 has 3 nodes, but orders has 5");
    }

    @Test
    void create_obstacles_refusesWithAllOfThem() {
        estate.putCluster(orders().encrypted().tls());

        assertThatThrownBy(() -> function.step("create"))
                .isInstanceOf(RefusedStepException.class)
                .hasMessage("orders-v2 was not created: orders meets every control (encryption-at-rest,"
                        + " encryption-in-transit): there is nothing to replace.");
        assertThat(function.operations()).doesNotContain("CreateCluster");
    }

    @Test
    void create_whileTheTwinIsBeingMade_findsIt() {
        estate.putCluster(orders());
        function.step("create");

        JsonNode again = function.step("create");

        assertThat(again.path("created").asBoolean()).isFalse();
        assertThat(again.path("status").asText()).isEqualTo("creating");
        assertThat(function.aws().calls("CreateCluster")).hasSize(1);
    }

    @Test
    void create_answerLost_findsTheTwin() {
        estate.putCluster(orders());
        function.aws().faults().on("CreateCluster").call(1).truncate();

        JsonNode answer = function.step("create");

        assertThat(answer.path("status").asText()).isEqualTo("creating");
        assertThat(estate.cluster("orders-v2")).isPresent();
    }

    @Test
    void create_nameOfAnotherCluster_isRefused() {
        estate.putCluster(orders());
        estate.putCluster(LocalCluster.named("orders-v2").encrypted());

        assertThatThrownBy(() -> function.step("create"))
                .isInstanceOf(RefusedStepException.class)
                .hasMessageContaining("orders-v2 does not replace orders: it has no tag daxguard:replaces");
        assertThatThrownBy(() -> function.step("delete")).hasMessageContaining("it has no tag daxguard:replaces");
        assertThat(estate.cluster("orders")).isPresent();
    }

    @Test
    void verify_untilTheTwinIsMade_waits() {
        estate.putCluster(orders());
        function.step("create");

        JsonNode early = function.step("verify");
        estate.settle();
        JsonNode late = function.step("verify");

        assertThat(early.path("verified").asBoolean()).isFalse();
        assertThat(early.path("waiting").asBoolean()).isTrue();
        assertThat(late.path("verified").asBoolean()).isTrue();
        assertThat(late.path("endpoint").asText()).startsWith("dax://orders-v2.");
    }

    @Test
    void readiness_saysWhoStillTalksToTheOldCluster() {
        prepareTwin();
        estate.putDaxTraffic("orders", NOW.minus(Duration.ofMinutes(12)), 900, 6);
        estate.putDaxTraffic("orders-v2", NOW.minus(Duration.ofMinutes(1)), 30, 3);

        JsonNode answer = function.step("readiness");

        assertThat(answer.path("ready").asBoolean()).isFalse();
        assertThat(answer.path("message").asText())
                .contains("orders had 900 requests and up to 6 connections")
                .contains("the last at 2027-01-31T05:48:00Z");
        assertThat(answer.at("/traffic/cluster/nodes").findValuesAsText("node"))
                .containsExactly("orders-a", "orders-b", "orders-c");
        assertThat(answer.at("/traffic/twin/requests").asInt()).isEqualTo(30);
        assertThatThrownBy(() -> function.step("delete")).hasMessageContaining("orders had 900 requests");
    }

    /** Whichever figures DAX sends: one that is not zero is enough. */
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
    void readiness_anyFigureOfTheTime_isTraffic(String metric, boolean ofANode, int minutesAgo, boolean ready) {
        prepareTwin();
        Map<String, String> dimensions =
                ofANode ? Map.of("ClusterId", "orders", "NodeId", "orders-b") : Map.of("ClusterId", "orders");
        estate.putMetric(metric, dimensions, NOW.minus(Duration.ofMinutes(minutesAgo)), 1);

        assertThat(function.step("readiness").path("ready").asBoolean()).isEqualTo(ready);
        assertThat(deletes()).isEqualTo(ready);
    }

    @Test
    void delete_trafficThatComesBack_isRefused() {
        prepareTwin();
        assertThat(function.step("readiness").path("ready").asBoolean()).isTrue();
        function.clock().advance(Duration.ofMinutes(5));
        estate.putDaxTraffic("orders", NOW.plus(Duration.ofMinutes(4)), 1, 0);

        assertThatThrownBy(() -> function.step("delete"))
                .isInstanceOf(RefusedStepException.class)
                .hasMessageContaining("orders was not deleted: orders had 1 request ");
        assertThat(estate.cluster("orders")).isPresent();
    }

    @Test
    void delete_clusterThatIsNotMeasured_isRefusedUnlessTheDeploymentAllowsIt() {
        prepareTwin();
        JsonNode measured = function.step("readiness");
        estate.stopMeasuring();
        estate.putDaxTraffic("orders", NOW.minus(Duration.ofMinutes(90)), 900, 6);

        JsonNode required = function.step("readiness");

        assertThat(measured.path("ready").asBoolean()).isTrue();
        assertThat(required.path("ready").asBoolean()).isFalse();
        assertThat(required.at("/traffic/cluster/measured").asBoolean()).isFalse();
        assertThat(required.path("blockers"))
                .singleElement()
                .satisfies(blocker -> assertThat(blocker.asText())
                        .contains("CPUUtilization of orders-a, orders-b, orders-c of orders"));
        assertThatThrownBy(() -> function.step("delete"))
                .isInstanceOf(RefusedStepException.class)
                .hasMessageContaining("orders was not deleted: CloudWatch does not have the CPUUtilization");
        assertThatThrownBy(() -> function.step("delete", Map.of("requireMetrics", "false")))
                .isInstanceOf(InvalidStepRequestException.class)
                .hasMessageContaining("Request member requireMetrics: invalid value: \"false\"");
        assertThat(estate.cluster("orders")).isPresent();
        assertThat(function.log()).doesNotContain("WARN");
    }

    @Test
    void delete_clusterThatIsNotMeasured_deploymentThatAllowsIt_deletesAndWarnsInEachRun() {
        try (ReplacementFunction lax = new ReplacementFunction(
                new ReplacementPolicy(List.of(Control.ENCRYPTION_AT_REST), Duration.ofMinutes(10), false))) {
            lax.estate().putCluster(orders());
            lax.step("create");
            lax.estate().settle();
            lax.estate().stopMeasuring();

            JsonNode readiness = lax.step("readiness");
            Throwable stricter = catchThrowable(() -> lax.step("delete", Map.of("requireMetrics", "true")));
            JsonNode deleted = lax.step("delete");

            assertThat(readiness.path("ready").asBoolean()).isTrue();
            assertThat(readiness.path("quietMinutes").asInt()).isEqualTo(10);
            assertThat(readiness.path("message").asText())
                    .contains("orders can be deleted. Warning: CloudWatch does not have the CPUUtilization");
            assertThat(stricter).isInstanceOf(RefusedStepException.class);
            assertThat(deleted.path("deleted").asBoolean()).isTrue();
            assertThat(lax.log().lines().filter(line -> line.contains("\"setting\":\"requireMetrics\"")))
                    .hasSize(4)
                    .allMatch(line -> line.contains("\"level\":\"WARN\""));
        }
    }

    /** What CloudWatch must have of each node: a data point at the window's start, and one of the last ten minutes. */
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
    void readiness_nodeMeasured_atTheStartAndTheEndOfTheWindow(int firstMinutesAgo, int lastMinutesAgo, boolean ready) {
        prepareTwin();
        for (int minutes : List.of(firstMinutesAgo, lastMinutesAgo)) {
            estate.putMetric(
                    "CPUUtilization",
                    Map.of("ClusterId", "orders", "NodeId", "orders-b"),
                    // The window ends and begins within a minute, whose data point counts.
                    NOW.minus(Duration.ofMinutes(minutes)),
                    2);
        }

        JsonNode answer = function.step("readiness");

        assertThat(answer.path("ready").asBoolean()).isEqualTo(ready);
        assertThat(answer.at("/traffic/cluster/nodes/1/measured").asBoolean()).isEqualTo(ready);
        assertThat(answer.at("/traffic/cluster/nodes/2/measured").asBoolean()).isTrue();
        assertThat(deletes()).isEqualTo(ready);
    }

    /** A cluster in use all the time: whatever CloudWatch shows of it by now, it stays. */
    @ParameterizedTest
    @ValueSource(ints = {0, 6, 9, 10, 12, 70, 200})
    void delete_busyClusterWithLateMetrics_isRefused(int minutesLate) {
        try (ReplacementFunction least = new ReplacementFunction(
                new ReplacementPolicy(List.of(Control.ENCRYPTION_AT_REST), Duration.ofMinutes(10), true))) {
            least.estate().putCluster(orders());
            least.step("create");
            least.estate().settle();
            for (int minutes = 0; minutes < 20; minutes++) {
                least.estate().putDaxTraffic("orders", NOW.minus(Duration.ofMinutes(minutes)), 900, 6);
            }
            least.estate().delayMetrics(Duration.ofMinutes(minutesLate));

            assertThatThrownBy(() -> least.step("delete")).isInstanceOf(RefusedStepException.class);
            assertThatThrownBy(() -> least.step("delete", Map.of("quietMinutes", "5")))
                    .isInstanceOf(InvalidStepRequestException.class);
            assertThat(least.estate().cluster("orders")).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({"3, false", "69, false", "70, true", "90, true"})
    void delete_clusterCreatedAgain_isRefusedUntilItIsAsOldAsTheWindow(int minutesAgo, boolean ready) {
        prepareTwin();
        Instant created = NOW.minus(Duration.ofMinutes(minutesAgo));
        estate.putCluster(estate.cluster("orders").orElseThrow().nodesCreated(created, created, created));

        assertThat(function.step("readiness").path("ready").asBoolean()).isEqualTo(ready);
        assertThat(deletes()).isEqualTo(ready);
    }

    @Test
    void delete_ageIsThatOfTheOldestNode_andMustBeReported() {
        prepareTwin();
        LocalCluster orders = estate.cluster("orders").orElseThrow();
        estate.putCluster(orders.nodesCreated(null, null, null));

        assertThatThrownBy(() -> function.step("delete"))
                .isInstanceOf(RefusedStepException.class)
                .hasMessageContaining("DAX does not report when the nodes of orders were created");
        estate.putCluster(orders.nodesCreated(NOW, NOW.minus(Duration.ofDays(1)), null));
        assertThat(function.step("delete").path("deleted").asBoolean()).isTrue();
    }

    /** Two hours are more than the time of quiet, so that this clock's "last hour" is quite another. */
    @ParameterizedTest
    @ValueSource(ints = {-48, -23, -2, 2})
    void delete_clockThatIsWrong_doesNotHideTraffic(int hoursAhead) {
        try (ReplacementFunction wrong =
                new ReplacementFunction(Duration.ofHours(hoursAhead), ReplacementPolicy.DEFAULT)) {
            wrong.estate().putCluster(orders());
            wrong.step("create");
            wrong.estate().settle();
            wrong.estate().putDaxTraffic("orders", NOW.minus(Duration.ofMinutes(2)), 900, 6);

            assertThatThrownBy(() -> wrong.step("delete"))
                    .isInstanceOf(RefusedStepException.class)
                    .hasMessageContaining(
                            hoursAhead == -2 || hoursAhead == -23
                                    ? "orders had 900 requests"
                                    : "CloudWatch does not have the CPUUtilization");
            assertThat(wrong.estate().cluster("orders")).isPresent();
        }
    }

    @Test
    void delete_otherNodeTypeThanPlanned_isRefusedUnlessItIsNamed() {
        prepareTwin();
        estate.putCluster(estate.cluster("orders-v2").orElseThrow().nodeType("dax.t3.medium"));

        assertThatThrownBy(() -> function.step("delete"))
                .isInstanceOf(RefusedStepException.class)
                .hasMessageContaining("Node type: dax.t3.medium instead of dax.t3.small");
        assertThat(function.step("delete", Map.of("nodeType", "dax.t3.medium"))
                        .path("deleted")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void create_tagsNotShown_isRefused() {
        estate.putCluster(orders());
        function.aws().faults().on("ListTags").error("InvalidClusterStateFault", "Not now.", 400);

        assertThatThrownBy(() -> function.step("create"))
                .isInstanceOf(RefusedStepException.class)
                .hasMessageContaining("DAX does not show the tags of orders yet");
        assertThat(estate.cluster("orders-v2")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"encrypted, orders meets every control", "modifying, 'orders is not available, but modifying'"})
    void readiness_whatDeleteWouldRefuse_isNotReady(String state, String reason) {
        prepareTwin();
        estate.putCluster(state.equals("encrypted") ? orders().encrypted().tls() : orders().status("modifying"));

        JsonNode answer = function.step("readiness");

        assertThat(answer.path("ready").asBoolean()).isFalse();
        assertThat(answer.path("message").asText())
                .contains("orders must stay: ")
                .contains(reason);
    }

    @Test
    void verify_tellsBothEndpointsAndWhatDiffers() {
        prepareTwin();
        estate.putCluster(estate.cluster("orders-v2").orElseThrow().maintenanceWindow("tue:02:00-tue:03:00"));

        assertThat(function.step("verify").path("message").asText())
                .contains("Its endpoint is dax://orders-v2.")
                .contains("That of orders is dax://orders.")
                .contains("Differences from orders: Maintenance window: tue:02:00-tue:03:00 instead of"
                        + " sun:05:00-sun:06:00.");
    }

    /** Each difference is shown; those that can cut clients off are refused unless they are accepted by name. */
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
    void verifyAndDelete_differenceFromTheSource_isRefusedUnlessItIsAccepted(String attribute, boolean blocking) {
        prepareTwin();
        LocalCluster twin = estate.cluster("orders-v2").orElseThrow();
        estate.putCluster(
                switch (attribute) {
                    case "subnetGroup" -> twin.subnetGroup("public");
                    case "securityGroups" -> twin.securityGroups("sg-0123456789abcdef0", "sg-1");
                    case "iamRole" -> twin.role("arn:aws:iam::111122223333:role/other");
                    case "parameterGroup" -> twin.parameterGroup("short-ttl");
                    case "networkType" -> twin.networkType("dual_stack");
                    case "availabilityZones" -> inOneZone(twin);
                    case "endpointEncryption" -> twin.tls();
                    case "nodeType" -> twin.nodeType("dax.t3.medium");
                    case "nodes" ->
                        LocalCluster.named("orders-v2").encrypted().nodes(4).tag("daxguard:replaces", "orders");
                    case "notificationTopic" ->
                        twin.notificationTopic("arn:aws:sns:eu-west-1:111122223333:dax", "active");
                    default -> twin.maintenanceWindow("tue:02:00-tue:03:00");
                });

        JsonNode refused = function.step("verify");
        JsonNode readiness = function.step("readiness");
        JsonNode accepted = function.step("verify", Map.of("acceptDifferences", attribute));

        assertThat(refused.path("verified").asBoolean()).isEqualTo(!blocking);
        assertThat(readiness.path("ready").asBoolean()).isEqualTo(!blocking);
        assertThat(refused.path("differences")).singleElement().satisfies(difference -> {
            assertThat(difference.path("attribute").asText()).isEqualTo(attribute);
            assertThat(difference.path("blocking").asBoolean()).isEqualTo(blocking);
            assertThat(difference.path("accepted").asBoolean()).isFalse();
        });
        assertThat(accepted.path("verified").asBoolean()).isTrue();
        assertThat(accepted.at("/differences/0/accepted").asBoolean()).isTrue();
        assertThat(deletes()).isEqualTo(!blocking);
        if (blocking) {
            assertThat(function.step("delete", Map.of("acceptDifferences", attribute))
                            .path("deleted")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static LocalCluster inOneZone(LocalCluster cluster) {
        ObjectNode shape = (ObjectNode) cluster.json();
        shape.path("Nodes").forEach(node -> ((ObjectNode) node).put("AvailabilityZone", "eu-west-1a"));
        return LocalCluster.fromJson(shape).tag("daxguard:replaces", "orders");
    }

    private LocalCluster inZones(LocalCluster cluster, String... zones) {
        estate.putCluster(cluster);
        ObjectNode shape =
                (ObjectNode) estate.cluster(cluster.name()).orElseThrow().json();
        for (int i = 0; i < zones.length; i++) {
            ((ObjectNode) shape.at("/Nodes/" + i)).put("AvailabilityZone", zones[i]);
        }
        LocalCluster changed = LocalCluster.fromJson(shape);
        for (Map.Entry<String, String> tag : cluster.tags().entrySet()) {
            changed = changed.tag(tag.getKey(), tag.getValue());
        }
        return changed;
    }

    @Test
    void verify_replacementInMoreZones_isReportedOnly() {
        estate.putCluster(
                inZones(LocalCluster.named("orders").tag("team", "shop"), "eu-west-1a", "eu-west-1b", "eu-west-1a"));
        prepareTwinOf();
        estate.putCluster(inZones(estate.cluster("orders-v2").orElseThrow(), "eu-west-1a", "eu-west-1b", "eu-west-1c"));

        JsonNode verified = function.step("verify");

        assertThat(verified.path("verified").asBoolean()).isTrue();
        assertThat(verified.at("/differences/0/attribute").asText()).isEqualTo("availabilityZones");
        assertThat(verified.at("/differences/0/blocking").asBoolean()).isFalse();
    }

    @Test
    void verify_tlsThatWasLost_cannotBeAccepted() {
        estate.putCluster(orders().tls());
        prepareTwinOf();
        estate.putCluster(estate.cluster("orders-v2").orElseThrow().endpointEncryption("NONE"));

        JsonNode verified = function.step("verify", Map.of("acceptDifferences", "endpointEncryption"));

        assertThat(verified.path("verified").asBoolean()).isFalse();
        assertThat(verified.at("/differences/0/accepted").asBoolean()).isFalse();
        assertThat(verified.at("/differences/0/blocking").asBoolean()).isTrue();
    }

    @Test
    void verify_keepOfAClusterThatFailsInTransitOnly_isRefused() {
        prepareTwin();
        estate.putCluster(orders().encrypted());

        JsonNode verified = function.step("verify");

        assertThat(verified.path("verified").asBoolean()).isFalse();
    }

    /** DAX can show values that are not final while it creates the cluster. */
    @Test
    void verify_differenceWhileCreating_waits() {
        prepareTwin();
        estate.putCluster(
                estate.cluster("orders-v2").orElseThrow().status("creating").networkType("ipv6"));

        JsonNode verified = function.step("verify");

        assertThat(verified.path("waiting").asBoolean()).isTrue();
        assertThat(verified.path("differences")).isEmpty();
    }

    @Test
    void plan_endpointEncryptionThatIsNotKnown_isNotPossible() {
        estate.putCluster(orders().endpointEncryption("MTLS"));

        assertThat(function.step("plan").path("obstacles").toString()).contains("MTLS");
    }

    /** Two entries with one id leave a node unknown. */
    @Test
    void readiness_nodeListedTwice_isNotMeasured() {
        prepareTwin();
        ObjectNode shape = (ObjectNode) estate.cluster("orders").orElseThrow().json();
        ((ObjectNode) shape.at("/Nodes/2")).put("NodeId", "orders-b");
        estate.putCluster(LocalCluster.fromJson(shape).tag("team", "shop"));

        assertThat(function.step("readiness").at("/traffic/cluster/measured").asBoolean())
                .isFalse();
        assertThat(deletes()).isFalse();
    }

    /** Letters that only look like ASCII ones, or become such when their case changes. */
    @Test
    void delete_confirmedInOtherLetters_isRefused() {
        prepareTwin();

        assertThatThrownBy(() -> function.step("delete", Map.of("confirm", "order\u017f")))
                .isInstanceOf(InvalidStepRequestException.class);
        assertThatThrownBy(() -> function.step("plan", Map.of("cluster", "\u212aafka")))
                .isInstanceOf(InvalidStepRequestException.class);
    }

    /** A difference that a foreign request accepts, and the approved execution does not. */
    @Test
    void delete_differenceThatTheExecutionDoesNotAccept_isRefused() {
        prepareTwin();
        estate.putCluster(estate.cluster("orders-v2").orElseThrow().subnetGroup("public"));
        function.step("verify", Map.of("acceptDifferences", "subnetGroup"));
        function.approveNothing();
        estate.putExecution(ApprovedExecution.of(JSON.createObjectNode().put("cluster", "orders")));

        assertThatThrownBy(() -> function.step("delete", Map.of("acceptDifferences", "subnetGroup")))
                .isInstanceOf(RefusedStepException.class)
                .hasMessageContaining("it does not accept the difference subnetGroup");
        assertThat(estate.cluster("orders")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "orders", "4105a4fc-f944-11e6-9d32", "4105A4FC-F944-11E6-9D32-0A1B2C3D495E", "*"})
    void delete_withoutAValidExecutionId_isRefusedBeforeAnyCall(String id) {
        prepareTwin();
        function.aws().clearCalls();

        assertThatThrownBy(() -> function.step("delete", Map.of("executionId", id)))
                .isInstanceOf(InvalidStepRequestException.class)
                .hasMessageContaining("Request member executionId");
        assertThat(function.operations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"AutomationExecution\":[]}",
                "{\"AutomationExecution\":{\"AutomationExecutionId\":\"x\"}}"
            })
    void delete_answerWithoutTheExecution_isRefused(String body) {
        prepareTwin();
        function.aws().faults().on("GetAutomationExecution").body(body);

        assertThatThrownBy(() -> function.step("delete"))
                .isInstanceOf(ReplacementException.class)
                .hasMessageContaining("GetAutomationExecution in account 111122223333, eu-west-1, failed");
        assertThat(estate.cluster("orders")).isPresent();
    }

    @Test
    void delete_executionWithoutMembers_isRefused() {
        prepareTwin();
        function.aws().faults().on("GetAutomationExecution").body("{\"AutomationExecution\":{}}");

        assertThat(deletes()).isFalse();
    }

    /** DynamoDB.7 alone: the source cluster is encrypted at rest, and its endpoint is not. */
    @Test
    void replacement_ofAClusterWithoutTls_endsWithTls() {
        estate.putCluster(orders().encrypted());
        JsonNode kept = function.step("plan");
        assertThatThrownBy(() -> function.step("create")).isInstanceOf(RefusedStepException.class);

        JsonNode plan = function.step("plan", Map.of("endpointEncryption", "TLS"));
        function.step("create", Map.of("endpointEncryption", "TLS"));
        estate.settle();
        JsonNode verified = function.step("verify", Map.of("endpointEncryption", "TLS"));
        Throwable keeping = catchThrowable(() -> function.step("delete"));
        JsonNode deleted = function.step("delete", Map.of("endpointEncryption", "TLS"));

        assertThat(kept.path("possible").asBoolean()).isFalse();
        assertThat(kept.path("obstacles"))
                .singleElement()
                .satisfies(obstacle -> assertThat(obstacle.asText()).contains("endpointEncryption=TLS"));
        assertThat(plan.path("possible").asBoolean()).isTrue();
        assertThat(plan.path("changes").toString())
                .contains("Endpoint encryption: TLS instead of none")
                .doesNotContain("Encryption at rest");
        assertThat(plan.path("keeps").toString()).contains("Encryption at rest: ENABLED");
        assertThat(verified.path("verified").asBoolean()).isTrue();
        assertThat(keeping).isInstanceOf(RefusedStepException.class);
        assertThat(deleted.path("deleted").asBoolean()).isTrue();
    }

    /** A cluster is replaced for what its deployment checks, and for nothing else. */
    @ParameterizedTest
    @CsvSource({
        "ENCRYPTION_AT_REST, true, false, false",
        "ENCRYPTION_AT_REST, false, true, true",
        "ENCRYPTION_IN_TRANSIT, false, true, false",
        "ENCRYPTION_IN_TRANSIT, true, false, true",
        "ENCRYPTION_IN_TRANSIT, false, false, true"
    })
    void plan_possible_ifAControlOfTheDeploymentFails(Control control, boolean atRest, boolean tls, boolean possible) {
        try (ReplacementFunction one =
                new ReplacementFunction(new ReplacementPolicy(List.of(control), Duration.ofMinutes(60), true))) {
            LocalCluster orders = atRest ? orders().encrypted() : orders();
            one.estate().putCluster(tls ? orders.tls() : orders);

            assertThat(one.step("plan", Map.of("endpointEncryption", "TLS"))
                            .path("possible")
                            .asBoolean())
                    .isEqualTo(possible);
        }
    }

    @Test
    void delete_twinDeletedInBetween_isRefused_andCreateMakesAnother() {
        prepareTwin();
        estate.removeCluster("orders-v2");

        assertThatThrownBy(() -> function.step("delete"))
                .isInstanceOf(RefusedStepException.class)
                .hasMessageContaining("There is no cluster orders-v2. Run the step create.");
        assertThat(function.step("create").path("created").asBoolean()).isTrue();
        assertThatThrownBy(() -> function.step("delete")).hasMessageContaining("not available, but creating");
        estate.settle();
        assertThat(function.step("delete").path("deleted").asBoolean()).isTrue();
    }

    @Test
    void delete_oldClusterEncryptedMeanwhile_isRefused() {
        prepareTwin();
        estate.putCluster(orders().encrypted());

        assertThatThrownBy(() -> function.step("delete"))
                .isInstanceOf(RefusedStepException.class)
                .hasMessageContaining("orders fails encryption-in-transit only");
        assertThat(estate.cluster("orders")).isPresent();
    }

    @Test
    void delete_oldClusterGrownMeanwhile_isRefused() {
        prepareTwin();
        estate.putCluster(orders().nodes(5));

        assertThatThrownBy(() -> function.step("delete"))
                .hasMessageContaining("orders-v2 has 3 nodes, but orders has 5: add nodes to orders-v2.");
    }

    @Test
    void delete_nodeOfTheTwinNotAvailable_isRefused() {
        prepareTwin();
        estate.putCluster(estate.cluster("orders-v2").orElseThrow().nodeStatus(1, "rebooting"));

        assertThatThrownBy(() -> function.step("delete"))
                .hasMessageContaining("2 of 3 nodes of orders-v2 are available");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders-v2", "order", "orders orders"})
    void delete_notConfirmedByName_isRefusedBeforeAnyCall(String confirm) {
        prepareTwin();
        function.aws().clearCalls();

        assertThatThrownBy(() -> function.step("delete", Map.of("confirm", confirm)))
                .hasMessageContaining("Request member confirm")
                .hasMessageContaining("\"orders\", the name of the cluster to delete");
        assertThat(function.operations()).isEmpty();
    }

    @Test
    void delete_clusterNeverThere_isRefused() {
        assertThatThrownBy(() -> function.step("delete"))
                .isInstanceOf(RefusedStepException.class)
                .hasMessage("There is no DAX cluster orders in account 111122223333, eu-west-1.");
    }

    @Test
    void delete_rulesCannotBeStartedNow_saysSo() {
        prepareTwin();
        function.aws().faults().on("StartConfigRulesEvaluation").error("LimitExceededException", "Try later.", 400);

        JsonNode answer = function.step("delete");

        assertThat(answer.path("rulesStarted").asBoolean()).isFalse();
        assertThat(answer.path("message").asText())
                .contains("orders is being deleted")
                .contains("Try later.");
    }

    @Test
    void delete_rulesCannotBeStarted_failsAndCanBeRepeated() {
        prepareTwin();
        function.aws().faults().on("StartConfigRulesEvaluation").call(1).deny();

        assertThatThrownBy(() -> function.step("delete"))
                .isInstanceOf(ReplacementException.class)
                .hasMessageContaining("orders is being deleted. Only the evaluation of the rules was not started")
                .hasMessageContaining("Allow config:StartConfigRulesEvaluation");
        JsonNode again = function.step("delete");

        assertThat(again.path("rulesStarted").asBoolean()).isTrue();
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
    void accessDenied_atEachCall_namesTheActionAndLeavesTheOldCluster(String step, String operation, String action) {
        estate.putCluster(orders());
        if (!step.equals("create") && !step.equals("plan")) {
            function.step("create");
            estate.settle();
        }
        function.aws().faults().on(operation).deny();

        assertThatThrownBy(() -> function.step(step))
                .isInstanceOfAny(DaxReadException.class, ReplacementException.class)
                .hasMessageContaining(operation + " in account 111122223333, eu-west-1, failed: AccessDenied")
                .hasMessageContaining("Allow " + action);

        assertThat(estate.cluster("orders").orElseThrow().json().path("Status").asText())
                .isEqualTo("available");
        function.aws().faults().clear();
        assertThat(function.step(step).path("step").asText()).isEqualTo(step);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PartialData", "InternalError", "Forbidden"})
    void cloudWatchAnswersInPart_isNoSilence(String statusCode) {
        prepareTwin();
        function.aws().faults().on("GetMetricData").metricStatus(statusCode);

        for (String step : List.of("readiness", "delete")) {
            assertThatThrownBy(() -> function.step(step))
                    .isInstanceOf(ReplacementException.class)
                    .hasMessageContaining("it is not known who talks to the cluster");
        }
        assertThat(estate.cluster("orders")).isPresent();
    }

    @Test
    void cloudWatchListingWithoutAnEnd_isNoSilence() {
        prepareTwin();
        function.aws().faults().on("GetMetricData").repeatNextToken();

        assertThatThrownBy(() -> function.step("delete")).hasMessageContaining("it gave the same NextToken twice");
        assertThat(estate.cluster("orders")).isPresent();
    }

    @Test
    void cloudWatchAnswersNothing_isNoSilence() {
        prepareTwin();
        function.aws()
                .faults()
                .on("GetMetricData")
                .body("<GetMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                        + "<GetMetricDataResult><MetricDataResults/></GetMetricDataResult></GetMetricDataResponse>");

        assertThatThrownBy(() -> function.step("delete")).hasMessageContaining("it is not known who talks");
        assertThat(estate.cluster("orders")).isPresent();
    }

    @Test
    void regionWithoutDax_isNoMissingCluster() {
        estate.daxUnavailable();

        assertThatThrownBy(() -> function.step("plan"))
                .isInstanceOf(DaxReadException.class)
                .hasMessageContaining("AWS does not offer DAX in this Region");
    }

    @Test
    void accountThatNeverUsedDax_hasNoSuchCluster() {
        estate.serviceLinkedRoleMissing();

        assertThat(function.step("plan").path("message").asText()).contains("There is no DAX cluster orders");
    }

    @Test
    void orFail_negativeAnswer_isAFailure() {
        estate.putCluster(orders());

        assertThat(function.step("verify").path("verified").asBoolean()).isFalse();
        assertThatThrownBy(() -> function.step("verify", Map.of("orFail", "true")))
                .isInstanceOf(RefusedStepException.class)
                .hasMessage("orders-v2 is not verified: There is no cluster orders-v2. Run the step create.");
    }

    @Test
    void log_tellsStepAndOutcome() {
        estate.putCluster(orders());

        function.step("plan");

        assertThat(function.log())
                .contains("\"step\":\"plan\",\"cluster\":\"orders\",\"twin\":\"orders-v2\",\"executionId\":\""
                        + ApprovedExecution.ID + "\",\"outcome\":\"succeeded\"");
    }

    /** Whether the step deletes; if not, because it is refused. */
    private boolean deletes() {
        try {
            return function.step("delete").path("deleted").asBoolean();
        } catch (RefusedStepException e) {
            return false;
        }
    }

    private void prepareTwin() {
        estate.putCluster(orders());
        prepareTwinOf();
    }

    /** Of the cluster as the test has put it. */
    private void prepareTwinOf() {
        function.step("create");
        estate.settle();
    }

    private static LocalCluster orders() {
        return LocalCluster.named("orders").tag("team", "shop");
    }
}
