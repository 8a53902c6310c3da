package io.github.daxguard.cli.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import java.util.HashSet;
import java.util.Set;
import software.amazon.event.ruler.Ruler;

/** EventBridge's test of event patterns, the resource types of CloudFormation, and the concurrency quota of Lambda. */
final class LocalServices {

    private final Set<String> missingTypes = new HashSet<>();
    private final ObjectNode limit = JsonNodeFactory.instance.objectNode();
    private String deprecatedStatus = "LIVE";

    LocalServices(LocalAws aws) {
        concurrency(1000, 1000);
        aws.answer("events", "TestEventPattern", call -> result(matches(call)));
        aws.answer("cloudformation", "DescribeType", this::describeType);
        aws.answer("lambda", "GetAccountSettings", call -> {
            ObjectNode settings = JsonNodeFactory.instance.objectNode();
            settings.set("AccountLimit", limit);
            return settings;
        });
    }

    private static ObjectNode result(boolean matches) {
        return JsonNodeFactory.instance.objectNode().put("Result", matches);
    }

    private static boolean matches(Call call) {
        try {
            return Ruler.matchesRule(
                    call.body().path("Event").asText(),
                    call.body().path("EventPattern").asText());
        } catch (Exception e) {
            throw AwsError.of("InvalidEventPatternException", String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode describeType(Call call) {
        String name = call.body().path("TypeName").asText();
        if (!call.body().path("Type").asText().equals("RESOURCE")) {
            throw AwsError.of("ValidationError", "Type is required with TypeName");
        }
        if (missingTypes.contains(name)) {
            throw new AwsError("TypeNotFoundException", "The type '" + name + "' cannot be found.", 404);
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("Arn", "arn:aws:cloudformation:" + call.region() + "::type/resource/" + name.replace("::", "-"))
                .put("Type", "RESOURCE")
                .put("TypeName", name)
                .put("DeprecatedStatus", deprecatedStatus);
    }

    /** CloudFormation does not offer the type in any Region. */
    void removeType(String name) {
        missingTypes.add(name);
    }

    /** All types are deprecated. */
    void deprecateTypes() {
        deprecatedStatus = "DEPRECATED";
    }

    /** The quota of concurrent executions, and its part that is not reserved. */
    void concurrency(int quota, int unreserved) {
        limit.put("ConcurrentExecutions", quota).put("UnreservedConcurrentExecutions", unreserved);
    }

    /** Lambda's response does not contain this member. */
    void omitLimit(String member) {
        limit.remove(member);
    }
}
