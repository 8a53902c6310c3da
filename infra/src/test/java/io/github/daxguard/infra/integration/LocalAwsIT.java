package io.github.daxguard.infra.integration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The tests with only the in-JVM emulator, so that they run everywhere. */
@Tag("full")
class LocalAwsIT implements FunctionTests, ReplacementTests {

    private static AwsServer aws;

    @BeforeAll
    static void start() {
        aws = AwsServer.local();
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
