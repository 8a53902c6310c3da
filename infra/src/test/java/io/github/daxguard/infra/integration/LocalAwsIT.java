package io.github.daxguard.infra.integration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** With the in-JVM emulator alone, so that these tests run everywhere. */
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
