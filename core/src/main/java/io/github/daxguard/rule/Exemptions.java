package io.github.daxguard.rule;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;

/** Determines whether a cluster is exempt on a day, by its name or by its exemption tag. */
public final class Exemptions {

    private final ExemptClusters clusters;
    private final Optional<String> tagKey;
    private final ExemptionTerm term;
    private final Function<Cluster, Tags> tags;

    /**
     * Exemptions of one run of the rule.
     *
     * @param parameters contain the exemptions
     * @param today the day in UTC: the event's, or the current day for the hook, whose request has no date
     * @param tags reads a cluster's tags; called only if the rule has an exemption tag and the cluster's name is not exempt
     */
    public Exemptions(RuleParameters parameters, LocalDate today, Function<Cluster, Tags> tags) {
        this.clusters = parameters.exemptClusters();
        this.tagKey = parameters.exemptionTag();
        this.term = parameters.term(today);
        this.tags = tags;
    }

    /** The exemption of this cluster. If its name and its tag are both ignored, the tag's reason is reported. */
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
