package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.rule.RuleParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresNode
class ConfigRulesTest {

    /** GetComplianceDetailsByConfigRule accepts names of at most 64 characters. */
    private static final int LONGEST_NAME = 64;

    private static final String SUFFIX_IN_A_PACK = "-conformance-pack-a1b2c3d4e";
    private static final String PREFIX_IN_AN_ORGANIZATION = "OrgConfigRule-";
    private static final String SUFFIX_IN_AN_ORGANIZATION = "-a1b2c3d4";

    static List<Map<String, String>> modesWithRules() {
        return List.of(Contexts.DEFAULT, Contexts.EXEMPTIONS, Contexts.RULES);
    }

    @ParameterizedTest
    @CsvSource({
        "AtRest, at-rest, 'DAX clusters are encrypted at rest (Security Hub DynamoDB.3)'",
        "InTransit, in-transit, 'DAX clusters accept only TLS connections (Security Hub DynamoDB.7)'",
    })
    void rule_byDefault_hasExactlyTheseProperties(String id, String encryption, String description) {
        assertThat(StackTemplate.of(Contexts.DEFAULT).properties("ConfigRules" + id))
                .isEqualTo(json("""
                {
                  "ConfigRuleName": "dax-cluster-encrypted-%1$s",
                  "Description": "%2$s. This can only be enabled at creation: replace NON_COMPLIANT clusters. \
                Evaluated by daxguard, on a schedule.",
                  "InputParameters": {"control": "encryption-%1$s"},
                  "Source": {
                    "Owner": "CUSTOM_LAMBDA",
                    "SourceIdentifier": "${RuleFunction.Arn}",
                    "SourceDetails": [{
                      "EventSource": "aws.config",
                      "MessageType": "ScheduledNotification",
                      "MaximumExecutionFrequency": "TwentyFour_Hours"
                    }]
                  }
                }""".formatted(encryption, description)));
    }

    @Test
    void rules_withOneControl_areOnlyItsRule() {
        StackTemplate template = StackTemplate.of(Map.of("controls", "encryption-at-rest"));

        assertThat(template.resources("AWS::Config::ConfigRule")).containsOnlyKeys("ConfigRulesAtRest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"})
    void frequency_eachValue_isSetOnEveryPeriodicRule(String frequency) {
        StackTemplate template = StackTemplate.of(Map.of("frequency", frequency));

        assertThat(template.resources("AWS::Config::ConfigRule").values())
                .hasSize(2)
                .allMatch(rule -> rule.at("/Properties/Source/SourceDetails/0/MaximumExecutionFrequency")
                        .asText()
                        .equals(frequency));
    }

    @Test
    void parameters_withExemptions_areReadableByTheFunction() {
        StackTemplate template = StackTemplate.of(Contexts.EXEMPTIONS);

        assertThat(template.properties("ConfigRulesAtRest").get("InputParameters"))
                .isEqualTo(json("""
                {
                  "control": "encryption-at-rest",
                  "exemptClusters": "legacy-*,reports@2027-03-31",
                  "exemptionTag": "dax-exempt-until",
                  "maxExemptionDays": "90",
                  "refreshHours": "168",
                  "resourceType": "AWS::::Account"
                }"""));
        for (JsonNode rule : template.resources("AWS::Config::ConfigRule").values()) {
            Map<String, String> parameters = new HashMap<>();
            rule.at("/Properties/InputParameters")
                    .properties()
                    .forEach(parameter -> parameters.put(
                            parameter.getKey(), parameter.getValue().asText()));
            assertThat(RuleParameters.parse(parameters).control().parameterValue())
                    .isEqualTo(parameters.get("control"));
        }
    }

    @Test
    void rules_withChangeTriggered_areTwoPerControl() {
        StackTemplate template = StackTemplate.of(Contexts.RULES);

        assertThat(template.resources("AWS::Config::ConfigRule"))
                .containsOnlyKeys(
                        "ConfigRulesAtRest",
                        "ConfigRulesInTransit",
                        "ConfigRulesAtRestOnChange",
                        "ConfigRulesInTransitOnChange");
        JsonNode onChange = template.properties("ConfigRulesInTransitOnChange");
        assertThat(onChange.get("ConfigRuleName").asText()).isEqualTo("dax-cluster-encrypted-in-transit-on-change");
        assertThat(onChange.get("InputParameters")).isEqualTo(json("{\"control\": \"encryption-in-transit\"}"));
        assertThat(onChange.at("/Source/SourceDetails")).isEqualTo(json("""
                [
                  {"EventSource": "aws.config", "MessageType": "ConfigurationItemChangeNotification"},
                  {"EventSource": "aws.config", "MessageType": "OversizedConfigurationItemChangeNotification"}
                ]"""));
    }

    @ParameterizedTest
    @MethodSource("modesWithRules")
    void rule_ofEachTrigger_hasScopeAndTextsThatAwsConfigAccepts(Map<String, String> context) {
        for (JsonNode rule :
                StackTemplate.of(context).resources("AWS::Config::ConfigRule").values()) {
            assertScopeFitsTrigger(rule.get("Properties"));
            assertThat(rule.at("/Properties/Description").asText()).hasSizeLessThanOrEqualTo(256);
            assertThat(rule.at("/Properties/InputParameters").toString()).hasSizeLessThanOrEqualTo(1024);
        }
    }

    /** AWS Config refuses a scope on a periodic rule. No rule has both kinds of triggers. */
    private static void assertScopeFitsTrigger(JsonNode rule) {
        List<String> triggers = rule.at("/Source/SourceDetails").findValuesAsText("MessageType").stream()
                .sorted()
                .toList();
        if (triggers.contains("ScheduledNotification")) {
            assertThat(triggers).containsExactly("ScheduledNotification");
            assertThat(rule.has("Scope")).isFalse();
        } else {
            assertThat(triggers)
                    .containsExactly(
                            "ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification");
            assertThat(rule.get("Scope")).isEqualTo(json("{\"ComplianceResourceTypes\": [\"AWS::DAX::Cluster\"]}"));
            assertThat(rule.toString()).doesNotContain("MaximumExecutionFrequency");
        }
    }

    @Test
    void name_ofAPeriodicRule_withAddedPrefixAndSuffix_isNotTooLong() {
        for (JsonNode rule : StackTemplate.of(Contexts.DEFAULT)
                .resources("AWS::Config::ConfigRule")
                .values()) {
            String name = rule.at("/Properties/ConfigRuleName").asText();
            assertThat(name + SUFFIX_IN_A_PACK).hasSizeLessThanOrEqualTo(LONGEST_NAME);
            assertThat(PREFIX_IN_AN_ORGANIZATION + name + SUFFIX_IN_AN_ORGANIZATION)
                    .hasSizeLessThanOrEqualTo(LONGEST_NAME);
        }
    }

    @ParameterizedTest
    @MethodSource("modesWithRules")
    void permission_toInvoke_isOnlyForAwsConfigOfThisAccount(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.resources("AWS::Lambda::Permission")).containsOnlyKeys("InvokeByConfig");
        assertThat(template.properties("InvokeByConfig")).isEqualTo(json("""
                {
                  "Action": "lambda:InvokeFunction",
                  "FunctionName": "%s",
                  "Principal": "config.amazonaws.com",
                  "SourceAccount": "${AWS::AccountId}"
                }""".formatted("${RuleFunction.Arn}")));
    }

    @Test
    void rules_byDefault_areCreatedAfterThePermission() {
        assertThat(StackTemplate.of(Contexts.DEFAULT)
                        .resources("AWS::Config::ConfigRule")
                        .values())
                .allMatch(rule -> rule.get("DependsOn").equals(json("[\"InvokeByConfig\"]")));
    }

    @Test
    void rules_withARecorder_areCreatedAfterTheRecorder() {
        assertThat(StackTemplate.of(Contexts.RULES)
                        .resources("AWS::Config::ConfigRule")
                        .values())
                .allSatisfy(rule -> assertThat(rule.get("DependsOn"))
                        .extracting(JsonNode::asText)
                        .contains("InvokeByConfig", "Recorder", "RecorderDeliveryChannel"));
    }
}
