package io.github.daxguard.infra.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The permissions of a role in a template: the resources of each action. */
record RolePolicy(String account, String name, String trustPolicy, Map<String, JsonNode> resources) {

    /** The services that the process of a function calls. Lambda itself calls the others. */
    private static final Set<String> SERVICES = Set.of("dax", "config", "sts", "cloudwatch", "ssm");

    /** A dependent action of CreateCluster, with a condition that the template tests assert. */
    private static final String PASS_ROLE = "iam:PassRole";

    /** The role of the function with this entry point. Its name is not in the template. */
    static RolePolicy ofFunction(Template template, Class<?> handler, String name) {
        String logicalId = template.function(handler).path("Role").asText();
        JsonNode role = template.resourceOf(logicalId).path("Properties");
        List<JsonNode> documents = inline(role);
        for (JsonNode policy : template.resources("AWS::IAM::Policy")) {
            for (JsonNode of : policy.at("/Properties/Roles")) {
                if (of.asText().equals(logicalId)) {
                    documents.add(policy.at("/Properties/PolicyDocument"));
                }
            }
        }
        return of(template.account(), name, role, documents);
    }

    static RolePolicy ofOnlyRole(Template template) {
        JsonNode role = template.resource("AWS::IAM::Role").path("Properties");
        return of(template.account(), role.path("RoleName").asText(), role, inline(role));
    }

    private static List<JsonNode> inline(JsonNode role) {
        if (role.has("ManagedPolicyArns")) {
            throw new AssertionError("The role has managed policies, whose permissions are not in the template");
        }
        List<JsonNode> documents = new ArrayList<>();
        for (JsonNode policy : role.path("Policies")) {
            // A conditional policy, as with its condition.
            documents.add(
                    policy.path("Fn::If").path(1).isMissingNode()
                            ? policy.path("PolicyDocument")
                            : policy.path("Fn::If").path(1).path("PolicyDocument"));
        }
        return documents;
    }

    private static RolePolicy of(String account, String name, JsonNode role, List<JsonNode> documents) {
        Map<String, JsonNode> resources = new TreeMap<>();
        for (JsonNode document : documents) {
            for (JsonNode statement : document.path("Statement")) {
                boolean plain = !statement.has("Condition")
                        || statement.path("Action").asText().equals(PASS_ROLE);
                if (!statement.path("Effect").asText().equals("Allow") || !plain) {
                    throw new AssertionError("Not a plain permission: " + statement);
                }
                for (JsonNode action : list(statement.path("Action"))) {
                    resources.put(action.asText(), statement.path("Resource"));
                }
            }
        }
        return new RolePolicy(
                account, name, role.path("AssumeRolePolicyDocument").toString(), resources);
    }

    private static Iterable<JsonNode> list(JsonNode oneOrMore) {
        return oneOrMore.isArray() ? oneOrMore : List.of(oneOrMore);
    }

    List<String> actions() {
        return resources.keySet().stream()
                .filter(action -> SERVICES.contains(action.substring(0, action.indexOf(':'))))
                .toList();
    }

    String document() {
        return document(action -> true);
    }

    String documentWithout(String action) {
        return document(other -> !other.equals(action));
    }

    private String document(Predicate<String> allowed) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        ArrayNode statements = document.putArray("Statement");
        resources.forEach((action, resource) -> {
            if (allowed.test(action)) {
                // moto uses the signing name of CloudWatch.
                ObjectNode statement = statements
                        .addObject()
                        .put("Effect", "Allow")
                        .put("Action", action.replace("cloudwatch:", "monitoring:"));
                // moto knows the resource of a call only for AssumeRole, and uses "*" for all others.
                if (action.equals("sts:AssumeRole")) {
                    statement.set("Resource", resource);
                } else {
                    statement.put("Resource", "*");
                }
            }
        });
        return document.toString();
    }
}
