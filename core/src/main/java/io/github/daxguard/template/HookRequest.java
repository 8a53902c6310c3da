package io.github.daxguard.template;

import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.ShortText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What CloudFormation asks a Lambda hook before it touches a resource.
 *
 * @param action {@code CREATE_PRE_PROVISION}, {@code UPDATE_PRE_PROVISION}, {@code DELETE_PRE_PROVISION}; empty if it is not
 *     told
 * @param targetName the resource's type, or {@code STACK} or {@code CHANGE_SET} for a hook on these
 * @param logicalId the resource's name in its template, or the identifier that CloudFormation sends in its place
 * @param properties what is to be; empty if the request holds no object
 * @param previousProperties what is there before an update; empty if the request holds no object
 * @param clientRequestToken to be given back; empty if none came
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
     * Properties whose change makes a new cluster in place of the old one.
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

    /** Takes what is there; what is not, or is of another type, is empty. */
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

    /** Whether the cluster that is there stays: only then is nothing made that could be judged. */
    boolean updatesInPlace() {
        return action.equals("UPDATE_PRE_PROVISION")
                && properties.isPresent()
                && previousProperties.isPresent()
                && REPLACING.stream()
                        .allMatch(name -> staysTheSame(
                                properties.get().at(name),
                                previousProperties.get().at(name)));
    }

    /** The same function or dynamic reference can have another value at each operation. */
    private static boolean staysTheSame(@Nullable Object value, @Nullable Object previous) {
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

    /** Whether it is the same to CloudFormation, to which true and "true" are one. */
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
