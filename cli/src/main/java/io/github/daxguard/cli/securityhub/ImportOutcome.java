package io.github.daxguard.cli.securityhub;

import io.github.daxguard.cli.report.Target.AccountRegion;
import java.util.List;
import java.util.function.ToIntFunction;

/** The result of an import, by account and Region. */
public record ImportOutcome(List<AtTarget> targets) {

    /**
     * The result in one account and Region. Without problems every finding is imported.
     *
     * @param findings the number of findings to send, those to archive included
     * @param archived how many of them are archived because their cluster no longer exists
     * @param cause of the call that failed, the same in all Regions with the same failure; empty if none failed
     */
    public record AtTarget(
            AccountRegion target, int findings, int archived, int imported, String cause, List<String> problems) {
        public AtTarget {
            problems = List.copyOf(problems);
            if (problems.isEmpty() && imported != findings) {
                throw new IllegalArgumentException(
                        target.name() + " has " + imported + " of " + findings + " findings, and no problem");
            }
        }
    }

    public ImportOutcome {
        targets = List.copyOf(targets);
    }

    public int findings() {
        return sum(AtTarget::findings);
    }

    public int archived() {
        return sum(AtTarget::archived);
    }

    public int imported() {
        return sum(AtTarget::imported);
    }

    private int sum(ToIntFunction<AtTarget> number) {
        return targets.stream().mapToInt(number).sum();
    }

    public List<AtTarget> failures() {
        return targets.stream().filter(target -> !target.problems().isEmpty()).toList();
    }
}
