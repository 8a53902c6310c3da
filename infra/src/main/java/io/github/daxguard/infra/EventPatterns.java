package io.github.daxguard.infra;

import io.github.daxguard.contract.ChangeEvents;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import java.util.List;
import java.util.Map;

/**
 * The EventBridge patterns that several event buses share, so that an account, its forwarding rules and the central event bus
 * select the same events.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html">Event patterns</a>
 */
final class EventPatterns {

    private static final String SOURCE = "source";
    private static final String DETAIL_TYPE = "detail-type";
    private static final String DETAIL = "detail";

    /** An alternative of {@code $or} or of a list of values: the member is absent. */
    private static final Map<String, Object> ABSENT = OrderedMap.of("exists", false);

    private static final String CONFIG = "aws.config";
    private static final String COMPLIANCE_CHANGE = "Config Rules Compliance Change";
    private static final String CLOUDWATCH = "aws.cloudwatch";
    private static final String ALARM_STATE_CHANGE = "CloudWatch Alarm State Change";

    /** The {@code source} of each event that is forwarded. */
    static final List<String> FORWARDED_SOURCES = List.of(CONFIG, CLOUDWATCH, ChangeEvents.SOURCE);

    /** The {@code detail-type} of each event that is forwarded. */
    static final List<String> FORWARDED_DETAIL_TYPES =
            List.of(COMPLIANCE_CHANGE, ALARM_STATE_CHANGE, ChangeEvents.DETAIL_TYPE);

    private static final Map<String, Object> CLUSTER = OrderedMap.of("resourceType", List.of(ResourceType.DAX_CLUSTER));

    /** Not NOT_APPLICABLE, which also shows that a run found no cluster. */
    private static final Map<String, Object> ACCOUNT = OrderedMap.of(
            "resourceType",
            List.of(ResourceType.ACCOUNT),
            "newEvaluationResult",
            OrderedMap.of("complianceType", List.of(Compliance.COMPLIANT.name(), Compliance.NON_COMPLIANT.name())));

    private EventPatterns() {}

    /**
     * Changes of the compliance of a cluster, or of the account that is reported in place of its clusters.
     *
     * @param ruleNames names or patterns of names of AWS Config rules
     * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html">
     *     Monitoring AWS Config with EventBridge</a>
     */
    static Map<String, Object> complianceChanges(List<?> ruleNames) {
        return pattern(
                CONFIG,
                COMPLIANCE_CHANGE,
                OrderedMap.of("configRuleName", ruleNames, "$or", List.of(CLUSTER, ACCOUNT)));
    }

    /**
     * Alarms that enter ALARM, and those that return from it to OK. A new alarm without data does not match when it becomes OK
     * for the first time.
     *
     * @param alarmNames the names of the alarms; any alarm if empty
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html">Alarm events
     *     and EventBridge</a>
     */
    static Map<String, Object> alarmStates(List<String> alarmNames) {
        Map<String, Object> entersAlarm = OrderedMap.of("state", state("ALARM"));
        Map<String, Object> returnsToOk = OrderedMap.of("state", state("OK"), "previousState", state("ALARM"));
        Map<String, Object> detail = OrderedMap.of("$or", List.of(entersAlarm, returnsToOk));
        if (!alarmNames.isEmpty()) {
            detail.put("alarmName", alarmNames);
        }
        return pattern(CLOUDWATCH, ALARM_STATE_CHANGE, detail);
    }

    /** Successful calls that create a cluster. CloudTrail records them, and a trail is required. */
    static Map<String, Object> creations() {
        return creations(Map.of());
    }

    /**
     * {@link #creations} of clusters that do not comply with one of the controls. If a member of the request is absent, DAX does
     * not encrypt the cluster.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_CreateCluster.html">CreateCluster</a>
     */
    static Map<String, Object> unencryptedCreations(List<Control> controls) {
        List<Map<String, Object>> alternatives =
                controls.stream().map(EventPatterns::unencrypted).toList();
        return creations(alternatives.size() == 1 ? alternatives.get(0) : OrderedMap.of("$or", alternatives));
    }

    private static Map<String, Object> creations(Map<String, Object> request) {
        Map<String, Object> detail = OrderedMap.of(
                "eventSource", List.of(ChangeEvents.EVENT_SOURCE),
                "eventName", List.of("CreateCluster"),
                // A failed call does not create a cluster.
                "errorCode", List.of(ABSENT));
        detail.putAll(request);
        return pattern(ChangeEvents.SOURCE, ChangeEvents.DETAIL_TYPE, detail);
    }

    private static Map<String, Object> unencrypted(Control control) {
        // CloudTrail changes the first letter of each member to lower case.
        Map<String, Object> parameters = switch (control) {
            case ENCRYPTION_AT_REST ->
                OrderedMap.of("sSESpecification", OrderedMap.of("enabled", List.of(false, ABSENT)));
            case ENCRYPTION_IN_TRANSIT ->
                OrderedMap.of(
                        "clusterEndpointEncryptionType",
                        List.of(OrderedMap.of("anything-but", List.of("TLS")), ABSENT));
        };
        return OrderedMap.of("requestParameters", parameters);
    }

    private static Map<String, Object> state(String value) {
        return OrderedMap.of("value", List.of(value));
    }

    private static Map<String, Object> pattern(String source, String detailType, Map<String, Object> detail) {
        return OrderedMap.of(SOURCE, List.of(source), DETAIL_TYPE, List.of(detailType), DETAIL, detail);
    }
}
