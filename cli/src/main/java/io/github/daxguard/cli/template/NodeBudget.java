package io.github.daxguard.cli.template;

/** Counts a template's parts, so that neither a large file nor a few lines that multiply themselves fill memory. */
final class NodeBudget {

    /** A template of CloudFormation's largest size, 1 MB, has less than a tenth of it. */
    private static final int MOST_NODES = 2_000_000;

    private int nodes;

    /** @throws UnreadException if there are too many */
    void count(int line) {
        nodes++;
        if (nodes > MOST_NODES) {
            throw UnreadException.atLine(
                    line, "with all that it repeats, the template has more than " + MOST_NODES + " parts.");
        }
    }
}
