package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The resources of the replacement, except the content of its runbook. */
@RequiresNode
class ReplacementStackTest {

    private static final String REMEDIATION = "AWS::Config::RemediationConfiguration";

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void replacement_inEveryMode_existsOnlyIfSet(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.resources("AWS::SSM::Document")).hasSize(Contexts.hasReplacement(context) ? 1 : 0);
        assertThat(template.resources().keySet().stream().anyMatch(id -> id.startsWith("Replacement")))
                .isEqualTo(Contexts.hasReplacement(context));
    }

    @Test
    void function_withAConformancePack_hasItsNameAndTheSettings() {
        assertThat(StackTemplate.of(Contexts.PACK_WITH_REPLACEMENT)
                        .properties("ReplacementFunction")
                        .at("/Environment/Variables"))
                .isEqualTo(json("""
                        {
                          "DAXGUARD_APPROVERS": "alice,arn:aws:iam::111122223333:role/on-call",
                          "DAXGUARD_CONTROLS": "encryption-at-rest,encryption-in-transit",
                          "DAXGUARD_MIN_QUIET_MINUTES": "90",
                          "DAXGUARD_REQUIRE_METRICS": "false",
                          "DAXGUARD_RULE_NAMES": "dax-cluster-encrypted-at-rest,dax-cluster-encrypted-in-transit",
                          "DAXGUARD_CONFORMANCE_PACK": "daxguard"
                        }"""));
    }

    /** The function is not invoked asynchronously, so that Lambda retries nothing and no events are queued. */
    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withReplacement")
    void function_hasNoAsynchronousConfiguration(Map<String, String> context) {
        assertThat(StackTemplate.of(context).resources("AWS::Lambda::EventInvokeConfig"))
                .containsOnlyKeys("RuleAsynchronous");
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withReplacement")
    void topicOfApprovals_hasANameThatSystemsManagerAcceptsAndIsEncrypted(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.properties("ReplacementApprovals")).isEqualTo(json("""
                {
                  "TopicName": "Automation-DaxGuard-Approvals",
                  "DisplayName": "daxguard",
                  "KmsMasterKeyId": "${NotificationsKey.Arn}"
                }"""));
        assertThat(template.properties("ReplacementApprovalsPolicy")).isEqualTo(json("""
                {
                  "Topics": ["${ReplacementApprovals}"],
                  "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [{
                      "Sid": "AllowPublishThroughSSLOnly",
                      "Effect": "Deny",
                      "Principal": "*",
                      "Action": "sns:Publish",
                      "Resource": "${ReplacementApprovals}",
                      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
                    }]
                  }
                }"""));
    }

    @Test
    void topicOfApprovals_withAlarmEmail_hasASubscription() {
        assertThat(StackTemplate.of(Contexts.REPLACEMENT)
                        .resources("AWS::SNS::Subscription")
                        .values())
                .extracting(subscription -> subscription.get("Properties"))
                .contains(json("""
                        {
                          "Protocol": "email",
                          "Endpoint": "security@example.com",
                          "TopicArn": "${ReplacementApprovals}"
                        }"""))
                .hasSize(2);
        assertThat(StackTemplate.of(Contexts.PACK_WITH_REPLACEMENT).resources("AWS::SNS::Subscription"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withReplacement")
    void roleOfTheRunbook_trustsSystemsManagerForExecutionsOfThisAccount(Map<String, String> context) {
        JsonNode role = StackTemplate.of(context).properties("ReplacementRunbookRole");

        assertThat(role.get("AssumeRolePolicyDocument")).isEqualTo(json("""
                {
                  "Version": "2012-10-17",
                  "Statement": [{
                    "Effect": "Allow",
                    "Principal": {"Service": "ssm.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                    "Condition": {
                      "StringEquals": {"aws:SourceAccount": "${AWS::AccountId}"},
                      "ArnLike": {
                        "aws:SourceArn":
                          "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:automation-execution/*"
                      }
                    }
                  }]
                }"""));
        assertThat(role.has("ManagedPolicyArns")).isFalse();
    }

    @Test
    void approver_withoutApprovers_isARoleThatTrustsTheAccount() {
        JsonNode role = StackTemplate.of(Contexts.REPLACEMENT).properties("ReplacementApprover");

        assertThat(role.get("AssumeRolePolicyDocument")).isEqualTo(json("""
                {
                  "Version": "2012-10-17",
                  "Statement": [{
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"},
                    "Action": "sts:AssumeRole"
                  }]
                }"""));
        assertThat(role.has("ManagedPolicyArns")).isFalse();
    }

    @Test
    void approver_withApprovers_isNotCreated() {
        assertThat(StackTemplate.of(Contexts.PACK_WITH_REPLACEMENT).resources())
                .doesNotContainKey("ReplacementApprover");
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withReplacement")
    void runbook_isADocumentWithAFixedName(Map<String, String> context) {
        ObjectNode document = (ObjectNode) StackTemplate.of(context).properties("ReplacementRunbook");

        assertThat(document.remove("Content")).isNotNull();
        assertThat(document).isEqualTo(json("""
                {
                  "Name": "DaxGuard-ReplaceCluster",
                  "DocumentType": "Automation",
                  "DocumentFormat": "JSON",
                  "UpdateMethod": "NewVersion"
                }"""));
    }

    /** Only TLS remediates a finding of encryption in transit. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ReplacementRemediation | ConfigRulesAtRest | ''",
                "ReplacementRemediationInTransit | ConfigRulesInTransit"
                        + " | ', \"EndpointEncryption\": {\"StaticValue\": {\"Values\": [\"TLS\"]}}'"
            })
    void remediation_ofEachRule_isManual(String id, String rule, String furtherParameters) {
        assertThat(StackTemplate.of(Contexts.REPLACEMENT).properties(id))
                .isEqualTo(json("""
                {
                  "ConfigRuleName": "${%s}",
                  "ResourceType": "AWS::DAX::Cluster",
                  "TargetType": "SSM_DOCUMENT",
                  "TargetId": "${ReplacementRunbook}",
                  "Automatic": false,
                  "Parameters": {
                    "ClusterName": {"ResourceValue": {"Value": "RESOURCE_ID"}},
                    "AutomationAssumeRole": {"StaticValue": {"Values": ["${ReplacementRunbookRole.Arn}"]}}%s
                  }
                }""".formatted(rule, furtherParameters)));
    }

    @Test
    void remediation_withChangeTriggeredRules_isOnlyForPeriodicRules() {
        StackTemplate template = StackTemplate.of(Map.of("replacement", "true", "changeTriggered", "true"));

        assertThat(template.resources(REMEDIATION).values())
                .extracting(remediation ->
                        remediation.at("/Properties/ConfigRuleName").asText())
                .containsExactlyInAnyOrder("${ConfigRulesAtRest}", "${ConfigRulesInTransit}");
    }

    @Test
    void remediation_existsForEachRuleThatSupportsIt() {
        StackTemplate inTransit = StackTemplate.of(Map.of("replacement", "true", "controls", "encryption-in-transit"));

        assertThat(inTransit.resources(REMEDIATION)).containsOnlyKeys("ReplacementRemediationInTransit");
        assertThat(StackTemplate.of(Contexts.PACK_WITH_REPLACEMENT).resources(REMEDIATION))
                .isEmpty();
    }
}
