package io.github.daxguard.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.rule.ShortText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The e-mail of a digest, as plain text with short lines, which a phone shows without wrapping.
 *
 * <p>Long lists are shortened, and the text states how many entries are omitted.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>, for the limits of subject and message
 */
final class DigestMail {

    /** In bytes. SNS accepts 262,144. */
    static final int LONGEST_TEXT = 250_000;

    /** The maximum number of findings, listings or sources in a list. */
    static final int MOST_ENTRIES = 200;

    /** The maximum number of accounts and Regions in the table. */
    static final int MOST_TARGETS = 500;

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_ARN = 200;
    private static final int LONGEST_REASON = 300;
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final DigestResult digest;
    private final DigestSettings settings;
    private final StringBuilder text = new StringBuilder();
    private int bytes;
    private int omittedLines;

    private DigestMail(DigestResult digest, DigestSettings settings) {
        this.digest = digest;
        this.settings = settings;
    }

    /** The subject: fewer than 100 characters, ASCII, one line. */
    static String subject(DigestResult digest) {
        String day = "daxguard " + Days.of(digest.time()) + ": ";
        if (digest.isWithoutResults()) {
            return day + "no evaluation results" + (digest.isIncomplete() ? " (INCOMPLETE)" : "");
        }
        return day + digest.nonCompliant() + " NON_COMPLIANT, "
                + digest.comparison().fresh().size() + " new, "
                + digest.comparison().fixed().size() + " fixed" + (digest.isIncomplete() ? " (INCOMPLETE)" : "");
    }

    /** The text of the message: at most {@value #LONGEST_TEXT} bytes in UTF-8. */
    static String text(DigestResult digest, DigestSettings settings) {
        return new DigestMail(digest, settings).write();
    }

    private String write() {
        line("daxguard: findings of the organization");
        line(MINUTES.format(digest.time()));
        if (digest.isIncomplete()) {
            incomplete();
        }
        totals();
        DigestComparison comparison = digest.comparison();
        String since = comparison.since().map(day -> " since " + day).orElse("");
        findings(
                (comparison.since().isPresent() ? "New" + since : "All findings") + ": "
                        + comparison.fresh().size(),
                comparison.fresh());
        if (comparison.since().isPresent()) {
            findings("Fixed" + since + ": " + comparison.fixed().size(), comparison.fixed());
        }
        targets();
        unreported(comparison);
        notRead();
        sources();
        withoutResults();
        managementAccount();
        if (omittedLines > 0) {
            text.append("\n" + omittedLines + " more lines are omitted, because the message would be too long.\n");
        }
        return text.toString();
    }

    private void incomplete() {
        Reading reading = digest.reading();
        line("");
        line("INCOMPLETE: the current state is not known everywhere.");
        if (!reading.unread().isEmpty()) {
            line("  Evaluation results not read: " + reading.unread().size());
        }
        if (!reading.sources().isEmpty()) {
            line("  Sources not up to date: " + reading.sources().size());
        }
        digest.comparisonProblem().ifPresent(problem -> line("  No comparison: the stored findings cannot be read."));
        digest.creatorsFailure().ifPresent(failure -> entry("Creators not read: " + failure.getMessage()));
        line("Findings that were not read today are not counted as fixed.");
    }

    private void totals() {
        DigestComparison comparison = digest.comparison();
        line("");
        line("NON_COMPLIANT findings: " + digest.nonCompliant());
        if (comparison.since().isPresent()) {
            number("new", comparison.fresh().size());
            number("still NON_COMPLIANT", comparison.still().size());
            number("not read today", comparison.unconfirmed().size());
            number("fixed, no longer counted", comparison.fixed().size());
            if (!comparison.unreported().isEmpty()) {
                number("no longer reported", comparison.unreported().size());
            }
        } else if (digest.comparisonProblem().isEmpty()) {
            line("This is the first digest. There are no earlier findings to");
            line("compare with.");
        } else {
            line("The findings of the previous digest cannot be read, so that");
            line("new and fixed findings are not known.");
        }
        if (digest.creatorsOmitted() > 0) {
            line("Clusters whose creators were not read: " + digest.creatorsOmitted());
        }
        line("");
        line("By rule");
        Map<String, Integer> byRule = new TreeMap<>();
        settings.ruleNames().forEach(rule -> byRule.put(rule, 0));
        comparison
                .current()
                .keySet()
                .forEach(finding -> byRule.merge(finding.rule().rule(), 1, Integer::sum));
        byRule.forEach((rule, count) -> line("  " + right(count, 6) + "  " + ShortText.of(rule, LONGEST_NAME)));
    }

    private void number(String name, int count) {
        line("  " + right(count, 6) + "  " + name);
    }

    private void findings(String title, SortedMap<AggregatedFinding, Known> findings) {
        List<String> entries = new ArrayList<>();
        findings.forEach((finding, known) -> entries.add(target(finding.target()) + "  "
                + ShortText.of(finding.resource().id(), LONGEST_NAME) + "\n    "
                + ShortText.of(finding.rule().rule(), LONGEST_NAME)
                + (finding.resource().isCluster() ? "\n    " + creator(known.creator()) : "")));
        list(title, entries);
    }

    private void unreported(DigestComparison comparison) {
        if (!comparison.unreported().isEmpty()) {
            findings("No longer reported: " + comparison.unreported().size(), comparison.unreported());
            line("The rule has no evaluation result any more in the account and");
            line("Region, or reports the account instead of clusters, or is not a");
            line("rule of the deployment any more. The clusters, the rule or the");
            line("account were removed. AWS Config does not show that these");
            line("findings are fixed. They are not in the next digest.");
        }
    }

    private static String creator(Optional<ClusterCreator> creator) {
        return creator.map(of -> "created " + MINUTES.format(of.time()) + " by\n    "
                        + (of.arn().isEmpty()
                                ? "a principal that CloudTrail did not record"
                                : ShortText.of(of.arn(), LONGEST_ARN)))
                .orElse("creator not known");
    }

    private void targets() {
        Map<FindingTarget, DigestResult.Counts> counts = digest.counts();
        if (counts.isEmpty()) {
            return;
        }
        line("");
        line("By account and Region");
        line("  " + left("account", 12) + "  " + left("Region", 15) + " total  new fixed");
        List<Map.Entry<FindingTarget, DigestResult.Counts>> most = counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<FindingTarget, DigestResult.Counts> each) ->
                                -each.getValue().nonCompliant())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        most.stream()
                .limit(MOST_TARGETS)
                .forEach(each -> line(
                        "  " + target(each.getKey()) + right(each.getValue().nonCompliant(), 6)
                                + right(each.getValue().fresh(), 5)
                                + right(each.getValue().fixed(), 6)));
        more(most.size() - MOST_TARGETS);
    }

    private void notRead() {
        Reading reading = digest.reading();
        if (!reading.unread().isEmpty()) {
            List<String> entries = new ArrayList<>();
            reading.unread()
                    .forEach((of, reason) -> entries.add(target(of.target()) + "  "
                            + ShortText.of(of.rule(), LONGEST_NAME) + "\n    " + ShortText.of(reason, LONGEST_REASON)));
            list("Evaluation results not read today: " + entries.size(), entries);
        }
        if (!digest.comparison().unconfirmed().isEmpty()) {
            findings(
                    "Earlier findings not read today: "
                            + digest.comparison().unconfirmed().size(),
                    digest.comparison().unconfirmed());
        }
    }

    private void sources() {
        Collection<AggregatorSource> sources = digest.reading().sources();
        if (!sources.isEmpty()) {
            list(
                    "Sources that are not up to date in AWS Config's aggregator: " + sources.size(),
                    sources.stream()
                            .map(source -> left(ShortText.of(source.id(), LONGEST_NAME), 12) + "  "
                                    + left(source.region().isEmpty() ? "all Regions" : source.region(), 15) + "  "
                                    + source.status()
                                    + (source.problem().isEmpty()
                                            ? ""
                                            : "\n    " + ShortText.of(source.problem(), LONGEST_REASON)))
                            .toList());
        }
    }

    private void withoutResults() {
        List<String> rules = digest.reading().rulesWithoutResults();
        if (!rules.isEmpty()) {
            list("Rules without evaluation results in any account: " + rules.size(), rules);
            line("AWS Config does not list a rule without COMPLIANT or");
            line("NON_COMPLIANT results. Either no account has a DAX cluster, or");
            line("the rules are not deployed or have not run.");
        }
    }

    private void managementAccount() {
        line("");
        line("Management account " + settings.managementAccount());
        line("StackSets do not deploy to the management account. AWS Config's");
        if (digest.reading().managementHasResults()) {
            line("aggregator has results of daxguard's rules for this account.");
        } else {
            line("aggregator has no results of daxguard's rules for this account:");
            line("it has no DAX cluster, or daxguard is not deployed there. Deploy");
            line("it there with cdk deploy.");
        }
    }

    private void list(String title, List<String> entries) {
        line("");
        line(ShortText.of(title, LONGEST_REASON));
        entries.stream().limit(MOST_ENTRIES).forEach(this::entry);
        more(entries.size() - MOST_ENTRIES);
    }

    private void more(int omitted) {
        if (omitted > 0) {
            line("  and " + omitted + " more");
        }
    }

    private void entry(String entry) {
        entry.lines().forEach(line -> line("  " + line));
    }

    private static String target(FindingTarget target) {
        return left(target.account(), 12) + "  " + left(target.region(), 15);
    }

    private static String left(String value, int width) {
        return value + " ".repeat(Math.max(0, width - value.length()));
    }

    private static String right(int value, int width) {
        String number = String.valueOf(value);
        return " ".repeat(Math.max(0, width - number.length())) + number;
    }

    private void line(String line) {
        String clean = line.stripTrailing() + "\n";
        int length = clean.getBytes(UTF_8).length;
        // After the first omitted line, all lines are omitted, so that only the end of the text is missing.
        if (omittedLines > 0 || bytes + length > LONGEST_TEXT - 200) {
            omittedLines++;
            return;
        }
        bytes += length;
        text.append(clean);
    }
}
