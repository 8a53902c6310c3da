package io.github.daxguard.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rule parameter {@code exemptClusters}: names of clusters, or globs, each with an optional last day. */
public final class ExemptClusters {

    /** No cluster is exempt by its name. */
    public static final ExemptClusters NONE = new ExemptClusters(List.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9*-]+");

    private final List<ExemptionEntry> entries;

    private ExemptClusters(List<ExemptionEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads a parameter's value, {@code legacy,batch-*@2027-03-31}.
     *
     * @throws InvalidRuleParameterException if an entry is empty, is not a name or glob, or has an invalid date
     */
    static ExemptClusters parse(String parameter, String value) {
        // DAX stores names in lower case, so that "Orders" can only mean "orders".
        return new ExemptClusters(ExemptionEntry.list(
                parameter,
                value,
                text -> NAME.matcher(text).matches() ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty(),
                "comma-separated cluster names, or globs with *, each with an optional last day, such as "
                        + "legacy,batch-*@2027-03-31"));
    }

    /**
     * The exemption of a cluster by its name. A valid entry takes precedence over one that is ignored.
     *
     * @param clusterName in lower case; empty if CloudFormation generates it, so that only {@code *} matches. An invalid
     *     name is never exempt
     */
    Exemption of(String clusterName, ExemptionTerm term) {
        if (!clusterName.isEmpty() && !Cluster.isName(clusterName)) {
            return new Exemption.None();
        }
        return ExemptionEntry.of(
                entries,
                entry -> entry.glob().matches(clusterName),
                term.names().clusters(),
                term);
    }

    /** The valid entries that are unbounded or match every name. */
    List<String> unbounded(ExemptionTerm term) {
        return entries.stream()
                .filter(entry -> entry.on(term.names().clusters(), term) instanceof Exemption.Granted)
                .filter(entry ->
                        term.isOpenEnded(entry.lastDay()) || entry.glob().matchesAll())
                .map(ExemptionEntry::toString)
                .toList();
    }
}
