package io.github.daxguard.cli.demo;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A scheduled invocation of a rule by AWS Config.
 *
 * @param event an event before the invocation
 */
record ScheduledRun(Instant at, Consumer<DemoAccount> event, String rule, Expectation expectation)
        implements DemoAct.Action {

    @Override
    public DemoAct.Result perform(DemoAccount account, DemoOutput output) {
        account.waitUntil(at);
        event.accept(account);
        Run run = account.runScheduled(rule, at);
        run.print(output);
        return new DemoAct.Result(Optional.of(run), expectation.differences(run));
    }
}
