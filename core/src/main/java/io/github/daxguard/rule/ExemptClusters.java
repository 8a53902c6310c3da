package io.github.daxguard.rule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rule parameter {@code exemptClusters}: names of clusters, or globs, each with an optional last day. */
public final class ExemptClusters {

    /** No cluster is exempt by its name. */
    public static final ExemptClusters NONE = new ExemptClusters(List.of());

    private static final Pattern ENTRY = Pattern.compile("(?<glob>[A-Za-z0-9*-]+)(@(?<day>.*))?");

    private record Entry(Glob glob, Optional<LocalDate> lastDay) {
        Exemption on(ExemptionTerm term) {
            return term.of(new Exemption.Source(false, glob.text()), lastDay);
        }

        @Override
        public String toString() {
            return glob.text() + lastDay.map(day -> "@" + day).orElse("");
        }
    }

    private final List<Entry> entries;

    private ExemptClusters(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads a parameter's value, {@code legacy,batch-*@2027-03-31}.
     *
     * @throws InvalidRuleParameterException if an entry is empty, is no name or glob, or has a day that does not exist
     */
    static ExemptClusters parse(String parameter, String value) {
        List<Entry> entries = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            String text = part.strip();
            entries.add(entry(text)
                    .orElseThrow(() -> InvalidRuleParameterException.ofValue(
                            parameter,
                            text.isEmpty() ? value : text,
                            "comma-separated cluster names, or globs with *, each with an optional last day, such as "
                                    + "legacy,batch-*@2027-03-31")));
        }
        return new ExemptClusters(entries);
    }

    /**
     * Whether a cluster of that name is exempt, and by which entry; one that holds wins.
     *
     * @param clusterName in lower case; empty if CloudFormation is yet to choose it, so that only {@code *} matches. One that
     *     DAX cannot have is never exempt
     */
    Exemption of(String clusterName, ExemptionTerm term) {
        Exemption found = new Exemption.None();
        if (!clusterName.isEmpty() && !Cluster.isName(clusterName)) {
            return found;
        }
        for (Entry entry : entries) {
            if (!entry.glob().matches(clusterName)) {
                continue;
            }
            found = entry.on(term);
            if (found instanceof Exemption.Granted) {
                return found;
            }
        }
        return found;
    }

    /** The entries that hold and have no practical end, or match every name. */
    List<String> unbounded(ExemptionTerm term) {
        return entries.stream()
                .filter(entry -> entry.on(term) instanceof Exemption.Granted)
                .filter(entry ->
                        term.isOpenEnded(entry.lastDay()) || entry.glob().matchesAll())
                .map(Entry::toString)
                .toList();
    }

    private static Optional<Entry> entry(String text) {
        Matcher matcher = ENTRY.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        // DAX stores names in lower case, so that "Orders" can only mean "orders".
        Glob glob = new Glob(matcher.group("glob").toLowerCase(Locale.ROOT));
        String day = matcher.group("day");
        if (day == null) {
            return Optional.of(new Entry(glob, Optional.empty()));
        }
        return LastDay.parse(day).map(date -> new Entry(glob, Optional.of(date)));
    }
}
