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
 * Tests that no sequence of steps deletes a cluster without a verified replacement cluster. The tests check each deletion when
 * the emulator receives it, from the state of the emulator and independently of daxguard's own checks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplacementSafetyTest {

    private static final List<String> STEPS = List.of("plan", "create", "verify", "readiness", "delete");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The number of sequences for each order of the steps. */
    private static final int SEQUENCES_PER_ORDER = 2;

    /** The orders of the steps: a sample in the default build, all 120 with the profile full. */
    private static final int ORDERS = Boolean.getBoolean("daxguard.full") ? 120 : 30;

    private static final long SEED = 20_270_131;

    /** The default quiet time, and the longest delay of CloudWatch. */
    private static final Duration WINDOW = Duration.ofMinutes(70);

    /**
     * A state of a cluster.
     *
     * @param good whether a deletion is allowed if all other conditions are met
     * @param declared creates the cluster; null if it does not exist
     * @param shown changes the JSON of the available cluster; null for no change
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
     * @param delay delay of CloudWatch data points
     */
    private record Load(String name, boolean quiet, Duration delay, Consumer<EmulatorState> metrics) {

        static Load quiet(String name, int minutesLate) {
            return new Load(name, true, Duration.ofMinutes(minutesLate), state -> {});
        }

        /** Clients are connected, but CloudWatch has not returned the data points since they connected again. */
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
     * The execution of the request's id in Systems Manager.
     *
     * @param execution null if it does not exist
     */
    private record Execution(
            String name, boolean approves, @Nullable LocalExecution execution) {

        static Execution of(String name, String document, String status, Map<String, List<String>> parameters) {
            return new Execution(name, false, approved(document, status, parameters));
        }

        /** An execution with a different approval step. */
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

    /** An event before a step. */
    private enum Event {
        NOTHING,
        TIME_PASSES,
        DESCRIBE_CLUSTERS_DENIED,
        LIST_TAGS_DENIED,
        CREATE_CLUSTER_DENIED,
        DELETE_CLUSTER_DENIED,
        GET_METRIC_DATA_DENIED,
        START_DENIED,
        CREATE_CLUSTER_RESPONSE_LOST,
        DELETE_CLUSTER_RESPONSE_LOST,
        METRICS_INCOMPLETE,
        CLUSTERS_OMITTED,
        SOURCE_CHANGES,
        REPLACEMENT_CHANGES,
        LOAD_CHANGES,
        GET_AUTOMATION_EXECUTION_DENIED,
        EXECUTION_CHANGES
    }

    private final ReplacementFunction function = new ReplacementFunction(new ReplacementPolicy(
            List.of(Control.values()), Duration.ofMinutes(60), true, List.of(ApprovedExecution.APPROVER)));
    private final EmulatorState state = function.state();
    private final List<String> violations = new ArrayList<>();
    private int deletions;
    private Optional<LocalCluster> source = Optional.empty();
    private Load load = QUIET;
    private Execution execution = APPROVED;

    @BeforeAll
    void observeCalls() {
        function.approveNothing();
        state.onDaxCall(event -> {
            JsonNode detail = JSON.readTree(event).path("detail");
            if (!detail.has("errorCode")) {
                checkCall(
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
    void reset() {
        deletions = 0;
        violations.clear();
    }

    private void checkCall(String operation, String name) throws IOException {
        if (operation.equals("CreateCluster")) {
            require(name.equals("orders-v2"), "created " + name);
            return;
        }
        require(operation.equals("DeleteCluster") && name.equals("orders"), operation + " " + name);
        deletions++;
        // The cluster before the step, because the deletion has changed its status and removed its nodes.
        JsonNode sourceState = source.orElseThrow().json();
        Optional<LocalCluster> replacementCluster = state.cluster("orders-v2");
        require(
                !sourceState.at("/SSEDescription/Status").asText("").equals("ENABLED"),
                "the source cluster was encrypted");
        require(load.quiet(), "the source cluster may have been in use: " + load);
        require(execution.approves(), "no execution proved an approval: " + execution);
        require(isOldEnough(sourceState), "the source cluster was not as old as the window: " + sourceState);
        if (replacementCluster.isEmpty()) {
            require(false, "there was no replacement cluster");
            return;
        }
        JsonNode replacement = replacementCluster.get().json();
        require(
                replacement.at("/SSEDescription/Status").asText("").equals("ENABLED"),
                "the replacement cluster was not encrypted: " + replacement);
        require(
                replacement.path("Status").asText("").equals("available"),
                "the replacement cluster was not available: " + replacement);
        require(
                "orders".equals(replacementCluster.get().tags().get("daxguard:replaces")),
                "the cluster was not a replacement cluster");
        long available = replacement.findValuesAsText("NodeStatus").stream()
                .filter("available"::equals)
                .count();
        require(
                available == replacement.path("TotalNodes").asInt(),
                "the replacement cluster had unavailable nodes: " + replacement);
        require(sourceState.path("TotalNodes").asInt() > 0, "the size of the source cluster was unknown");
        require(
                available >= sourceState.path("TotalNodes").asInt(),
                "the replacement cluster had " + available + " nodes, the source cluster "
                        + sourceState.path("TotalNodes"));
        require(
                replacement.at("/ClusterDiscoveryEndpoint").has("Address"),
                "the replacement cluster had no endpoint: " + replacement);
        for (String member : List.of(
                "NodeType",
                "SubnetGroup",
                "SecurityGroups",
                "IamRoleArn",
                "ParameterGroup",
                "NetworkType",
                "ClusterEndpointEncryptionType")) {
            require(
                    replacement.path(member).equals(sourceState.path(member)),
                    member + " differed: " + replacement.path(member));
        }
        require(
                zones(replacement).containsAll(zones(sourceState)),
                "the replacement cluster had only the zones " + zones(replacement));
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

    private void require(boolean allowed, String violation) {
        if (!allowed) {
            violations.add(violation);
        }
    }

    /** Every combination of two states with a good third one: the step deletes the cluster only in the good combinations. */
    @Test
    void delete_everyCombinationOfTwoStates_deletesOnlyWithAVerifiedReplacement() {
        Map<String, Integer> deletedOf = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        int states = 0;
        for (State sourceState : SOURCES) {
            for (State replacementCluster : REPLACEMENTS) {
                for (Load now : LOADS) {
                    if (!sourceState.equals(UNENCRYPTED)
                            && !replacementCluster.equals(VERIFIED)
                            && !now.equals(QUIET)) {
                        continue;
                    }
                    states++;
                    boolean deleted = deletes(sourceState, replacementCluster, now, APPROVED);
                    if (deleted != (now.quiet() && isPair(sourceState, replacementCluster))) {
                        wrong.add(sourceState + ", " + replacementCluster + ", " + now + ": "
                                + (deleted ? "deleted" : "not deleted"));
                    }
                    if (deleted) {
                        deletedOf.merge(sourceState.name(), 1, Integer::sum);
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(violations).isEmpty();
        assertThat(states).isGreaterThan(800);
        // Four good replacement clusters, with metrics in time or late.
        assertThat(deletedOf)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("unencrypted", 8, "encryption not reported", 5, "old enough", 5, "with TLS", 1));
    }

    private static boolean isPair(State sourceState, State replacementCluster) {
        return sourceState.equals(WITH_TLS)
                ? replacementCluster.equals(WITH_TLS)
                : sourceState.good() && replacementCluster.good();
    }

    /** Other executions are rejected although all other conditions are met. */
    @ParameterizedTest
    @MethodSource("executions")
    void delete_everyExecution_deletesOnlyIfItIsApproved(Execution given) {
        assertThat(deletes(UNENCRYPTED, VERIFIED, QUIET, given)).isEqualTo(given.approves());
        assertThat(violations).isEmpty();
    }

    private boolean deletes(State sourceState, State replacementCluster, Load now, Execution approval) {
        sourceState.put(state, SOURCE);
        replacementCluster.put(state, REPLACEMENT);
        load = now;
        load.put(state);
        execution = approval;
        execution.put(state);
        int before = deletions;
        attempt("delete");
        return deletions > before;
    }

    /** Orders of the five steps, each run twice, with a random event before each step. */
    @Test
    void stepsInAnyOrder_twiceWithFailures_deleteOnlyWithAVerifiedReplacement() {
        Random random = new Random(SEED);
        int sequences = 0;
        int deletingSequences = 0;
        List<List<String>> orders = new ArrayList<>(orders(STEPS));
        Collections.shuffle(orders, random);
        for (List<String> order : orders.subList(0, ORDERS)) {
            for (int sequence = 0; sequence < SEQUENCES_PER_ORDER; sequence++) {
                UNENCRYPTED.put(state, SOURCE);
                ABSENT.put(state, REPLACEMENT);
                load = QUIET;
                load.put(state);
                execution = APPROVED;
                execution.put(state);
                int before = deletions;
                for (int round = 0; round < 2; round++) {
                    for (String step : order) {
                        // An event before half of the steps, so that some sequences end with a deletion.
                        if (random.nextBoolean()) {
                            apply(pick(List.of(Event.values()), random), random);
                        } else {
                            state.settle();
                        }
                        attempt(step);
                        function.aws().faults().clear();
                    }
                }
                sequences++;
                deletingSequences += deletions > before ? 1 : 0;
            }
        }

        assertThat(violations).as("seed " + SEED).isEmpty();
        assertThat(sequences).isEqualTo(ORDERS * SEQUENCES_PER_ORDER);
        // Otherwise the sequences would not prove anything.
        assertThat(deletingSequences).isBetween(sequences / 10, sequences);
    }

    private void apply(Event event, Random random) {
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
            case CREATE_CLUSTER_RESPONSE_LOST ->
                faults.on("CreateCluster").call(1).truncate();
            case DELETE_CLUSTER_RESPONSE_LOST ->
                faults.on("DeleteCluster").call(1).truncate();
            case METRICS_INCOMPLETE -> faults.on("GetMetricData").metricStatus("InternalError");
            case CLUSTERS_OMITTED -> faults.on("DescribeClusters").call(call).body("{\"Clusters\":[]}");
            case SOURCE_CHANGES -> pick(SOURCES, random).put(state, SOURCE);
            case REPLACEMENT_CHANGES -> pick(REPLACEMENTS, random).put(state, REPLACEMENT);
            case LOAD_CHANGES -> {
                load = pick(LOADS, random);
                load.put(state);
            }
        }
    }

    /** Requests a step and ignores its errors. */
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
