package io.github.daxguard.emulator;

import org.junit.jupiter.api.AfterEach;

/** A new server for each test, with a clock at {@link Sdk#START}. */
abstract class EmulatorTest {
    final SettableClock clock = SettableClock.at(Sdk.START);
    final LocalAws aws = LocalAws.start(clock);
    final EmulatorState state = aws.state(Sdk.ACCOUNT, Sdk.REGION);

    @AfterEach
    void stop() {
        aws.close();
    }
}
