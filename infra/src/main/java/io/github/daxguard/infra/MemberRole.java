package io.github.daxguard.infra;

import io.github.daxguard.contract.RuleParameterNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** The role that the function assumes in member accounts. A stack set deploys its template. */
final class MemberRole {

    /** Role names are unique in an account. The Region in the name allows a deployment for each Region. */
    private static final String NAME_PREFIX = "DaxGuardMember-";

    static final String FUNCTION_ROLE_ARN = "FunctionRoleArn";

    /** One of the Regions with the longest name. */
    private static final String LONG_REGION = "ap-southeast-2";

    private static final String POLICY_VERSION = "2012-10-17";

    private MemberRole() {}

    static String name() {
        return NAME_PREFIX + Aws.REGION;
    }

    /** The rule in a member account, where the function must assume the role. */
    static RuleDefinition usedBy(RuleDefinition rule) {
        return rule.with(RuleParameterNames.EXECUTION_ROLE_NAME, name());
    }

    /** As {@link #usedBy}, with the longest name that the role can have. The Region is not known at synthesis. */
    static RuleDefinition sizeOf(RuleDefinition rule) {
        return rule.with(RuleParameterNames.EXECUTION_ROLE_NAME, NAME_PREFIX + LONG_REGION);
    }

    /** The template for the stack set, in YAML. The stack resolves the permissions. */
    static String template(Stack stack, Settings settings) {
        List<PolicyStatement> permissions = new ArrayList<>(
                RulePermissions.evaluateAndReport(settings.exemptionTag().isPresent()));
        permissions.add(
                RulePermissions.readPreviousResults(List.of(RulePermissions.ruleArnsOf("config-multiaccountsetup"))));
        Object policy = stack.resolve(
                PolicyDocument.Builder.create().statements(permissions).build());
        return YamlText.text(OrderedMap.of(
                "AWSTemplateFormatVersion",
                "2010-09-09",
                "Description",
                "daxguard: the role that the rule function of the delegated administrator assumes in this account",
                "Parameters",
                OrderedMap.of(
                        FUNCTION_ROLE_ARN,
                        OrderedMap.of(
                                "Type",
                                "String",
                                "Description",
                                "ARN of the execution role of the daxguard rule function")),
                "Resources",
                OrderedMap.of("Role", OrderedMap.of("Type", "AWS::IAM::Role", "Properties", properties(policy)))));
    }

    private static Map<String, Object> properties(Object policy) {
        Map<String, Object> trust = OrderedMap.of(
                "Effect", "Allow",
                "Principal", OrderedMap.of("AWS", OrderedMap.of("Ref", FUNCTION_ROLE_ARN)),
                "Action", "sts:AssumeRole");
        return OrderedMap.of(
                "RoleName", OrderedMap.of("Fn::Sub", NAME_PREFIX + "${AWS::Region}"),
                "Description",
                        "Role that the daxguard rule function assumes to evaluate DAX clusters and report to AWS Config",
                "AssumeRolePolicyDocument", OrderedMap.of("Version", POLICY_VERSION, "Statement", List.of(trust)),
                "Policies", List.of(OrderedMap.of("PolicyName", "Rule", "PolicyDocument", policy)));
    }
}
