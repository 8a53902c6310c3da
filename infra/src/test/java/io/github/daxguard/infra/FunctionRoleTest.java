package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact permissions of each role. */
@RequiresNode
class FunctionRoleTest {

    private static final String TRACES = "xray:PutTelemetryRecords, xray:PutTraceSegments on *";

    private static final String EXECUTIONS =
            "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:automation-execution/*";

    private static final List<String> OF_EVERY_MODE = List.of(
            "logs:CreateLogStream, logs:PutLogEvents on ${RuleLog.Arn}",
            TRACES,
            "sqs:SendMessage on ${RuleDeadLetterQueue.Arn}");

    private static final String LIST = "dax:DescribeClusters on *";
    private static final String TAGS =
            "dax:ListTags on arn:${AWS::Partition}:dax:${AWS::Region}:${AWS::AccountId}:cache/*";
    private static final String REPORT = "config:PutEvaluations on *";

    private static final String PERIODIC_RULES = "${ConfigRulesAtRest.Arn}, ${ConfigRulesInTransit.Arn}";
    private static final String CONFIG = "arn:${AWS::Partition}:config:${AWS::Region}:${AWS::AccountId}:";
    private static final String RULES_OF_PACKS =
            CONFIG + "config-rule/aws-service-rule/config-conforms.amazonaws.com/*";
    private static final String[] START_RULES_OF_PACK = {
        "config:StartConfigRulesEvaluation on " + RULES_OF_PACKS,
        "config:DescribeConformancePackCompliance on " + CONFIG + "conformance-pack/daxguard/*"
    };

    private static final String READ_CHANGES =
            "sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:ReceiveMessage on ${RealTimeChanges.Arn}";
    private static final String LOG_OF_CHANGES = "logs:CreateLogStream, logs:PutLogEvents on ${RealTimeLog.Arn}";

    @Test
    void permissions_ofTheRuleFunction_areThese() {
        String readResults = "config:GetComplianceDetailsByConfigRule on " + PERIODIC_RULES;

        assertThat(permissions(Contexts.DEFAULT)).containsExactlyInAnyOrderElementsOf(and(LIST, REPORT, readResults));
        assertThat(permissions(Contexts.EXEMPTIONS))
                .containsExactlyInAnyOrderElementsOf(and(LIST, TAGS, REPORT, readResults));
        assertThat(permissions(Contexts.RULES)).containsExactlyInAnyOrderElementsOf(and(LIST, REPORT, readResults));
        assertThat(permissions(Contexts.PACK))
                .containsExactlyInAnyOrderElementsOf(
                        and(LIST, REPORT, "config:GetComplianceDetailsByConfigRule on " + RULES_OF_PACKS));
        assertThat(permissions(Map.of("controls", "encryption-at-rest")))
                .contains("config:GetComplianceDetailsByConfigRule on ${ConfigRulesAtRest.Arn}");
    }

    @Test
    void permissions_inAnOrganization_areOnlyToAssumeTheMemberRole() {
        assertThat(permissions(Contexts.ORGANIZATION))
                .containsExactlyInAnyOrderElementsOf(
                        and("sts:AssumeRole on arn:${AWS::Partition}:iam::*:role/DaxGuardMember-${AWS::Region}"));
        assertThat(permissions(Contexts.ORGANIZATION_WITH_TAG)).isEqualTo(permissions(Contexts.ORGANIZATION));
    }

    @Test
    void permissions_ofTheChangeFunction_areThese() {
        List<String> byDefault = permissions(Contexts.DEFAULT, "RealTimeRole");

        assertThat(byDefault)
                .containsExactlyInAnyOrder(
                        "config:StartConfigRulesEvaluation on " + PERIODIC_RULES, READ_CHANGES, LOG_OF_CHANGES, TRACES);
        assertThat(permissions(Contexts.RULES, "RealTimeRole")).isEqualTo(byDefault);
        assertThat(permissions(Contexts.PACK, "RealTimeRole"))
                .containsExactlyInAnyOrder(
                        START_RULES_OF_PACK[0], START_RULES_OF_PACK[1], READ_CHANGES, LOG_OF_CHANGES, TRACES);
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withHook")
    void permissions_ofTheHookFunction_areOnlyLogAndTraces(Map<String, String> context) {
        assertThat(permissions(context, "HookRole"))
                .containsExactlyInAnyOrder("logs:CreateLogStream, logs:PutLogEvents on ${HookLog.Arn}", TRACES);
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withHook")
    void permissions_ofTheHookExecutionRole_areOnlyToInvokeTheFunction(Map<String, String> context) {
        assertThat(permissions(context, "HookExecutionRole"))
                .containsExactly("lambda:InvokeFunction on ${HookFunction.Arn}");
    }

    @Test
    void permissions_ofTheReplacementFunction_areThese() {
        assertThat(permissions(Contexts.REPLACEMENT, "ReplacementRole"))
                .containsExactlyInAnyOrderElementsOf(
                        ofReplacement("config:StartConfigRulesEvaluation on " + PERIODIC_RULES));
        assertThat(permissions(Contexts.PACK_WITH_REPLACEMENT, "ReplacementRole"))
                .containsExactlyInAnyOrderElementsOf(ofReplacement(START_RULES_OF_PACK));
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withReplacement")
    void permissions_ofTheRunbookRole_areThese(Map<String, String> context) {
        assertThat(permissions(context, "ReplacementRunbookRole"))
                .containsExactlyInAnyOrder(
                        "lambda:InvokeFunction on ${ReplacementFunction.Arn}",
                        LIST,
                        "ssm:PutParameter on arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter"
                                + context.getOrDefault("endpointParameterPath", "/daxguard") + "/*",
                        "sns:Publish on ${ReplacementApprovals}",
                        "ssm:AddTagsToResource on " + EXECUTIONS
                                + " if {\"StringEquals\":{\"aws:RequestTag/daxguard:runbook\":\"DaxGuard-ReplaceCluster\"},"
                                + "\"ForAllValues:StringEquals\":{\"aws:TagKeys\":\"daxguard:runbook\"}}",
                        "kms:Decrypt, kms:GenerateDataKey on ${NotificationsKey.Arn}");
    }

    @Test
    void permissions_ofTheApprover_areThese() {
        assertThat(permissions(Contexts.REPLACEMENT, "ReplacementApprover"))
                .containsExactly("ssm:GetAutomationExecution, ssm:SendAutomationSignal on " + EXECUTIONS
                        + " if {\"StringEquals\":{\"aws:ResourceTag/daxguard:runbook\":\"DaxGuard-ReplaceCluster\"}}");
    }

    @Test
    void permissions_inAMember_areThoseOfOneAccount() {
        assertThat(permissions(Contexts.STACK_SETS)).isEqualTo(permissions(Contexts.DEFAULT));
        assertThat(permissions(Contexts.STACK_SETS_WITH_ALL)).isEqualTo(permissions(Contexts.STACK_SETS));
        assertThat(permissions(Contexts.STACK_SETS, "RealTimeRole"))
                .isEqualTo(permissions(Contexts.DEFAULT, "RealTimeRole"));
    }

    /** In the role, which exists before the rules: AWS Config invokes a rule as soon as it exists. */
    @Test
    void permissions_inAMemberWithAnExemptionTag_includeReadingTags() {
        JsonNode policies =
                StackTemplate.of(Contexts.STACK_SETS).properties("RuleRole").get("Policies");

        JsonNode conditional = policies.get(1).get("Fn::If");
        assertThat(conditional.get(0).asText()).isEqualTo("HasExemptionTag");
        assertThat(PolicyText.of(conditional.get(1).get("PolicyDocument"))).containsExactly(TAGS);
        assertThat(conditional.get(2).asText()).isEqualTo("${AWS::NoValue}");
        assertThat(policies).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void roles_inEveryMode_areExactlyThese(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);
        Set<String> roles = new TreeSet<>();
        for (JsonNode function : template.resources("AWS::Lambda::Function").values()) {
            roles.add(function.at("/Properties/Role").asText().replaceAll("[${}]|\\.Arn", ""));
        }
        assertThat(roles)
                .as("no two functions share a role")
                .hasSameSizeAs(template.resources("AWS::Lambda::Function").keySet());
        roles.forEach(role -> assertTrustsOnlyLambda(template, role));
        if (Contexts.hasHook(context)) {
            roles.add("HookExecutionRole");
        }
        if (Contexts.hasReplacement(context)) {
            roles.add("ReplacementRunbookRole");
        }
        if (Contexts.hasApproverRole(context)) {
            roles.add("ReplacementApprover");
        }
        if (context.containsKey("recorder")) {
            roles.add("RecorderRole");
        }
        if (Contexts.hasForwarding(context)) {
            roles.add("ForwardingRole");
        }
        if (Contexts.isCentral(context)) {
            roles.add("AggregatorRole");
        }

        assertThat(template.resources("AWS::IAM::Role").keySet()).isEqualTo(roles);
        assertThat(template.resources("AWS::IAM::ManagedPolicy")).isEmpty();
        assertThat(template.resources().toString()).doesNotContain("AWSConfigRulesExecutionRole");
    }

    private static void assertTrustsOnlyLambda(StackTemplate template, String id) {
        JsonNode role = template.properties(id);
        assertThat(role.has("ManagedPolicyArns")).isFalse();
        assertThat(role.get("AssumeRolePolicyDocument")).isEqualTo(json("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
                  ]
                }"""));
    }

    private static List<String> ofReplacement(String... statements) {
        List<String> all = new ArrayList<>(List.of(
                LIST,
                "dax:CreateCluster, dax:DeleteCluster, dax:ListTags, dax:TagResource on"
                        + " arn:${AWS::Partition}:dax:${AWS::Region}:${AWS::AccountId}:cache/*",
                "iam:PassRole on * if {\"StringEquals\":{\"iam:PassedToService\":\"dax.amazonaws.com\"}}",
                "iam:GetRole on arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*",
                "ec2:DescribeNetworkInterfaces, ec2:DescribeSecurityGroups, ec2:DescribeSubnets, ec2:DescribeVpcs on *",
                "cloudwatch:GetMetricData on *",
                "ssm:GetAutomationExecution on " + EXECUTIONS,
                "logs:CreateLogStream, logs:PutLogEvents on ${ReplacementLog.Arn}",
                TRACES));
        all.addAll(List.of(statements));
        return all;
    }

    private static List<String> and(String... statements) {
        List<String> all = new ArrayList<>(OF_EVERY_MODE);
        all.addAll(List.of(statements));
        return all;
    }

    private static List<String> permissions(Map<String, String> context) {
        return permissions(context, "RuleRole");
    }

    private static List<String> permissions(Map<String, String> context, String id) {
        StackTemplate template = StackTemplate.of(context);
        List<String> statements = new ArrayList<>();
        for (JsonNode policy : template.properties(id).get("Policies")) {
            if (policy.has("Fn::If")) {
                continue;
            }
            statements.addAll(PolicyText.of(policy.get("PolicyDocument")));
        }
        for (JsonNode policy : template.resources("AWS::IAM::Policy").values()) {
            for (JsonNode role : policy.at("/Properties/Roles")) {
                if (role.asText().equals("${" + id + "}")) {
                    statements.addAll(PolicyText.of(policy.at("/Properties/PolicyDocument")));
                }
            }
        }
        return statements;
    }
}
