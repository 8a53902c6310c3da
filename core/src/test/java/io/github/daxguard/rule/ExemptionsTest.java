package io.github.daxguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExemptionsTest {

    private static final LocalDate TODAY = LocalDate.parse("2027-01-31");

    @ParameterizedTest(name = "{0} on cluster {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            orders                             | orders     | Exempt indefinitely by exemptClusters entry "orders".
            Orders                             | orders     | Exempt indefinitely by exemptClusters entry "orders".
            orders                             | orders-2   | ''
            order*                             | orders-2   | Exempt indefinitely by exemptClusters entry "order*".
            *                                  | anything   | Exempt indefinitely by exemptClusters entry "*".
            *-test                             | a-test-b   | ''
            a**b                               | a-x-b      | Exempt indefinitely by exemptClusters entry "a**b".
            orders@2027-01-31                  | orders     | Exempt through 2027-01-31 by exemptClusters entry "orders".
            orders@2027-01-30                  | orders     | Exemption ended on 2027-01-30: exemptClusters entry "orders".
            orders@2027-01-30,ord*@2027-02-01  | orders     | Exempt through 2027-02-01 by exemptClusters entry "ord*".
            orders,orders@2027-01-30           | orders     | Exempt indefinitely by exemptClusters entry "orders".
            ' a , orders '                     | orders     | Exempt indefinitely by exemptClusters entry "orders".
            *                                  | ''         | Exempt indefinitely by exemptClusters entry "*".
            a*                                 | ''         | ''
            *                                  | a2345678901234567890  | Exempt indefinitely by exemptClusters entry "*".
            *                                  | a23456789012345678901 | ''
            *                                  | azAZ-09    | Exempt indefinitely by exemptClusters entry "*".
            *                                  | 1orders    | ''
            *                                  | or_ders    | ''
            *                                  | or--ders   | ''
            *                                  | orders-    | ''
            *                                  | ' orders'  | ''
            *                                  | örders     | ''
            """)
    void of_clusterName_statesTheEntryAndTheLastDay(String exemptClusters, String cluster, String explanation) {
        assertThat(exemptions(Map.of("exemptClusters", exemptClusters), Map.of())
                        .of(cluster(cluster))
                        .explanation())
                .isEqualTo(explanation);
    }

    @ParameterizedTest(name = "tag value {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            2027-01-31   | Exempt through 2027-01-31 by tag until.
            ' 2027-02-1 '| Tag until ignored: invalid date " 2027-02-1 " (YYYY-MM-DD).
            ' 2027-02-01'| Exempt through 2027-02-01 by tag until.
            2027-01-30   | Exemption ended on 2027-01-30: tag until.
            2027-02-30   | Tag until ignored: invalid date "2027-02-30" (YYYY-MM-DD).
            +12027-01-01 | Tag until ignored: invalid date "+12027-01-01" (YYYY-MM-DD).
            12027-01-01  | Tag until ignored: invalid date "12027-01-01" (YYYY-MM-DD).
            -2027-01-01  | Tag until ignored: invalid date "-2027-01-01" (YYYY-MM-DD).
            soon         | Tag until ignored: invalid date "soon" (YYYY-MM-DD).
            ''           | Tag until ignored: invalid date "" (YYYY-MM-DD).
            """)
    void of_tagValue_isTheLastDay(String value, String explanation) {
        assertThat(exemptions(Map.of("exemptionTag", "until"), Map.of("until", value))
                        .of(cluster("orders"))
                        .explanation())
                .isEqualTo(explanation);
    }

    @ParameterizedTest(name = "at most {0} days, {1}, tag {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            90   | orders@2027-05-01        | -          | Exempt through 2027-05-01 by exemptClusters entry "orders".
            90   | orders@2027-05-02        | -          | Exemption ignored (ends 2027-05-02, maxExemptionDays 90): exemptClusters entry "orders".
            90   | orders                   | -          | Exemption ignored (no last day, maxExemptionDays 90): exemptClusters entry "orders".
            3650 | *                        | -          | Exemption ignored (no last day, maxExemptionDays 3650): exemptClusters entry "*".
            3650 | *@9999-12-31             | -          | Exemption ignored (ends 9999-12-31, maxExemptionDays 3650): exemptClusters entry "*".
            90   | orders@2027-01-30        | -          | Exemption ended on 2027-01-30: exemptClusters entry "orders".
            90   | orders,ord*@2027-02-28   | -          | Exempt through 2027-02-28 by exemptClusters entry "ord*".
            90   | -                        | 2027-05-01 | Exempt through 2027-05-01 by tag until.
            90   | -                        | 2027-05-02 | Exemption ignored (ends 2027-05-02, maxExemptionDays 90): tag until.
            90   | orders                   | 2027-02-28 | Exempt through 2027-02-28 by tag until.
            90   | orders@2027-02-28        | 9999-12-31 | Exempt through 2027-02-28 by exemptClusters entry "orders".
            1    | orders@2027-02-01        | -          | Exempt through 2027-02-01 by exemptClusters entry "orders".
            1    | orders@2027-02-02        | -          | Exemption ignored (ends 2027-02-02, maxExemptionDays 1): exemptClusters entry "orders".
            """)
    void of_longerThanMaxExemptionDays_isIgnored(
            String days, @Nullable String exemptClusters, @Nullable String tag, String explanation) {
        Map<String, String> parameters = new HashMap<>(Map.of("exemptionTag", "until", "maxExemptionDays", days));
        if (exemptClusters != null) {
            parameters.put("exemptClusters", exemptClusters);
        }

        assertThat(exemptions(parameters, tag == null ? Map.of() : Map.of("until", tag))
                        .of(cluster("orders"))
                        .explanation())
                .isEqualTo(explanation);
    }

    @ParameterizedTest(name = "{0}, at most {1} days: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            *                                           | -    | *
            **                                          | -    | **
            *@9999-12-31                                | -    | *@9999-12-31
            *@2027-02-28                                | -    | *@2027-02-28
            orders                                      | -    | orders
            orders@9999-12-31                           | -    | orders@9999-12-31
            orders@2037-01-29                           | -    | orders@2037-01-29
            orders@2037-01-28                           | -    | ''
            *@2027-01-30                                | -    | ''
            a,b-*@2027-03-31,*                          | -    | a;*
            *                                           | 90   | ''
            *@2027-02-28                                | 90   | *@2027-02-28
            orders@2037-01-29                           | 3650 | ''
            """)
    void unboundedEntries_openEndedOrMatchAll_areReturned(
            String exemptClusters, @Nullable String days, String entries) {
        Map<String, String> parameters = new HashMap<>(Map.of("exemptClusters", exemptClusters));
        if (days != null) {
            parameters.put("maxExemptionDays", days);
        }

        assertThat(String.join(";", RuleParameters.parse(parameters).unboundedEntries(TODAY)))
                .isEqualTo(entries);
    }

    @ParameterizedTest
    @CsvSource({"9999-12-31, true", "2037-01-29, true", "2037-01-28, false"})
    void isUnboundedTag_moreThanTenYears_isTrue(String lastDay, boolean unbounded) {
        Exemption exemption = exemptions(Map.of("exemptionTag", "until"), Map.of("until", lastDay))
                .of(cluster("orders"));

        assertThat(exemption)
                .isInstanceOfSatisfying(
                        Exemption.Granted.class,
                        granted -> assertThat(granted.isUnboundedTag(TODAY)).isEqualTo(unbounded));
    }

    @Test
    void of_withoutTheTag_isNone() {
        assertThat(exemptions(Map.of("exemptionTag", "until"), Map.of("Until", "2027-02-01"))
                        .of(cluster("orders")))
                .isEqualTo(new Exemption.None());
    }

    @Test
    void of_expiredNameAndValidTag_isGranted() {
        Exemptions both = exemptions(
                Map.of("exemptClusters", "orders@2027-01-01", "exemptionTag", "until"), Map.of("until", "2027-02-01"));

        assertThat(both.of(cluster("orders"))).isInstanceOf(Exemption.Granted.class);
    }

    @Test
    void of_expiredNameAndNoTag_isExpired() {
        Exemptions both = exemptions(Map.of("exemptClusters", "orders@2027-01-01", "exemptionTag", "until"), Map.of());

        assertThat(both.of(cluster("orders"))).isInstanceOf(Exemption.Expired.class);
    }

    @ParameterizedTest
    @MethodSource("unknownTags")
    void of_unknownTags_isTagsUnread(Tags tags) {
        Exemptions exemptions =
                new Exemptions(RuleParameters.parse(Map.of("exemptionTag", "until")), TODAY, unused -> tags);

        Optional<RuntimeException> failure =
                tags instanceof Tags.Unread unread ? Optional.of(unread.failure()) : Optional.empty();
        assertThat(exemptions.of(cluster("orders"))).isEqualTo(new Exemption.TagsUnread(failure));
    }

    static Stream<Tags> unknownTags() {
        return Stream.of(new Tags.NotYet(), new Tags.Unread(new IllegalStateException("ListTags failed")));
    }

    @Test
    void of_withoutExemptionTagOrExemptByName_doesNotReadTags() {
        AtomicInteger reads = new AtomicInteger();
        Map<String, String> parameters = new HashMap<>(Map.of("exemptClusters", "orders"));

        counting(parameters, reads).of(cluster("other"));
        assertThat(reads).hasValue(0);

        parameters.put("exemptionTag", "until");
        counting(parameters, reads).of(cluster("orders"));
        assertThat(reads).hasValue(0);

        counting(parameters, reads).of(cluster("other"));
        assertThat(reads).hasValue(1);
    }

    private static Exemptions counting(Map<String, String> parameters, AtomicInteger reads) {
        return new Exemptions(RuleParameters.parse(parameters), TODAY, unused -> {
            reads.incrementAndGet();
            return new Tags.Known(Map.of());
        });
    }

    private static Exemptions exemptions(Map<String, String> parameters, Map<String, String> tags) {
        return new Exemptions(RuleParameters.parse(parameters), TODAY, unused -> new Tags.Known(tags));
    }

    private static Cluster cluster(String name) {
        return new Cluster(name, "arn", "available", "DISABLED", "NONE");
    }
}
