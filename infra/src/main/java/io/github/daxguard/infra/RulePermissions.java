package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * The permissions of a run in the account whose clusters it evaluates, and those to start a run on demand.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html">Actions, resources,
 *     and condition keys for AWS Config</a>
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodbacceleratordax.html">
 *     Actions, resources, and condition keys for Amazon DynamoDB Accelerator (DAX)</a>
 */
final class RulePermissions {

    private RulePermissions() {}

    /** All except reading previous evaluation results, which requires the ARNs of the rules. They are created after the role. */
    static List<PolicyStatement> evaluateAndReport(boolean withExemptionTag) {
        List<PolicyStatement> statements = new ArrayList<>();
        statements.add(statement("ListClusters", List.of("dax:DescribeClusters"), "*"));
        if (withExemptionTag) {
            statements.add(readExemptionTags());
        }
        statements.add(statement("ReportResults", List.of("config:PutEvaluations"), "*"));
        return statements;
    }

    static PolicyStatement readExemptionTags() {
        return statement("ReadExemptionTags", List.of("dax:ListTags"), anyCluster());
    }

    static NagPackSuppression reasonOfAnyCluster() {
        return NagReason.ofWildcard(
                anyCluster(), "Any cluster can have an exemption tag, including clusters that are created later.");
    }

    static List<NagPackSuppression> reasons(boolean withExemptionTag) {
        List<NagPackSuppression> reasons = new ArrayList<>();
        reasons.add(
                NagReason.ofWildcard(
                        "*",
                        "The actions dax:DescribeClusters and config:PutEvaluations and X-Ray's actions do not support resource-level permissions."));
        if (withExemptionTag) {
            reasons.add(reasonOfAnyCluster());
        }
        return reasons;
    }

    static PolicyStatement readPreviousResults(List<String> ruleArns) {
        return statement(
                "ReadPreviousResults",
                List.of("config:GetComplianceDetailsByConfigRule"),
                ruleArns.toArray(String[]::new));
    }

    static PolicyStatement start(List<String> ruleArns) {
        return statement("StartRules", List.of("config:StartConfigRulesEvaluation"), ruleArns.toArray(String[]::new));
    }

    static PolicyStatement findRulesOfPack() {
        return statement("FindRulesOfPack", List.of("config:DescribeConformancePackCompliance"), packArn());
    }

    static NagPackSuppression reasonOfPackArn() {
        return NagReason.ofWildcard(packArn(), "AWS Config adds an id to the name of the conformance pack.");
    }

    static String ruleArnsOfPacks() {
        return ruleArnsOf("config-conforms");
    }

    static NagPackSuppression reasonOfRuleArnsOfPacks() {
        return NagReason.ofWildcard(
                ruleArnsOfPacks(),
                "AWS Config assigns the ids of the rules of a conformance pack when it is deployed.");
    }

    /** The ARNs of rules that an AWS service creates, such as {@code config-conforms}. Their ids are not known before. */
    static String ruleArnsOf(String servicePrincipal) {
        return arn("config", "config-rule/aws-service-rule/" + servicePrincipal + ".amazonaws.com/*");
    }

    private static String packArn() {
        return arn("config", "conformance-pack/" + ConformancePack.NAME + "/*");
    }

    static String anyCluster() {
        return arn("dax", "cache/*");
    }

    static String arn(String service, String resource) {
        return "arn:" + Aws.PARTITION + ":" + service + ":" + Aws.REGION + ":" + Aws.ACCOUNT_ID + ":" + resource;
    }

    static PolicyStatement statement(String sid, List<String> actions, String... resources) {
        return statementIf(sid, actions, Map.of(), resources);
    }

    static PolicyStatement statementIf(
            String sid, List<String> actions, Map<String, ?> conditions, String... resources) {
        return PolicyStatement.Builder.create()
                .sid(sid)
                .actions(actions)
                .resources(List.of(resources))
                .conditions(conditions)
                .build();
    }

    static PolicyDocument policy(PolicyStatement... statements) {
        return PolicyDocument.Builder.create().statements(List.of(statements)).build();
    }
}
