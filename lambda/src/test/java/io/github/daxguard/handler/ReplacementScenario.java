package io.github.daxguard.handler;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalExecution;
import io.github.daxguard.handler.TestEvent.ExpectedError;
import io.github.daxguard.handler.TestEvent.Fault;
import io.github.daxguard.handler.TestEvent.Function;
import io.github.daxguard.packaged.ApprovedExecution;
import io.github.daxguard.packaged.PackagedFunction;
import io.github.daxguard.replacement.ReplacementPolicy;
import io.github.daxguard.rule.Control;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An expected file of {@code test-events/replacement}. */
record ReplacementScenario(
        String description,
        Function function,
        ClusterChangeScenario.Environment environment,
        Policy policy,
        EmulatedState emulator,
        List<Fault> faults,
        Outcome expect)
        implements Scenario {

    /** The members of every response. */
    private static final Set<String> COMMON_MEMBERS = Set.of("step", "cluster", "replacementCluster", "message");

    /** The additional members of each step's response; the first one reports whether the next step is possible. */
    private static final Map<String, List<String>> MEMBERS = Map.of(
            "plan", List.of("possible", "blockers", "createCluster", "changes", "keeps", "acceptedDifferences"),
            "create", List.of("created", "status"),
            "verify", List.of("verified", "waiting", "status", "blockers", "differences", "endpoint"),
            "readiness", List.of("ready", "blockers", "quietMinutes", "from", "until", "traffic"),
            "delete", List.of("deleted", "status", "rulesStarted"));

    private static final String CREATED = "createdMinutesAgo";

    /** The steps whose successful response is always positive. */
    private static final Set<String> ALWAYS_POSITIVE_STEPS = Set.of("create", "delete");

    ReplacementScenario {
        requireNonNull(description, "description");
        function = requireNonNullElse(function, Function.DEFAULT);
        environment = requireNonNullElse(environment, ClusterChangeScenario.Environment.DEFAULT);
        policy = requireNonNullElse(policy, new Policy(List.of(), 0, null, List.of()));
        emulator = requireNonNullElse(
                emulator, new EmulatedState(List.of(), List.of(), null, Map.of(), false, null, false, 0));
        faults = TestEvent.orNone(faults);
        requireNonNull(expect, "expect");
    }

    /**
     * The deployment settings.
     *
     * @param controls each by its name in DAXGUARD_CONTROLS; empty for both
     * @param minQuietMinutes 0 for the default
     * @param requireMetrics null for the default
     * @param approvers empty if they are not checked
     */
    record Policy(
            List<String> controls,
            int minQuietMinutes,
            @Nullable Boolean requireMetrics,
            List<String> approvers) {
        Policy {
            controls = TestEvent.orNone(controls);
            approvers = TestEvent.orNone(approvers);
        }

        ReplacementPolicy value() {
            return new ReplacementPolicy(
                    controls.isEmpty()
                            ? ReplacementPolicy.DEFAULT.controls()
                            : controls.stream()
                                    .map(control ->
                                            Control.ofParameterValue(control).orElseThrow())
                                    .toList(),
                    minQuietMinutes == 0 ? ReplacementPolicy.DEFAULT.minQuiet() : Duration.ofMinutes(minQuietMinutes),
                    requireNonNullElse(requireMetrics, ReplacementPolicy.DEFAULT.requireMetrics()),
                    approvers);
        }

        Map<String, String> variables() {
            Map<String, String> variables = new TreeMap<>();
            if (!controls.isEmpty()) {
                variables.put("DAXGUARD_CONTROLS", String.join(",", controls));
            }
            if (minQuietMinutes != 0) {
                variables.put("DAXGUARD_MIN_QUIET_MINUTES", String.valueOf(minQuietMinutes));
            }
            if (requireMetrics != null) {
                variables.put("DAXGUARD_REQUIRE_METRICS", requireMetrics.toString());
            }
            if (!approvers.isEmpty()) {
                variables.put("DAXGUARD_APPROVERS", String.join(",", approvers));
            }
            return variables;
        }
    }

    /**
     * The state of the emulator before the event.
     *
     * @param clusters each with the members of DescribeClusters and ListTags that matter; see {@link #putCluster}
     * @param rules names of rules; null for those that the function starts
     * @param conformancePacks names of packs, each with the names of its rules
     * @param executions of runbooks; null for an approved one with the event's own parameters
     * @param metricsMissing whether CloudWatch receives no metrics from DAX
     * @param metricsMinutesLate delay of CloudWatch data points, in minutes
     */
    record EmulatedState(
            List<JsonNode> clusters,
            List<EmulatedTraffic> traffic,
            @Nullable List<String> rules,
            Map<String, List<String>> conformancePacks,
            boolean serviceLinkedRoleMissing,
            @Nullable List<LocalExecution> executions,
            boolean metricsMissing,
            int metricsMinutesLate) {
        EmulatedState {
            clusters = TestEvent.orNone(clusters);
            traffic = TestEvent.orNone(traffic);
            conformancePacks = Map.copyOf(requireNonNullElse(conformancePacks, Map.of()));
        }
    }

    /**
     * CloudWatch data points of one minute.
     *
     * @param node id of the only node with traffic; null for traffic of the cluster, divided among its nodes
     * @param minutesAgo minutes before the function's time
     */
    record EmulatedTraffic(String cluster, @Nullable String node, int minutesAgo, double requests, double connections) {

        void put(EmulatorState state, Instant now) {
            Instant at = now.minus(Duration.ofMinutes(minutesAgo));
            if (node == null) {
                state.putDaxTraffic(cluster, at, requests, connections);
                return;
            }
            Map<String, String> dimensions = Map.of("ClusterId", cluster, "NodeId", node);
            Map.of("TotalRequestCount", requests, "ClientConnections", connections)
                    .forEach((metric, value) -> {
                        // DAX does not send zeros either.
                        if (value != 0) {
                            state.putMetric(metric, dimensions, at, value);
                        }
                    });
        }
    }

    /**
     * The expected results.
     *
     * @param answer the members that are compared
     * @param lastSeen under "cluster" and "replacementCluster", how many minutes ago the response reports the last traffic
     * @param created the request that CreateCluster received; null if none
     * @param clusters statuses by name after the step; null if unchanged
     * @param started names of rules, in the order in which StartConfigRulesEvaluation received them
     */
    record Outcome(
            Map<String, JsonNode> answer,
            List<String> messageContains,
            Map<String, Integer> lastSeen,
            @Nullable JsonNode created,
            @Nullable Map<String, String> clusters,
            List<String> started,
            Map<String, Integer> calls,
            @Nullable ExpectedError error) {
        Outcome {
            answer = Map.copyOf(requireNonNullElse(answer, Map.of()));
            messageContains = TestEvent.orNone(messageContains);
            lastSeen = Map.copyOf(requireNonNullElse(lastSeen, Map.of()));
            started = TestEvent.orNone(started);
            calls = Map.copyOf(requireNonNullElse(calls, Map.of()));
        }
    }

    @Override
    public String entryPoint() {
        return PackagedFunction.REPLACEMENT_HANDLER;
    }

    @Override
    public Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>(environment.variables());
        variables.putAll(policy.variables());
        return variables;
    }

    @Override
    public RequestStreamHandler handler(AwsClients clients, PrintStream logLines) {
        return new ReplacementHandler(
                clients,
                environment.ruleNames(),
                environment.pack(),
                policy.value(),
                logLines,
                () -> LocalFunction.NOW);
    }

    @Override
    public void prepare(LocalAws aws, TestEvent testEvent, Instant now) {
        EmulatorState state = state(aws);
        emulator.clusters().forEach(cluster -> putCluster(state, cluster, now));
        emulator.traffic().forEach(traffic -> traffic.put(state, now));
        environment.putRules(state, emulator.rules(), emulator.conformancePacks());
        if (emulator.serviceLinkedRoleMissing()) {
            state.serviceLinkedRoleMissing();
        }
        if (emulator.metricsMissing()) {
            state.stopMeasuring();
        }
        state.delayMetrics(Duration.ofMinutes(emulator.metricsMinutesLate()));
        executions(testEvent).forEach(state::putExecution);
    }

    private List<LocalExecution> executions(TestEvent testEvent) {
        if (emulator.executions() != null) {
            return emulator.executions();
        }
        return testEvent.json().path("step").asText().equals("delete")
                ? List.of(ApprovedExecution.of(testEvent.json()))
                : List.of();
    }

    /**
     * Adds a cluster with the emulator's defaults, overridden by the given members; a null member is removed.
     * {@code createdMinutesAgo} is the age of its nodes.
     */
    private static void putCluster(EmulatorState state, JsonNode given, Instant now) {
        String name = given.path("ClusterName").asText();
        LocalCluster usual = LocalCluster.named(name)
                .status(given.path("Status").asText("available"))
                .endpointEncryption(given.path("ClusterEndpointEncryptionType").asText("NONE"));
        state.putCluster(
                given.path("TotalNodes").isInt()
                        ? usual.nodes(given.path("TotalNodes").intValue())
                        : usual);
        ObjectNode members = (ObjectNode) state.cluster(name).orElseThrow().json();
        given.properties().forEach(member -> {
            if (member.getKey().equals(CREATED)) {
                Instant created = now.minus(Duration.ofMinutes(member.getValue().asInt()));
                members.path("Nodes")
                        .forEach(node -> ((ObjectNode) node).put("NodeCreateTime", created.getEpochSecond()));
            } else if (member.getValue().isNull()) {
                members.remove(member.getKey());
            } else {
                members.set(member.getKey(), member.getValue());
            }
        });
        state.putCluster(LocalCluster.fromJson(members));
    }

    @Override
    public Map<String, Integer> calls() {
        return expect.calls();
    }

    @Override
    public Optional<ExpectedError> error() {
        return Optional.ofNullable(expect.error());
    }

    @Override
    public void assertOutcome(TestEvent testEvent, Invocation invocation, JsonNode lastLine, LocalAws aws) {
        assertThat(createClusterRequests(aws))
                .as("%s: requests that CreateCluster received", testEvent)
                .isEqualTo(Stream.ofNullable(expect.created()).toList());
        assertThat(clusters(aws)).as("%s: clusters after the step", testEvent).isEqualTo(expectedClusters());
        assertThat(ClusterChangeScenario.started(aws))
                .as("%s: rules that StartConfigRulesEvaluation received", testEvent)
                .isEqualTo(expect.started());
        assertThat(lastLine.path("apiCalls").asInt(-1))
                .as("%s: apiCalls of the log", testEvent)
                .isEqualTo(aws.calls().size());
        if (error().isEmpty()) {
            assertAnswer(testEvent, (ObjectNode) TestEvent.readable(invocation.answer()), lastLine);
        } else {
            assertThat(lastLine.path("message").asText())
                    .as("%s: message of the log", testEvent)
                    .isEqualTo(invocation.failure().orElseThrow().message());
            assertThat(lastLine.has("positive"))
                    .as("%s: %s has positive", testEvent, lastLine)
                    .isFalse();
        }
    }

    private void assertAnswer(TestEvent testEvent, ObjectNode answer, JsonNode lastLine) {
        String step = answer.path("step").asText();
        assertThat(testEvent.event()).as("%s: the requested step", testEvent).contains(step);
        List<String> members = requireNonNull(MEMBERS.get(step));
        Set<String> names = new TreeSet<>(COMMON_MEMBERS);
        names.addAll(members);
        names.removeIf(name -> name.equals("createCluster") && !answer.has(name));
        assertThat(answer.properties())
                .as("%s: members of the answer", testEvent)
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(names);
        for (String name : List.of("step", "cluster", "replacementCluster", "message")) {
            assertThat(lastLine.path(name))
                    .as("%s: %s of the log", testEvent, name)
                    .isEqualTo(answer.path(name));
        }
        assertThat(lastLine.path("positive").asBoolean())
                .as("%s: positive in %s", testEvent, lastLine)
                .isEqualTo(ALWAYS_POSITIVE_STEPS.contains(step)
                        || answer.path(members.get(0)).asBoolean());
        assertThat(answer.path("message").asText())
                .as("%s: message", testEvent)
                .isNotBlank()
                .satisfies(message -> assertThat(expect.messageContains()).allMatch(message::contains));
        assertTimes(testEvent, answer);
        assertThat(expect.answer())
                .allSatisfy((name, value) -> assertThat(answer.path(name))
                        .as("%s: %s of the answer", testEvent, name)
                        .isEqualTo(value));
    }

    /** Compares the ages of {@code lastSeen} and removes its times, which differ in each run. */
    private void assertTimes(TestEvent testEvent, ObjectNode answer) {
        for (String cluster : List.of("cluster", "replacementCluster")) {
            JsonNode traffic = answer.path("traffic").path(cluster);
            Integer minutes = expect.lastSeen().get(cluster);
            if (minutes == null) {
                assertThat(traffic.findValuesAsText("lastSeen"))
                        .as("%s: lastSeen of the %s", testEvent, cluster)
                        .isEmpty();
            } else {
                Duration ago = Duration.between(
                        Instant.parse(traffic.path("lastSeen").asText()),
                        Instant.parse(answer.path("until").asText()));
                // The system clock advances between the traffic and the event, possibly past a full minute.
                assertThat(ago)
                        .as("%s: lastSeen of the %s", testEvent, cluster)
                        .isBetween(Duration.ofMinutes(minutes), Duration.ofMinutes(minutes + 2L));
            }
        }
        answer.findParents("lastSeen").forEach(parent -> ((ObjectNode) parent).remove("lastSeen"));
    }

    private EmulatorState state(LocalAws aws) {
        return aws.state(function.account(), function.region());
    }

    /** The distinct requests: a retried request counts once. */
    private static List<JsonNode> createClusterRequests(LocalAws aws) {
        return aws.calls("CreateCluster").stream().map(Call::body).distinct().toList();
    }

    private Map<String, String> givenClusters() {
        Map<String, String> statuses = new TreeMap<>();
        for (JsonNode cluster : emulator.clusters()) {
            statuses.put(
                    cluster.path("ClusterName").asText(),
                    cluster.has("Status") ? cluster.path("Status").asText("") : "available");
        }
        return statuses;
    }

    private Map<String, String> expectedClusters() {
        return expect.clusters() == null ? givenClusters() : expect.clusters();
    }

    /** The statuses of all clusters that can exist: given, expected or requested ones. */
    private Map<String, String> clusters(LocalAws aws) {
        Set<String> names = new TreeSet<>(givenClusters().keySet());
        names.addAll(expectedClusters().keySet());
        createClusterRequests(aws)
                .forEach(request -> names.add(request.path("ClusterName").asText()));
        Map<String, String> statuses = new TreeMap<>();
        for (String name : names) {
            state(aws)
                    .cluster(name)
                    .ifPresent(cluster ->
                            statuses.put(name, cluster.json().path("Status").asText("")));
        }
        return statuses;
    }
}
