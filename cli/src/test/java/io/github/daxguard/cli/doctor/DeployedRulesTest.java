package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameters of the rules in AWS Config, compared with the template. */
class DeployedRulesTest {

    private static final String PACK_SUFFIX = "-conformance-pack-abcdef012";

    private final LocalDeployment deployment = new LocalDeployment();
    private final ObjectNode rule = deployment.rule(LocalDeployment.AT_REST);
    private final ObjectNode source = (ObjectNode) rule.path("Source");
    private final ObjectNode detail = (ObjectNode) source.path("SourceDetails").path(0);

    @AfterEach
    void stop() {
        deployment.close();
    }

    private String outcome() {
        return deployment.outcome(Check.RULE_PARAMETERS);
    }

    private void assertProblem(String... texts) {
        assertThat(outcome()).isEqualTo("PROBLEM");
        assertThat(deployment.evidence(Check.RULE_PARAMETERS)).contains(texts);
    }

    @Test
    void otherFormatOfTheSameParameters_isOk() {
        deployment.parameters("refreshHours", "12");
        rule.put("InputParameters", " { \"refreshHours\" : \"12\",\n\"control\":\"encryption-at-rest\"}");
        assertThat(outcome()).isEqualTo("OK");
    }

    @Test
    void parametersAsJsonTextInTheTemplate_areOk() {
        JsonNode resource = deployment.template.path("Resources").path("ConfigRulesAtRestF713D418");
        ((ObjectNode) resource.path("Properties")).put("InputParameters", "{\"control\":\"encryption-at-rest\"}");
        assertThat(outcome()).isEqualTo("OK");
    }

    @Test
    void changedParameter_isAProblemWithBothValues() {
        rule.put("InputParameters", "{\"control\":\"encryption-in-transit\"}");
        assertProblem(LocalDeployment.AT_REST, "control", "encryption-in-transit", "encryption-at-rest");
    }

    @Test
    void additionalParameter_isAProblem() {
        rule.put("InputParameters", "{\"control\":\"encryption-at-rest\",\"exemptClusters\":\"orders\"}");
        assertProblem("exemptClusters", "orders");
    }

    @Test
    void missingParameter_isAProblem() {
        rule.put("InputParameters", "{}");
        assertProblem("control", "none", "encryption-at-rest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "text"})
    void nonsenseParameters_areNeverOk(String json) {
        rule.put("InputParameters", json);
        assertThat(outcome()).isEqualTo("PROBLEM");
        // Without parameters, the control is encryption at rest.
        assertThat(deployment.doctor.outcome("results")).isEqualTo(json.isEmpty() ? "OK" : "PROBLEM");
    }

    @Test
    void changedFrequency_isAProblem() {
        detail.put("MaximumExecutionFrequency", "One_Hour");
        assertProblem("Frequency", "One_Hour", "TwentyFour_Hours");
    }

    @Test
    void frequencyOfTheRuleItself_isCompared() {
        detail.remove("MaximumExecutionFrequency");
        rule.put("MaximumExecutionFrequency", "TwentyFour_Hours");
        assertThat(outcome()).isEqualTo("OK");
        rule.remove("MaximumExecutionFrequency");
        assertProblem("Frequency", "none");
    }

    @Test
    void changedTrigger_isAProblem() {
        detail.put("MessageType", "ConfigurationItemChangeNotification");
        assertProblem("MessageTypes", "ConfigurationItemChangeNotification", "ScheduledNotification");
    }

    @Test
    void otherFunction_isAProblem() {
        source.put("SourceIdentifier", "arn:aws:lambda:eu-west-1:111122223333:function:other");
        assertProblem("Function", "function:other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETING", "DELETING_RESULTS", "EVALUATING", "NEW"})
    void otherState_isAProblem(String state) {
        rule.put("ConfigRuleState", state);
        assertProblem(state);
    }

    @Test
    void incompleteRule_isNeverOk() {
        rule.removeAll();
        rule.put("ConfigRuleName", LocalDeployment.AT_REST);
        assertProblem("control", "Frequency", "Function", "state");
    }

    @Test
    void secondRule_isAlsoCompared() {
        deployment.rule(LocalDeployment.IN_TRANSIT).put("InputParameters", "{}");
        assertProblem(LocalDeployment.IN_TRANSIT);
    }

    @Test
    void deletedRule_isAProblemAndLeavesTheRunsOpen() {
        deployment.rules.remove(LocalDeployment.IN_TRANSIT);
        assertProblem(LocalDeployment.IN_TRANSIT);
        for (Check check : List.of(Check.INVOCATION, Check.RULE_RUN, Check.RESULTS)) {
            assertThat(deployment.doctor.outcome(check.id())).isEqualTo("NOT_CHECKED");
        }
    }

    @Test
    void emptyResponse_isNeverOk() {
        deployment.doctor.aws.faults().on("DescribeConfigRules").body("{}");
        assertThat(outcome()).isEqualTo("NOT_CHECKED");
        assertThat(deployment.doctor.outcome("invocation")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void unknownValueOfTheTemplate_isUndecided() {
        JsonNode resource = deployment.template.path("Resources").path("ConfigRulesAtRestF713D418");
        ((ObjectNode) resource.path("Properties").path("Source"))
                .putObject("SourceIdentifier")
                .put("Fn::If", "x");
        assertThat(outcome()).isEqualTo("UNDECIDED");
    }

    @Test
    void changeTriggeredRule_isComparedAndNotRun() {
        String name = LocalDeployment.AT_REST + "-on-change";
        ObjectNode added = ((ObjectNode) deployment.template.path("Resources"))
                .set(
                        "OnChange",
                        deployment
                                .template
                                .path("Resources")
                                .path("ConfigRulesAtRestF713D418")
                                .deepCopy());
        JsonNode properties = added.path("OnChange").path("Properties");
        ObjectNode trigger =
                (ObjectNode) properties.path("Source").path("SourceDetails").path(0);
        trigger.remove("MaximumExecutionFrequency");
        trigger.put("MessageType", "ConfigurationItemChangeNotification");
        ObjectNode deployed = rule.deepCopy().put("ConfigRuleName", name);
        ((ObjectNode) deployed.path("Source"))
                .set("SourceDetails", properties.path("Source").path("SourceDetails"));
        deployment.rules.put(name, deployed);
        deployment.resources.put("OnChange", name);
        assertThat(deployment.run()).isZero();
        assertThat(deployment.evidence(Check.RULE_PARAMETERS)).contains(name);
        assertThat(deployment.evidence(Check.INVOCATION)).doesNotContain(name);
        assertThat(deployment.evidence(Check.RULE_RUN)).doesNotContain(name);
        deployed.put("InputParameters", "{}");
        assertProblem(name);
    }

    @Test
    void conformancePack_isCompared() {
        usePack(deployment);
        assertThat(deployment.run()).as(deployment.doctor.written()).isZero();
        assertThat(deployment.evidence(Check.RULE_PARAMETERS)).contains(LocalDeployment.AT_REST + PACK_SUFFIX);
        assertThat(deployment
                        .doctor
                        .aws
                        .calls("StartConfigRulesEvaluation")
                        .get(0)
                        .body()
                        .path("ConfigRuleNames"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        LocalDeployment.AT_REST + PACK_SUFFIX, LocalDeployment.IN_TRANSIT + PACK_SUFFIX);
    }

    @Test
    void driftOfARuleInAConformancePack_isAProblem() {
        usePack(deployment);
        deployment.rule(LocalDeployment.AT_REST + PACK_SUFFIX).put("InputParameters", "{}");
        assertProblem("control");
    }

    @Test
    void otherFunctionOfARuleInAConformancePack_isAProblem() {
        usePack(deployment);
        ((ObjectNode) deployment.rule(LocalDeployment.AT_REST + PACK_SUFFIX).path("Source"))
                .put("SourceIdentifier", "arn:other");
        assertProblem("Function");
    }

    @Test
    void conformancePackWithoutARule_isAProblem() {
        usePack(deployment);
        deployment.doctor.state.putConformancePack("daxguard", List.of(LocalDeployment.AT_REST + PACK_SUFFIX));
        assertProblem(LocalDeployment.IN_TRANSIT);
        assertThat(deployment.doctor.outcome("rule-run")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void deletedConformancePack_isAProblem() {
        usePack(deployment);
        deployment
                .doctor
                .aws
                .faults()
                .on("DescribeConformancePackCompliance")
                .error("NoSuchConformancePackException", "", 400);
        assertProblem("NoSuchConformancePackException");
    }

    @Test
    void deniedListingOfAConformancePack_isNotChecked() {
        usePack(deployment);
        deployment.doctor.aws.faults().on("DescribeConformancePackCompliance").deny();
        assertThat(outcome()).isEqualTo("NOT_CHECKED");
        assertThat(deployment
                        .doctor
                        .result("rule-parameters")
                        .path("missingPermissions")
                        .path(0)
                        .asText())
                .isEqualTo("config:DescribeConformancePackCompliance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "- a\n- b", "Resources: 1", "Resources:\n  A: 1"})
    void nonsenseTemplateOfAConformancePack_isNeverOk(String body) {
        usePack(deployment);
        ((ObjectNode) deployment.template.path("Resources").path("Pack").path("Properties")).put("TemplateBody", body);
        assertThat(outcome()).isIn("PROBLEM", "UNDECIDED");
    }

    /** Deploys the rules in a conformance pack. */
    static void usePack(LocalDeployment deployment) {
        StringBuilder yaml = new StringBuilder("Parameters:\n  FunctionArn:\n    Type: String\nResources:\n");
        List<String> names = new ArrayList<>();
        for (String name : List.of(LocalDeployment.AT_REST, LocalDeployment.IN_TRANSIT)) {
            String control = name.replace("dax-cluster-encrypted", "encryption");
            yaml.append(String.format(Locale.ROOT, """
                      %s:
                        Type: "AWS::Config::ConfigRule"
                        Properties:
                          ConfigRuleName: "%s"
                          InputParameters:
                            control: "%s"
                          Source:
                            Owner: "CUSTOM_LAMBDA"
                            SourceIdentifier:
                              Ref: "FunctionArn"
                            SourceDetails:
                            - EventSource: "aws.config"
                              MessageType: "ScheduledNotification"
                              MaximumExecutionFrequency: "TwentyFour_Hours"
                    """.indent(2), control.replace("-", ""), name, control));
            String deployed = name + PACK_SUFFIX;
            deployment.rules.put(deployed, deployment.rule(name).put("ConfigRuleName", deployed));
            deployment.rules.remove(name);
            deployment.putRule(deployed);
            names.add(deployed);
        }
        deployment.doctor.state.putConformancePack("daxguard", names);
        deployment.resources.keySet().removeIf(id -> id.startsWith("ConfigRules"));
        ((ObjectNode) deployment.template.path("Resources"))
                .remove(List.of("ConfigRulesAtRestF713D418", "ConfigRulesInTransitFCF0EE79"));
        deployment.resources.put("Pack", "daxguard");
        ObjectNode pack = ((ObjectNode) deployment.template.path("Resources")).putObject("Pack");
        pack.put("Type", "AWS::Config::ConformancePack");
        ObjectNode properties = pack.putObject("Properties").put("ConformancePackName", "daxguard");
        properties.put("TemplateBody", yaml.toString());
        properties
                .putArray("ConformancePackInputParameters")
                .addObject()
                .put("ParameterName", "FunctionArn")
                .putObject("ParameterValue")
                .putArray("Fn::GetAtt")
                .add("RuleFunction03D08227")
                .add("Arn");
    }
}
