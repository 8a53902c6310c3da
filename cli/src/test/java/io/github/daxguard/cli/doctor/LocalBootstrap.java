package io.github.daxguard.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The CDK's bootstrapping of an account and Region: its version, its roles, and the simulation of its execution role, which at
 * first allows all actions.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html">SimulatePrincipalPolicy</a>
 */
final class LocalBootstrap {

    /** Results in a page, fewer than in AWS. */
    private static final int PAGE = 10;

    private final String executionRole;
    private final Map<String, String> decisions = new HashMap<>();
    private final Map<String, String> contextKeys = new HashMap<>();
    private Optional<String> version = Optional.of("30");

    LocalBootstrap(LocalAws aws, String account, String region) {
        for (String role : List.of("deploy", "file-publishing", "lookup")) {
            aws.addRole(account, "cdk-hnb659fds-" + role + "-role-" + account + "-" + region);
        }
        executionRole = "arn:aws:iam::" + account + ":role/cdk-hnb659fds-cfn-exec-role-" + account + "-" + region;
        aws.answer("ssm", "GetParameter", this::getParameter);
        aws.answer("iam", "SimulatePrincipalPolicy", this::simulate);
    }

    /** Removes the parameter with the version. */
    void removeVersion() {
        version = Optional.empty();
    }

    void version(String value) {
        version = Optional.of(value);
    }

    /** Decides an action: {@code implicitDeny}. An empty decision omits the result of the action. */
    void decide(String action, String decision) {
        decisions.put(action, decision);
    }

    /** Gives the policy that allows the action a condition on this key. */
    void addCondition(String action, String key) {
        contextKeys.put(action, key);
    }

    private ObjectNode getParameter(Call call) {
        String name = call.body().path("Name").asText();
        if (!name.equals("/cdk-bootstrap/hnb659fds/version") || version.isEmpty()) {
            throw AwsError.of("ParameterNotFound", "Parameter " + name + " not found.");
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putObject("Parameter").put("Name", name).put("Type", "String").put("Value", version.get());
        return result;
    }

    private ObjectNode simulate(Call call) {
        if (!call.body().path("PolicySourceArn").asText().equals(executionRole)) {
            throw new AwsError("NoSuchEntity", "The role cannot be found.", 404);
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode results = result.putArray("EvaluationResults");
        JsonNode actions = call.body().path("ActionNames");
        int first = call.body().path("Marker").asInt(0);
        int end = Math.min(first + PAGE, actions.size());
        for (int i = first; i < end; i++) {
            add(results, actions.path(i).asText());
        }
        result.put("IsTruncated", end < actions.size());
        return end < actions.size() ? result.put("Marker", Integer.toString(end)) : result;
    }

    private void add(ArrayNode results, String action) {
        String decision = decisions.getOrDefault(action, "allowed");
        if (decision.isEmpty()) {
            return;
        }
        ObjectNode result = results.addObject()
                .put("EvalActionName", action)
                .put("EvalResourceName", "*")
                .put("EvalDecision", decision);
        if (contextKeys.containsKey(action)) {
            result.putArray("MissingContextValues").add(contextKeys.get(action));
        }
    }
}
