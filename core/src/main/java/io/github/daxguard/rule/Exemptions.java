package io.github.daxguard.rule;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;

/** Tells whether a cluster is exempt on a day, by its name or, where the rule has an exemption tag, by its tags. */
public final class Exemptions {

    private final ExemptClusters clusters;
    private final Optional<String> tagKey;
    private final ExemptionTerm term;
    private final Function<Cluster, Tags> tags;

    /**
     * Exemptions of one run of the rule.
     *
     * @param parameters where the exemptions stand
     * @param today the day in UTC: that of the event, or for the hook, whose request tells none, the clock's
     * @param tags reads a cluster's tags; called only when the rule has an exemption tag and the name does not exempt
     */
    public Exemptions(RuleParameters parameters, LocalDate today, Function<Cluster, Tags> tags) {
        this.clusters = parameters.exemptClusters();
        this.tagKey = parameters.exemptionTag();
        this.term = new ExemptionTerm(today, parameters.maxExemptionDays());
        this.tags = tags;
    }

    /** What is said about this cluster; of two reasons why none holds, the tag's. */
    Exemption of(Cluster cluster) {
        Exemption byName = clusters.of(cluster.name(), term);
        if (byName instanceof Exemption.Granted || tagKey.isEmpty()) {
            return byName;
        }
        Exemption byTag = byTag(tagKey.get(), tags.apply(cluster));
        return byTag instanceof Exemption.None ? byName : byTag;
    }

    private Exemption byTag(String key, Tags clusterTags) {
        if (clusterTags instanceof Tags.Unread unread) {
            return new Exemption.TagsUnread(Optional.of(unread.failure()));
        }
        if (!(clusterTags instanceof Tags.Known known)) {
            return new Exemption.TagsUnread(Optional.empty());
        }
        String value = known.values().get(key);
        if (value == null) {
            return new Exemption.None();
        }
        Optional<LocalDate> lastDay = LastDay.parse(value.strip());
        if (lastDay.isEmpty()) {
            return new Exemption.InvalidDate(key, value);
        }
        return term.of(Exemption.Source.ofTag(key), lastDay);
    }
}
