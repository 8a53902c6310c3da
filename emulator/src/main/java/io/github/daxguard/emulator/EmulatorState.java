package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What one account has in one Region: DAX clusters, Config rules and their results, conformance packs,
 * metrics, executions of runbooks.
 *
 * <p>Methods that take a rule's name throw {@code IllegalArgumentException} if {@link #putRule} has not made it.
 */
public final class EmulatorState {
    static final Pattern PACK_NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]*");

    private static final String NAMESPACE_OF_DAX = "AWS/DAX";

    private final Location place;
    private final InstantSource clock;
    private final Deliveries deliveries;
    private final ClusterStore clusters;
    private final RuleStore rules = new RuleStore();
    private final Map<String, List<String>> packs = new ConcurrentHashMap<>();
    private final MetricStore metrics;
    private final DaxTrail trail;
    private final Map<String, LocalExecution> executions = new ConcurrentHashMap<>();
    private volatile boolean measuring = true;
    private volatile Duration metricsDelay = Duration.ZERO;

    EmulatorState(Location place, InstantSource clock, Deliveries deliveries) {
        this.place = place;
        this.clock = clock;
        this.deliveries = deliveries;
        this.clusters = new ClusterStore(place, clock);
        this.metrics = new MetricStore(clock);
        this.trail = new DaxTrail(clock, deliveries);
    }

    /** The account's 12 digits. */
    public String account() {
        return place.account();
    }

    /** The Region. */
    public String region() {
        return place.region();
    }

    /** Puts a cluster here, in place of one of the same name; its {@code ClusterArn} is added if it has none. */
    public void putCluster(LocalCluster cluster) {
        clusters.put(cluster);
    }

    /** Takes a cluster away at once; nothing happens if there is none of that name. */
    public void removeCluster(String name) {
        clusters.remove(name);
    }

    /** The cluster of that name as it stands, in any case of letters; empty if there is none. */
    public Optional<LocalCluster> cluster(String name) {
        return clusters.find(name);
    }

    /**
     * Ends what is under way: clusters that are {@code creating} or {@code modifying} become {@code available}, those
     * that are {@code deleting} are gone. Time alone never does that here.
     */
    public void settle() {
        clusters.settle();
    }

    /**
     * Makes {@code DescribeClusters} fail with {@code ServiceLinkedRoleNotFoundFault}, as in an account that never used
     * DAX here, until a client creates a cluster.
     */
    public void serviceLinkedRoleMissing() {
        clusters.missServiceLinkedRole();
    }

    /**
     * Makes every DAX operation fail with {@code InvalidParameterValueException}, "Access Denied to API Version:
     * DAX_V3", as in a Region that has no DAX.
     */
    public void daxUnavailable() {
        clusters.makeDaxUnavailable();
    }

    /**
     * Tells this target from now on of each {@code CreateCluster}, {@code DeleteCluster}, {@code TagResource} and
     * {@code UntagResource} of a client, as EventBridge delivers CloudTrail's event of it: refused calls too, with
     * {@code errorCode}. AWS takes minutes for that; here the target is told before the client has its answer, on a
     * thread of the server's or, for {@link CloudFormation}, of its caller. What it throws goes to {@link LocalAws#deliveryFailures}. Several targets may be added.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html">AWS
     *     service events delivered via AWS CloudTrail</a>
     */
    public void onDaxCall(EventTarget target) {
        trail.add(target);
    }

    /**
     * The event that EventBridge delivers of a DAX call that was performed now, without {@code responseElements}.
     *
     * @param eventName the operation, such as {@code CreateCluster}, or one that is not served here
     * @param requestParameters the call's parameters as CloudTrail names them, sent as they are
     */
    public byte[] daxCallEvent(String eventName, JsonNode requestParameters) {
        Principal caller = Principal.session(place, "deploy", "local");
        Request call =
                new Request(Api.DAX, eventName, UUID.randomUUID().toString(), caller, "aws-cli/2", requestParameters);
        return DaxCallEvents.byHand(call, clock.instant());
    }

    /** Makes a Config rule, or changes its parameters; its results and its target stay. */
    public void putRule(String ruleName, Map<String, String> parameters) {
        rules.put(ruleName, "").parameters(parameters);
    }

    /** As {@link #putRule}, for a rule that AWS Config makes in a member account for an organization rule. */
    public void putOrganizationRule(String ruleName, Map<String, String> parameters) {
        rules.put(ruleName, "aws-service-rule/config-multiaccountsetup.amazonaws.com/")
                .parameters(parameters);
    }

    /**
     * Makes a conformance pack of these rules, or changes it.
     *
     * @throws IllegalArgumentException if AWS Config would refuse the name, or there is no such rule
     */
    public void putConformancePack(String packName, List<String> ruleNames) {
        if (packName.length() > 256 || !PACK_NAME.matcher(packName).matches()) {
            throw new IllegalArgumentException("Conformance pack name \"" + packName
                    + "\" is not 1-256 letters, digits and hyphens with a letter first");
        }
        ruleNames.forEach(rules::existing);
        packs.put(packName, List.copyOf(ruleNames));
    }

    List<String> conformancePack(String name) {
        return Optional.ofNullable(packs.get(name))
                .orElseThrow(() -> AwsError.of(
                        "NoSuchConformancePackException",
                        "The conformance pack '" + name + "' does not exist. Please check the conformance pack name"));
    }

    /** Sends the rule's events here from now on. */
    public void onEvent(String ruleName, EventTarget target) {
        rules.existing(ruleName).target(target);
    }

    /**
     * The event that Config sends to a periodic rule.
     *
     * @param at the notification's creation time, to the millisecond
     */
    public byte[] scheduledEvent(String ruleName, Instant at) {
        return event(ruleName, RuleEvents.scheduled(place, at), at);
    }

    /**
     * The event that Config sends when a recorded resource has changed.
     *
     * @param configurationItem the item, sent as it is
     * @param at the notification's creation time, to the millisecond
     */
    public byte[] itemChangeEvent(String ruleName, JsonNode configurationItem, Instant at) {
        return event(ruleName, RuleEvents.itemChange(configurationItem, at), at);
    }

    private byte[] event(String ruleName, ObjectNode invokingEvent, Instant at) {
        ConfigRule rule = rules.existing(ruleName);
        return RuleEvents.envelope(place, rule, rules.issueToken(rule, at), invokingEvent);
    }

    /**
     * Hands a scheduled event to the rule's target, on this thread.
     *
     * @throws Exception what the target throws
     * @throws IllegalStateException if the rule has no target
     */
    public void deliverScheduled(String ruleName, Instant at) throws Exception {
        EventTarget target = rules.existing(ruleName)
                .target()
                .orElseThrow(() -> new IllegalStateException("Rule " + ruleName + " has no target: onEvent sets one"));
        target.invoke(scheduledEvent(ruleName, at));
    }

    /** Accepts a result token that the rule's reports may carry: that of an event which was written by hand. */
    public void registerToken(String ruleName, String resultToken) {
        rules.registerToken(rules.existing(ruleName), resultToken, clock.instant());
    }

    /** Stores a result as if it had been reported at its ordering timestamp; a newer one stays. */
    public void putResult(String ruleName, StoredEvaluation result) {
        Instant at = result.orderingTimestamp();
        rules.existing(ruleName).report(new ConfigRule.Result(result, at, at));
    }

    /** All results stored for the rule, {@code NOT_APPLICABLE} ones too, ordered by type, then id. */
    public List<StoredEvaluation> results(String ruleName) {
        return rules.existing(ruleName).results().stream()
                .map(ConfigRule.Result::evaluation)
                .toList();
    }

    /**
     * Stores a data point of DAX's in CloudWatch: one sample, in namespace {@code AWS/DAX}.
     *
     * @param metricName such as {@code TotalRequestCount}
     * @param dimensions such as {@code ClusterId} and {@code NodeId}; whoever asks must name exactly these
     * @param at the minute that the sample counts for is the one that this lies in
     * @param value stored also if it is 0, which DAX does not send
     * @throws IllegalArgumentException if the value is no finite number
     */
    public void putMetric(String metricName, Map<String, String> dimensions, Instant at, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("A data point is a finite number, not " + value);
        }
        metrics.put(new MetricStore.Metric(NAMESPACE_OF_DAX, metricName, dimensions), at, Statistics.of(value));
    }

    /**
     * Stores a minute's traffic of a cluster as data points of {@code TotalRequestCount} and {@code ClientConnections}:
     * one for the cluster (dimension {@code ClusterId}) and one for each node that the cluster shows now
     * ({@code ClusterId}, {@code NodeId}), among which the value is divided. Whole numbers are divided into whole
     * numbers, the first nodes having one more. A value of 0 is not stored, as DAX does not send it: so a cluster with
     * traffic can have nodes without any.
     *
     * <p>Of how many samples DAX makes a cluster's data point is not documented; here it is one, so that its
     * {@code Maximum} is the whole value as well as its {@code Sum}.
     *
     * @param cluster the cluster's name
     * @param requests of all nodes; not negative
     * @param connections of all nodes; not negative
     * @throws IllegalArgumentException if there is no such cluster, or a value is negative or no finite number
     */
    public void putDaxTraffic(String cluster, Instant at, double requests, double connections) {
        LocalCluster there = cluster(cluster)
                .orElseThrow(() -> new IllegalArgumentException("There is no cluster \"" + cluster + "\""));
        putDivided("TotalRequestCount", there, at, requests);
        putDivided("ClientConnections", there, at, connections);
    }

    private void putDivided(String metricName, LocalCluster cluster, Instant at, double value) {
        if (value < 0) {
            throw new IllegalArgumentException(metricName + " is not negative: " + value);
        }
        putUnlessZero(metricName, Map.of("ClusterId", cluster.name()), at, value);
        List<String> nodes = cluster.nodeIds();
        double share = Math.floor(value / nodes.size());
        double rest = value - share * nodes.size();
        for (int i = 0; i < nodes.size(); i++) {
            double more = Math.min(1, Math.max(0, rest - i));
            putUnlessZero(metricName, Map.of("ClusterId", cluster.name(), "NodeId", nodes.get(i)), at, share + more);
        }
    }

    private void putUnlessZero(String metricName, Map<String, String> dimensions, Instant at, double value) {
        if (value != 0) {
            putMetric(metricName, dimensions, at, value);
        }
    }

    /**
     * Has CloudWatch get nothing more from DAX by itself. Until then it has {@code CPUUtilization} of every cluster that
     * runs, and of each of its nodes, in every minute up to now, unless {@link #putMetric} has put some.
     */
    public void stopMeasuring() {
        measuring = false;
    }

    /**
     * Makes CloudWatch show each data point only this long after its time, those that {@link #putMetric} puts included.
     *
     * @param delay {@code Duration.ZERO} to show all, data points of the future included
     */
    public void delayMetrics(Duration delay) {
        metricsDelay = delay;
    }

    Duration metricsDelay() {
        return metricsDelay;
    }

    /** Whether the metric is the CPU utilization of a running cluster or node. */
    boolean measures(MetricStore.Metric metric) {
        if (!measuring
                || !metric.namespace().equals(NAMESPACE_OF_DAX)
                || !metric.name().equals("CPUUtilization")) {
            return false;
        }
        Map<String, String> dimensions = metric.dimensions();
        return Optional.ofNullable(dimensions.get("ClusterId"))
                .flatMap(this::cluster)
                .filter(cluster -> !cluster.nodeIds().isEmpty())
                .filter(cluster -> dimensions.size() == 1
                        || (dimensions.size() == 2 && cluster.nodeIds().contains(dimensions.get("NodeId"))))
                .isPresent();
    }

    /** Forgets all data points. */
    public void clearMetrics() {
        metrics.clear();
    }

    /** Puts an execution of a runbook here, in place of one with the same id. */
    public void putExecution(LocalExecution execution) {
        executions.put(execution.id(), execution);
    }

    /** Removes all executions. */
    public void clearExecutions() {
        executions.clear();
    }

    Optional<LocalExecution> execution(String id) {
        return Optional.ofNullable(executions.get(id));
    }

    Location place() {
        return place;
    }

    DaxTrail trail() {
        return trail;
    }

    void awaitDeliveries() {
        deliveries.await();
    }

    ClusterStore clusters() {
        return clusters;
    }

    MetricStore metrics() {
        return metrics;
    }

    RuleStore rules() {
        return rules;
    }

    void startEvaluation(List<String> ruleNames) {
        Instant now = clock.instant();
        for (ConfigRule rule : rules.start(ruleNames, now)) {
            rule.target()
                    .ifPresentOrElse(
                            target -> deliveries.deliver(scheduledEvent(rule.name(), now), target, rule::ended),
                            rule::ended);
        }
    }

    @Override
    public String toString() {
        return "EmulatorState[" + account() + ", " + region() + "]";
    }
}
