package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Terminal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A scheduled invocation of a rule by AWS Config.
 *
 * @param event an event before the invocation
 */
record ScheduledRun(Instant at, Consumer<DemoAccount> event, String rule, Expectation expectation)
        implements DemoStep.Action {

    @Override
    public DemoStep.Result perform(DemoAccount account, Terminal terminal, FunctionLogView log) {
        account.waitUntil(at);
        event.accept(account);
        Run run = account.runScheduled(rule, at);
        run.print(terminal, log);
        return new DemoStep.Result(Optional.of(run), expectation.differences(run));
    }
}
