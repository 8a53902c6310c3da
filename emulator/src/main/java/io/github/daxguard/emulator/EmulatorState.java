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
 * The resources of one account and Region: DAX clusters, AWS Config rules and their results, conformance packs, metrics,
 * executions of runbooks, aggregators, buckets, topics.
 *
 * <p>Methods with a rule's name throw {@code IllegalArgumentException} if {@link #putRule} has not created it.
 */
public final class EmulatorState {
    static final Pattern PACK_NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]*");

    private static final String NAMESPACE_OF_DAX = "AWS/DAX";

    private final Location location;
    private final InstantSource clock;
    private final Deliveries deliveries;
    private final ClusterStore clusters;
    private final RuleStore rules = new RuleStore();
    private final Map<String, List<String>> packs = new ConcurrentHashMap<>();
    private final MetricStore metrics;
    private final DaxTrail trail;
    private final Map<String, LocalExecution> executions = new ConcurrentHashMap<>();
    private final Map<String, LocalAggregator> aggregators = new ConcurrentHashMap<>();
    private final Map<String, LocalBucket> buckets = new ConcurrentHashMap<>();
    private final Map<String, LocalTopic> topics = new ConcurrentHashMap<>();
    private volatile boolean measuring = true;
    private volatile Duration metricsDelay = Duration.ZERO;

    EmulatorState(Location location, InstantSource clock, Deliveries deliveries) {
        this.location = location;
        this.clock = clock;
        this.deliveries = deliveries;
        this.clusters = new ClusterStore(location, clock);
        this.metrics = new MetricStore(clock);
        this.trail = new DaxTrail(clock, deliveries);
    }

    /** The account's 12 digits. */
    public String account() {
        return location.account();
    }

    /** The Region. */
    public String region() {
        return location.region();
    }

    /** Adds a cluster or replaces the one of the same name; its {@code ClusterArn} is added if it has none. */
    public void putCluster(LocalCluster cluster) {
        clusters.put(cluster);
    }

    /** Removes a cluster immediately, if it exists. */
    public void removeCluster(String name) {
        clusters.remove(name);
    }

    /** The current cluster of that name, in any letter case; empty if it does not exist. */
    public Optional<LocalCluster> cluster(String name) {
        return clusters.find(name);
    }

    /**
     * Completes changes: {@code creating} and {@code modifying} clusters become {@code available}, {@code deleting} clusters
     * are removed. Changes never complete without this call.
     */
    public void settle() {
        clusters.settle();
    }

    /**
     * Makes {@code DescribeClusters} fail with {@code ServiceLinkedRoleNotFoundFault}, as in an account that never used
     * DAX in the Region, until a client creates a cluster.
     */
    public void serviceLinkedRoleMissing() {
        clusters.removeServiceLinkedRole();
    }

    /**
     * Makes every DAX operation fail with {@code InvalidParameterValueException}, "Access Denied to API Version:
     * DAX_V3", as in a Region without DAX.
     */
    public void daxUnavailable() {
        clusters.makeDaxUnavailable();
    }

    /**
     * Delivers the EventBridge event of each further {@code CreateCluster}, {@code DeleteCluster}, {@code TagResource} and
     * {@code UntagResource} call to this target, including rejected calls, with {@code errorCode}. AWS delivers them within
     * minutes; the emulator delivers them before the response, on a thread of the server or, for {@link CloudFormation}, of
     * its caller. Exceptions are added to {@link LocalAws#deliveryFailures}. Several targets can be added.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html">AWS
     *     service events delivered via AWS CloudTrail</a>
     */
    public void onDaxCall(EventTarget target) {
        trail.add(target);
    }

    /**
     * The EventBridge event of a successful DAX call at the current time, without {@code responseElements}.
     *
     * @param eventName the operation, such as {@code CreateCluster}; it need not be supported by the emulator
     * @param requestParameters the call's parameters as named by CloudTrail, sent unchanged
     */
    public byte[] daxCallEvent(String eventName, JsonNode requestParameters) {
        Principal caller = Principal.session(location, "deploy", "local");
        Request call =
                new Request(Api.DAX, eventName, UUID.randomUUID().toString(), caller, "aws-cli/2", requestParameters);
        return DaxCallEvents.withParameters(call, clock.instant());
    }

    /** Creates an AWS Config rule, or changes its parameters and keeps its results and target. */
    public void putRule(String ruleName, Map<String, String> parameters) {
        rules.put(ruleName, "").parameters(parameters);
    }

    /** As {@link #putRule}, for the rule in a member account that belongs to an organization rule. */
    public void putOrganizationRule(String ruleName, Map<String, String> parameters) {
        rules.put(ruleName, "aws-service-rule/config-multiaccountsetup.amazonaws.com/")
                .parameters(parameters);
    }

    /**
     * Creates a conformance pack of these rules, or changes it.
     *
     * @throws IllegalArgumentException if AWS Config would reject the name, or a rule does not exist
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

    /** Sets the target of the rule's events. */
    public void onEvent(String ruleName, EventTarget target) {
        rules.existing(ruleName).target(target);
    }

    /**
     * The event that AWS Config sends to a periodic rule.
     *
     * @param at the notification's creation time, to the millisecond
     */
    public byte[] scheduledEvent(String ruleName, Instant at) {
        return event(ruleName, RuleEvents.scheduled(location, at), at);
    }

    /**
     * The event that AWS Config sends when a recorded resource has changed.
     *
     * @param configurationItem the item, sent unchanged
     * @param at the notification's creation time, to the millisecond
     */
    public byte[] itemChangeEvent(String ruleName, JsonNode configurationItem, Instant at) {
        return event(ruleName, RuleEvents.itemChange(configurationItem, at), at);
    }

    private byte[] event(String ruleName, ObjectNode invokingEvent, Instant at) {
        ConfigRule rule = rules.existing(ruleName);
        return RuleEvents.envelope(location, rule, rules.issueToken(rule, at), invokingEvent);
    }

    /**
     * Delivers a scheduled event to the rule's target, on this thread.
     *
     * @throws Exception if the target throws it
     * @throws IllegalStateException if the rule has no target
     */
    public void deliverScheduled(String ruleName, Instant at) throws Exception {
        EventTarget target = rules.existing(ruleName)
                .target()
                .orElseThrow(
                        () -> new IllegalStateException("Rule " + ruleName + " has no target. Set one with onEvent."));
        target.invoke(scheduledEvent(ruleName, at));
    }

    /** Accepts this result token for the rule, such as that of a handwritten event. */
    public void registerToken(String ruleName, String resultToken) {
        rules.registerToken(rules.existing(ruleName), resultToken, clock.instant());
    }

    /** Stores a result as if it had been reported at its ordering timestamp; a newer result is kept. */
    public void putResult(String ruleName, StoredEvaluation result) {
        Instant at = result.orderingTimestamp();
        rules.existing(ruleName).report(new ConfigRule.Result(result, at, at));
    }

    /**
     * Makes {@code PutEvaluations} refuse evaluations of this resource type with {@code InvalidParameterValueException}, in test
     * mode too unless {@link #acceptAnyTypeInTestMode} was called. A refused evaluation refuses the whole call.
     *
     * @param resourceType such as {@code AWS::DAX::Cluster}
     */
    public void refuseType(String resourceType) {
        rules.refuseType(resourceType);
    }

    /** Makes {@code PutEvaluations} accept evaluations of this resource type again. */
    public void acceptType(String resourceType) {
        rules.acceptType(resourceType);
    }

    /** Makes {@code PutEvaluations} accept every resource type in test mode, also one that does not exist. */
    public void acceptAnyTypeInTestMode() {
        rules.acceptAnyTypeInTestMode();
    }

    /** All results of the rule, including {@code NOT_APPLICABLE} ones, ordered by type, then id. */
    public List<StoredEvaluation> results(String ruleName) {
        return rules.existing(ruleName).results().stream()
                .map(ConfigRule.Result::evaluation)
                .toList();
    }

    /**
     * Stores a data point in CloudWatch: one sample, in the namespace {@code AWS/DAX}.
     *
     * @param metricName such as {@code TotalRequestCount}
     * @param dimensions such as {@code ClusterId} and {@code NodeId}; a request must name exactly these
     * @param at a time within the minute of the sample
     * @param value the value; 0 is stored, although DAX does not send it
     * @throws IllegalArgumentException if the value is not a finite number
     */
    public void putMetric(String metricName, Map<String, String> dimensions, Instant at, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Data point: invalid value: " + value + ". Expected: a finite number.");
        }
        metrics.put(new MetricStore.Metric(NAMESPACE_OF_DAX, metricName, dimensions), at, Statistics.of(value));
    }

    /**
     * Stores a minute's traffic of a cluster as data points of {@code TotalRequestCount} and {@code ClientConnections}:
     * one for the cluster (dimension {@code ClusterId}) and one for each of its current nodes ({@code ClusterId},
     * {@code NodeId}), among which the value is divided. Whole numbers are divided into whole numbers; the first nodes have
     * one more. A value of 0 is not stored, as DAX does not send it, so a cluster with traffic can have nodes without any.
     *
     * <p>The number of samples in a cluster's data point is not documented. The emulator stores one, so that both its
     * {@code Maximum} and its {@code Sum} are the whole value.
     *
     * @param cluster the cluster's name
     * @param requests of all nodes; not negative
     * @param connections of all nodes; not negative
     * @throws IllegalArgumentException if the cluster does not exist, or a value is negative or not finite
     */
    public void putDaxTraffic(String cluster, Instant at, double requests, double connections) {
        LocalCluster target = cluster(cluster)
                .orElseThrow(() -> new IllegalArgumentException("Cluster \"" + cluster + "\" does not exist"));
        putDivided("TotalRequestCount", target, at, requests);
        putDivided("ClientConnections", target, at, connections);
    }

    private void putDivided(String metricName, LocalCluster cluster, Instant at, double value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    metricName + ": invalid value: " + value + ". Expected: a number that is not negative.");
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
     * Stops the generated metrics. Before this call, CloudWatch has {@code CPUUtilization} of every running cluster and each
     * of its nodes for every minute until now, unless {@link #putMetric} has stored data points of it.
     */
    public void stopMeasuring() {
        measuring = false;
    }

    /**
     * Makes CloudWatch return data points only after this delay, including those of {@link #putMetric}.
     *
     * @param delay the delay; {@code Duration.ZERO} returns all data points, including those of the future
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

    /** Removes all data points. */
    public void clearMetrics() {
        metrics.clear();
    }

    /** Adds an execution of a runbook, or replaces the one with the same id. */
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

    /** Creates an aggregator of AWS Config, whose sources are all accounts and Regions that the emulator has. */
    public LocalAggregator putAggregator(String name) {
        LocalAggregator aggregator = new LocalAggregator(clock);
        aggregators.put(name, aggregator);
        return aggregator;
    }

    Optional<LocalAggregator> aggregator(String name) {
        return Optional.ofNullable(aggregators.get(name));
    }

    /** Creates an empty bucket, which only this account can read, or returns the existing one. */
    public LocalBucket putBucket(String name) {
        return buckets.computeIfAbsent(name, key -> new LocalBucket());
    }

    Optional<LocalBucket> bucket(String name) {
        return Optional.ofNullable(buckets.get(name));
    }

    /** Creates a topic, or returns the existing one. */
    public LocalTopic putTopic(String name) {
        return topics.computeIfAbsent(location.arn("sns", name), LocalTopic::new);
    }

    Optional<LocalTopic> topic(String arn) {
        return Optional.ofNullable(topics.get(arn));
    }

    Location location() {
        return location;
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
