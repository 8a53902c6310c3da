package io.github.daxguard.handler;

import io.github.daxguard.emulator.LocalAws;
import java.time.InstantSource;

/** Invokes the function with the cases of {@code test-events}, configured by each case's scenario. */
interface FunctionInvoker {

    /** Invokes the function with the case's event and with this emulator as AWS. */
    Invocation invoke(TestEvent testEvent, LocalAws aws) throws Exception;

    /** The function's clock. */
    InstantSource clock();
}
