package io.github.daxguard.cli.template;

/** Counts what is done to resolve functions, so that a few that multiply each other do not go on for ever. */
final class ResolverBudget {

    /** Far more than the largest template that CloudFormation takes has parts. */
    private static final int MOST_STEPS = 100_000;

    /** As many characters as the largest template that CloudFormation takes has. */
    private static final int MOST_TEXT = 1024 * 1024;

    private long steps;
    private long text;

    /** Whether there is still something left, after this many steps. */
    boolean step(int more) {
        steps += more;
        return isLeft();
    }

    /** Whether there is still something left, after that much text was made. */
    boolean text(long length) {
        text += length;
        return isLeft();
    }

    private boolean isLeft() {
        return steps <= MOST_STEPS && text <= MOST_TEXT;
    }
}
