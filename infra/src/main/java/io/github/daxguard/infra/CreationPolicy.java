package io.github.daxguard.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A service control policy with which a DAX cluster can be created only by CloudFormation, so that a {@link EncryptionHook}
 * evaluates it, or by a named role.
 *
 * <p>Its only statement denies {@code dax:CreateCluster} if both conditions hold:
 *
 * <ul>
 *   <li>CloudFormation is not a service that makes the call with the credentials of the principal. {@code aws:CalledVia} lists
 *       these services. It is absent if the principal makes the call directly, and if CloudFormation uses a service role.
 *       {@code ForAllValues} is true for an absent key, so that direct calls are denied. {@code ForAnyValue} would be false.
 *   <li>{@code aws:PrincipalArn}, which for a session is the ARN of the role, is not that of an accepted role. A negated operator
 *       is also true for an absent key.
 * </ul>
 *
 * @param roles {@code creationRoles}: names of roles, with their paths, that can create clusters; {@code *} stands for any
 *     characters, including {@code /}
 * @param targets {@code creationPolicyTargets}: the root, organizational units and accounts to which {@link DaxGuardPreventionStack}
 *     attaches the policy; empty without this stack
 * @param replacement whether the runbook that replaces clusters is deployed: the role of its function can create clusters
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-calledvia">
 *     aws:CalledVia and aws:PrincipalArn</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition_examples-multi-valued-context-keys.html">
 *     ForAllValues and ForAnyValue in Deny statements</a>
 */
record CreationPolicy(List<String> roles, List<String> targets, boolean replacement) {

    static final String ROLES = "creationRoles";
    static final String TARGETS = "creationPolicyTargets";

    /** The policy, written next to the templates, which can be uploaded to any organization. */
    static final String FILE = "daxguard.service-control-policy.json";

    /**
     * The largest policy, in characters. AWS Organizations accepts twice as many since May 2026, but the documentation of
     * CloudFormation's resource type still states this quota.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-policy.html">
     *     AWS::Organizations::Policy</a>
     */
    static final int LARGEST_POLICY = 5_120;

    /** The role that CloudFormation uses for stacks of the CDK, with any qualifier, in any account and Region. */
    private static final String CDK_EXECUTION_ROLE = "cdk-*-cfn-exec-role-*";

    /** The role that CloudFormation uses in a member account for stack sets with service-managed permissions. */
    private static final String STACK_SET_ROLE = "stacksets-exec-*";

    /** The role of the replacement function, with the name that CloudFormation generates, in the stack of any Region. */
    private static final String REPLACEMENT_ROLE = DaxGuardStack.NAME + "*-ReplacementRole*";

    /**
     * The forms of {@link #ROLES}. A pattern that begins with a wildcard would accept almost every role. Possessive, because a group
     * that can backtrack overflows the stack with thousands of segments.
     */
    private static final Pattern ROLE = Pattern.compile("[\\w+=.@-][\\w+=.@*-]*+(/[\\w+=.@*-]++)*+");

    private static final Pattern TARGET = Pattern.compile(OrganizationReader.UNIT.pattern() + "|\\d{12}");

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    CreationPolicy {
        roles = List.copyOf(roles);
        targets = List.copyOf(targets);
    }

    /**
     * Validates the settings.
     *
     * @throws InvalidContextException for the first element that is not valid, or if the policy would be too large
     */
    static CreationPolicy of(List<String> roles, List<String> targets, boolean replacement) {
        requireAll(
                ROLES,
                roles,
                ROLE,
                "names of IAM roles, with their path, such as deploy/terraform, separated by commas. * stands for any"
                        + " characters, but not at the beginning");
        requireAll(
                TARGETS,
                targets,
                TARGET,
                "ids of the organization's root (r-...), of organizational units (ou-...-...) or of accounts, separated by"
                        + " commas");
        CreationPolicy policy = new CreationPolicy(roles, targets, replacement);
        int length = policy.json().length();
        if (length > LARGEST_POLICY) {
            throw InvalidContextException.ofValue(
                    ROLES,
                    roles.size() + " roles",
                    "at most " + LARGEST_POLICY + " characters for the service control policy, which now has " + length
                            + ". Use patterns");
        }
        return policy;
    }

    /** Refuses settings that deploy other stacks, which belong to other accounts than the policy. */
    void checkDeployedAlone(Settings settings) {
        if (targets.isEmpty()) {
            return;
        }
        if (settings.organization().isPresent() || !settings.regions().isEmpty()) {
            throw InvalidContextException.ofValue(
                    TARGETS,
                    String.join(",", targets),
                    "no value, because " + ContextReader.ORGANIZATION + " or " + ContextReader.REGIONS
                            + " is set. Deploy the policy separately, in the management account");
        }
    }

    private static void requireAll(String name, List<String> values, Pattern pattern, String accepted) {
        for (String value : values) {
            if (!pattern.matcher(value).matches()) {
                throw InvalidContextException.ofValue(name, value, accepted);
            }
        }
    }

    /** The policy document. The order of its members is fixed. */
    Map<String, Object> document() {
        Map<String, Object> outsideCloudFormation = OrderedMap.of(
                "ForAllValues:StringNotEquals",
                Map.of("aws:CalledVia", List.of("cloudformation.amazonaws.com")),
                "ArnNotLike",
                Map.of("aws:PrincipalArn", acceptedRoles()));
        return OrderedMap.of(
                "Version",
                "2012-10-17",
                "Statement",
                List.of(OrderedMap.of(
                        "Sid",
                        "DenyCreateClusterOutsideCloudFormation",
                        "Effect",
                        "Deny",
                        "Action",
                        List.of("dax:CreateCluster"),
                        "Resource",
                        "*",
                        "Condition",
                        outsideCloudFormation)));
    }

    /** The policy as indented JSON, which ends with a line feed. Its size includes the white space. */
    String json() {
        try {
            // The default separator between lines depends on the operating system.
            return JSON.writerWithDefaultPrettyPrinter()
                            .writeValueAsString(document())
                            .replace(System.lineSeparator(), "\n")
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists and strings could not be written as JSON", e);
        }
    }

    private List<String> acceptedRoles() {
        List<String> names = new ArrayList<>(List.of(CDK_EXECUTION_ROLE, STACK_SET_ROLE));
        if (replacement) {
            names.add(REPLACEMENT_ROLE);
        }
        return Stream.concat(names.stream(), roles.stream())
                // The policy applies to every account of its targets, in any partition.
                .map(role -> "arn:*:iam::*:role/" + role)
                .toList();
    }
}
