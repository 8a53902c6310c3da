package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Terminal;
import java.util.List;
import java.util.Optional;

/**
 * One step of the demo.
 *
 * @param before a description, printed first
 * @param action runs the step, prints its output, and checks its expectations
 * @param after a conclusion, printed only if every expectation is met
 */
record DemoStep(String title, String before, Action action, String after) {

    /** The action of a step. */
    @FunctionalInterface
    interface Action {
        Result perform(DemoAccount account, Terminal terminal, FunctionLogView log);
    }

    /**
     * The result of an action.
     *
     * @param run the final run of the rule; empty if no rule ran
     * @param differences descriptions of the expectations that are not met
     */
    record Result(Optional<Run> run, List<String> differences) {
        Result {
            differences = List.copyOf(differences);
        }
    }
}
