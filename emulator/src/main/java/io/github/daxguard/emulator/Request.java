package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** An authenticated request; {@code alteration} changes the result before it is sent. */
record Request(
        Api api,
        String operation,
        String id,
        Principal caller,
        String userAgent,
        JsonNode input,
        Predicate<String> failing,
        UnaryOperator<ObjectNode> alteration) {
    Request(Api api, String operation, String id, Principal caller, String userAgent, JsonNode input) {
        this(api, operation, id, caller, userAgent, input, each -> false, UnaryOperator.identity());
    }

    Location location() {
        return caller.location();
    }

    Call call() {
        return new Call(api.signingName(), operation, "", "", "", input, 0).by(caller);
    }

    Input members() {
        return new Input(input);
    }

    Form form() {
        return Form.of(input);
    }

    Request withInput(JsonNode other) {
        return new Request(api, operation, id, caller, userAgent, other, failing, alteration);
    }

    Request withFailing(Predicate<String> which) {
        return new Request(api, operation, id, caller, userAgent, input, failing.or(which), alteration);
    }

    /** The request with this change of the result, which is applied before the existing alteration. */
    Request withAlteration(UnaryOperator<ObjectNode> change) {
        return new Request(
                api,
                operation,
                id,
                caller,
                userAgent,
                input,
                failing,
                result -> alteration.apply(change.apply(result)));
    }

    Answer answer(ObjectNode result) {
        return api.protocol().answer(operation, alteration.apply(result), id);
    }

    Answer refusal(AwsError error) {
        return api.protocol().refusal(error, id);
    }
}
