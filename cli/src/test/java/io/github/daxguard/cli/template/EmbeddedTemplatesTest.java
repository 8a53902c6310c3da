package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.template.TemplateCheck.Findings;
import io.github.daxguard.rule.Compliance;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates and properties that resources contain. */
class EmbeddedTemplatesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The evaluations at rest by name, and "gap", "note" or "complete". */
    private static String summary(Findings findings) {
        String clusters = findings.clusters().stream()
                .map(cluster -> cluster.name() + " " + atRest(cluster).compliance())
                .collect(Collectors.joining(", "));
        return (clusters.isEmpty() ? "" : clusters + "; ")
                + (findings.targets().get(0).isGap() ? "gap" : findings.notes().isEmpty() ? "complete" : "note");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Resources: {Cache: {Type: AWS::DAX::Cluster}}'                  | Set/Cache NON_COMPLIANT; complete",
                "'{\"Resources\": {\"Cache\": {\"Type\": \"AWS::DAX::Cluster\"}}}'| Set/Cache NON_COMPLIANT; complete",
                "{Resources: {Cache: {Type: AWS::DAX::Cluster}}}                  | Set/Cache NON_COMPLIANT; complete",
                "{Resources: {Cache: {Type: AWS::DAX::Cluster, Properties: {SSESpecification: {SSEEnabled: true}}}}} | Set/Cache COMPLIANT; complete",
                "{Resources: {Cache: {Type: AWS::DAX::Cluster, Properties: {SSESpecification: {SSEEnabled: !Ref On}}}}} | gap",
                "'Resources: {Cache: {Type: AWS::DAX::Cluster, Properties: {SSESpecification: {SSEEnabled: \"{{resolve:ssm:x}}\"}}}}' | Set/Cache NON_COMPLIANT; complete",
                "'Resources: {Topic: {Type: AWS::SNS::Topic}}'                    | complete",
                "'Resources: {Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x.yaml}}}' | note",
                "!Ref Body                                                        | gap",
                "!Sub '${Body}'                                                   | gap",
                "!GetAtt Other.Body                                               | gap",
                "!Sub 'Resources: {Cache: {Type: AWS::DAX::Cluster}}'             | Set/Cache NON_COMPLIANT; complete",
                "!If [Some, 'Resources: {Cache: {Type: AWS::DAX::Cluster}}', !Ref Body] | Set/Cache NON_COMPLIANT; gap",
                "'Resources: ['                                                   | gap",
                "'{\"Resources\": '                                               | gap",
                "''                                                               | gap",
                "'Description: nothing'                                           | gap",
                "~                                                                | gap",
                "[a]                                                              | gap",
                "5                                                                | gap",
                "\"Transform: Own\\nResources: {}\"                              | gap"
            })
    void check_stackSet_evaluatesItsTemplate(String body, String expected) {
        assertThat(summary(check("""
                Parameters: {Body: {Type: String}, On: {Type: String, Default: 'true'}}
                Conditions: {Some: !Equals [!Ref On, 'true']}
                Resources:
                  Set:
                    Type: AWS::CloudFormation::StackSet
                    Properties:
                      TemplateBody: %s
                """.formatted(body)))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                                                                 |  | COMPLIANT",
                "Parameters: [{ParameterKey: Rest, ParameterValue: 'false'}]    |  | NON_COMPLIANT",
                "Parameters: [{ParameterKey: Rest, ParameterValue: !Ref Own}]     |  | COMPLIANT",
                "Parameters: [{ParameterKey: Rest, UsePreviousValue: true}]       |  | NON_COMPLIANT",
                "Parameters: !Ref Own                                             |  | NON_COMPLIANT",
                "StackInstancesGroup: [{Regions: [eu-west-1]}]                    |  | COMPLIANT",
                "StackInstancesGroup: [{ParameterOverrides: [{ParameterKey: Rest, ParameterValue: 'false'}]}] |  | NON_COMPLIANT",
                "StackInstancesGroup: [{ParameterOverrides: [{ParameterKey: Rest, ParameterValue: 'true'}]}]  |  | COMPLIANT",
                "StackInstancesGroup: !Ref Own                                    |  | NON_COMPLIANT",
                "                                                                   | false | COMPLIANT"
            })
    void check_stackSet_usesTheParametersThatItSets(
            @Nullable String properties, @Nullable String given, Compliance atRest) {
        Findings findings = check(
                """
                Parameters: {Own: {Type: String, Default: 'true'}}
                Resources:
                  Set:
                    Type: AWS::CloudFormation::StackSet
                    Properties:
                      %s
                      TemplateBody: |
                        Parameters: {Rest: {Type: String, Default: 'true'}}
                        Resources:
                          Cache:
                            Type: AWS::DAX::Cluster
                            Properties:
                              SSESpecification: {SSEEnabled: !Ref Rest}
                """.formatted(properties == null ? "" : properties), given == null ? Map.of() : Map.of("Rest", given));

        assertThat(atRest(findings.clusters().get(0)).compliance()).isEqualTo(atRest);
        assertThat(findings.notes()).hasSize(given == null ? 0 : 1);
    }

    /** Given values apply only to the outer template: the stack set does not forward them, and deploys to other Regions. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "!Ref Rest",
                "!FindInMap [M, !Ref AWS::Region, Rest]",
                "!FindInMap [M, !Ref AWS::StackName, Rest]"
            })
    void check_valueGivenForTheOuterTemplate_isNotUsedInside(String value) {
        Findings findings = check(
                """
                Resources:
                  Set:
                    Type: AWS::CloudFormation::StackSet
                    Properties:
                      TemplateBody: |
                        Parameters: {Rest: {Type: String, Default: 'false'}}
                        Mappings: {M: {eu-west-1: {Rest: 'true'}, us-east-1: {Rest: 'false'}}}
                        Resources:
                          Cache:
                            Type: AWS::DAX::Cluster
                            Properties:
                              SSESpecification: {SSEEnabled: %s}
                """.formatted(value),
                Map.of("Rest", "true", "AWS::Region", "eu-west-1", "AWS::StackName", "eu-west-1"));

        assertThat(atRest(findings.clusters().get(0)).compliance()).isEqualTo(Compliance.NON_COMPLIANT);
    }

    @Test
    void check_loopOverAClusterAndAStackSet_evaluatesBoth() {
        Findings findings = check("""
                Transform: AWS::LanguageExtensions
                Resources:
                  Fn::ForEach::A:
                    - T
                    - ['AWS::DAX::Cluster', 'AWS::CloudFormation::StackSet']
                    - X&{T}:
                        Type: ${T}
                        Properties:
                          SSESpecification: {SSEEnabled: true}
                          TemplateBody: 'Resources: {Cache: {Type: AWS::DAX::Cluster}}'
                """);

        assertThat(findings.clusters())
                .extracting(cluster -> atRest(cluster).compliance())
                .containsExactlyInAnyOrder(Compliance.COMPLIANT, Compliance.NON_COMPLIANT);
    }

    @Test
    void check_templateInABlock_hasTheLinesOfTheFile() {
        Findings findings = check("""
                Resources:
                  Set:
                    Type: AWS::CloudFormation::StackSet
                    Properties:
                      TemplateBody: |

                        Resources:
                          Cache:
                            Type: AWS::DAX::Cluster
                            Properties:
                              SSESpecification:
                                SSEEnabled: false
                """);

        EvaluatedCluster cluster = findings.clusters().get(0);
        assertThat(cluster.line()).isEqualTo(OptionalInt.of(8));
        assertThat(atRest(cluster).line()).isEqualTo(OptionalInt.of(12));
    }

    @Test
    void check_templateInOneLine_hasTheLineOfTheProperty() {
        Findings findings = check("""
                {"Resources": {"Set": {"Type": "AWS::CloudFormation::StackSet", "Properties": {
                  "PermissionModel": "SELF_MANAGED",
                  "TemplateBody": "Resources:\\n  Cache:\\n    Type: AWS::DAX::Cluster\\n"}}}}
                """);

        assertThat(findings.clusters().get(0).line()).isEqualTo(OptionalInt.of(3));
    }

    @Test
    void check_stackSetWithPropertiesFromAFunction_isAGap() {
        assertThat(summary(check("""
                Resources:
                  Set:
                    Type: AWS::CloudFormation::StackSet
                    Properties: {'Fn::If': [Some, {StackSetName: a}, {StackSetName: b}]}
                """))).isEqualTo("gap");
    }

    @Test
    void check_stackSetThatIsNeverCreated_isNotEvaluated() {
        assertThat(summary(check("""
                Conditions: {Never: !Equals [a, b]}
                Resources:
                  Set:
                    Type: AWS::CloudFormation::StackSet
                    Condition: Never
                    Properties: {TemplateBody: 'Resources: {Cache: {Type: AWS::DAX::Cluster}}'}
                """))).isEqualTo("complete");
    }

    @Test
    void check_stackSetNestedTooDeeply_isAGap() {
        ObjectNode template = JSON.createObjectNode();
        template.putObject("Resources").putObject("Cache").put("Type", "AWS::DAX::Cluster");
        for (int i = 0; i < 6; i++) {
            ObjectNode outer = JSON.createObjectNode();
            outer.putObject("Resources")
                    .putObject("S")
                    .put("Type", "AWS::CloudFormation::StackSet")
                    .putObject("Properties")
                    .put("TemplateBody", template.toString());
            template = outer;
        }

        assertThat(summary(check(template.toString()))).isEqualTo("gap");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "aws_cloudformation_stack     | {'template_body': 'BODY'}                        | {} | x/Cache NON_COMPLIANT; complete",
                "aws_cloudformation_stack_set | {'template_body': 'BODY'}                        | {} | x/Cache NON_COMPLIANT; complete",
                "awscc_cloudformation_stack   | {'template_body': 'BODY'}                        | {} | x/Cache NON_COMPLIANT; complete",
                "aws_cloudformation_stack     | {'template_body': 'OF_PARAMETER'}                | {} | x/Cache COMPLIANT; complete",
                "aws_cloudformation_stack     | {'template_body': 'OF_PARAMETER', 'parameters': {'Rest': 'false'}} | {} | x/Cache NON_COMPLIANT; complete",
                "aws_cloudformation_stack     | {'template_body': 'OF_PARAMETER', 'parameters': {'Rest': 'true'}} | {} | x/Cache COMPLIANT; complete",
                "aws_cloudformation_stack     | {'template_body': 'OF_PARAMETER', 'parameters': {}} | {'parameters': {'Rest': true}} | x/Cache NON_COMPLIANT; complete",
                "aws_cloudformation_stack     | {'template_body': 'OF_PARAMETER'}                | {'parameters': true} | x/Cache NON_COMPLIANT; complete",
                "aws_cloudformation_stack     | {'template_body': 'Resources: ['}                | {} | gap",
                "aws_cloudformation_stack     | {}                                               | {'template_body': true} | gap",
                "awscc_cloudformation_stack   | {'template_body': 'BODY'}                        | {'template_url': true} | x/Cache NON_COMPLIANT; complete",
                "awscc_cloudformation_stack   | {'template_body': 'BODY', 'template_url': 'https://a'} | {} | note",
                "awscc_servicecatalog_cloudformation_provisioned_product | {}                    | {} | note",
                "aws_cloudformation_stack     | {}                                               | {} | gap",
                "aws_cloudformation_stack     | {'template_url': 'https://x'}                    | {'template_body': true} | note",
                "aws_cloudformation_stack     | {}                                               | {'template_body': true, 'template_url': true} | note",
                "aws_cloudcontrolapi_resource | {'type_name': 'AWS::DAX::Cluster', 'desired_state': '{}'} | {} | x NON_COMPLIANT; complete",
                "aws_cloudcontrolapi_resource | {'type_name': 'AWS::DAX::Cluster', 'desired_state': '{\\'SSESpecification\\': {\\'SSEEnabled\\': true}}'} | {} | x COMPLIANT; complete",
                "aws_cloudcontrolapi_resource | {'type_name': 'AWS::DAX::Cluster', 'desired_state': '{\\'SSESpecification\\': {\\'Ref\\': \\'X\\'}}'} | {} | gap",
                "aws_cloudcontrolapi_resource | {'type_name': 'AWS::DAX::Cluster', 'desired_state': '{'} | {} | gap",
                "aws_cloudcontrolapi_resource | {'type_name': 'AWS::DAX::Cluster', 'desired_state': '[]'} | {} | gap",
                "aws_cloudcontrolapi_resource | {'type_name': 'AWS::DAX::Cluster'}               | {'desired_state': true} | x NON_COMPLIANT; complete",
                "aws_cloudcontrolapi_resource | {'desired_state': '{}'}                          | {'type_name': true} | gap",
                "aws_cloudcontrolapi_resource | {'type_name': 'AWS::SNS::Topic'}                 | {'desired_state': true} | complete",
                "aws_cloudcontrolapi_resource | {'type_name': 'AWS::CloudFormation::StackSet'}   | {'desired_state': true} | gap",
                "aws_cloudcontrolapi_resource | {'type_name': 'AWS::CloudFormation::StackSet', 'desired_state': '{\\'TemplateBody\\': \\'BODY\\'}'} | {} | x/Cache NON_COMPLIANT; complete",
                "aws_cloudformation_stack_set_instance | {'parameter_overrides': {'Rest': 'false'}} | {} | gap",
                "aws_cloudformation_stack_set_instance | {'parameter_overrides': null}           | {} | complete",
                "aws_servicecatalog_provisioned_product | {}                                     | {} | note"
            })
    void check_plan_evaluatesTemplatesInAttributes(String type, String after, String unknown, String expected)
            throws JsonProcessingException {
        ObjectNode plan = JSON.createObjectNode().put("format_version", "1.2");
        plan.putObject("planned_values");
        ObjectNode resource = plan.putArray("resource_changes").addObject();
        resource.put("address", "x").put("type", type).put("mode", "managed");
        ObjectNode change = resource.putObject("change");
        change.putArray("actions").add("create");
        change.set("after", JSON.readTree(json(after)));
        change.set("after_unknown", JSON.readTree(json(unknown)));

        assertThat(summary(check(plan.toPrettyString()))).isEqualTo(expected);
    }

    private static String json(String text) {
        return text.replace("'", "\"")
                .replace("BODY", "Resources: {Cache: {Type: AWS::DAX::Cluster}}")
                .replace(
                        "OF_PARAMETER",
                        "Parameters: {Rest: {Type: String, Default: true}}\\nResources: {Cache: {Type: AWS::DAX::Cluster,"
                                + " Properties: {SSESpecification: {SSEEnabled: !Ref Rest}}}}");
    }

    private static ControlEvaluation atRest(EvaluatedCluster cluster) {
        return cluster.evaluations().get(0);
    }

    private static Findings check(String template) {
        return check(template, Map.of());
    }

    private static Findings check(String template, Map<String, String> parameters) {
        return TemplateChecks.of(parameters).check(List.of("-"), new ByteArrayInputStream(template.getBytes(UTF_8)));
    }
}
