package io.github.daxguard.localaws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/**
 * A request that is authenticated and read, on its way to its operation.
 *
 * @param api the service asked
 * @param operation the operation's name
 * @param id the request id that the answer carries
 * @param caller who asks
 * @param userAgent the program that asks, in its own words
 * @param input the operation's input
 * @param failing the resource ids that {@code PutEvaluations} is told to fail
 */
record Request(
        Api api,
        String operation,
        String id,
        Caller caller,
        String userAgent,
        JsonNode input,
        Predicate<String> failing) {
    Request(Api api, String operation, String id, Caller caller, String userAgent, JsonNode input) {
        this(api, operation, id, caller, userAgent, input, resourceId -> false);
    }

    Place place() {
        return caller.place();
    }

    Input members() {
        return new Input(input);
    }

    Request withInput(JsonNode other) {
        return new Request(api, operation, id, caller, userAgent, other, failing);
    }

    Request withFailing(Predicate<String> resourceId) {
        return new Request(api, operation, id, caller, userAgent, input, failing.or(resourceId));
    }

    Answer refusal(AwsError error) {
        return api.refusal(error, id);
    }
}
