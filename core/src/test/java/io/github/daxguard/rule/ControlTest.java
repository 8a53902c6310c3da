package io.github.daxguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ControlTest {

    private static final LocalDate TODAY = LocalDate.parse("2027-01-31");

    /** The verdict of each control for every status, SSE status and endpoint encryption. */
    @ParameterizedTest(name = "status {0}, at rest {1}, in transit {2}: {3}, {4}")
    @CsvSource(nullValues = "-", textBlock = """
            # status                | at rest   | in transit | at rest verdict | in transit verdict
            available               , ENABLED   , TLS        , Compliant       , Compliant
            available               , ENABLED   , NONE       , Compliant       , NonCompliant
            available               , DISABLED  , TLS        , NonCompliant    , Compliant
            available               , DISABLED  , NONE       , NonCompliant    , NonCompliant
            available               , DISABLING , ''         , NonCompliant    , NonCompliant
            available               , ENABLING  , tls        , NonCompliant    , NonCompliant
            available               , ''        , TLSv2      , NonCompliant    , NonCompliant
            available               , enabled   , 'TLS '     , NonCompliant    , NonCompliant
            available               , SOMETHING , SOMETHING  , NonCompliant    , NonCompliant
            creating                , ENABLED   , TLS        , Compliant       , Compliant
            creating                , ''        , ''         , NonCompliant    , NonCompliant
            modifying               , ENABLED   , TLS        , Compliant       , Compliant
            modifying               , ''        , NONE       , NonCompliant    , NonCompliant
            incompatible-parameters , DISABLED  , NONE       , NonCompliant    , NonCompliant
            incompatible-network    , ENABLED   , TLS        , Compliant       , Compliant
            something-new           , DISABLED  , NONE       , NonCompliant    , NonCompliant
            deleting                , ENABLED   , TLS        , NotApplicable   , NotApplicable
            deleting                , DISABLED  , NONE       , NotApplicable   , NotApplicable
            ''                      , ENABLED   , TLS        , NotApplicable   , NotApplicable
            ''                      , ''        , ''         , NotApplicable   , NotApplicable
            """)
    void evaluate_everyState_returnsTheExpectedVerdict(
            String status, String atRest, String inTransit, String atRestVerdict, String inTransitVerdict) {
        Cluster cluster = new Cluster("orders", "arn", status, atRest, inTransit);

        assertThat(kind(Control.ENCRYPTION_AT_REST.evaluate(cluster, none()))).isEqualTo(atRestVerdict);
        assertThat(kind(Control.ENCRYPTION_IN_TRANSIT.evaluate(cluster, none())))
                .isEqualTo(inTransitVerdict);
    }

    @ParameterizedTest
    @EnumSource(Control.class)
    void evaluate_unencryptedButDeleting_isNotApplicableRatherThanExempt(Control control) {
        Cluster cluster = new Cluster("orders", "arn", "deleting", "DISABLED", "NONE");

        assertThat(control.evaluate(cluster, exemptByName("orders"))).isInstanceOf(Verdict.NotApplicable.class);
    }

    @ParameterizedTest
    @EnumSource(Control.class)
    void evaluate_encryptedAndExempt_isCompliant(Control control) {
        Cluster cluster = new Cluster("orders", "arn", "available", "ENABLED", "TLS");

        assertThat(control.evaluate(cluster, exemptByName("orders"))).isInstanceOf(Verdict.Compliant.class);
    }

    @ParameterizedTest
    @EnumSource(Control.class)
    void evaluate_unencryptedAndExempt_isExempt(Control control) {
        Cluster cluster = new Cluster("orders", "arn", "available", "DISABLED", "NONE");

        assertThat(control.evaluate(cluster, exemptByName("orders"))).isInstanceOf(Verdict.Exempt.class);
    }

    @Test
    void annotation_nonCompliant_statesValueConstraintAndFix() {
        assertThat(annotation("DISABLED"))
                .isEqualTo(
                        "Encryption at rest is DISABLED. Encryption can only be enabled at creation. Create an encrypted "
                                + "cluster, migrate clients to its endpoint, and delete this cluster.");
        assertThat(annotation(Cluster.ABSENT))
                .startsWith(
                        "DAX does not report encryption at rest; treated as disabled. Encryption can only be enabled at creation.");
        assertThat(annotation("QUANTUM")).startsWith("Encryption at rest is QUANTUM. Encryption can only");
        assertThat(Control.ENCRYPTION_IN_TRANSIT
                        .evaluate(new Cluster("orders", "arn", "available", "ENABLED", "NONE"), none())
                        .annotation())
                .startsWith(
                        "Endpoint encryption is NONE. Encryption can only be enabled at creation. Create a cluster with TLS");
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLED, 128, 40, 'Encryption at rest is DISABLED. Tag kkkkk', 'invalid date \"vvvvv', '\" (YYYY-MM-DD).'",
        "DISABLED, 61,  10, 'Encryption at rest is DISABLED. Tag kkkkk', 'invalid date \"vvvvvvvvvv\"', '\" (YYYY-MM-DD).'",
        "-,        128, 40, 'DAX does not report encryption at rest',    'invalid date \"vvvvv', '\" (YYYY-MM-DD).'"
    })
    void annotation_longTagKeyWithInvalidDate_keepsKeyValueAndReason(
            String atRest, int keyLength, int valueLength, String start, String value, String expected) {
        String key = "k".repeat(keyLength);
        Exemptions exemptions = new Exemptions(
                RuleParameters.parse(Map.of("exemptionTag", key)),
                TODAY,
                unused -> new Tags.Known(Map.of(key, "v".repeat(valueLength))));
        String reported = atRest.equals("-") ? Cluster.ABSENT : atRest;

        String annotation = Control.ENCRYPTION_AT_REST
                .evaluate(new Cluster("orders", "", "available", reported, "TLS"), exemptions)
                .annotation();

        assertThat(annotation)
                .hasSizeLessThanOrEqualTo(256)
                .startsWith(start)
                .contains(value, expected)
                .endsWith("and delete this cluster.");
    }

    @Test
    void annotation_longestValues_keepsTheFixWithin256Characters() {
        Cluster cluster = new Cluster("orders", "arn", "available", "X".repeat(300), "NONE");
        RuleParameters parameters = RuleParameters.parse(Map.of("exemptionTag", "k".repeat(128)));
        Exemptions exemptions = new Exemptions(
                parameters, TODAY, unused -> new Tags.Known(Map.of("k".repeat(128), "not a date ".repeat(20))));

        String annotation =
                Control.ENCRYPTION_AT_REST.evaluate(cluster, exemptions).annotation();

        assertThat(annotation).hasSizeLessThanOrEqualTo(256).endsWith("and delete this cluster.");
    }

    @Test
    void parameterValueAndSecurityHubId_always_areTheDocumentedNames() {
        assertThat(Control.ENCRYPTION_AT_REST.parameterValue()).isEqualTo("encryption-at-rest");
        assertThat(Control.ENCRYPTION_AT_REST.securityHubId()).isEqualTo("DynamoDB.3");
        assertThat(Control.ENCRYPTION_IN_TRANSIT.parameterValue()).isEqualTo("encryption-in-transit");
        assertThat(Control.ENCRYPTION_IN_TRANSIT.securityHubId()).isEqualTo("DynamoDB.7");
    }

    @Test
    void annotation_compliant_statesTheReportedValue() {
        assertThat(annotation("ENABLED")).isEqualTo("Encryption at rest is ENABLED.");
    }

    private static String annotation(String atRest) {
        Cluster cluster = new Cluster("orders", "arn", "available", atRest, "TLS");
        return Control.ENCRYPTION_AT_REST.evaluate(cluster, none()).annotation();
    }

    private static Exemptions none() {
        return new Exemptions(RuleParameters.parse(Map.of()), TODAY, unused -> {
            throw new AssertionError("The tags must not be read");
        });
    }

    private static Exemptions exemptByName(String name) {
        return new Exemptions(RuleParameters.parse(Map.of("exemptClusters", name)), TODAY, unused -> {
            throw new AssertionError("The tags must not be read");
        });
    }

    private static String kind(Verdict verdict) {
        return verdict.getClass().getSimpleName();
    }
}
