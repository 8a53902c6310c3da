package io.github.daxguard.audit.demo;

import java.time.Instant;

/**
 * One act of the story: something happens, then AWS Config invokes a rule.
 *
 * @param before what happens, told before it does
 * @param deed makes it happen
 * @param rule the rule that is invoked
 * @param at when, by the story's clock
 * @param expectation what must come of it
 * @param after what to see in it; true only if the expectation was met
 */
record Act(String title, String before, Deed deed, String rule, Instant at, Expectation expectation, String after) {

    /** What people, AWS or bad luck do. */
    @FunctionalInterface
    interface Deed {
        /** Nothing happens but the passing of time. */
        Deed NONE = stage -> {};

        void on(Stage stage);
    }
}
