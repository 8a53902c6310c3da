package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions in the template, as values of an environment variable. */
class StackValuesTest {

    private final LocalDeployment deployment = new LocalDeployment();

    @AfterEach
    void stop() {
        deployment.close();
    }

    private void use(String expression, String value) throws IOException {
        JsonNode properties = deployment
                .template
                .path("Resources")
                .path("RuleFunction03D08227")
                .path("Properties");
        ((ObjectNode) properties.path("Environment").path("Variables"))
                .set("DAXGUARD_FREQUENCY_HOURS", new ObjectMapper().readTree(expression));
        ((ObjectNode) deployment
                        .function(LocalDeployment.RULE_FUNCTION)
                        .path("Environment")
                        .path("Variables"))
                .put("DAXGUARD_FREQUENCY_HOURS", value);
        deployment
                .stack
                .putArray("Parameters")
                .addObject()
                .put("ParameterKey", "Name")
                .put("ParameterValue", "/path")
                .put("ResolvedValue", "resolved");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "24 | 24",
                "true | true",
                "{\"Ref\":\"AWS::AccountId\"} | 111122223333",
                "{\"Ref\":\"AWS::Region\"} | eu-west-1",
                "{\"Ref\":\"AWS::Partition\"} | aws",
                "{\"Ref\":\"AWS::StackName\"} | DaxGuard",
                "{\"Ref\":\"AWS::StackId\"} | arn:aws:cloudformation:eu-west-1:111122223333:stack/DaxGuard/1",
                "{\"Ref\":\"Name\"} | resolved",
                "{\"Ref\":\"RuleLog6AA554C2\"} | DaxGuard-RuleLog6AA554C2",
                "{\"Fn::GetAtt\":[\"RuleFunction03D08227\",\"Arn\"]} | "
                        + "arn:aws:lambda:eu-west-1:111122223333:function:DaxGuard-RuleFunction03D08227",
                "{\"Fn::Join\":[\"-\",[\"a\",{\"Ref\":\"Name\"},\"b\"]]} | a-resolved-b",
                "{\"Fn::Sub\":\"${Name}/${AWS::Region}/${!Name}\"} | resolved/eu-west-1/${Name}",
                "{\"Fn::Sub\":[\"${A}/${Name}\",{\"A\":{\"Ref\":\"Name\"}}]} | resolved/resolved",
                "{\"Fn::Sub\":\"${RuleFunction03D08227.Arn}\"} | "
                        + "arn:aws:lambda:eu-west-1:111122223333:function:DaxGuard-RuleFunction03D08227"
            })
    void knownValue_isCompared(String expression, String value) throws IOException {
        use(expression, value);
        assertThat(deployment.outcome(Check.FUNCTION_SETTINGS)).isEqualTo("OK");
        assertThat(deployment.evidence(Check.FUNCTION_SETTINGS)).doesNotContain("DAXGUARD_FREQUENCY_HOURS");
        use(expression, value + "0");
        assertThat(deployment.outcome(Check.FUNCTION_SETTINGS)).isEqualTo("PROBLEM");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Ref\":\"Absent\"}",
                "{\"Fn::GetAtt\":[\"RuleLog6AA554C2\",\"Arn\"]}",
                "{\"Fn::If\":[\"a\",\"b\",\"c\"]}",
                "{\"Fn::Join\":[\"-\",[\"a\",{\"Ref\":\"Absent\"}]]}",
                "{\"Fn::Join\":\"a\"}",
                "{\"Fn::Sub\":\"${Absent}\"}",
                "{\"Fn::Sub\":\"${RuleLog6AA554C2.Arn}\"}",
                "{\"Fn::Sub\":[1]}",
                "{\"a\":1,\"b\":2}",
                "[]",
                "null"
            })
    void unknownValue_isNamed(String expression) throws IOException {
        use(expression, "any");
        assertThat(deployment.outcome(Check.FUNCTION_SETTINGS)).isEqualTo("UNDECIDED");
        assertThat(deployment.evidence(Check.FUNCTION_SETTINGS)).contains("DAXGUARD_FREQUENCY_HOURS");
    }

    /** The text that stands for a missing setting. */
    @Test
    void missingSetting_isNotTheValueNone() throws IOException {
        use("\"none\"", "any");
        ((ObjectNode) deployment
                        .function(LocalDeployment.RULE_FUNCTION)
                        .path("Environment")
                        .path("Variables"))
                .remove("DAXGUARD_FREQUENCY_HOURS");
        assertThat(deployment.outcome(Check.FUNCTION_SETTINGS)).isEqualTo("PROBLEM");
    }
}
