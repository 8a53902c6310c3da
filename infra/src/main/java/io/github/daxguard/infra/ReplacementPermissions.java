package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * What the replacement of a cluster calls, besides starting the rules.
 *
 * <p>AWS names ten dependent actions of {@code dax:CreateCluster}, and does not say which of them DAX asks of the caller.
 * Here are those that only read, and {@code iam:PassRole}. Left out are {@code ec2:CreateNetworkInterface} and
 * {@code ec2:DeleteNetworkInterface}, which DAX's service-linked role has, and {@code dax:CreateParameterGroup} and
 * {@code dax:CreateSubnetGroup}, as the replacement cluster takes the groups that the old cluster has. That cluster is also why the
 * service-linked role need not be made.
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
                        "GiveClustersTheirRole",
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
                        "A cluster has whichever role its owner gave it, and that can be passed to DAX alone; a listing of"
                                + " all clusters, metrics, EC2's look-ups and X-Ray's actions know no resource but *."),
                NagReason.ofWildcard(
                        RulePermissions.anyCluster(), "Any cluster can need a replacement, also one made tomorrow."),
                NagReason.ofWildcard(
                        ReplacementAutomation.anyExecution(),
                        "Systems Manager gives an execution its id when the runbook is started."),
                NagReason.ofWildcard(anyRole(), "A cluster has whichever role its owner gave it."));
    }

    private static String anyRole() {
        return "arn:" + Aws.PARTITION + ":iam::" + Aws.ACCOUNT_ID + ":role/*";
    }
}
