package io.github.daxguard.handler;

import static io.github.daxguard.handler.ReplacementFunction.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.emulator.EmulatorState;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No path deletes a cluster without a verified replacement cluster. A witness looks at each deletion as it happens, by what stands in the
 * estate, and not by daxguard's own judgement.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplacementSafetyTest {

    private static final List<String> STEPS = List.of("plan", "create", "verify", "readiness", "delete");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** For each order of the steps. */
    private static final int WALKS = 2;

    /** The orders of the steps: a sample in the default build, all 120 with the profile full. */
    private static final int ORDERS = Boolean.getBoolean("daxguard.full") ? 120 : 30;

    private static final long SEED = 20_270_131;

    /** The usual quiet time, and how late CloudWatch can be. */
    private static final Duration WINDOW = Duration.ofMinutes(70);

    /**
     * A cluster as DAX shows it.
     *
     * @param good whether a deletion is allowed if everything else is as it should be
     * @param declared the cluster as it is created; null if there is none
     * @param shown changes what DAX shows of it once it is available; null if nothing is changed
     */
    private record State(
            String name,
            boolean good,
            @Nullable UnaryOperator<LocalCluster> declared,
            @Nullable Consumer<ObjectNode> shown) {

        static State good(String name, UnaryOperator<LocalCluster> declared) {
            return new State(name, true, declared, null);
        }

        static State bad(String name, UnaryOperator<LocalCluster> declared) {
            return new State(name, false, declared, null);
        }

        static State shown(String name, boolean good, Consumer<ObjectNode> shown) {
            return new State(name, good, UnaryOperator.identity(), shown);
        }

        static State absent() {
            return new State("absent", false, null, null);
        }

        void put(EmulatorState state, LocalCluster cluster) {
            state.removeCluster(cluster.name());
            if (declared == null) {
                return;
            }
            state.putCluster(declared.apply(cluster));
            if (shown == null) {
                return;
            }
            LocalCluster running = state.cluster(cluster.name()).orElseThrow();
            state.putCluster(ReplacementFunction.changed(running, shown));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final LocalCluster SOURCE = LocalCluster.named("orders");
    private static final State UNENCRYPTED = State.good("unencrypted", cluster -> cluster);
    private static final State WITH_TLS = State.bad("with TLS", LocalCluster::tls);

    private static final List<State> SOURCES = List.of(
            UNENCRYPTED,
            State.good("encryption not reported", LocalCluster::withoutSse),
            State.shown("old enough", true, nodesCreated(NOW.minus(WINDOW))),
            State.bad("encrypted", LocalCluster::encrypted),
            State.shown("created again", false, nodesCreated(NOW.minus(Duration.ofMinutes(3)))),
            State.shown(
                    "created a minute too late",
                    false,
                    nodesCreated(NOW.minus(WINDOW).plus(Duration.ofMinutes(1)))),
            State.shown("age not reported", false, nodesCreated(null)),
            State.bad("ENABLING", cluster -> cluster.sse("ENABLING")),
            State.bad("DISABLING", cluster -> cluster.sse("DISABLING")),
            State.bad("modifying", cluster -> cluster.status("modifying")),
            State.bad("incompatible", cluster -> cluster.status("incompatible-network")),
            State.bad("grown", cluster -> cluster.nodes(5)),
            State.shown("size not reported", false, shape -> shape.remove(List.of("TotalNodes", "Nodes"))),
            WITH_TLS,
            State.bad("deleting", cluster -> cluster.status("deleting")),
            State.bad("without status", LocalCluster::withoutStatus),
            State.absent());

    private static final LocalCluster REPLACEMENT =
            LocalCluster.named("orders-v2").encrypted().tag("daxguard:replaces", "orders");
    private static final State VERIFIED = State.good("verified", cluster -> cluster);
    private static final State ABSENT = State.absent();

    private static final List<State> REPLACEMENTS = List.of(
            VERIFIED,
            State.good("larger", cluster -> cluster.nodes(4)),
            State.good("other maintenance window", cluster -> cluster.maintenanceWindow("tue:02:00-tue:03:00")),
            State.good(
                    "notification topic",
                    cluster -> cluster.notificationTopic("arn:aws:sns:eu-west-1:111122223333:dax", "active")),
            ABSENT,
            State.bad("creating", cluster -> cluster.status("creating")),
            State.bad("modifying", cluster -> cluster.status("modifying")),
            State.bad("deleting", cluster -> cluster.status("deleting")),
            State.bad("incompatible", cluster -> cluster.status("incompatible-parameters")),
            State.bad("without status", LocalCluster::withoutStatus),
            State.bad("unencrypted", LocalCluster::unencrypted),
            State.bad("encryption not reported", LocalCluster::withoutSse),
            State.bad("ENABLING", cluster -> cluster.sse("ENABLING")),
            State.bad("without tag", cluster -> LocalCluster.named("orders-v2").encrypted()),
            State.bad("replaces another cluster", cluster -> cluster.tag("daxguard:replaces", "sessions")),
            State.bad("smaller", cluster -> cluster.nodes(2)),
            State.bad("node not available", cluster -> cluster.nodeStatus(2, "rebooting")),
            State.bad("node not shown", cluster -> cluster.shownNodes(2)),
            State.shown("without endpoint", false, shape -> shape.remove("ClusterDiscoveryEndpoint")),
            State.bad("other node type", cluster -> cluster.nodeType("dax.t3.medium")),
            State.bad("other subnet group", cluster -> cluster.subnetGroup("public")),
            State.bad("other security group", cluster -> cluster.securityGroups("sg-0123456789abcdef1")),
            State.bad("other role", cluster -> cluster.role("arn:aws:iam::111122223333:role/other")),
            State.bad("other parameter group", cluster -> cluster.parameterGroup("short-ttl")),
            State.bad("other network type", cluster -> cluster.networkType("ipv6")),
            State.shown("in one zone", false, ofEachNode(node -> node.put("AvailabilityZone", "eu-west-1a"))),
            WITH_TLS);

    private static Consumer<ObjectNode> nodesCreated(@Nullable Instant at) {
        return ofEachNode(node -> {
            if (at == null) {
                node.remove("NodeCreateTime");
            } else {
                node.put("NodeCreateTime", at.getEpochSecond());
            }
        });
    }

    private static Consumer<ObjectNode> ofEachNode(Consumer<ObjectNode> change) {
        return shape -> shape.path("Nodes").forEach(node -> change.accept((ObjectNode) node));
    }

    /**
     * The metrics of the source cluster.
     *
     * @param quiet whether they prove that it was not in use
     * @param delay how late CloudWatch shows a data point
     */
    private record Load(String name, boolean quiet, Duration delay, Consumer<EmulatorState> metrics) {

        static Load quiet(String name, int minutesLate) {
            return new Load(name, true, Duration.ofMinutes(minutesLate), state -> {});
        }

        /** Since the clients connect to the source cluster again, CloudWatch has shown no data point. */
        static Load busy(int minutesLate) {
            return new Load("busy, " + minutesLate + " minutes late", false, Duration.ofMinutes(minutesLate), state -> {
                for (int minutes = 0; minutes < minutesLate + 2; minutes++) {
                    state.putMetric("TotalRequestCount", CLUSTER, ago(minutes), 900);
                    state.putMetric("ClientConnections", CLUSTER, ago(minutes), 6);
                }
            });
        }

        static Load metric(String name, Map<String, String> dimensions, int minutesAgo) {
            return new Load(
                    name + " of " + dimensions + ", " + minutesAgo + " minutes ago",
                    false,
                    Duration.ZERO,
                    state -> state.putMetric(name, dimensions, ago(minutesAgo), 1));
        }

        void put(EmulatorState state) {
            state.clearMetrics();
            state.delayMetrics(delay);
            metrics.accept(state);
        }

        private static Instant ago(int minutes) {
            return NOW.minus(Duration.ofMinutes(minutes));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Map<String, String> CLUSTER = Map.of("ClusterId", "orders");
    private static final Map<String, String> NODE = Map.of("ClusterId", "orders", "NodeId", "orders-c");
    private static final Load QUIET = Load.quiet("quiet", 0);

    private static final List<Load> LOADS = List.of(
            QUIET,
            Load.quiet("quiet, metrics late", 9),
            Load.metric("TotalRequestCount", CLUSTER, 1),
            Load.metric("TotalRequestCount", NODE, 1),
            Load.metric("ClientConnections", CLUSTER, 1),
            // In the window's first minute.
            Load.metric("TotalRequestCount", CLUSTER, 69),
            Load.busy(9),
            Load.busy(12),
            Load.busy(80),
            // A node that is not measured in the last minutes, and one that is not measured at the start.
            Load.metric("CPUUtilization", NODE, 30),
            Load.metric("CPUUtilization", NODE, 2));

    /**
     * What Systems Manager reports of the execution that the request names.
     *
     * @param execution null if it does not exist
     */
    private record Execution(
            String name, boolean approves, @Nullable LocalExecution execution) {

        static Execution of(String name, String document, String status, Map<String, List<String>> parameters) {
            return new Execution(name, false, approved(document, status, parameters));
        }

        /** With another approval step than an approved one. */
        static Execution step(String name, String action, String status, Map<String, String> inputs) {
            return new Execution(
                    name,
                    false,
                    execution(ApprovedExecution.RUNBOOK, "InProgress", Map.of(), false)
                            .step("approve", action, status, inputs));
        }

        static LocalExecution approved(String document, String status, Map<String, List<String>> parameters) {
            return execution(document, status, parameters, false).step("approve", "aws:approve", "Success", APPROVERS);
        }

        static LocalExecution execution(
                String document, String status, Map<String, List<String>> others, boolean truncated) {
            Map<String, List<String>> parameters = new HashMap<>(Map.of(
                    "ClusterName", List.of("orders"),
                    "ReplacementClusterName", List.of(""),
                    "EndpointEncryption", List.of("keep"),
                    "QuietMinutes", List.of("")));
            parameters.putAll(others);
            return new LocalExecution(ApprovedExecution.ID, document, status, parameters, List.of(), truncated);
        }

        void put(EmulatorState state) {
            state.clearExecutions();
            if (execution != null) {
                state.putExecution(execution);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String RUNBOOK = ApprovedExecution.RUNBOOK;
    private static final Map<String, String> APPROVERS =
            Map.of("Approvers", "[\"" + ApprovedExecution.APPROVER + "\"]");
    private static final Execution APPROVED =
            new Execution("approved", true, Execution.approved(RUNBOOK, "InProgress", Map.of()));

    private static final List<Execution> EXECUTIONS = List.of(
            APPROVED,
            new Execution("absent", false, null),
            Execution.of("other document", "Cleanup", "InProgress", Map.of()),
            Execution.of("other cluster", RUNBOOK, "InProgress", Map.of("ClusterName", List.of("sessions"))),
            Execution.of(
                    "other replacement", RUNBOOK, "InProgress", Map.of("ReplacementClusterName", List.of("orders-v3"))),
            Execution.of("with TLS", RUNBOOK, "InProgress", Map.of("EndpointEncryption", List.of("TLS"))),
            Execution.of("longer quiet time", RUNBOOK, "InProgress", Map.of("QuietMinutes", List.of("61"))),
            Execution.of("approved and waiting", RUNBOOK, "Waiting", Map.of()),
            Execution.of("ended", RUNBOOK, "Success", Map.of()),
            Execution.of("cancelled", RUNBOOK, "Cancelled", Map.of()),
            Execution.step(
                    "of an older version",
                    "aws:approve",
                    "Success",
                    Map.of("Approvers", "[\"arn:aws:iam::111122223333:user/mallory\"]")),
            Execution.step("without approvers", "aws:approve", "Success", Map.of()),
            Execution.step("not approved yet", "aws:approve", "Waiting", APPROVERS),
            Execution.step("rejected", "aws:approve", "Failed", APPROVERS),
            Execution.step("approval timed out", "aws:approve", "TimedOut", APPROVERS),
            Execution.step("step with the name of the approval", "aws:sleep", "Success", APPROVERS),
            new Execution("without an approval", false, Execution.execution(RUNBOOK, "InProgress", Map.of(), false)),
            new Execution(
                    "with a part of its steps", false, Execution.execution(RUNBOOK, "InProgress", Map.of(), true)));

    static List<Execution> executions() {
        return EXECUTIONS;
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
        REPLACEMENT_CHANGES,
        LOAD_CHANGES,
        GET_AUTOMATION_EXECUTION_DENIED,
        EXECUTION_CHANGES
    }

    private final ReplacementFunction function = new ReplacementFunction(new ReplacementPolicy(
            List.of(Control.values()), Duration.ofMinutes(60), true, List.of(ApprovedExecution.APPROVER)));
    private final EmulatorState state = function.state();
    private final List<String> objections = new ArrayList<>();
    private int deletions;
    private Optional<LocalCluster> source = Optional.empty();
    private Load load = QUIET;
    private Execution execution = APPROVED;

    @BeforeAll
    void placeTheWitness() {
        function.approveNothing();
        state.onDaxCall(event -> {
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
        Optional<LocalCluster> replacementCluster = state.cluster("orders-v2");
        object(!old.at("/SSEDescription/Status").asText("").equals("ENABLED"), "the old cluster was encrypted");
        object(load.quiet(), "the source cluster may have been in use: " + load);
        object(execution.approves(), "no execution proved an approval: " + execution);
        object(isOldEnough(old), "the source cluster was not as old as the window: " + old);
        if (replacementCluster.isEmpty()) {
            object(false, "there was no replacement cluster");
            return;
        }
        JsonNode there = replacementCluster.get().json();
        object(
                there.at("/SSEDescription/Status").asText("").equals("ENABLED"),
                "the replacement cluster was not encrypted: " + there);
        object(
                there.path("Status").asText("").equals("available"),
                "the replacement cluster was not available: " + there);
        object(
                "orders".equals(replacementCluster.get().tags().get("daxguard:replaces")),
                "the cluster was not a replacement cluster");
        long available = there.findValuesAsText("NodeStatus").stream()
                .filter("available"::equals)
                .count();
        object(available == there.path("TotalNodes").asInt(), "the replacement cluster was not whole: " + there);
        object(old.path("TotalNodes").asInt() > 0, "nobody knew how large the old cluster was");
        object(
                available >= old.path("TotalNodes").asInt(),
                "the replacement cluster had " + available + " nodes, the old cluster " + old.path("TotalNodes"));
        object(
                there.at("/ClusterDiscoveryEndpoint").has("Address"),
                "the replacement cluster had no endpoint: " + there);
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
        object(zones(there).containsAll(zones(old)), "the replacement cluster was in " + zones(there) + " only");
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
    void delete_inEveryTwoStates_deletesOnlyWithAVerifiedReplacement() {
        Map<String, Integer> deletedOf = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        int states = 0;
        for (State old : SOURCES) {
            for (State replacementCluster : REPLACEMENTS) {
                for (Load now : LOADS) {
                    if (!old.equals(UNENCRYPTED) && !replacementCluster.equals(VERIFIED) && !now.equals(QUIET)) {
                        continue;
                    }
                    states++;
                    boolean deleted = deletes(old, replacementCluster, now, APPROVED);
                    if (deleted != (now.quiet() && isPair(old, replacementCluster))) {
                        wrong.add(old + ", " + replacementCluster + ", " + now + ": "
                                + (deleted ? "deleted" : "not deleted"));
                    }
                    if (deleted) {
                        deletedOf.merge(old.name(), 1, Integer::sum);
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(objections).isEmpty();
        assertThat(states).isGreaterThan(800);
        // Four good replacement clusters, metrics in time or late.
        assertThat(deletedOf)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("unencrypted", 8, "encryption not reported", 5, "old enough", 5, "with TLS", 1));
    }

    private static boolean isPair(State old, State replacementCluster) {
        return old.equals(WITH_TLS) ? replacementCluster.equals(WITH_TLS) : old.good() && replacementCluster.good();
    }

    /** The others are refused whatever else is as it should be. */
    @ParameterizedTest
    @MethodSource("executions")
    void delete_ofEveryExecution_deletesOnlyIfItIsApproved(Execution given) {
        assertThat(deletes(UNENCRYPTED, VERIFIED, QUIET, given)).isEqualTo(given.approves());
        assertThat(objections).isEmpty();
    }

    private boolean deletes(State old, State replacementCluster, Load now, Execution approval) {
        old.put(state, SOURCE);
        replacementCluster.put(state, REPLACEMENT);
        load = now;
        load.put(state);
        execution = approval;
        execution.put(state);
        int before = deletions;
        attempt("delete");
        return deletions > before;
    }

    /** Orders of the five steps, each done twice, with another failure before each step. */
    @Test
    void ordersOfSteps_twiceOver_withFailures_deleteOnlyWithAVerifiedReplacement() {
        Random random = new Random(SEED);
        int walks = 0;
        int walksThatDelete = 0;
        List<List<String>> orders = new ArrayList<>(orders(STEPS));
        Collections.shuffle(orders, random);
        for (List<String> order : orders.subList(0, ORDERS)) {
            for (int walk = 0; walk < WALKS; walk++) {
                UNENCRYPTED.put(state, SOURCE);
                ABSENT.put(state, REPLACEMENT);
                load = QUIET;
                load.put(state);
                execution = APPROVED;
                execution.put(state);
                int before = deletions;
                for (int round = 0; round < 2; round++) {
                    for (String step : order) {
                        // Every other time nothing, so that walks come to their end, too.
                        if (random.nextBoolean()) {
                            happen(pick(List.of(Event.values()), random), random);
                        } else {
                            state.settle();
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
        assertThat(walks).isEqualTo(ORDERS * WALKS);
        // Else the walks would show nothing.
        assertThat(walksThatDelete).isBetween(walks / 10, walks);
    }

    private void happen(Event event, Random random) {
        Faults faults = function.aws().faults();
        int call = 1 + random.nextInt(3);
        switch (event) {
            case NOTHING -> {}
            case TIME_PASSES -> state.settle();
            case DESCRIBE_CLUSTERS_DENIED ->
                faults.on("DescribeClusters").fromCall(call).deny();
            case LIST_TAGS_DENIED ->
                faults.on("ListTags").call(1 + random.nextInt(2)).deny();
            case CREATE_CLUSTER_DENIED -> faults.on("CreateCluster").deny();
            case DELETE_CLUSTER_DENIED -> faults.on("DeleteCluster").deny();
            case GET_AUTOMATION_EXECUTION_DENIED ->
                faults.on("GetAutomationExecution").deny();
            case EXECUTION_CHANGES -> {
                execution = pick(EXECUTIONS, random);
                execution.put(state);
            }
            case GET_METRIC_DATA_DENIED -> faults.on("GetMetricData").deny();
            case START_DENIED -> faults.on("StartConfigRulesEvaluation").deny();
            case CREATE_CLUSTER_ANSWER_LOST ->
                faults.on("CreateCluster").call(1).truncate();
            case DELETE_CLUSTER_ANSWER_LOST ->
                faults.on("DeleteCluster").call(1).truncate();
            case METRICS_INCOMPLETE -> faults.on("GetMetricData").metricStatus("InternalError");
            case CLUSTERS_LEFT_OUT -> faults.on("DescribeClusters").call(call).body("{\"Clusters\":[]}");
            case OLD_CHANGES -> pick(SOURCES, random).put(state, SOURCE);
            case REPLACEMENT_CHANGES -> pick(REPLACEMENTS, random).put(state, REPLACEMENT);
            case LOAD_CHANGES -> {
                load = pick(LOADS, random);
                load.put(state);
            }
        }
    }

    /** Does a step as a person would who does not listen. */
    private void attempt(String step) {
        source = state.cluster("orders");
        try {
            function.step(step);
        } catch (RefusedStepException | ReplacementException | DaxReadException e) {
            assertThat(e.getMessage()).as(step).isNotBlank();
        }
    }

    private static <E> E pick(List<E> values, Random random) {
        return values.get(random.nextInt(values.size()));
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
