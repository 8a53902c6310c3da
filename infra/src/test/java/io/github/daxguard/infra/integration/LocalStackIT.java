package io.github.daxguard.infra.integration;

import io.github.daxguard.external.Emulator;
import io.github.daxguard.external.NeedsEmulator;
import io.github.daxguard.infra.RequiresNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The tests with LocalStack, and with moto for DAX. */
@Tag("full")
@RequiresNode
@NeedsEmulator({Emulator.LOCALSTACK, Emulator.MOTO})
class LocalStackIT implements FunctionTests, NotificationTests, EventFlowTests {

    private static AwsServer aws;

    @BeforeAll
    static void start() {
        aws = AwsServer.localStack();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Override
    public AwsServer aws() {
        return aws;
    }
}
