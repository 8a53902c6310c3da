package io.github.daxguard.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EventBridge events of DAX calls that can change a verdict. CloudTrail records the calls.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-dax.html">DynamoDB Accelerator events</a>, for
 *     {@code source}, {@code detail-type} and {@code eventSource}
 */
public final class ChangeEvents {

    /** The {@code source} of DAX's events. */
    public static final String SOURCE = "aws.dax";

    /** The {@code detail-type} of calls that CloudTrail has recorded. */
    public static final String DETAIL_TYPE = "AWS API Call via CloudTrail";

    /** The {@code eventSource} of DAX in CloudTrail. */
    public static final String EVENT_SOURCE = "dax.amazonaws.com";

    /** The calls that can change a verdict. */
    public static final List<String> EVENT_NAMES =
            List.of("CreateCluster", "DeleteCluster", "TagResource", "UntagResource");

    private ChangeEvents() {}

    /** The event pattern of the EventBridge rule. Its members have a fixed order. */
    public static Map<String, Object> pattern() {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("eventSource", List.of(EVENT_SOURCE));
        detail.put("eventName", EVENT_NAMES);
        // Failed calls changed nothing.
        detail.put("errorCode", List.of(Map.of("exists", false)));
        Map<String, Object> pattern = new LinkedHashMap<>();
        pattern.put("source", List.of(SOURCE));
        pattern.put("detail-type", List.of(DETAIL_TYPE));
        pattern.put("detail", detail);
        return pattern;
    }
}
