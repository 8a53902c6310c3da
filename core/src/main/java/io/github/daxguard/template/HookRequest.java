package io.github.daxguard.template;

import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.ShortText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request that CloudFormation sends to a Lambda hook before an operation on a resource.
 *
 * @param action {@code CREATE_PRE_PROVISION}, {@code UPDATE_PRE_PROVISION}, {@code DELETE_PRE_PROVISION}; empty if it is
 *     missing
 * @param targetName the resource's type, or {@code STACK} or {@code CHANGE_SET} for a hook on these
 * @param logicalId the resource's name in its template, or the identifier that CloudFormation sends instead
 * @param properties the properties after the operation; empty if the request does not contain an object
 * @param previousProperties the properties before an update; empty if the request does not contain an object
 * @param clientRequestToken must be returned in the response; empty if it is missing
 * @see <a href="https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html">
 *     Create Lambda functions to evaluate resources for Lambda Hooks</a>
 */
public record HookRequest(
        String action,
        String targetName,
        String logicalId,
        Optional<JsonTree> properties,
        Optional<JsonTree> previousProperties,
        Optional<String> clientRequestToken) {

    /**
     * Properties whose change replaces the cluster.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dax-cluster.html">
     *     AWS::DAX::Cluster</a>, "Update requires: Replacement"
     */
    private static final List<String> REPLACING = List.of(
            "ClusterEndpointEncryptionType",
            "ClusterName",
            "IAMRoleARN",
            "NetworkType",
            "NodeType",
            "SSESpecification",
            "SubnetGroupName");

    private static final int LONGEST_NAME = 128;

    /** Reads a request. A member that is missing or has another type is empty. */
    public static HookRequest of(JsonTree request) {
        return new HookRequest(
                text(request, "actionInvocationPoint"),
                text(request, "requestData", "targetName"),
                text(request, "requestData", "targetLogicalId"),
                request.object("requestData", "targetModel", "resourceProperties"),
                request.object("requestData", "targetModel", "previousResourceProperties"),
                request.text("clientRequestToken"));
    }

    private static String text(JsonTree request, String... path) {
        return ShortText.of(request.text(path).orElse(""), LONGEST_NAME);
    }

    /** Whether the operation updates the existing cluster without replacing it, so that its encryption does not change. */
    boolean updatesInPlace() {
        return action.equals("UPDATE_PRE_PROVISION")
                && properties.isPresent()
                && previousProperties.isPresent()
                && REPLACING.stream()
                        .allMatch(name -> isUnchanged(
                                properties.get().at(name),
                                previousProperties.get().at(name)));
    }

    /** A function or a dynamic reference can have another value in each operation. */
    private static boolean isUnchanged(@Nullable Object value, @Nullable Object previous) {
        return isResolved(value) && isResolved(previous) && same(value, previous);
    }

    /** Whether no part of the value is a function or a dynamic reference. */
    private static boolean isResolved(@Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .allMatch(member -> !isFunction(member.getKey()) && isResolved(member.getValue()));
        }
        if (value instanceof List<?> elements) {
            return elements.stream().allMatch(HookRequest::isResolved);
        }
        return !(value instanceof String text) || !DeclaredCluster.hasDynamicReference(text);
    }

    private static boolean isFunction(Object name) {
        return name.equals("Ref") || name.toString().startsWith("Fn::");
    }

    boolean deletes() {
        return action.equals("DELETE_PRE_PROVISION");
    }

    /** Whether CloudFormation treats both values as equal: true equals "true". */
    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet()) && a.keySet().stream().allMatch(key -> same(a.get(key), b.get(key)));
        }
        if (one instanceof Boolean || other instanceof Boolean) {
            return Objects.toString(one).equals(Objects.toString(other));
        }
        return Objects.equals(one, other);
    }
}
