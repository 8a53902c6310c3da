package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * The permissions of the replacement function, except those to start the rules.
 *
 * <p>AWS lists ten dependent actions of {@code dax:CreateCluster}, and does not state which of them the caller needs. The
 * function has those that only read, and {@code iam:PassRole}. It does not have {@code ec2:CreateNetworkInterface} and
 * {@code ec2:DeleteNetworkInterface}, which DAX's service-linked role has, and {@code dax:CreateParameterGroup} and
 * {@code dax:CreateSubnetGroup}, because the replacement cluster uses the groups of the source cluster. The service-linked role
 * exists because the source cluster exists.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodbacceleratordax.html">
 *     Actions, resources, and condition keys for Amazon DynamoDB Accelerator (DAX)</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/using-service-linked-roles.html">Using
 *     service-linked IAM roles for DAX</a>
 */
final class ReplacementPermissions {

    private ReplacementPermissions() {}

    static List<PolicyStatement> statements() {
        return List.of(
                RulePermissions.statement("ListClusters", List.of("dax:DescribeClusters"), "*"),
                RulePermissions.statement(
                        "ReplaceClusters",
                        List.of("dax:CreateCluster", "dax:DeleteCluster", "dax:ListTags", "dax:TagResource"),
                        RulePermissions.anyCluster()),
                RulePermissions.statementIf(
                        "PassRolesToDax",
                        List.of("iam:PassRole"),
                        Map.of("StringEquals", Map.of("iam:PassedToService", "dax.amazonaws.com")),
                        "*"),
                RulePermissions.statement("ReadRoles", List.of("iam:GetRole"), anyRole()),
                RulePermissions.statement(
                        "ReadNetworks",
                        List.of(
                                "ec2:DescribeNetworkInterfaces",
                                "ec2:DescribeSecurityGroups",
                                "ec2:DescribeSubnets",
                                "ec2:DescribeVpcs"),
                        "*"),
                RulePermissions.statement(
                        "ReadExecutions", List.of("ssm:GetAutomationExecution"), ReplacementAutomation.anyExecution()),
                RulePermissions.statement("ReadTraffic", List.of("cloudwatch:GetMetricData"), "*"));
    }

    static List<NagPackSuppression> reasons() {
        return List.of(
                NagReason.ofWildcard(
                        "*",
                        "The role of a cluster can be any role, and can be passed to DAX only. dax:DescribeClusters,"
                                + " cloudwatch:GetMetricData, the EC2 Describe actions and X-Ray's actions do not support"
                                + " resource-level permissions."),
                NagReason.ofWildcard(
                        RulePermissions.anyCluster(),
                        "Any cluster can require a replacement, including clusters that are created later."),
                NagReason.ofWildcard(
                        ReplacementAutomation.anyExecution(),
                        "Systems Manager assigns the id of an execution when the runbook is started."),
                NagReason.ofWildcard(anyRole(), "The role of a cluster can be any role of the account."));
    }

    private static String anyRole() {
        return "arn:" + Aws.PARTITION + ":iam::" + Aws.ACCOUNT_ID + ":role/*";
    }
}
