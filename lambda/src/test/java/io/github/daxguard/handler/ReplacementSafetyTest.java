package io.github.daxguard.handler;

import static io.github.daxguard.handler.ReplacementFunction.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.localaws.Estate;
import io.github.daxguard.localaws.Faults;
import io.github.daxguard.localaws.LocalCluster;
import io.github.daxguard.replacement.RefusedStepException;
import io.github.daxguard.replacement.ReplacementException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

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

    private static final long SEED = 20_270_131;

    /** The old cluster as a walk or a table finds it. */
    private enum Old {
        UNENCRYPTED(true),
        UNENCRYPTED_AND_NOT_REPORTED(true),
        ENCRYPTED(false),
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
        INCOMPATIBLE(false);

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
            };
            estate.removeCluster("orders-v2");
            cluster.ifPresent(estate::putCluster);
        }
    }

    private static LocalCluster withoutEndpoint(Estate estate, LocalCluster cluster) {
        estate.putCluster(cluster);
        LocalCluster running = estate.cluster(cluster.name()).orElseThrow();
        ObjectNode shape = (ObjectNode) running.json();
        shape.remove("ClusterDiscoveryEndpoint");
        LocalCluster bare = LocalCluster.fromJson(shape);
        for (Map.Entry<String, String> tag : running.tags().entrySet()) {
            bare = bare.tag(tag.getKey(), tag.getValue());
        }
        return bare;
    }

    /** What CloudWatch knows of the old cluster. */
    private enum Load {
        QUIET,
        REQUESTS,
        REQUESTS_OF_A_NODE,
        CONNECTIONS;

        void put(Estate estate) {
            estate.clearMetrics();
            Instant at = NOW.minus(Duration.ofMinutes(3));
            Map<String, String> cluster = Map.of("ClusterId", "orders");
            switch (this) {
                case QUIET -> {}
                case REQUESTS -> estate.putMetric("TotalRequestCount", cluster, at, 1);
                case REQUESTS_OF_A_NODE ->
                    estate.putMetric("TotalRequestCount", Map.of("ClusterId", "orders", "NodeId", "orders-c"), at, 1);
                case CONNECTIONS -> estate.putMetric("ClientConnections", cluster, at, 1);
            }
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
        LOAD_CHANGES
    }

    private final ReplacementFunction function = new ReplacementFunction();
    private final Estate estate = function.estate();
    private final List<String> objections = new ArrayList<>();
    private int deletions;
    private Load load = Load.QUIET;

    @BeforeAll
    void placeTheWitness() {
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
        // As they were a moment ago: the deletion has only changed the old one's status.
        JsonNode old = estate.cluster("orders").orElseThrow().json();
        Optional<LocalCluster> twin = estate.cluster("orders-v2");
        object(!old.at("/SSEDescription/Status").asText("").equals("ENABLED"), "the old cluster was encrypted");
        object(load == Load.QUIET, "somebody talked to the old cluster");
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
    }

    private void object(boolean allowed, String objection) {
        if (!allowed) {
            objections.add(objection);
        }
    }

    /** Every state in which the step can find things: it deletes in exactly those in which it should. */
    @Test
    void delete_inEveryState_deletesOnlyWithAVerifiedTwin() {
        Map<Old, Integer> deletedOf = new EnumMap<>(Old.class);
        List<String> wrong = new ArrayList<>();
        for (Old old : Old.values()) {
            for (Other twin : Other.values()) {
                for (Load now : Load.values()) {
                    old.put(estate);
                    twin.put(estate);
                    load = now;
                    load.put(estate);
                    int before = deletions;
                    attempt("delete");
                    boolean deleted = deletions > before;
                    boolean expected = now == Load.QUIET && old.deletable && twin.good;
                    if (deleted != expected) {
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
        assertThat(deletedOf)
                .containsExactlyInAnyOrderEntriesOf(Map.of(Old.UNENCRYPTED, 2, Old.UNENCRYPTED_AND_NOT_REPORTED, 2));
    }

    /** All 120 orders of the five steps, each done twice over, with something else going wrong before every step. */
    @Test
    void allOrdersOfSteps_twiceOver_withFailures_deleteOnlyWithAVerifiedTwin() {
        Random random = new Random(SEED);
        int walks = 0;
        int walksThatDelete = 0;
        for (List<String> order : orders(STEPS)) {
            for (int walk = 0; walk < WALKS; walk++) {
                Old.UNENCRYPTED.put(estate);
                Other.ABSENT.put(estate);
                load = Load.QUIET;
                load.put(estate);
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
        assertThat(walks).isEqualTo(120 * WALKS);
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
