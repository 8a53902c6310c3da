package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.template.TemplateCheck.Findings;
import io.github.daxguard.rule.Compliance;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of parameters in property values, conditions, mapping keys and loops. */
class ParameterValuesTest {

    private static final String DECLARATIONS = """
            Parameters:
              Stage: {Type: String, Default: live, AllowedValues: [trial, live]}
              Tier: {Type: String, Default: live, AllowedValues: [live, spare]}
              Free: {Type: String, Default: live}
              Rest: {Type: String, Default: 'true'}
              On: {Type: String, AllowedValues: ['true', true]}
              Either: {Type: String, Default: 'true', AllowedValues: ['true', 'false']}
              Index: {Type: Number, Default: 0}
              Name: {Type: String, Default: live, NoEcho: true}
            Mappings:
              Rests:
                trial: {Rest: false, Same: true}
                live: {Rest: true, Same: true}
                spare: {Rest: true, Same: true}
              Keys: {trial: {Key: spare}, live: {Key: live}}
            Conditions:
              Live: !Equals [!Ref Stage, live]
              Trial: !Not [!Condition Live]
              Never: !Equals [!Ref Tier, trial]
              Always: !Or [!Equals [!Ref Stage, live], !Equals [!Ref Stage, trial]]
              FreeLive: !Equals [!Ref Free, live]
              FreeOther: !Not [!Condition FreeLive]
              Mapped: !Equals [!FindInMap [Rests, !Ref Stage, Rest], true]
              Both: !And [!Condition Live, !Equals [!Ref Tier, live]]
            """;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "!Ref On                                         | COMPLIANT     |",
                "!Ref Rest                                       | COMPLIANT     | Rest",
                "!Ref Either                                     | COMPLIANT     | Either",
                "!Sub '${Rest}'                                  | COMPLIANT     | Rest",
                "!If [Live, true, true]                          | COMPLIANT     |",
                "!If [Live, true, false]                         | NON_COMPLIANT |",
                "!If [FreeLive, true, false]                     | NON_COMPLIANT |",
                "!If [Never, false, true]                        | COMPLIANT     |",
                "!If [Always, true, false]                       | COMPLIANT     |",
                "!If [Mapped, true, false]                       | NON_COMPLIANT |",
                "!If [Live, true, !If [Trial, true, false]]      | COMPLIANT     |",
                "!If [Live, !If [Trial, false, true], true]      | COMPLIANT     |",
                "!If [FreeLive, !If [FreeOther, false, true], true] | COMPLIANT  |",
                "!If [Live, !If [Both, true, false], true]       | NON_COMPLIANT |",
                "!If [Both, !If [Live, true, false], true]       | COMPLIANT     |",
                "!If [Live, !FindInMap [Rests, !Ref Stage, Rest], true]  | COMPLIANT     |",
                "!If [Live, true, !FindInMap [Rests, !Ref Stage, Rest]]  | NON_COMPLIANT |",
                "!If [Live, !Ref Rest, !Ref Rest]                | COMPLIANT     | Rest",
                "!FindInMap [Rests, !Ref Stage, Rest]            | NON_COMPLIANT |",
                "!FindInMap [Rests, !Ref Tier, Rest]             | COMPLIANT     |",
                "!FindInMap [Rests, !Ref Free, Rest]             | NON_COMPLIANT |",
                "!FindInMap [Rests, !Ref Free, Same]             | COMPLIANT     |",
                "!FindInMap [Rests, !Ref Name, Rest]             | NON_COMPLIANT |",
                "!FindInMap [Rests, !Ref Name, Same]             | COMPLIANT     |",
                "!FindInMap [Rests, !Sub '${Stage}', Rest]       | NON_COMPLIANT |",
                "!FindInMap [Rests, !Join ['', [!Ref Free]], Rest] | NON_COMPLIANT |",
                "!FindInMap [Rests, !FindInMap [Keys, !Ref Stage, Key], Rest] | COMPLIANT |",
                "!FindInMap [Rests, !FindInMap [Keys, !Ref Free, Key], Rest]  | COMPLIANT |",
                "!FindInMap [Rests, !If [Live, live, trial], Rest] | NON_COMPLIANT |",
                "!Select [!Ref Index, [true, false]]             | NON_COMPLIANT |",
                "!Select [!Ref Index, [true, true]]              | COMPLIANT     |",
                "!Select [1, [false, true]]                      | COMPLIANT     |"
            })
    void check_value_evaluatesEveryAllowedValueAndEveryBranch(
            String value, Compliance atRest, @Nullable String defaultParameter) {
        ControlEvaluation evaluation = atRest(check("""
                %sResources:
                  Basket:
                    Type: AWS::DAX::Cluster
                    Properties: {SSESpecification: {SSEEnabled: %s}}
                """.formatted(DECLARATIONS, value), Map.of()));

        assertThat(evaluation.compliance()).isEqualTo(atRest);
        assertThat(evaluation.reason().contains("uses the default of parameter"))
                .as(evaluation.reason())
                .isEqualTo(defaultParameter != null);
        if (defaultParameter != null) {
            assertThat(evaluation.reason()).contains("uses the default of parameter " + defaultParameter);
        }
    }

    /** CloudFormation rejects such a value, so it does not prove that the cluster is never created. */
    @Test
    void check_givenValueThatIsNotAllowed_doesNotDecideTheCondition() {
        String template = """
                Parameters: {Stage: {Type: String, AllowedValues: [live, trial]}}
                Conditions: {Some: !Or [!Equals [!Ref Stage, live], !Equals [!Ref Stage, trial]]}
                Resources: {Basket: {Type: AWS::DAX::Cluster, Condition: Some}}
                """;

        assertThat(atRest(check(template, Map.of("Stage", "Live"))).compliance())
                .isEqualTo(Compliance.NON_COMPLIANT);
    }

    @Test
    void check_contradictoryConditions_areNotDecided() {
        ControlEvaluation evaluation = atRest(check("""
                Parameters: {Free: {Type: String}}
                Mappings: {One: {a: {Value: yes}}, Two: {b: {Value: x}}}
                Conditions:
                  Both: !And
                    - !Equals [!FindInMap [One, !Ref Free, Value], 'true']
                    - !Equals [!FindInMap [Two, !Ref Free, Value], x]
                Resources:
                  Basket:
                    Type: AWS::DAX::Cluster
                    Properties: {SSESpecification: {SSEEnabled: !If [Both, true, false]}}
                """, Map.of()));

        assertThat(evaluation.compliance()).isEqualTo(Compliance.NON_COMPLIANT);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Stage=live, COMPLIANT", "Stage=trial, NON_COMPLIANT", "Free=live, NON_COMPLIANT"})
    void check_givenValue_decidesTheKey(String given, Compliance atRest) {
        String[] parameter = given.split("=", 2);

        assertThat(atRest(check("""
                        %sResources:
                          Basket:
                            Type: AWS::DAX::Cluster
                            Properties: {SSESpecification: {SSEEnabled: !FindInMap [Rests, !Ref Stage, Rest]}}
                        """.formatted(DECLARATIONS), Map.of(parameter[0], parameter[1])))
                        .compliance())
                .isEqualTo(atRest);
    }

    /** The cluster exists only if its condition is true. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Live, COMPLIANT",
        "Trial, NON_COMPLIANT",
        "Both, COMPLIANT",
        "Always, NON_COMPLIANT",
        "FreeLive, NON_COMPLIANT",
        "Never, NOT_APPLICABLE"
    })
    void check_conditionOfTheCluster_limitsTheValues(String condition, Compliance atRest) {
        assertThat(atRest(check("""
                        %sResources:
                          Basket:
                            Type: AWS::DAX::Cluster
                            Condition: %s
                            Properties: {SSESpecification: {SSEEnabled: !FindInMap [Rests, !Ref Stage, Rest]}}
                        """.formatted(DECLARATIONS, condition), Map.of()))
                        .compliance())
                .isEqualTo(atRest);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                  | 0",
                "!FindInMap [Lists, none, Names]     | 1",
                "[a]                                 | 1",
                "!FindInMap [Lists, some, Names]     | 1",
                "!Ref Names                          | 1"
            })
    void check_loopOverAnEmptyList_createsNothing(String collection, int clusters) {
        Findings findings = check("""
                Parameters: {Names: {Type: CommaDelimitedList, Default: ''}}
                Mappings: {Lists: {none: {Names: []}, some: {Names: [a]}}}
                Transform: AWS::LanguageExtensions
                Resources:
                  Fn::ForEach::Caches:
                    - Name
                    - %s
                    - Cache${Name}: {Type: AWS::DAX::Cluster}
                      Fn::ForEach::More: [Other, [x], {'Cache${Name}${Other}': {Type: AWS::SNS::Topic}}]
                """.formatted(collection), Map.of());

        assertThat(findings.clusters()).hasSize(clusters);
        assertThat(findings.targets()).noneMatch(scannedTarget -> scannedTarget.isGap());
    }

    /** An inner list is empty for one value of the outer variable. */
    @Test
    void check_loopThatIsEmptyForOneValue_evaluatesTheOthers() {
        assertThat(atRest(check("""
                        Mappings: {Lists: {a: {Names: []}, b: {Names: ['true']}}}
                        Transform: AWS::LanguageExtensions
                        Resources:
                          Fn::ForEach::Outer:
                            - A
                            - [a, b]
                            - Fn::ForEach::Inner:
                                - B
                                - !FindInMap [Lists, !Ref A, Names]
                                - Cache${A}${B}:
                                    Type: AWS::DAX::Cluster
                                    Properties: {SSESpecification: {SSEEnabled: !Ref B}}
                        """, Map.of())).compliance()).isEqualTo(Compliance.COMPLIANT);
    }

    private static ControlEvaluation atRest(Findings findings) {
        assertThat(findings.clusters()).hasSize(1);
        EvaluatedCluster cluster = findings.clusters().get(0);
        return cluster.evaluations().get(0);
    }

    private static Findings check(String template, Map<String, String> parameters) {
        return TemplateChecks.of(parameters).check(List.of("-"), new ByteArrayInputStream(template.getBytes(UTF_8)));
    }
}
