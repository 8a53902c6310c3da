package io.github.daxguard.cli.report;

import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Regions of one account that were not read for the same cause, or one other target. Has at least one. */
public record GapGroup(List<ScannedTarget> gaps) {

    public GapGroup {
        gaps = List.copyOf(gaps);
    }

    /** In the order of the first target of each group. */
    static List<GapGroup> of(List<ScannedTarget> gaps) {
        Map<List<String>, List<ScannedTarget>> groups =
                gaps.stream().collect(Collectors.groupingBy(GapGroup::key, LinkedHashMap::new, Collectors.toList()));
        return groups.values().stream().map(GapGroup::new).toList();
    }

    private static List<String> key(ScannedTarget gap) {
        String target = gap.target() instanceof AccountRegion in
                ? in.account()
                : gap.target().name();
        return gap.outcome() instanceof Outcome.Unread unread ? List.of(target, unread.cause()) : List.of(target);
    }

    public ScannedTarget first() {
        return gaps.get(0);
    }

    /** The name of the target; for several targets, their account and number. */
    public String name() {
        return first().target() instanceof AccountRegion in && gaps.size() > 1
                ? "account " + in.account() + ", " + gaps.size() + " Regions"
                : first().target().name();
    }

    /** The Regions of the account; empty for another target. */
    public List<String> regions() {
        return gaps.stream()
                .filter(gap -> gap.target() instanceof AccountRegion)
                .map(gap -> ((AccountRegion) gap.target()).region())
                .toList();
    }

    /** The other Regions, as a sentence; empty if there are none. */
    public String others() {
        return gaps.size() == 1
                ? ""
                : " The same applies to " + String.join(", ", regions().subList(1, gaps.size())) + ".";
    }
}
