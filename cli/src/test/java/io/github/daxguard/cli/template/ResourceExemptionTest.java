package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.options.ControlOptions;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.template.TemplateCheck.Findings;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceExemptionTest {

    private static final LocalDate TODAY = LocalDate.parse("2027-01-31");

    private static final String ENCRYPTED_IN_TRANSIT = """
            Resources:
              Orders:
                Type: AWS::DAX::Cluster
                Metadata: %s
                Properties:
                  ClusterEndpointEncryptionType: TLS
              Carts:
                Type: AWS::DAX::Cluster
            """;

    private static Findings check(String template, boolean honorsSuppressions, String exemptResources) {
        return check(
                template,
                honorsSuppressions,
                exemptResources.isEmpty() ? ExemptResources.NONE : ExemptResources.parse("list", exemptResources),
                Map.of());
    }

    private static Findings check(
            String template, boolean honorsSuppressions, ExemptResources resources, Map<String, String> parameters) {
        Criteria criteria = new Criteria(
                List.of(Control.values()),
                RuleParameters.parse(parameters, ControlOptions.EXEMPTION_NAMES),
                TODAY,
                resources,
                honorsSuppressions);
        return TemplateCheck.of(criteria, Map.of(), false)
                .check(List.of("-"), new ByteArrayInputStream(template.getBytes(UTF_8)));
    }

    /** N: NON_COMPLIANT, C: COMPLIANT, E: exempt, A: not applicable; at rest and in transit. */
    private static String codes(Findings findings, String name) {
        return evaluations(findings, name).stream()
                .map(one -> switch (one.compliance()) {
                    case NON_COMPLIANT -> "N";
                    case COMPLIANT -> "C";
                    case NOT_APPLICABLE -> one.isExempt() ? "E" : "A";
                })
                .collect(Collectors.joining());
    }

    private static List<ControlEvaluation> evaluations(Findings findings, String name) {
        return findings.clusters().stream()
                .filter(cluster -> cluster.name().equals(name))
                .map(EvaluatedCluster::evaluations)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{daxguard: {exempt: Cache of a demo}}                    | EC | indefinitely by Metadata daxguard \"Cache of a demo\"",
                "{daxguard: {exempt: Demo, until: 2027-01-31}}            | EC | through 2027-01-31",
                "{daxguard: {exempt: Demo, until: '2027-01-31'}}          | EC | through 2027-01-31",
                "{daxguard: {exempt: Demo, until: 2027-01-30}}            | NC | ended on 2027-01-30",
                "{daxguard: {exempt: Demo, until: 2027-02-30}}            | NC | until \"2027-02-30\" is not a date (YYYY-MM-DD)",
                "{daxguard: {exempt: Demo, until: next year}}             | NC | until \"next year\" is not a date (YYYY-MM-DD)",
                "{daxguard: {exempt: Demo, until: }}                      | NC | until is not a date (YYYY-MM-DD)",
                "{daxguard: {exempt: Demo, until: !Ref Day}}              | NC | until is not a date (YYYY-MM-DD)",
                "{daxguard: {exempt: Demo, untill: 2027-01-31}}           | NC | unknown member \"untill\"",
                "{daxguard: {exempt: ' '}}                                | NC | exempt is not a string with the reason",
                "{daxguard: {exempt: true}}                               | NC | exempt is not a string with the reason",
                "{daxguard: {exempt: [Demo]}}                             | NC | exempt is not a string with the reason",
                "{daxguard: {exempt: !Sub 'Demo'}}                        | NC | exempt is not a string with the reason",
                "{daxguard: {until: 2027-01-31}}                          | NC | exempt is not a string with the reason",
                "{daxguard: exempt}                                       | NC | exempt is not a string with the reason",
                "{daxguard: !If [A, {exempt: Demo}, {exempt: Demo}]}      | NC | unknown member \"Fn::If\"",
                "{Daxguard: {exempt: Demo}}                               | NC | SSESpecification is not set.",
                "{exempt: Demo}                                           | NC | SSESpecification is not set."
            })
    void metadata_exemption_appliesOnlyToFindingsOfItsResource(String metadata, String codes, String reason) {
        Findings findings = check(ENCRYPTED_IN_TRANSIT.formatted(metadata), false, "");

        assertThat(codes(findings, "Orders")).isEqualTo(codes);
        assertThat(evaluations(findings, "Orders").get(0).reason()).contains(reason);
        assertThat(evaluations(findings, "Orders").get(0).remediation().isEmpty())
                .isEqualTo(codes.startsWith("E"));
        assertThat(codes(findings, "Carts")).isEqualTo("NN");
    }

    @ParameterizedTest
    @CsvSource({"2027-01-31, EE", "2027-01-30, NN", "31.01.2027, NN"})
    void metadata_exemptionInJson_applies(String until, String codes) {
        String template = """
                {"Resources": {"Orders": {"Type": "AWS::DAX::Cluster",
                  "Metadata": {"daxguard": {"exempt": "Demo", "until": "%s"}}}}}
                """.formatted(until);

        assertThat(codes(check(template, false, ""), "Orders")).isEqualTo(codes);
    }

    @Test
    void metadata_exemption_doesNotApplyToAClusterThatIsNotCreated() {
        Findings findings = check("""
                Conditions: {Never: !Equals [a, b]}
                Resources:
                  Orders:
                    Type: AWS::DAX::Cluster
                    Condition: Never
                    Metadata: {daxguard: {exempt: Demo}}
                  Carts:
                    Type: AWS::DAX::Cluster
                    Metadata: {daxguard: {exempt: Demo}}
                    Properties: {SSESpecification: {SSEEnabled: true}, ClusterEndpointEncryptionType: TLS}
                """, true, "*");

        assertThat(codes(findings, "Orders")).isEqualTo("AA");
        assertThat(codes(findings, "Carts")).isEqualTo("CC");
    }

    @ParameterizedTest
    @CsvSource({"2027-02-01, 1, EC", "2027-02-02, 1, NC", "'',         1, NC"})
    void metadata_exemption_isLimitedByMaxExemptionDays(String until, String days, String codes) {
        String metadata = "{daxguard: {exempt: Demo%s}}".formatted(until.isEmpty() ? "" : ", until: " + until);
        Findings findings = check(
                ENCRYPTED_IN_TRANSIT.formatted(metadata),
                false,
                ExemptResources.NONE,
                Map.of("maxExemptionDays", days));

        assertThat(codes(findings, "Orders")).isEqualTo(codes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Orders                    | EC | NN",
                "Carts@2027-01-31          | NC | EE",
                "Carts@2027-01-30          | NC | NN",
                "Shop/Orders/*             | EC | NN",
                "*                         | EC | EE",
                "Shop*                     | NC | NN"
            })
    void exemptResources_entry_appliesToTheNamedResources(String list, String orders, String carts) {
        Findings findings =
                check(ENCRYPTED_IN_TRANSIT.formatted("{'aws:cdk:path': Shop/Orders/Resource}"), false, list);

        assertThat(codes(findings, "Orders")).isEqualTo(orders);
        assertThat(codes(findings, "Carts")).isEqualTo(carts);
        assertThat(findings.clusters())
                .extracting(EvaluatedCluster::cdkPath)
                .containsExactly("Shop/Orders/Resource", "");
    }

    @Test
    void exemptResources_address_appliesToTerraform() {
        String plan = """
                {"format_version": "1.2", "terraform_version": "1.9.0", "complete": true, "resource_changes": [
                  {"address": "module.shop.aws_dax_cluster.orders", "mode": "managed", "type": "aws_dax_cluster",
                   "name": "orders", "change": {"actions": ["create"], "after": {"cluster_name": "orders"},
                   "after_unknown": {}, "after_sensitive": {}}}]}
                """;

        assertThat(codes(check(plan, false, "module.shop.*@2027-01-31"), "module.shop.aws_dax_cluster.orders"))
                .isEqualTo("EE");
        assertThat(codes(check(plan, false, "orders"), "module.shop.aws_dax_cluster.orders"))
                .isEqualTo("NN");
    }

    /** The last column is the number of notes if suppressions are not honored. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{checkov: {skip: [{id: CKV_AWS_47, comment: Demo}]}}              | EN | 1",
                "{checkov: {skip: [{id: CKV_AWS_239}]}}                            | NE | 1",
                "{checkov: {skip: [{id: CKV_AWS_47}, {id: CKV_AWS_239}]}}          | EE | 2",
                "{checkov: {skip: [{id: CKV_AWS_28}, {id: W83}]}}                  | NN | 0",
                "{checkov: {skip: {id: CKV_AWS_47}}}                               | NN | 0",
                "{checkov: [CKV_AWS_47]}                                           | NN | 0",
                "{cfn_nag: {rules_to_suppress: [{id: W83, reason: Demo}]}}         | EN | 1",
                "{cfn_nag: {rules_to_suppress: [{id: W28, reason: Demo}]}}         | NN | 0",
                "{guard: {SuppressedRules: [DAX_ENCRYPTION_ENABLED]}}              | EN | 1",
                "{guard: {SuppressedRules: [DAX_TLS_ENDPOINT_ENCRYPTION]}}         | NE | 1",
                "{guard: {SuppressedRules: [dax_tls_endpoint_encryption_check]}}   | NE | 1",
                "{guard: {SuppressedRules: [S3_BUCKET_LOGGING_ENABLED, 1, {}]}}    | NN | 0"
            })
    void suppression_inMetadata_exemptsItsControlIfHonored(String metadata, String honored, int notes) {
        String template = "Resources: {Orders: {Type: AWS::DAX::Cluster, Metadata: %s}}".formatted(metadata);

        Findings without = check(template, false, "");
        assertThat(codes(without, "Orders")).isEqualTo("NN");
        assertThat(without.notes()).hasSize(notes);
        Findings with = check(template, true, "");
        assertThat(codes(with, "Orders")).isEqualTo(honored);
        assertThat(with.notes()).isEmpty();
    }

    @Test
    void suppression_inComment_exemptsTheResourceThatContainsIt() {
        Findings findings = check("""
                # checkov:skip=CKV_AWS_47:outside
                Resources:
                  Orders: # checkov:skip=CKV_AWS_47:Demo
                    Type: AWS::DAX::Cluster
                  # checkov:skip=CKV_AWS_47:between
                  Carts:
                    Type: AWS::DAX::Cluster
                    Metadata: {note: "# checkov:skip=CKV_AWS_47:a text"}
                  Sessions:
                    # checkov:skip=CKV_AWS_47,CKV_AWS_239: Demo
                    Type: AWS::DAX::Cluster
                    Metadata: {a: b} # bridgecrew:skip=CKV_AWS_1
                  Flow: {One: {}, Type: AWS::DAX::Cluster}
                  Odd: {Type: AWS::DAX::Cluster
                  }
                """, true, "");

        assertThat(findings.clusters())
                .extracting(cluster -> cluster.name() + " " + codes(findings, cluster.name()))
                .containsExactly("Orders EN", "Carts NN", "Sessions EE", "Flow NN", "Odd NN");
        assertThat(evaluations(findings, "Orders").get(0).reason())
                .contains("Exempt indefinitely by checkov suppression CKV_AWS_47 \"Demo\".");
    }

    @Test
    void suppression_inCommentOfALineWithTwoResources_exemptsNone() {
        Findings findings = check(
                "Resources: {Orders: {Type: AWS::DAX::Cluster}, Carts: {Type: AWS::DAX::Cluster} # checkov:skip=CKV_AWS_47\n}",
                true,
                "");

        assertThat(codes(findings, "Orders") + codes(findings, "Carts")).isEqualTo("NNNN");
    }

    @Test
    void suppression_honored_isLimitedByMaxExemptionDays() {
        Findings findings = check(
                ENCRYPTED_IN_TRANSIT.formatted("{guard: {SuppressedRules: [DAX_ENCRYPTION_ENABLED]}}"),
                true,
                ExemptResources.NONE,
                Map.of("maxExemptionDays", "90"));

        assertThat(codes(findings, "Orders")).isEqualTo("NC");
        assertThat(evaluations(findings, "Orders").get(0).reason()).contains("--max-exemption-days 90");
    }
}
