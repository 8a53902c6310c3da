package io.github.daxguard.cli.demo;

import java.util.List;
import java.util.Optional;

/**
 * One act of the demo.
 *
 * @param before a description, printed first; may be empty
 * @param action runs the act, prints its output, and checks its expectations
 * @param after a conclusion, printed only if every expectation is met; may be empty
 */
record DemoAct(String title, String before, Action action, String after) {

    /** The action of an act. */
    @FunctionalInterface
    interface Action {
        Result perform(DemoAccount account, DemoOutput output);
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
