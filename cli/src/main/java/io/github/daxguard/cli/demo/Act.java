package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Terminal;
import java.util.List;
import java.util.Optional;

/**
 * One act of the story.
 *
 * @param before what happens, printed first
 * @param action makes it happen, prints it, and checks its expectations
 * @param after what the act shows, printed only if every expectation is met
 */
record Act(String title, String before, Action action, String after) {

    /** What an act does. */
    @FunctionalInterface
    interface Action {
        Result perform(DemoAccount stage, Terminal terminal, FunctionLogView log);
    }

    /**
     * The result of an action.
     *
     * @param run the rule's run with which it ends; empty if no rule ran
     * @param differences the expectations that are not met, in words
     */
    record Result(Optional<Run> run, List<String> differences) {
        Result {
            differences = List.copyOf(differences);
        }
    }
}
