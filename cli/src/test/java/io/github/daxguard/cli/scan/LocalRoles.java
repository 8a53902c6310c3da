package io.github.daxguard.cli.scan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Roles of IAM with inline and attached policies, of which a page has two.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html">GetRolePolicy</a>
 */
final class LocalRoles {

    private static final int PAGE = 2;

    /** Policies by name and by ARN. */
    private record Policies(Map<String, String> inline, Map<String, String> attached) {}

    private final Map<String, Policies> roles = new LinkedHashMap<>();

    LocalRoles(LocalAws aws) {
        aws.answer("iam", "ListRolePolicies", call -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode names = page.putArray("PolicyNames");
            paged(List.copyOf(role(call).inline().keySet()), call, page).forEach(names::add);
            return page;
        });
        aws.answer("iam", "ListAttachedRolePolicies", call -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode policies = page.putArray("AttachedPolicies");
            paged(List.copyOf(role(call).attached().keySet()), call, page)
                    .forEach(arn -> policies.addObject().put("PolicyArn", arn).put("PolicyName", "Attached"));
            return page;
        });
        aws.answer(
                "iam",
                "GetRolePolicy",
                call -> JsonNodeFactory.instance
                        .objectNode()
                        .put("RoleName", member(call, "RoleName"))
                        .put("PolicyName", member(call, "PolicyName"))
                        .put(
                                "PolicyDocument",
                                encoded(role(call).inline().getOrDefault(member(call, "PolicyName"), ""))));
        aws.answer("iam", "GetPolicy", call -> {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            result.putObject("Policy").put("Arn", member(call, "PolicyArn")).put("DefaultVersionId", "v7");
            return result;
        });
        aws.answer("iam", "GetPolicyVersion", call -> {
            if (!member(call, "VersionId").equals("v7")) {
                throw new AwsError("NoSuchEntity", "The version cannot be found.", 404);
            }
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            result.putObject("PolicyVersion")
                    .put(
                            "Document",
                            encoded(roles.values().stream()
                                    .flatMap(role ->
                                            Stream.ofNullable(role.attached().get(member(call, "PolicyArn"))))
                                    .findFirst()
                                    .orElseThrow()))
                    .put("VersionId", "v7");
            return result;
        });
    }

    /** Adds an inline policy with these statements to a role. */
    void addInline(String role, String policy, String statements) {
        of(role).inline().put(policy, document(statements));
    }

    /** Adds an attached policy with these statements to a role. */
    void attach(String role, String policyArn, String statements) {
        of(role).attached().put(policyArn, document(statements));
    }

    /** Adds a role without policies. */
    void addWithoutPolicies(String role) {
        of(role);
    }

    private Policies of(String role) {
        return roles.computeIfAbsent(role, name -> new Policies(new LinkedHashMap<>(), new LinkedHashMap<>()));
    }

    private static String document(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":" + statements + "}";
    }

    private Policies role(Call call) {
        Policies role = roles.get(member(call, "RoleName"));
        if (role == null) {
            throw new AwsError("NoSuchEntity", "The role cannot be found.", 404);
        }
        return role;
    }

    private static List<String> paged(List<String> names, Call call, ObjectNode page) {
        int first = call.body().path("Marker").asInt(0);
        int end = Math.min(first + PAGE, names.size());
        page.put("IsTruncated", end < names.size());
        if (end < names.size()) {
            page.put("Marker", Integer.toString(end));
        }
        return names.subList(first, end);
    }

    private static String member(Call call, String name) {
        return call.body().path(name).asText();
    }

    private static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
