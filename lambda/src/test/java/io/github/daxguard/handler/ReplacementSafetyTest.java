package io.github.daxguard.handler;

import static io.github.daxguard.handler.ReplacementFunction.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.emulator.Estate;
import io.github.daxguard.emulator.Faults;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalExecution;
import io.github.daxguard.packaged.ApprovedExecution;
import io.github.daxguard.replacement.RefusedStepException;
import io.github.daxguard.replacement.ReplacementException;
import io.github.daxguard.replacement.ReplacementPolicy;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No path deletes a cluster without a verified twin. A witness looks at each deletion as it happens, by what stands in the
 * estate, and not by daxguard's own judgement.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplacementSafetyTest {

    private static final List<String> STEPS = List.of("plan", "create", "verify", "readiness", "delete");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** For each order of the steps. */
    private static final int WALKS = 2;

    /** The default build takes one of so many orders; the profile full takes all. */
    private static final int ORDERS_STEP = Boolean.getBoolean("daxguard.full") ? 1 : 4;

    private static final long SEED = 20_270_131;

    /** The usual quiet time, and how late CloudWatch can be. */
    private static final Duration WINDOW = Duration.ofMinutes(70);

    /** The source cluster as a walk or a table finds it. */
    private enum Old {
        UNENCRYPTED(true),
        UNENCRYPTED_AND_NOT_REPORTED(true),
        OLD_ENOUGH(true),
        ENCRYPTED(false),
        CREATED_AGAIN(false),
        CREATED_A_MINUTE_TOO_LATE(false),
        AGE_NOT_REPORTED(false),
        BECOMING_ENCRYPTED(false),
        BECOMING_UNENCRYPTED(false),
        MODIFYING(false),
        INCOMPATIBLE(false),
        GROWN(false),
        SIZE_NOT_REPORTED(false),
        TLS(false),
        BEING_DELETED(false),
        WITHOUT_STATUS(false),
        GONE(false);

        private final boolean deletable;

        Old(boolean deletable) {
            this.deletable = deletable;
        }

        void put(Estate estate) {
            LocalCluster orders = LocalCluster.named("orders");
            Optional<LocalCluster> cluster = switch (this) {
                case UNENCRYPTED -> Optional.of(orders);
                case OLD_ENOUGH -> Optional.of(created(estate, orders, NOW.minus(WINDOW)));
                case CREATED_AGAIN -> Optional.of(created(estate, orders, NOW.minus(Duration.ofMinutes(3))));
                case CREATED_A_MINUTE_TOO_LATE ->
                    Optional.of(created(estate, orders, NOW.minus(WINDOW).plus(Duration.ofMinutes(1))));
                case AGE_NOT_REPORTED -> Optional.of(created(estate, orders, null));
                case UNENCRYPTED_AND_NOT_REPORTED -> Optional.of(orders.withoutSse());
                case ENCRYPTED -> Optional.of(orders.encrypted());
                case BECOMING_ENCRYPTED -> Optional.of(orders.sse("ENABLING"));
                case BECOMING_UNENCRYPTED -> Optional.of(orders.sse("DISABLING"));
                case MODIFYING -> Optional.of(orders.status("modifying"));
                case INCOMPATIBLE -> Optional.of(orders.status("incompatible-network"));
                case SIZE_NOT_REPORTED -> Optional.of(withoutSize(orders));
                case TLS -> Optional.of(orders.tls());
                case GROWN -> Optional.of(orders.nodes(5));
                case BEING_DELETED -> Optional.of(orders.status("deleting"));
                case WITHOUT_STATUS -> Optional.of(orders.withoutStatus());
                case GONE -> Optional.empty();
            };
            estate.removeCluster("orders");
            cluster.ifPresent(estate::putCluster);
        }
    }

    private static LocalCluster created(Estate estate, LocalCluster cluster, @Nullable Instant at) {
        estate.putCluster(cluster);
        return estate.cluster(cluster.name()).orElseThrow().nodesCreated(at, at, at);
    }

    /** As DAX shows it once it runs, without the number of nodes, and without the nodes. */
    private static LocalCluster withoutSize(LocalCluster cluster) {
        ObjectNode shape = (ObjectNode) cluster.json();
        shape.remove("TotalNodes");
        shape.put("IamRoleArn", "arn:aws:iam::111122223333:role/dax");
        return LocalCluster.fromJson(shape);
    }

    /** The cluster of the twin's name. */
    private enum Other {
        GOOD(true),
        LARGER(true),
        ABSENT(false),
        CREATING(false),
        MODIFYING(false),
        BEING_DELETED(false),
        WITHOUT_STATUS(false),
        UNENCRYPTED(false),
        ENCRYPTION_NOT_REPORTED(false),
        BECOMING_ENCRYPTED(false),
        WITHOUT_TAG(false),
        TWIN_OF_ANOTHER(false),
        SMALLER(false),
        NODE_NOT_AVAILABLE(false),
        NODE_NOT_SHOWN(false),
        WITHOUT_ENDPOINT(false),
        OF_OTHER_NODES(false),
        INCOMPATIBLE(false),
        IN_ANOTHER_WINDOW(true),
        WITH_A_TOPIC(true),
        IN_ANOTHER_SUBNET_GROUP(false),
        IN_ANOTHER_SECURITY_GROUP(false),
        WITH_ANOTHER_ROLE(false),
        WITH_OTHER_PARAMETERS(false),
        IN_ANOTHER_NETWORK(false),
        IN_ONE_ZONE(false),
        WITH_TLS(false);

        private final boolean good;

        Other(boolean good) {
            this.good = good;
        }

        void put(Estate estate) {
            LocalCluster twin = LocalCluster.named("orders-v2").encrypted();
            LocalCluster tagged = twin.tag("daxguard:replaces", "orders");
            Optional<LocalCluster> cluster = switch (this) {
                case GOOD -> Optional.of(tagged);
                case LARGER -> Optional.of(tagged.nodes(4));
                case ABSENT -> Optional.empty();
                case CREATING -> Optional.of(tagged.status("creating"));
                case MODIFYING -> Optional.of(tagged.status("modifying"));
                case BEING_DELETED -> Optional.of(tagged.status("deleting"));
                case WITHOUT_STATUS -> Optional.of(tagged.withoutStatus());
                case UNENCRYPTED -> Optional.of(tagged.unencrypted());
                case ENCRYPTION_NOT_REPORTED -> Optional.of(tagged.withoutSse());
                case BECOMING_ENCRYPTED -> Optional.of(tagged.sse("ENABLING"));
                case WITHOUT_TAG -> Optional.of(twin);
                case TWIN_OF_ANOTHER -> Optional.of(twin.tag("daxguard:replaces", "sessions"));
                case SMALLER -> Optional.of(tagged.nodes(2));
                case NODE_NOT_AVAILABLE -> Optional.of(tagged.nodeStatus(2, "rebooting"));
                case NODE_NOT_SHOWN -> Optional.of(tagged.shownNodes(2));
                case WITHOUT_ENDPOINT -> Optional.of(withoutEndpoint(estate, tagged));
                case OF_OTHER_NODES -> Optional.of(tagged.nodeType("dax.t3.medium"));
                case INCOMPATIBLE -> Optional.of(tagged.status("incompatible-parameters"));
                case IN_ANOTHER_WINDOW -> Optional.of(tagged.maintenanceWindow("tue:02:00-tue:03:00"));
                case WITH_A_TOPIC ->
                    Optional.of(tagged.notificationTopic("arn:aws:sns:eu-west-1:111122223333:dax", "active"));
                case IN_ANOTHER_SUBNET_GROUP -> Optional.of(tagged.subnetGroup("public"));
                case IN_ANOTHER_SECURITY_GROUP -> Optional.of(tagged.securityGroups("sg-0123456789abcdef1"));
                case WITH_ANOTHER_ROLE -> Optional.of(tagged.role("arn:aws:iam::111122223333:role/other"));
                case WITH_OTHER_PARAMETERS -> Optional.of(tagged.parameterGroup("short-ttl"));
                case IN_ANOTHER_NETWORK -> Optional.of(tagged.networkType("ipv6"));
                case IN_ONE_ZONE -> Optional.of(inOneZone(estate, tagged));
                case WITH_TLS -> Optional.of(tagged.tls());
            };
            estate.removeCluster("orders-v2");
            cluster.ifPresent(estate::putCluster);
        }
    }

    private static LocalCluster withoutEndpoint(Estate estate, LocalCluster cluster) {
        return changed(estate, cluster, shape -> shape.remove("ClusterDiscoveryEndpoint"));
    }

    private static LocalCluster inOneZone(Estate estate, LocalCluster cluster) {
        return changed(
                estate,
                cluster,
                shape ->
                        shape.path("Nodes").forEach(node -> ((ObjectNode) node).put("AvailabilityZone", "eu-west-1a")));
    }

    private static LocalCluster changed(Estate estate, LocalCluster cluster, Consumer<ObjectNode> change) {
        estate.putCluster(cluster);
        LocalCluster running = estate.cluster(cluster.name()).orElseThrow();
        ObjectNode shape = (ObjectNode) running.json();
        change.accept(shape);
        LocalCluster bare = LocalCluster.fromJson(shape);
        for (Map.Entry<String, String> tag : running.tags().entrySet()) {
            bare = bare.tag(tag.getKey(), tag.getValue());
        }
        return bare;
    }

    /** The traffic of the source cluster, and what CloudWatch shows of it. */
    private enum Load {
        QUIET,
        METRICS_LATE(Duration.ofMinutes(9)),
        REQUESTS(1),
        REQUESTS_OF_A_NODE(1),
        CONNECTIONS(1),
        /** The only requests are those of the window's first minute. */
        REQUESTS_LONG_AGO(69),
        BUSY_AND_METRICS_LATE(0, Duration.ofMinutes(9)),
        BUSY_AND_METRICS_TOO_LATE(0, Duration.ofMinutes(12)),
        BUSY_AND_METRICS_MISSING(0, Duration.ofMinutes(80)),
        NODE_NOT_MEASURED(-1),
        NODE_NOT_MEASURED_AT_THE_START(-1);

        /** Minutes since the last use; -1 if nobody can know. */
        private final int used;

        private final Duration delay;

        Load() {
            this(Integer.MAX_VALUE, Duration.ZERO);
        }

        Load(Duration delay) {
            this(Integer.MAX_VALUE, delay);
        }

        Load(int used) {
            this(used, Duration.ZERO);
        }

        Load(int used, Duration delay) {
            this.used = used;
            this.delay = delay;
        }

        boolean isProvablyQuiet() {
            return used == Integer.MAX_VALUE;
        }

        void put(Estate estate) {
            estate.clearMetrics();
            estate.delayMetrics(delay);
            Map<String, String> cluster = Map.of("ClusterId", "orders");
            Map<String, String> node = Map.of("ClusterId", "orders", "NodeId", "orders-c");
            switch (this) {
                case QUIET, METRICS_LATE -> {}
                case REQUESTS, REQUESTS_LONG_AGO -> estate.putMetric("TotalRequestCount", cluster, ago(used), 1);
                case REQUESTS_OF_A_NODE -> estate.putMetric("TotalRequestCount", node, ago(used), 1);
                case CONNECTIONS -> estate.putMetric("ClientConnections", cluster, ago(used), 1);
                case BUSY_AND_METRICS_LATE, BUSY_AND_METRICS_TOO_LATE, BUSY_AND_METRICS_MISSING -> {
                    // Repointed at last to the source cluster by a deployment that went wrong.
                    for (int minutes = 0; minutes < delay.toMinutes() + 2; minutes++) {
                        estate.putMetric("TotalRequestCount", cluster, ago(minutes), 900);
                        estate.putMetric("ClientConnections", cluster, ago(minutes), 6);
                    }
                }
                case NODE_NOT_MEASURED -> estate.putMetric("CPUUtilization", node, ago(30), 2);
                case NODE_NOT_MEASURED_AT_THE_START -> estate.putMetric("CPUUtilization", node, ago(2), 2);
            }
        }

        private static Instant ago(int minutes) {
            return NOW.minus(Duration.ofMinutes(minutes));
        }
    }

    /** What Systems Manager knows of the execution that the request names. */
    private enum Execution {
        APPROVED(true),
        ABSENT(false),
        OF_ANOTHER_DOCUMENT(false),
        OF_ANOTHER_CLUSTER(false),
        WITH_ANOTHER_TWIN(false),
        WITH_TLS(false),
        WITH_A_LONGER_QUIET_TIME(false),
        OF_AN_OLDER_VERSION(false),
        WITHOUT_APPROVERS(false),
        WITH_A_PART_OF_ITS_STEPS(false),
        APPROVED_AND_WAITING(false),
        NOT_APPROVED_YET(false),
        REJECTED(false),
        APPROVAL_TIMED_OUT(false),
        WITHOUT_AN_APPROVAL(false),
        WITH_A_STEP_OF_THAT_NAME(false),
        ENDED(false),
        CANCELLED(false);

        private final boolean approves;

        Execution(boolean approves) {
            this.approves = approves;
        }

        void put(Estate estate) {
            estate.clearExecutions();
            String document = this == OF_ANOTHER_DOCUMENT ? "Cleanup" : ApprovedExecution.RUNBOOK;
            String cluster = this == OF_ANOTHER_CLUSTER ? "sessions" : "orders";
            String twin = this == WITH_ANOTHER_TWIN ? "orders-v3" : "";
            String status = switch (this) {
                case ENDED -> "Success";
                case CANCELLED -> "Cancelled";
                case APPROVED_AND_WAITING -> "Waiting";
                default -> "InProgress";
            };
            String approved = switch (this) {
                case NOT_APPROVED_YET -> "Waiting";
                case REJECTED -> "Failed";
                case APPROVAL_TIMED_OUT -> "TimedOut";
                default -> "Success";
            };
            if (this == ABSENT) {
                return;
            }
            Map<String, String> approval = switch (this) {
                case OF_AN_OLDER_VERSION -> Map.of("Approvers", "[\"arn:aws:iam::111122223333:user/mallory\"]");
                case WITHOUT_APPROVERS -> Map.of();
                default -> Map.of("Approvers", "[\"" + ApprovedExecution.APPROVER + "\"]");
            };
            LocalExecution execution = new LocalExecution(
                    ApprovedExecution.ID,
                    document,
                    status,
                    Map.of(
                            "ClusterName",
                            List.of(cluster),
                            "TwinName",
                            List.of(twin),
                            "EndpointEncryption",
                            List.of(this == WITH_TLS ? "TLS" : "keep"),
                            "QuietMinutes",
                            List.of(this == WITH_A_LONGER_QUIET_TIME ? "61" : "")),
                    List.of(),
                    this == WITH_A_PART_OF_ITS_STEPS);
            estate.putExecution(
                    this == WITHOUT_AN_APPROVAL || this == WITH_A_PART_OF_ITS_STEPS
                            ? execution
                            : execution.step(
                                    "approve",
                                    this == WITH_A_STEP_OF_THAT_NAME ? "aws:sleep" : "aws:approve",
                                    approved,
                                    approval));
        }
    }

    /** What happens before a step. */
    private enum Event {
        NOTHING,
        TIME_PASSES,
        DESCRIBE_CLUSTERS_DENIED,
        LIST_TAGS_DENIED,
        CREATE_CLUSTER_DENIED,
        DELETE_CLUSTER_DENIED,
        GET_METRIC_DATA_DENIED,
        START_DENIED,
        CREATE_CLUSTER_ANSWER_LOST,
        DELETE_CLUSTER_ANSWER_LOST,
        METRICS_INCOMPLETE,
        CLUSTERS_LEFT_OUT,
        OLD_CHANGES,
        TWIN_CHANGES,
        LOAD_CHANGES,
        GET_AUTOMATION_EXECUTION_DENIED,
        EXECUTION_CHANGES
    }

    private final ReplacementFunction function = new ReplacementFunction(new ReplacementPolicy(
            List.of(Control.values()), Duration.ofMinutes(60), true, List.of(ApprovedExecution.APPROVER)));
    private final Estate estate = function.estate();
    private final List<String> objections = new ArrayList<>();
    private int deletions;
    private Optional<LocalCluster> source = Optional.empty();
    private Load load = Load.QUIET;
    private Execution execution = Execution.APPROVED;

    @BeforeAll
    void placeTheWitness() {
        function.approveNothing();
        estate.onDaxCall(event -> {
            JsonNode detail = JSON.readTree(event).path("detail");
            if (!detail.has("errorCode")) {
                witness(
                        detail.path("eventName").asText(),
                        detail.at("/requestParameters/clusterName").asText());
            }
        });
    }

    @AfterAll
    void close() {
        function.close();
    }

    @BeforeEach
    void begin() {
        deletions = 0;
        objections.clear();
    }

    private void witness(String operation, String name) throws IOException {
        if (operation.equals("CreateCluster")) {
            object(name.equals("orders-v2"), "made " + name);
            return;
        }
        object(operation.equals("DeleteCluster") && name.equals("orders"), operation + " " + name);
        deletions++;
        // As it was before the step: the deletion has changed its status and removed its nodes.
        JsonNode old = source.orElseThrow().json();
        Optional<LocalCluster> twin = estate.cluster("orders-v2");
        object(!old.at("/SSEDescription/Status").asText("").equals("ENABLED"), "the old cluster was encrypted");
        object(load.isProvablyQuiet(), "the source cluster may have been in use: " + load);
        object(execution.approves, "no execution proved an approval: " + execution);
        object(isOldEnough(old), "the source cluster was not as old as the window: " + old);
        if (twin.isEmpty()) {
            object(false, "there was no twin");
            return;
        }
        JsonNode there = twin.get().json();
        object(there.at("/SSEDescription/Status").asText("").equals("ENABLED"), "the twin was not encrypted: " + there);
        object(there.path("Status").asText("").equals("available"), "the twin was not available: " + there);
        object("orders".equals(twin.get().tags().get("daxguard:replaces")), "the twin was no twin");
        long available = there.findValuesAsText("NodeStatus").stream()
                .filter("available"::equals)
                .count();
        object(available == there.path("TotalNodes").asInt(), "the twin was not whole: " + there);
        object(old.path("TotalNodes").asInt() > 0, "nobody knew how large the old cluster was");
        object(
                available >= old.path("TotalNodes").asInt(),
                "the twin had " + available + " nodes, the old cluster " + old.path("TotalNodes"));
        object(there.at("/ClusterDiscoveryEndpoint").has("Address"), "the twin had no endpoint: " + there);
        for (String member : List.of(
                "NodeType",
                "SubnetGroup",
                "SecurityGroups",
                "IamRoleArn",
                "ParameterGroup",
                "NetworkType",
                "ClusterEndpointEncryptionType")) {
            object(there.path(member).equals(old.path(member)), member + " differed: " + there.path(member));
        }
        object(zones(there).containsAll(zones(old)), "the twin was in " + zones(there) + " only");
    }

    private static Set<String> zones(JsonNode cluster) {
        return Set.copyOf(cluster.path("Nodes").findValuesAsText("AvailabilityZone"));
    }

    private static boolean isOldEnough(JsonNode cluster) {
        List<JsonNode> created = cluster.path("Nodes").findValues("NodeCreateTime");
        return !created.isEmpty()
                && created.stream()
                        .allMatch(time -> time.asLong() <= NOW.minus(WINDOW).getEpochSecond());
    }

    private void object(boolean allowed, String objection) {
        if (!allowed) {
            objections.add(objection);
        }
    }

    /** Each two states together, where the third is as it should be: the step deletes in exactly those in which it should. */
    @Test
    void delete_inEveryTwoStates_deletesOnlyWithAVerifiedTwin() {
        Map<Old, Integer> deletedOf = new EnumMap<>(Old.class);
        List<String> wrong = new ArrayList<>();
        int states = 0;
        for (Old old : Old.values()) {
            for (Other twin : Other.values()) {
                for (Load now : Load.values()) {
                    if (old != Old.UNENCRYPTED && twin != Other.GOOD && now != Load.QUIET) {
                        continue;
                    }
                    states++;
                    boolean deleted = deletes(old, twin, now, Execution.APPROVED);
                    if (deleted != (now.isProvablyQuiet() && isPair(old, twin))) {
                        wrong.add(old + ", " + twin + ", " + now + ": " + (deleted ? "deleted" : "not deleted"));
                    }
                    if (deleted) {
                        deletedOf.merge(old, 1, Integer::sum);
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(objections).isEmpty();
        assertThat(states).isGreaterThan(800);
        // Four good twins, metrics in time or late.
        assertThat(deletedOf)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Old.UNENCRYPTED, 8, Old.UNENCRYPTED_AND_NOT_REPORTED, 5, Old.OLD_ENOUGH, 5, Old.TLS, 1));
    }

    private static boolean isPair(Old old, Other twin) {
        return old == Old.TLS ? twin == Other.WITH_TLS : old.deletable && twin.good;
    }

    /** The others are refused whatever else is as it should be. */
    @ParameterizedTest
    @EnumSource
    void delete_ofEveryExecution_deletesOnlyIfItIsApproved(Execution given) {
        assertThat(deletes(Old.UNENCRYPTED, Other.GOOD, Load.QUIET, given)).isEqualTo(given.approves);
        assertThat(objections).isEmpty();
    }

    private boolean deletes(Old old, Other twin, Load now, Execution approval) {
        old.put(estate);
        twin.put(estate);
        load = now;
        load.put(estate);
        execution = approval;
        execution.put(estate);
        int before = deletions;
        attempt("delete");
        return deletions > before;
    }

    /** The 120 orders of the five steps, each done twice, with another failure before each step. */
    @Test
    void ordersOfSteps_twiceOver_withFailures_deleteOnlyWithAVerifiedTwin() {
        Random random = new Random(SEED);
        int walks = 0;
        int walksThatDelete = 0;
        List<List<String>> orders = orders(STEPS);
        for (int i = 0; i < orders.size(); i += ORDERS_STEP) {
            List<String> order = orders.get(i);
            for (int walk = 0; walk < WALKS; walk++) {
                Old.UNENCRYPTED.put(estate);
                Other.ABSENT.put(estate);
                load = Load.QUIET;
                load.put(estate);
                execution = Execution.APPROVED;
                execution.put(estate);
                int before = deletions;
                for (int round = 0; round < 2; round++) {
                    for (String step : order) {
                        // Every other time nothing, so that walks come to their end, too.
                        if (random.nextBoolean()) {
                            happen(Event.values()[random.nextInt(Event.values().length)], random);
                        } else {
                            estate.settle();
                        }
                        attempt(step);
                        function.aws().faults().clear();
                    }
                }
                walks++;
                walksThatDelete += deletions > before ? 1 : 0;
            }
        }

        assertThat(objections).as("seed " + SEED).isEmpty();
        assertThat(walks).isEqualTo(120 / ORDERS_STEP * WALKS);
        // Else the walks would show nothing.
        assertThat(walksThatDelete).isBetween(walks / 10, walks);
    }

    private void happen(Event event, Random random) {
        Faults faults = function.aws().faults();
        int call = 1 + random.nextInt(3);
        switch (event) {
            case NOTHING -> {}
            case TIME_PASSES -> estate.settle();
            case DESCRIBE_CLUSTERS_DENIED ->
                faults.on("DescribeClusters").fromCall(call).deny();
            case LIST_TAGS_DENIED ->
                faults.on("ListTags").call(1 + random.nextInt(2)).deny();
            case CREATE_CLUSTER_DENIED -> faults.on("CreateCluster").deny();
            case DELETE_CLUSTER_DENIED -> faults.on("DeleteCluster").deny();
            case GET_AUTOMATION_EXECUTION_DENIED ->
                faults.on("GetAutomationExecution").deny();
            case EXECUTION_CHANGES -> {
                execution = pick(Execution.values(), random);
                execution.put(estate);
            }
            case GET_METRIC_DATA_DENIED -> faults.on("GetMetricData").deny();
            case START_DENIED -> faults.on("StartConfigRulesEvaluation").deny();
            case CREATE_CLUSTER_ANSWER_LOST ->
                faults.on("CreateCluster").call(1).truncate();
            case DELETE_CLUSTER_ANSWER_LOST ->
                faults.on("DeleteCluster").call(1).truncate();
            case METRICS_INCOMPLETE -> faults.on("GetMetricData").metricStatus("InternalError");
            case CLUSTERS_LEFT_OUT -> faults.on("DescribeClusters").call(call).body("{\"Clusters\":[]}");
            case OLD_CHANGES -> pick(Old.values(), random).put(estate);
            case TWIN_CHANGES -> pick(Other.values(), random).put(estate);
            case LOAD_CHANGES -> {
                load = pick(Load.values(), random);
                load.put(estate);
            }
        }
    }

    /** Does a step as a person would who does not listen. */
    private void attempt(String step) {
        source = estate.cluster("orders");
        try {
            function.step(step);
        } catch (RefusedStepException | ReplacementException | DaxReadException e) {
            assertThat(e.getMessage()).as(step).isNotBlank();
        }
    }

    private static <E> E pick(E[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static <E> List<List<E>> orders(List<E> elements) {
        if (elements.isEmpty()) {
            return List.of(List.of());
        }
        List<List<E>> all = new ArrayList<>();
        for (E first : elements) {
            List<E> rest = new ArrayList<>(elements);
            rest.remove(first);
            for (List<E> order : orders(rest)) {
                List<E> one = new ArrayList<>(List.of(first));
                one.addAll(order);
                all.add(one);
            }
        }
        return all;
    }
}
