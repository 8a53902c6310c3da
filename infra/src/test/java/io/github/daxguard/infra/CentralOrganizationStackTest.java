package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresNode
class CentralOrganizationStackTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String MEMBER_ROLE = "DaxGuardMember-${AWS::Region}";

    @Test
    void rules_areOnePerControlExceptInExcludedAccounts() {
        StackTemplate template = StackTemplate.of(Contexts.ORGANIZATION);

        assertThat(template.resources("AWS::Config::OrganizationConfigRule")).containsOnlyKeys("AtRest", "InTransit");
        assertThat(template.properties("AtRest")).isEqualTo(json("""
                {
                  "OrganizationConfigRuleName": "dax-cluster-encrypted-at-rest",
                  "ExcludedAccounts": ["777788889999", "123412341234"],
                  "OrganizationCustomRuleMetadata": {
                    "Description": "DAX clusters are encrypted at rest (Security Hub DynamoDB.3). This can only be enabled \
                at creation: replace NON_COMPLIANT clusters. Evaluated by daxguard, on a schedule.",
                    "LambdaFunctionArn": "${RuleFunction.Arn}",
                    "OrganizationConfigRuleTriggerTypes": ["ScheduledNotification"],
                    "MaximumExecutionFrequency": "TwentyFour_Hours",
                    "InputParameters":
                      "{\\"control\\":\\"encryption-at-rest\\",\\"executionRoleName\\":\\"DaxGuardMember-${AWS::Region}\\"}"
                  }
                }"""));
        assertThat(json(inputParameters(template.resource("InTransit")))
                        .get("control")
                        .asText())
                .isEqualTo("encryption-in-transit");
    }

    @Test
    void rules_areNotCreatedInTheDelegatedAdministratorAccount() {
        StackTemplate template = StackTemplate.of(Contexts.ORGANIZATION);

        assertThat(template.resources("AWS::Config::ConfigRule")).isEmpty();
        assertThat(template.resources("AWS::Config::ConformancePack")).isEmpty();
    }

    @Test
    void rules_withExemptionTag_haveItAsParameter() {
        StackTemplate template = StackTemplate.of(Contexts.ORGANIZATION_WITH_TAG);

        assertThat(json(inputParameters(template.resource("AtRest")))).isEqualTo(json("""
                {
                  "control": "encryption-at-rest",
                  "executionRoleName": "DaxGuardMember-${AWS::Region}",
                  "exemptionTag": "dax-exempt-until"
                }"""));
        assertThat(template.properties("AtRest").has("ExcludedAccounts")).isFalse();
    }

    @Test
    void rules_areCreatedAfterMemberRolesAndPermissions() {
        assertThat(StackTemplate.of(Contexts.ORGANIZATION)
                        .resources("AWS::Config::OrganizationConfigRule")
                        .values())
                .allSatisfy(rule -> assertThat(rule.get("DependsOn"))
                        .extracting(JsonNode::asText)
                        .containsExactlyInAnyOrder(
                                "InvokeByConfigOf111122223333", "InvokeByConfigOf444455556666", "MemberRoles"));
    }

    @Test
    void permissions_areOnePerMemberAccount() {
        Map<String, JsonNode> permissions =
                StackTemplate.of(Contexts.ORGANIZATION).resources("AWS::Lambda::Permission");

        assertThat(permissions).containsOnlyKeys("InvokeByConfigOf111122223333", "InvokeByConfigOf444455556666");
        permissions.forEach((id, permission) -> assertThat(permission.get("Properties"))
                .isEqualTo(json("""
                        {
                          "Action": "lambda:InvokeFunction",
                          "FunctionName": "${RuleFunction.Arn}",
                          "Principal": "config.amazonaws.com",
                          "SourceAccount": "%s"
                        }""".formatted(id.replace("InvokeByConfigOf", "")))));
    }

    @Test
    void memberRoles_areDeployedToTheUnitsByTheDelegatedAdministrator() {
        JsonNode stackSet = StackTemplate.of(Contexts.ORGANIZATION).properties("MemberRoles");

        assertThat(stackSet.get("PermissionModel").asText()).isEqualTo("SERVICE_MANAGED");
        assertThat(stackSet.get("CallAs").asText()).isEqualTo("DELEGATED_ADMIN");
        assertThat(stackSet.get("Capabilities")).isEqualTo(json("[\"CAPABILITY_NAMED_IAM\"]"));
        assertThat(stackSet.get("AutoDeployment"))
                .isEqualTo(json("{\"Enabled\": true, \"RetainStacksOnAccountRemoval\": false}"));
        assertThat(stackSet.get("ManagedExecution")).isEqualTo(json("{\"Active\": true}"));
        assertThat(stackSet.get("StackInstancesGroup")).isEqualTo(json("""
                [{
                  "DeploymentTargets": {"OrganizationalUnitIds": ["ou-ab12-11111111", "ou-ab12-22222222"]},
                  "Regions": ["${AWS::Region}"]
                }]"""));
        assertThat(stackSet.get("Parameters"))
                .isEqualTo(json("[{\"ParameterKey\": \"FunctionRoleArn\", \"ParameterValue\": \"${RuleRole.Arn}\"}]"));
    }

    @Test
    void memberRole_trustsOnlyTheFunctionRoleWhichIsTheOnlyParameter() throws IOException {
        StackTemplate template = memberTemplate(Contexts.ORGANIZATION);

        assertThat(template.resources()).containsOnlyKeys("Role");
        JsonNode role = template.properties("Role");
        assertThat(role.get("AssumeRolePolicyDocument")).isEqualTo(json("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {"Effect": "Allow", "Principal": {"AWS": "${FunctionRoleArn}"}, "Action": "sts:AssumeRole"}
                  ]
                }"""));
        assertThat(role.has("ManagedPolicyArns")).isFalse();
        assertThat(YAML.readTree(memberBody(Contexts.ORGANIZATION))
                        .get("Parameters")
                        .fieldNames())
                .toIterable()
                .containsExactly("FunctionRoleArn");
    }

    @Test
    void memberRole_hasTheNameInTheRuleParameters() throws IOException {
        StackTemplate template = StackTemplate.of(Contexts.ORGANIZATION);

        assertThat(memberTemplate(Contexts.ORGANIZATION)
                        .properties("Role")
                        .get("RoleName")
                        .asText())
                .isEqualTo(MEMBER_ROLE);
        for (JsonNode rule :
                template.resources("AWS::Config::OrganizationConfigRule").values()) {
            assertThat(json(inputParameters(rule)).get("executionRoleName").asText())
                    .isEqualTo(MEMBER_ROLE);
        }
        assertThat(template.properties("RuleRole").toString()).contains("::*:role/" + MEMBER_ROLE + "\"");
    }

    @Test
    void memberRole_hasExactlyThePermissionsOfARun() throws IOException {
        String readPreviousResults = "config:GetComplianceDetailsByConfigRule on"
                + " arn:${AWS::Partition}:config:${AWS::Region}:${AWS::AccountId}"
                + ":config-rule/aws-service-rule/config-multiaccountsetup.amazonaws.com/*";

        assertThat(memberPermissions(Contexts.ORGANIZATION))
                .containsExactlyInAnyOrder(
                        "dax:DescribeClusters on *", "config:PutEvaluations on *", readPreviousResults);
        assertThat(memberPermissions(Contexts.ORGANIZATION_WITH_TAG))
                .containsExactlyInAnyOrder(
                        "dax:DescribeClusters on *",
                        "dax:ListTags on arn:${AWS::Partition}:dax:${AWS::Region}:${AWS::AccountId}:cache/*",
                        "config:PutEvaluations on *",
                        readPreviousResults);
    }

    @Test
    void aggregator_collectsTheWholeOrganization() {
        StackTemplate template = StackTemplate.of(Contexts.ORGANIZATION);

        assertThat(template.properties("ConfigurationAggregator")).isEqualTo(json("""
                {
                  "ConfigurationAggregatorName": "daxguard",
                  "OrganizationAggregationSource": {"AllAwsRegions": true, "RoleArn": "${AggregatorRole.Arn}"}
                }"""));
        JsonNode role = template.properties("AggregatorRole");
        assertThat(role.get("ManagedPolicyArns"))
                .isEqualTo(
                        json("[\"arn:${AWS::Partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations\"]"));
        assertThat(role.has("Policies")).isFalse();
        assertThat(role.at("/AssumeRolePolicyDocument/Statement/0/Principal"))
                .isEqualTo(json("{\"Service\": \"config.amazonaws.com\"}"));
    }

    @Test
    void stack_isTheOnlyOne() {
        assertThat(Synthesis.of(Contexts.ORGANIZATION).directory())
                .isDirectoryContaining("glob:**/DaxGuardOrganization.template.json")
                .isDirectoryNotContaining("glob:**/DaxGuard.template.json")
                .isDirectoryNotContaining("glob:**/daxguard.conformance-pack.yaml");
    }

    private static String inputParameters(JsonNode rule) {
        return rule.at("/Properties/OrganizationCustomRuleMetadata/InputParameters")
                .asText();
    }

    private static List<String> memberPermissions(Map<String, String> context) throws IOException {
        JsonNode policies = memberTemplate(context).properties("Role").get("Policies");
        assertThat(policies).hasSize(1);
        return PolicyText.of(policies.at("/0/PolicyDocument"));
    }

    private static StackTemplate memberTemplate(Map<String, String> context) throws IOException {
        return StackTemplate.of(YAML.readTree(memberBody(context)));
    }

    private static String memberBody(Map<String, String> context) {
        return StackTemplate.of(context)
                .properties("MemberRoles")
                .get("TemplateBody")
                .asText();
    }
}
