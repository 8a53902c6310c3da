package io.github.daxguard.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.results.Resource;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestComparisonTest {

    private static final LocalDate TODAY = LocalDate.of(2027, 2, 1);
    private static final Instant YESTERDAY = Instant.parse("2027-01-31T06:00:00Z");

    /** A finding is the letter of its rule and account, and a number: {@code a1}. Those of rule z are unconfirmed, and rule n has no results. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // previous, found, new, still, unconfirmed, no longer reported, fixed
                "-, -, -, -, -, -, -",
                "-, a1, a1, -, -, -, -",
                "a1, a1, -, a1, -, -, -",
                "a1, -, -, -, -, -, a1",
                "a1 a2 b1, a2 b1 b2, b2, a2 b1, -, -, a1",
                "z1 a1, -, -, -, z1, -, a1",
                "z1 z2, z2 z3, z3, z2, z1, -, -",
                "n1 a1, -, -, -, -, n1, a1",
                // Another rule of an earlier deployment is neither read nor fixed.
                "x1 a1, a1, -, a1, -, x1, -",
            })
    void findings_comparedWithPreviousOnes_areDivided(
            String previous,
            String found,
            String fresh,
            String still,
            String unconfirmed,
            String unreported,
            String fixed) {
        SortedMap<AggregatedFinding, Known> before = new TreeMap<>();
        findings(previous)
                .forEach(finding -> before.put(finding, new Known(LocalDate.of(2027, 1, 1), Optional.empty())));

        DigestComparison comparison = DigestComparison.of(
                new PreviousDigest.Findings(YESTERDAY, before),
                findings(found),
                List.of("a", "b", "n", "z"),
                rule -> rule.rule().equals("z"),
                rule -> rule.rule().equals("n"),
                TODAY);

        assertThat(comparison.since()).contains(LocalDate.of(2027, 1, 31));
        assertThat(comparison.fresh().keySet()).isEqualTo(findings(fresh));
        assertThat(comparison.still().keySet()).isEqualTo(findings(still));
        assertThat(comparison.unconfirmed().keySet()).isEqualTo(findings(unconfirmed));
        assertThat(comparison.unreported().keySet()).isEqualTo(findings(unreported));
        assertThat(comparison.fixed().keySet()).isEqualTo(findings(fixed));
        assertThat(comparison.fresh().values()).allMatch(known -> known.since().equals(TODAY));
        assertThat(comparison.still().values()).allMatch(known -> known.since().equals(LocalDate.of(2027, 1, 1)));
        Set<AggregatedFinding> current = new TreeSet<>(findings(fresh));
        current.addAll(findings(still));
        current.addAll(findings(unconfirmed));
        assertThat(comparison.current().keySet()).isEqualTo(current);
    }

    @Test
    void nothingToCompareWith_allFindings_areNew() {
        for (PreviousDigest previous : List.of(new PreviousDigest.None(), new PreviousDigest.Unreadable("x"))) {
            DigestComparison comparison = DigestComparison.of(
                    previous, findings("a1 z1"), List.of("a", "z"), rule -> true, rule -> true, TODAY);

            assertThat(comparison.since()).isEmpty();
            assertThat(comparison.fresh().keySet()).isEqualTo(findings("a1 z1"));
            assertThat(comparison.fixed()).isEmpty();
        }
    }

    /** While stale results of clusters are being removed, AWS Config has results of both types. */
    @ParameterizedTest
    @ValueSource(strings = {"-", "a2"})
    void accountInPlaceOfClusters_clusters_areNotFixed(String remaining) {
        SortedMap<AggregatedFinding, Known> before = new TreeMap<>();
        findings("a1").forEach(finding -> before.put(finding, new Known(TODAY, Optional.empty())));
        AggregatedFinding account =
                new AggregatedFinding(before.firstKey().rule(), new Resource("AWS::::Account", "111122223333"));
        SortedSet<AggregatedFinding> found = new TreeSet<>(findings(remaining));
        found.add(account);

        DigestComparison comparison = DigestComparison.of(
                new PreviousDigest.Findings(YESTERDAY, before),
                found,
                List.of("a"),
                rule -> false,
                rule -> false,
                TODAY);

        assertThat(comparison.fresh().keySet()).isEqualTo(found);
        assertThat(comparison.unreported().keySet()).isEqualTo(findings("a1"));
        assertThat(comparison.fixed()).isEmpty();
    }

    @Test
    void sameResource_otherTypeOrRuleOrTarget_isAnotherFinding() {
        FindingTarget target = new FindingTarget("111122223333", "eu-west-1");
        RuleTarget rule = new RuleTarget("a", target);
        AggregatedFinding finding = new AggregatedFinding(rule, Resource.cluster("orders"));

        assertThat(Stream.of(
                        new AggregatedFinding(rule, new Resource("AWS::::Account", "orders")),
                        new AggregatedFinding(new RuleTarget("b", target), Resource.cluster("orders")),
                        new AggregatedFinding(
                                new RuleTarget("a", new FindingTarget("111122223333", "us-east-1")),
                                Resource.cluster("orders")),
                        new AggregatedFinding(
                                new RuleTarget("a", new FindingTarget("444455556666", "eu-west-1")),
                                Resource.cluster("orders"))))
                .noneMatch(other -> other.equals(finding) || other.compareTo(finding) == 0);
    }

    private static SortedSet<AggregatedFinding> findings(String text) {
        SortedSet<AggregatedFinding> findings = new TreeSet<>();
        if (text != null) {
            for (String each : text.split(" ", -1)) {
                findings.add(new AggregatedFinding(
                        new RuleTarget(each.substring(0, 1), new FindingTarget("111122223333", "eu-west-1")),
                        Resource.cluster("c" + each.substring(1))));
            }
        }
        return findings;
    }
}
