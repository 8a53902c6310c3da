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

    /** The tables of the design: status, SSE status, endpoint encryption, and what each control makes of them. */
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
    void evaluate_everyState_verdictOfTheTable(
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
    void annotation_saysWhatIsWrongThatItStaysSoAndWhatToDo() {
        assertThat(annotation("DISABLED"))
                .isEqualTo(
                        "Encryption at rest is DISABLED. It can only be set at creation: create an encrypted cluster, "
                                + "point clients to its endpoint, delete this one.");
        assertThat(annotation(Cluster.ABSENT))
                .startsWith(
                        "Encryption at rest is not reported by DAX, so it counts as off. It can only be set at creation");
        assertThat(annotation("QUANTUM")).startsWith("Encryption at rest is QUANTUM. It can only");
        assertThat(Control.ENCRYPTION_IN_TRANSIT
                        .evaluate(new Cluster("orders", "arn", "available", "ENABLED", "NONE"), none())
                        .annotation())
                .startsWith("Endpoint encryption is NONE. It can only be set at creation");
    }

    @Test
    void annotation_longestOfEverything_keepsTheRemedyWithin256Characters() {
        Cluster cluster = new Cluster("orders", "arn", "available", "X".repeat(300), "NONE");
        RuleParameters parameters = RuleParameters.parse(Map.of("exemptionTag", "k".repeat(128)));
        Exemptions exemptions = new Exemptions(
                parameters, TODAY, unused -> new Tags.Known(Map.of("k".repeat(128), "not a date ".repeat(20))));

        String annotation =
                Control.ENCRYPTION_AT_REST.evaluate(cluster, exemptions).annotation();

        assertThat(annotation).hasSizeLessThanOrEqualTo(256).endsWith("delete this one.");
    }

    @Test
    void parameterValue_andSecurityHubId_areTheDocumentedNames() {
        assertThat(Control.ENCRYPTION_AT_REST.parameterValue()).isEqualTo("encryption-at-rest");
        assertThat(Control.ENCRYPTION_AT_REST.securityHubId()).isEqualTo("DynamoDB.3");
        assertThat(Control.ENCRYPTION_IN_TRANSIT.parameterValue()).isEqualTo("encryption-in-transit");
        assertThat(Control.ENCRYPTION_IN_TRANSIT.securityHubId()).isEqualTo("DynamoDB.7");
    }

    /** Eight characters are the least that leave room for the sentence in the middle. */
    @Test
    void annotation_tooLong_leavesOutTheMiddleSentence() {
        assertThat(Annotation.compose("x".repeat(242), "It is so", "End."))
                .isEqualTo("x".repeat(242) + " It is so End.");
        assertThat(Annotation.compose("x".repeat(243), "It is so", "End.")).isEqualTo("x".repeat(243) + " End.");
    }

    @Test
    void annotation_compliant_isTheReportedValue() {
        assertThat(annotation("ENABLED")).isEqualTo("Encryption at rest is ENABLED.");
    }

    private static String annotation(String atRest) {
        Cluster cluster = new Cluster("orders", "arn", "available", atRest, "TLS");
        return Control.ENCRYPTION_AT_REST.evaluate(cluster, none()).annotation();
    }

    private static Exemptions none() {
        return new Exemptions(RuleParameters.parse(Map.of()), TODAY, unused -> {
            throw new AssertionError("No tag was asked for");
        });
    }

    private static Exemptions exemptByName(String name) {
        return new Exemptions(RuleParameters.parse(Map.of("exemptClusters", name)), TODAY, unused -> {
            throw new AssertionError("No tag was asked for");
        });
    }

    private static String kind(Verdict verdict) {
        return verdict.getClass().getSimpleName();
    }
}
