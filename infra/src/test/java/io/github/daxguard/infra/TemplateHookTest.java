package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresNode
class TemplateHookTest {

    @ParameterizedTest
    @CsvSource({"warn, WARN", "fail, FAIL"})
    void hook_inEachMode_isInvokedBeforeAClusterIsCreatedOrChanged(String hook, String failureMode) {
        assertThat(StackTemplate.of(Map.of("hook", hook)).properties("HookActivation"))
                .isEqualTo(json("""
                {
                  "Alias": "Daxguard::DAX::Encryption",
                  "HookStatus": "ENABLED",
                  "FailureMode": "%s",
                  "LambdaFunction": "${HookFunction.Arn}",
                  "ExecutionRole": "${HookExecutionRole.Arn}",
                  "TargetOperations": ["RESOURCE", "CLOUD_CONTROL"],
                  "TargetFilters": {
                    "TargetNames": ["AWS::DAX::Cluster"],
                    "Actions": ["CREATE", "UPDATE"],
                    "InvocationPoints": ["PRE_PROVISION"]
                  }
                }""".formatted(failureMode)));
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void hook_inEveryMode_existsOnlyIfSet(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.resources("AWS::CloudFormation::LambdaHook")).hasSize(Contexts.hasHook(context) ? 1 : 0);
        assertThat(template.resources().keySet().stream().anyMatch(id -> id.startsWith("Hook")))
                .isEqualTo(Contexts.hasHook(context));
    }

    @Test
    void function_withExemptions_hasThemAsVariables() {
        assertThat(environment(Contexts.EXEMPTIONS)).isEqualTo(json("""
                {
                  "DAXGUARD_CONTROLS": "encryption-at-rest,encryption-in-transit",
                  "DAXGUARD_EXEMPT_CLUSTERS": "legacy-*,reports@2027-03-31",
                  "DAXGUARD_EXEMPTION_TAG": "dax-exempt-until",
                  "DAXGUARD_MAX_EXEMPTION_DAYS": "90"
                }"""));
    }

    @Test
    void function_withOneControl_hasOnlyThatControl() {
        assertThat(environment(Map.of("hook", "warn", "controls", "encryption-in-transit")))
                .isEqualTo(json("{\"DAXGUARD_CONTROLS\": \"encryption-in-transit\"}"));
    }

    /** Its policy is inline, so that it exists before the hook, which refers to the role. */
    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withHook")
    void executionRole_withHook_trustsOnlyCloudFormationHooks(Map<String, String> context) {
        JsonNode role = StackTemplate.of(context).properties("HookExecutionRole");

        assertThat(role.get("AssumeRolePolicyDocument")).isEqualTo(json("""
                {
                  "Version": "2012-10-17",
                  "Statement": [{
                    "Effect": "Allow",
                    "Principal": {"Service": "hooks.cloudformation.amazonaws.com"},
                    "Action": "sts:AssumeRole"
                  }]
                }"""));
        assertThat(role.has("ManagedPolicyArns")).isFalse();
        assertThat(role.get("Policies")).isEqualTo(json("""
                [{
                  "PolicyName": "Invoke",
                  "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                      {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "${HookFunction.Arn}"}
                    ]
                  }
                }]"""));
    }

    private static JsonNode environment(Map<String, String> context) {
        return StackTemplate.of(context).properties("HookFunction").at("/Environment/Variables");
    }
}
