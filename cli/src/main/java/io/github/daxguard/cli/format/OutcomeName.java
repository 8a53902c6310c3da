package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Look.Outcome;

/** Names how a look ended, for programs: the same name in every format. */
final class OutcomeName {

    private OutcomeName() {}

    /** {@code COMPLETE}, {@code NOT_ENABLED}, {@code NOT_READ} or {@code NOT_REACHED}. */
    static String of(Outcome outcome) {
        if (outcome instanceof Outcome.Complete) {
            return "COMPLETE";
        }
        if (outcome instanceof Outcome.NotEnabled) {
            return "NOT_ENABLED";
        }
        return outcome instanceof Outcome.NotReached ? "NOT_REACHED" : "NOT_READ";
    }
}
