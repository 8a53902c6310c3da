package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Look;
import io.github.daxguard.cli.report.Look.Outcome;
import java.util.Locale;

/**
 * A place on the page's map: what is known of it, in a few characters and in words.
 *
 * @param nonCompliant clusters with a finding, also if the report leaves it out
 * @param clusters all that are known
 * @param gap the number of its entry in the list of what was not read; else negative
 */
record PlaceCell(State state, int nonCompliant, int clusters, int gap) {

    /** What is known of a place. */
    enum State {
        FINDINGS,
        /** Only findings that the baseline has too. */
        KNOWN,
        CLEAN,
        EMPTY,
        NOT_ENABLED,
        UNREAD,
        NOT_REACHED,
        NOT_ASKED
    }

    /** From how many non-compliant clusters on a place is shown as worse. */
    private static final int[] LEVELS = {1, 3, 10};

    /** Of a place that is no part of the audit. */
    static final PlaceCell NOT_ASKED = new PlaceCell(State.NOT_ASKED, 0, 0, -1);

    static PlaceCell of(Look look, PlaceTally tally, int gap) {
        int nonCompliant = tally.nonCompliant(look.place());
        int seen = tally.seen(look.place());
        Outcome outcome = look.outcome();
        if (outcome instanceof Outcome.Complete complete) {
            int clusters = Math.max(complete.clusters(), seen);
            State state = tally.shown(look.place()) > 0
                    ? State.FINDINGS
                    : nonCompliant > 0 ? State.KNOWN : clusters > 0 ? State.CLEAN : State.EMPTY;
            return new PlaceCell(state, nonCompliant, clusters, gap);
        }
        State state = outcome instanceof Outcome.NotEnabled
                ? State.NOT_ENABLED
                : outcome instanceof Outcome.Unread ? State.UNREAD : State.NOT_REACHED;
        return new PlaceCell(state, nonCompliant, seen, gap);
    }

    /** As the style sheet calls it. */
    String style() {
        String name = state.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (state != State.FINDINGS) {
            return name;
        }
        int level = 0;
        while (level < LEVELS.length && nonCompliant >= LEVELS[level]) {
            level++;
        }
        return name + " level-" + level;
    }

    /** The few characters, no two states alike. */
    String symbol() {
        return switch (state) {
            case FINDINGS -> nonCompliant + "/" + clusters;
            case KNOWN -> "(" + nonCompliant + "/" + clusters + ")";
            case CLEAN -> "\u2713 " + clusters;
            case EMPTY -> "0";
            case NOT_ENABLED -> "off";
            case UNREAD -> clusters == 0 ? "?" : "? " + nonCompliant + "/" + clusters;
            case NOT_REACHED -> "\u2026";
            case NOT_ASKED -> "";
        };
    }

    /** The words. */
    String words() {
        return switch (state) {
            case FINDINGS, KNOWN ->
                nonCompliant + " of " + Counted.of(clusters, "cluster") + " non-compliant"
                        + (state == State.KNOWN ? ", all of it known before" : "");
            case CLEAN -> "none of " + Counted.of(clusters, "cluster") + " non-compliant";
            case EMPTY -> "no cluster";
            case NOT_ENABLED -> "not enabled";
            case UNREAD ->
                clusters == 0
                        ? "could not be read"
                        : "could not be read to the end: so far " + nonCompliant + " of "
                                + Counted.of(clusters, "cluster") + " non-compliant";
            case NOT_REACHED -> "not reached before the interruption";
            case NOT_ASKED -> "not part of this audit";
        };
    }

    /** Whether the list of clusters has something to show of it. */
    boolean isListed() {
        return state == State.FINDINGS || state == State.CLEAN || (state == State.UNREAD && clusters > 0);
    }

    /** Whether the only thing to show of it is why it was not read. */
    boolean isGapOnly() {
        return gap >= 0 && !isListed();
    }

    /** Whether there is nothing more to show of it. */
    boolean isPlain() {
        return gap < 0 && !isListed();
    }
}
