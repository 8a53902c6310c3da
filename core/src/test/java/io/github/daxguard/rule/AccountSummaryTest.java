package io.github.daxguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccountSummaryTest {

    /** E: encrypted, U: unencrypted, X: exempt, D: being deleted. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "E     | true  | COMPLIANT",
                "EEE   | true  | COMPLIANT",
                "EX    | true  | COMPLIANT",
                "ED    | true  | COMPLIANT",
                "EXD   | true  | COMPLIANT",
                "-     | true  | NOT_APPLICABLE",
                "X     | true  | NOT_APPLICABLE",
                "D     | true  | NOT_APPLICABLE",
                "XD    | true  | NOT_APPLICABLE",
                "U     | true  | NON_COMPLIANT",
                "EU    | true  | NON_COMPLIANT",
                "UE    | true  | NON_COMPLIANT",
                "XU    | true  | NON_COMPLIANT",
                "EXDU  | true  | NON_COMPLIANT",
                "-     | false | NOT_APPLICABLE",
                "E     | false | NOT_APPLICABLE",
                "EX    | false | NOT_APPLICABLE",
                "X     | false | NOT_APPLICABLE",
                "U     | false | NON_COMPLIANT",
                "EEXU  | false | NON_COMPLIANT",
            })
    void verdict_ofClusters_isThatOfTheTable(String clusters, boolean complete, Compliance expected) {
        Verdict.OfAccount verdict = AccountSummary.verdict(
                Control.ENCRYPTION_AT_REST, verdicts(clusters == null ? "" : clusters), complete);

        assertThat(verdict.compliance()).isEqualTo(expected);
        assertThat(verdict.annotation()).isNotEmpty().hasSizeLessThanOrEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UEU | true  | Encryption at rest is not ENABLED for 2 of 3 DAX clusters: c0, c2. Encryption can only be enabled at"
                        + " creation. Replace each with an encrypted cluster.",
                "U   | true  | Encryption at rest is not ENABLED for 1 of 1 DAX cluster: c0. Encryption can only be enabled at"
                        + " creation. Replace each with an encrypted cluster.",
                "EU  | false | Encryption at rest is not ENABLED for at least 1 DAX cluster: c1. Encryption can only be enabled at"
                        + " creation. Replace each with an encrypted cluster.",
                "EEX | true  | Encryption at rest is ENABLED for 2 DAX clusters: c0, c1. In addition, exempt or being deleted: 1.",
                "E   | true  | Encryption at rest is ENABLED for 1 DAX cluster: c0.",
                "XD  | true  | Every DAX cluster in this account and Region is exempt or being deleted (2): c0, c1.",
                "EX  | false | Not all DAX clusters in this account and Region are known. Evaluated, without a finding: 2.",
            })
    void annotation_hasTheNumberAndTheNames(String clusters, boolean complete, String annotation) {
        assertThat(AccountSummary.verdict(Control.ENCRYPTION_AT_REST, verdicts(clusters), complete)
                        .annotation())
                .isEqualTo(annotation);
    }

    @ParameterizedTest
    @EnumSource(Control.class)
    void annotation_of10000ClustersWithLongNames_hasWholeNamesAndTheFix(Control control) {
        Map<String, Verdict> clusters = IntStream.range(0, 10_000)
                .boxed()
                .collect(Collectors.toMap(
                        "a-cluster-name-%05d"::formatted,
                        i -> new Verdict.NonCompliant(control, "DISABLED", new Exemption.None())));

        String annotation = AccountSummary.verdict(control, clusters, true).annotation();

        assertThat(annotation)
                .hasSizeBetween(200, 256)
                .contains("10000 of 10000 DAX clusters: a-cluster-name-00000, a-cluster-name-00001")
                .containsPattern("[0-9]{5} and 99[0-9]{2} more\\. ")
                .endsWith("Replace each with " + control.replacement() + ".");
    }

    @Test
    void annotation_ofANameThatIsTooLong_isShortened() {
        Map<String, Verdict> clusters = Map.of("x".repeat(768), verdict('E'));

        assertThat(AccountSummary.verdict(Control.ENCRYPTION_AT_REST, clusters, true)
                        .annotation())
                .hasSizeBetween(200, 256);
    }

    private static Map<String, Verdict> verdicts(String clusters) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (int i = 0; i < clusters.length(); i++) {
            verdicts.put("c" + i, verdict(clusters.charAt(i)));
        }
        return verdicts;
    }

    private static Verdict verdict(char kind) {
        RuleParameters parameters = RuleParameters.parse(kind == 'X' ? Map.of("exemptClusters", "*") : Map.of());
        Exemptions exemptions =
                new Exemptions(parameters, LocalDate.parse("2027-01-31"), cluster -> new Tags.Known(Map.of()));
        return parameters
                .control()
                .evaluate(
                        new Cluster(
                                "name",
                                "arn",
                                kind == 'D' ? "deleting" : "available",
                                kind == 'E' ? "ENABLED" : "DISABLED",
                                "NONE"),
                        exemptions);
    }
}
