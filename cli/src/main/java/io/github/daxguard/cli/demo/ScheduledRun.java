package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Terminal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something happens, then AWS Config invokes a rule on its schedule.
 *
 * @param event what happens before
 */
record ScheduledRun(Instant at, Consumer<DemoAccount> event, String rule, Expectation expectation)
        implements Act.Action {

    @Override
    public Act.Result perform(DemoAccount stage, Terminal terminal, FunctionLogView log) {
        stage.waitUntil(at);
        event.accept(stage);
        Run run = stage.runScheduled(rule, at);
        run.print(terminal, log);
        return new Act.Result(Optional.of(run), expectation.differences(run));
    }
}
