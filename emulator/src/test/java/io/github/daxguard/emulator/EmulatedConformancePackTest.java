package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.ConformancePackComplianceType;
import software.amazon.awssdk.services.config.model.ConformancePackRuleCompliance;
import software.amazon.awssdk.services.config.model.DescribeConformancePackComplianceRequest;
import software.amazon.awssdk.services.config.model.DescribeConformancePackComplianceResponse;
import software.amazon.awssdk.services.config.model.InvalidNextTokenException;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleInConformancePackException;
import software.amazon.awssdk.services.config.model.NoSuchConformancePackException;

class EmulatedConformancePackTest {
    private final LocalAws aws = LocalAws.start(SettableClock.at(Sdk.START));
    private final Estate estate = aws.estate(Sdk.ACCOUNT, Sdk.REGION);
    private final ConfigClient config = Sdk.of(aws).config();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void describeConformancePackCompliance_resultsOfAllKinds_answersEachRulesWorst() {
        rule("a-bad", "COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE");
        rule("b-good", "NOT_APPLICABLE", "COMPLIANT");
        rule("c-nothing");
        rule("d-not-applicable", "NOT_APPLICABLE");
        rule("e-of-no-pack", "NON_COMPLIANT");
        estate.putConformancePack("dax", List.of("d-not-applicable", "c-nothing", "b-good", "a-bad"));

        DescribeConformancePackComplianceResponse response = describe(r -> {});

        assertThat(response.conformancePackName()).isEqualTo("dax");
        assertThat(response.nextToken()).isNull();
        assertThat(response.conformancePackRuleComplianceList())
                .containsExactly(
                        compliance("a-bad", ConformancePackComplianceType.NON_COMPLIANT),
                        compliance("b-good", ConformancePackComplianceType.COMPLIANT),
                        compliance("c-nothing", ConformancePackComplianceType.INSUFFICIENT_DATA),
                        compliance("d-not-applicable", ConformancePackComplianceType.INSUFFICIENT_DATA));
    }

    @Test
    void describeConformancePackCompliance_filters_answersOnlyWhatFits() {
        rule("a", "COMPLIANT");
        rule("b", "NON_COMPLIANT");
        rule("c", "NON_COMPLIANT");
        estate.putConformancePack("dax", List.of("a", "b", "c"));

        assertThat(names(describe(r -> r.filters(f -> f.complianceType("NON_COMPLIANT")))))
                .containsExactly("b", "c");
        assertThat(names(describe(r -> r.filters(f -> f.configRuleNames("c", "a")))))
                .containsExactly("a", "c");
        assertThat(names(
                        describe(r -> r.filters(f -> f.configRuleNames("c", "a").complianceType("COMPLIANT")))))
                .containsExactly("a");
        assertThat(names(describe(r -> r.filters(f -> f.complianceType("INSUFFICIENT_DATA")))))
                .isEmpty();
    }

    @Test
    void describeConformancePackCompliance_moreThanAPage_pages() {
        putMany(5);

        List<ConformancePackRuleCompliance> found =
                config
                        .describeConformancePackCompliancePaginator(
                                r -> r.conformancePackName("dax").limit(2))
                        .stream()
                        .flatMap(page -> page.conformancePackRuleComplianceList().stream())
                        .toList();

        assertThat(found)
                .extracting(ConformancePackRuleCompliance::configRuleName)
                .containsExactly("r000", "r001", "r002", "r003", "r004");
        assertThat(aws.calls("DescribeConformancePackCompliance")).hasSize(3);
    }

    @Test
    void describeConformancePackCompliance_noLimitOrZero_answersHundred() {
        putMany(101);

        assertThat(describe(r -> {}).conformancePackRuleComplianceList()).hasSize(100);
        assertThat(describe(r -> r.limit(0)).nextToken()).isNotNull();
        assertThat(describe(r -> r.limit(101)).nextToken()).isNull();
        assertThat(describe(r -> r.limit(1000)).conformancePackRuleComplianceList())
                .hasSize(101);
    }

    @Test
    void describeConformancePackCompliance_rulesLeftOutByTheFilter_doNotMakeAnEmptyLastPage() {
        rule("a", "COMPLIANT");
        rule("b", "NON_COMPLIANT");
        estate.putConformancePack("dax", List.of("a", "b"));

        assertThat(describe(r -> r.limit(1).filters(f -> f.complianceType("COMPLIANT")))
                        .nextToken())
                .isNull();
    }

    @Test
    void describeConformancePackCompliance_tokenMadeUpOrOfAnotherListing_isRefused() {
        putMany(3);
        String token = describe(r -> r.limit(1)).nextToken();

        assertThatThrownBy(() -> describe(r -> r.nextToken("made-up"))).isInstanceOf(InvalidNextTokenException.class);
        assertThatThrownBy(() -> describe(r -> r.nextToken(token).filters(f -> f.complianceType("COMPLIANT"))))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    @Test
    void describeConformancePackCompliance_unknownPack_isRefused() {
        estate.putConformancePack("dax", List.of());

        assertThatThrownBy(() -> describe(r -> r.conformancePackName("other")))
                .isInstanceOf(NoSuchConformancePackException.class)
                .hasMessageContaining("'other'");
        assertThatThrownBy(() -> Sdk.of(aws, Sdk.ACCOUNT, "us-east-1")
                        .config()
                        .describeConformancePackCompliance(r -> r.conformancePackName("dax")))
                .isInstanceOf(NoSuchConformancePackException.class);
    }

    @Test
    void describeConformancePackCompliance_filterByARuleOfNoPack_isRefused() {
        rule("a", "COMPLIANT");
        estate.putConformancePack("dax", List.of());

        assertThatThrownBy(() -> describe(r -> r.filters(f -> f.configRuleNames("a"))))
                .isInstanceOf(NoSuchConfigRuleInConformancePackException.class)
                .hasMessageContaining("'a'");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1001})
    void describeConformancePackCompliance_limitOutOfRange_isRefused(int limit) {
        assertViolation("at 'limit' failed to satisfy constraint: Member must have value", r -> r.limit(limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1dax", "-dax", "d_ax", "dax!"})
    void describeConformancePackCompliance_badPackName_isRefused(String name) {
        assertViolation(
                "at 'conformancePackName' failed to satisfy constraint: Member must satisfy regular expression",
                r -> r.conformancePackName(name));
        assertThatThrownBy(() -> estate.putConformancePack(name, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void describeConformancePackCompliance_packNameMissingOrTooLong_isRefused() {
        assertViolation("Value null at 'conformancePackName'", r -> r.conformancePackName(null));
        assertViolation("Member must have length greater than or equal to 1", r -> r.conformancePackName(""));
        assertViolation(
                "Member must have length less than or equal to 256", r -> r.conformancePackName("x".repeat(257)));
        assertThatThrownBy(() -> estate.putConformancePack("x".repeat(257), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void describeConformancePackCompliance_badFilter_isRefused() {
        assertViolation(
                "'NOT_APPLICABLE' at 'filters.complianceType'",
                r -> r.filters(f -> f.complianceType("NOT_APPLICABLE")));
        assertViolation(
                "at 'filters.configRuleNames' failed to satisfy constraint: Member must have length less than or equal"
                        + " to 10",
                r -> r.filters(f -> f.configRuleNames(Collections.nCopies(11, "a"))));
        assertViolation(
                "at 'filters.configRuleNames.2.member'", r -> r.filters(f -> f.configRuleNames("a", "x".repeat(65))));
    }

    @Test
    void describeConformancePackCompliance_fault_strikesIt() {
        estate.putConformancePack("dax", List.of());
        aws.faults().on("DescribeConformancePackCompliance").call(1).throttle();

        assertThatThrownBy(() -> describe(r -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Rate exceeded");
    }

    @Test
    void putConformancePack_again_changesIt() {
        rule("a");
        rule("b");
        estate.putConformancePack("dax", List.of("a"));
        estate.putConformancePack("dax", List.of("b", "b"));

        assertThat(names(describe(r -> {}))).containsExactly("b");
    }

    @Test
    void putConformancePack_ruleRemovedLater_isNotListedUntilItIsThereAgain() {
        rule("a", "COMPLIANT");
        rule("b");
        estate.putConformancePack("dax", List.of("a", "b"));
        estate.removeRule("a");

        assertThat(names(describe(r -> {}))).containsExactly("b");

        rule("a");
        assertThat(describe(r -> {}).conformancePackRuleComplianceList())
                .contains(compliance("a", ConformancePackComplianceType.INSUFFICIENT_DATA));
    }

    @Test
    void putConformancePack_unknownRule_isRefused() {
        assertThatThrownBy(() -> estate.putConformancePack("dax", List.of("other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    private DescribeConformancePackComplianceResponse describe(
            Consumer<DescribeConformancePackComplianceRequest.Builder> change) {
        return config.describeConformancePackCompliance(r -> {
            r.conformancePackName("dax");
            change.accept(r);
        });
    }

    private void assertViolation(String message, Consumer<DescribeConformancePackComplianceRequest.Builder> change) {
        assertThatThrownBy(() -> describe(change))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((ConfigException) e).awsErrorDetails().errorCode())
                .isEqualTo("ValidationException");
    }

    private static List<String> names(DescribeConformancePackComplianceResponse response) {
        return response.conformancePackRuleComplianceList().stream()
                .map(ConformancePackRuleCompliance::configRuleName)
                .toList();
    }

    private static ConformancePackRuleCompliance compliance(String rule, ConformancePackComplianceType type) {
        return ConformancePackRuleCompliance.builder()
                .configRuleName(rule)
                .complianceType(type)
                .controls(List.of())
                .build();
    }

    private void putMany(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(String.format(Locale.ROOT, "r%03d", i));
            rule(names.get(i));
        }
        estate.putConformancePack("dax", names);
    }

    private void rule(String name, String... complianceTypes) {
        estate.putRule(name, Map.of());
        for (int i = 0; i < complianceTypes.length; i++) {
            estate.putResult(
                    name, new StoredEvaluation("AWS::DAX::Cluster", "c" + i, complianceTypes[i], "", Sdk.START));
        }
    }
}
