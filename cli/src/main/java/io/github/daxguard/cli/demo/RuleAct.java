package io.github.daxguard.cli.demo;

import java.time.Instant;

/**
 * Something happens, then AWS Config invokes a rule because its period has come round.
 *
 * @param deed makes happen what is told
 * @param rule the rule that is invoked
 * @param at when, by the story's clock
 * @param expectation what must come of it
 */
record RuleAct(String title, String before, Deed deed, String rule, Instant at, Expectation expectation, String after)
        implements Act {

    @Override
    public Scene play(Stage stage) {
        stage.waitUntil(at);
        deed.on(stage);
        Run run = stage.run(rule, at);
        return new RuleScene(
                run, "AWS Config invokes " + rule + " at " + Demo.time(at) + ".", expectation.differences(run));
    }
}
