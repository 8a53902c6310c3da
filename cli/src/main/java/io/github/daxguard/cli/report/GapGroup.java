package io.github.daxguard.cli.report;

import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Targets that were not read because of the same type of error. Their reasons can differ. Has at least one. */
public record GapGroup(List<ScannedTarget> gaps) {

    public GapGroup {
        gaps = List.copyOf(gaps);
    }

    /** For each account and cause, in the order of the first target of each group. */
    static List<GapGroup> byAccount(List<ScannedTarget> gaps) {
        return by(
                gap -> List.of(
                        gap.target() instanceof AccountRegion in
                                ? in.account()
                                : gap.target().name(),
                        cause(gap)),
                gaps);
    }

    /** For each cause, in the order of the first target of each group. */
    static List<GapGroup> byCause(List<ScannedTarget> gaps) {
        return by(gap -> List.of(cause(gap)), gaps);
    }

    private static List<GapGroup> by(Function<ScannedTarget, List<String>> key, List<ScannedTarget> gaps) {
        Map<List<String>, List<ScannedTarget>> groups =
                gaps.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
        return groups.values().stream().map(GapGroup::new).toList();
    }

    private static String cause(ScannedTarget gap) {
        return gap.outcome() instanceof Outcome.Unread unread
                ? unread.cause()
                : gap.outcome().code();
    }

    public ScannedTarget first() {
        return gaps.get(0);
    }

    /** Whether the reasons of all targets are equal. */
    public boolean hasOneReason() {
        return gaps.stream().map(ScannedTarget::explanation).distinct().count() == 1;
    }

    /** The Regions of the account; empty for another target. */
    public List<String> regions() {
        return gaps.stream()
                .filter(gap -> gap.target() instanceof AccountRegion)
                .map(gap -> ((AccountRegion) gap.target()).region())
                .toList();
    }
}
