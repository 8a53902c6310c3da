package io.github.daxguard.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trails of CloudTrail in every account and Region: at first one, of another Region, that logs all management events in every
 * Region.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html">DescribeTrails</a>
 */
final class LocalTrails {

    private static final String ALL_MANAGEMENT_EVENTS =
            "{\"EventSelectors\":[{\"ReadWriteType\":\"All\",\"IncludeManagementEvents\":true,\"DataResources\":[]}]}";

    private final List<ObjectNode> trails = new ArrayList<>();
    private final Map<String, ObjectNode> statuses = new LinkedHashMap<>();
    private final Map<String, ObjectNode> selectors = new LinkedHashMap<>();

    LocalTrails(LocalAws aws) {
        add("management", DoctorScenario.ACCOUNT, "us-east-1", true);
        aws.answer("cloudtrail", "DescribeTrails", this::describe);
        aws.answer(
                "cloudtrail", "GetTrailStatus", call -> of(statuses, call.body().path("Name")));
        aws.answer(
                "cloudtrail",
                "GetEventSelectors",
                call -> of(selectors, call.body().path("TrailName")));
    }

    private ObjectNode describe(Call call) {
        boolean withShadows = call.body().path("includeShadowTrails").asBoolean(true);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode list = result.putArray("trailList");
        trails.stream()
                .filter(trail ->
                        withShadows || trail.path("HomeRegion").asText().equals(call.region()))
                .forEach(list::add);
        return result;
    }

    private static ObjectNode of(Map<String, ObjectNode> results, JsonNode arn) {
        ObjectNode result = results.get(arn.asText());
        if (result == null) {
            throw AwsError.of("TrailNotFoundException", "Unknown trail: " + arn.asText());
        }
        return result;
    }

    void clear() {
        trails.clear();
    }

    /** Adds a trail that logs all management events, and returns its ARN. */
    String add(String name, String account, String homeRegion, boolean isMultiRegion) {
        String arn = "arn:aws:cloudtrail:" + homeRegion + ":" + account + ":trail/" + name;
        trails.add(JsonNodeFactory.instance
                .objectNode()
                .put("Name", name)
                .put("TrailARN", arn)
                .put("HomeRegion", homeRegion)
                .put("IsMultiRegionTrail", isMultiRegion)
                .put("IsOrganizationTrail", !account.equals(DoctorScenario.ACCOUNT)));
        statuses.put(arn, JsonNodeFactory.instance.objectNode().put("IsLogging", true));
        selectors.put(arn, DoctorScenario.object(ALL_MANAGEMENT_EVENTS));
        return arn;
    }

    /** Adds a trail with these members only. */
    void addIncomplete(String json) {
        trails.add(DoctorScenario.object(json));
    }

    /** Makes GetTrailStatus of the trail return this. */
    void status(String arn, String json) {
        statuses.put(arn, DoctorScenario.object(json));
    }

    /** Makes GetEventSelectors of the trail return this. */
    void selectors(String arn, String json) {
        selectors.put(arn, DoctorScenario.object(json));
    }

    /** Makes the trail unknown, except in the list. */
    void hide(String arn) {
        statuses.remove(arn);
        selectors.remove(arn);
    }
}
