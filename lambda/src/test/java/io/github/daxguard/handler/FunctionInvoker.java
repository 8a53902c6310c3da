package io.github.daxguard.handler;

import io.github.daxguard.emulator.LocalAws;
import java.time.InstantSource;

/** Where the cases of {@code test-events} are sent: the function, as the case's scenario sets it up. */
interface FunctionInvoker {

    /** Invokes the function with the case's event; it finds this AWS around it. */
    Invocation invoke(TestEvent testEvent, LocalAws aws) throws Exception;

    /** What the function goes by. */
    InstantSource clock();
}
