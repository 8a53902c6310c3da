package io.github.daxguard.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.results.Resource;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DigestMailTest {

    private static final Instant TIME = Instant.parse("2027-02-01T06:00:00Z");
    private static final DigestSettings SETTINGS = new DigestSettings(
            List.of("dax-cluster-encrypted-at-rest"),
            "organization",
            "bucket",
            "arn:aws:sns:eu-west-1:111122223333:daxguard",
            "999988887777");

    @Test
    void text_ofASmallDigest_isCompleteAndAligned() {
        SortedMap<AggregatedFinding, Known> fresh = findings(1, "arn:aws:iam::444455556666:user/ana");
        DigestResult digest = digest(fresh, new TreeMap<>(), new TreeMap<>());

        assertThat(DigestMail.subject(digest)).isEqualTo("daxguard 2027-02-01: 1 NON_COMPLIANT, 1 new, 0 fixed");
        assertThat(DigestMail.text(digest, SETTINGS)).isEqualTo("""
                daxguard: findings of the organization
                2027-02-01 06:00 UTC

                NON_COMPLIANT findings: 1
                       1  new
                       0  still NON_COMPLIANT
                       0  not read today
                       0  fixed, no longer counted

                By rule
                       1  dax-cluster-encrypted-at-rest

                New since 2027-01-31: 1
                  100000000000  eu-west-1        orders
                      dax-cluster-encrypted-at-rest
                      created 2027-02-01 06:00 UTC by
                      arn:aws:iam::444455556666:user/ana

                Fixed since 2027-01-31: 0

                By account and Region
                  account       Region          total  new fixed
                  100000000000  eu-west-1           1    1     0

                Management account 999988887777
                StackSets do not deploy to the management account. AWS Config's
                aggregator has results of daxguard's rules for this account.
                """);
    }

    @Test
    void text_ofAHugeDigest_isWithinTheLimitAndStatesWhatIsOmitted() {
        SortedMap<AggregatedFinding, Known> many =
                findings(20_000, "arn:aws:sts::444455556666:assumed-role/" + "\u00e9".repeat(2_000));
        SortedMap<RuleTarget, String> unread = new TreeMap<>();
        List<AggregatorSource> sources = new ArrayList<>();
        for (AggregatedFinding finding : many.keySet()) {
            unread.put(finding.rule(), "\u00e9".repeat(3_000));
            sources.add(new AggregatorSource(finding.target().account(), "", true, "FAILED", "\u00e9".repeat(3_000)));
        }
        DigestResult digest = new DigestResult(
                TIME,
                new Reading(new TreeSet<>(many.keySet()), unread, sources, new TreeSet<>(), List.of(), false),
                new DigestComparison(Optional.of(LocalDate.of(2027, 1, 31)), many, many, many, many, many),
                Optional.empty(),
                Optional.empty(),
                0);

        String text = DigestMail.text(digest, SETTINGS);

        assertThat(text.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(DigestMail.LONGEST_TEXT);
        assertThat(text)
                .contains(
                        "New since 2027-01-31: 20000\n",
                        "  and " + (20_000 - DigestMail.MOST_ENTRIES) + " more\n",
                        "  and " + (20_000 - DigestMail.MOST_TARGETS) + " more\n")
                .containsPattern("\\n\\d+ more lines are omitted, because the message would be too long\\.\\n$");
    }

    @Test
    void subject_ofAHugeDigest_isAsciiAndShort() {
        SortedMap<AggregatedFinding, Known> many = findings(200_000, "");
        DigestResult digest = new DigestResult(
                TIME,
                new Reading(
                        new TreeSet<>(),
                        new TreeMap<>(),
                        List.of(new AggregatorSource("o-1", "", false, "OUTDATED", "")),
                        new TreeSet<>(),
                        List.of(),
                        false),
                new DigestComparison(Optional.of(LocalDate.of(2027, 1, 31)), many, many, many, many, many),
                Optional.empty(),
                Optional.empty(),
                0);

        assertThat(DigestMail.subject(digest)).hasSizeLessThan(100).endsWith("(INCOMPLETE)");
        assertThat(US_ASCII.newEncoder().canEncode(DigestMail.subject(digest))).isTrue();
    }

    private static DigestResult digest(
            SortedMap<AggregatedFinding, Known> fresh,
            SortedMap<AggregatedFinding, Known> still,
            SortedMap<AggregatedFinding, Known> fixed) {
        return new DigestResult(
                TIME,
                new Reading(
                        new TreeSet<>(fresh.keySet()), new TreeMap<>(), List.of(), new TreeSet<>(), List.of(), true),
                new DigestComparison(
                        Optional.of(LocalDate.of(2027, 1, 31)), fresh, still, new TreeMap<>(), new TreeMap<>(), fixed),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    private static SortedMap<AggregatedFinding, Known> findings(int count, String creator) {
        SortedMap<AggregatedFinding, Known> findings = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            findings.put(
                    new AggregatedFinding(
                            new RuleTarget(
                                    "dax-cluster-encrypted-at-rest",
                                    new FindingTarget(String.format("1%011d", i), "eu-west-1")),
                            Resource.cluster("orders")),
                    new Known(LocalDate.of(2027, 2, 1), Optional.of(new ClusterCreator(creator, TIME))));
        }
        return findings;
    }
}
