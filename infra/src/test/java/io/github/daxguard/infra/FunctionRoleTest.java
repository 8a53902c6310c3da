package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact list of what the function may do: an action or a resource more is an error, as is one less. */
@RequiresNode
class FunctionRoleTest {

    private static final List<String> OF_ANY_FUNCTION = List.of(
            "logs:CreateLogStream, logs:PutLogEvents on ${RuleLog.Arn}",
            "xray:PutTelemetryRecords, xray:PutTraceSegments on *",
            "sqs:SendMessage on ${RuleFailedEvents.Arn}");

    private static final String LIST = "dax:DescribeClusters on *";
    private static final String TAGS =
            "dax:ListTags on arn:${AWS::Partition}:dax:${AWS::Region}:${AWS::AccountId}:cache/*";
    private static final String REPORT = "config:PutEvaluations on *";

    @Test
    void permissions_byDefault_areThese() {
        assertThat(permissions(Contexts.DEFAULT))
                .containsExactlyInAnyOrderElementsOf(and(
                        LIST,
                        REPORT,
                        "config:GetComplianceDetailsByConfigRule on"
                                + " ${ConfigRulesAtRest.Arn}, ${ConfigRulesInTransit.Arn}"));
    }

    @Test
    void permissions_withOneControl_readTheResultsOfItsRuleAlone() {
        assertThat(permissions(Map.of("controls", "encryption-at-rest")))
                .contains("config:GetComplianceDetailsByConfigRule on ${ConfigRulesAtRest.Arn}");
    }

    @Test
    void permissions_withExemptionTag_readTagsToo() {
        assertThat(permissions(Contexts.EXEMPTIONS))
                .containsExactlyInAnyOrderElementsOf(and(
                        LIST,
                        TAGS,
                        REPORT,
                        "config:GetComplianceDetailsByConfigRule on"
                                + " ${ConfigRulesAtRest.Arn}, ${ConfigRulesInTransit.Arn}"));
    }

    @Test
    void permissions_withChangeTriggeredRules_readNoneOfTheirResults() {
        assertThat(permissions(Contexts.RULES))
                .containsExactlyInAnyOrderElementsOf(and(
                        LIST,
                        REPORT,
                        "config:GetComplianceDetailsByConfigRule on"
                                + " ${ConfigRulesAtRest.Arn}, ${ConfigRulesInTransit.Arn}"));
    }

    @Test
    void permissions_inAConformancePack_readTheResultsOfPacksRules() {
        assertThat(permissions(Contexts.PACK))
                .containsExactlyInAnyOrderElementsOf(and(
                        LIST,
                        REPORT,
                        "config:GetComplianceDetailsByConfigRule on"
                                + " arn:${AWS::Partition}:config:${AWS::Region}:${AWS::AccountId}"
                                + ":config-rule/aws-service-rule/config-conforms.amazonaws.com/*"));
    }

    @Test
    void permissions_inAnOrganization_areThoseOfTheMemberRoleAlone() {
        assertThat(permissions(Contexts.ORGANIZATION))
                .containsExactlyInAnyOrderElementsOf(
                        and("sts:AssumeRole on arn:${AWS::Partition}:iam::*:role/DaxGuardMember-${AWS::Region}"));
        assertThat(permissions(Contexts.ORGANIZATION_WITH_TAG)).isEqualTo(permissions(Contexts.ORGANIZATION));
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.RuleFunctionTest#everyMode")
    void role_inEveryMode_hasNoManagedPolicyAndTrustsLambdaAlone(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        JsonNode role = template.properties("RuleRole");
        assertThat(role.has("ManagedPolicyArns")).isFalse();
        assertThat(template.resources("AWS::IAM::ManagedPolicy")).isEmpty();
        assertThat(role.get("AssumeRolePolicyDocument")).isEqualTo(json("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
                  ]
                }"""));
        assertThat(template.resources().toString()).doesNotContain("AWSConfigRulesExecutionRole");
    }

    private static List<String> and(String... statements) {
        List<String> all = new ArrayList<>(OF_ANY_FUNCTION);
        all.addAll(List.of(statements));
        return all;
    }

    /** What every policy of the function's role allows. */
    private static List<String> permissions(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);
        List<String> statements = new ArrayList<>();
        for (JsonNode policy : template.properties("RuleRole").get("Policies")) {
            statements.addAll(PolicyText.of(policy.get("PolicyDocument")));
        }
        for (JsonNode policy : template.resources("AWS::IAM::Policy").values()) {
            for (JsonNode role : policy.at("/Properties/Roles")) {
                if (role.asText().equals("${RuleRole}")) {
                    statements.addAll(PolicyText.of(policy.at("/Properties/PolicyDocument")));
                }
            }
        }
        return statements;
    }
}
