package io.github.daxguard.cli.report;

import io.github.daxguard.cli.report.Look.Outcome;
import io.github.daxguard.cli.report.Place.AccountRegion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Regions of one account that were not read for the same cause, or one other target. Has at least one. */
public record GapGroup(List<Look> gaps) {

    public GapGroup {
        gaps = List.copyOf(gaps);
    }

    /** In the order of the first target of each group. */
    static List<GapGroup> of(List<Look> gaps) {
        Map<List<String>, List<Look>> groups =
                gaps.stream().collect(Collectors.groupingBy(GapGroup::key, LinkedHashMap::new, Collectors.toList()));
        return groups.values().stream().map(GapGroup::new).toList();
    }

    private static List<String> key(Look gap) {
        String place = gap.place() instanceof AccountRegion in
                ? in.account()
                : gap.place().name();
        return gap.outcome() instanceof Outcome.Unread unread ? List.of(place, unread.cause()) : List.of(place);
    }

    public Look first() {
        return gaps.get(0);
    }

    /** Names the target; of several, their account and number. */
    public String name() {
        return first().place() instanceof AccountRegion in && gaps.size() > 1
                ? "account " + in.account() + ", " + gaps.size() + " Regions"
                : first().place().name();
    }

    /** The Regions of the account; empty for another target. */
    public List<String> regions() {
        return gaps.stream()
                .filter(gap -> gap.place() instanceof AccountRegion)
                .map(gap -> ((AccountRegion) gap.place()).region())
                .toList();
    }

    /** The other Regions, as a sentence; empty if there are none. */
    public String others() {
        return gaps.size() == 1
                ? ""
                : " The same in " + String.join(", ", regions().subList(1, gaps.size())) + ".";
    }
}
