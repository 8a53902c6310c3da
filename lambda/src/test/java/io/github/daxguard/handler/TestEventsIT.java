package io.github.daxguard.handler;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs the table of {@code test-events} through the zip that is deployed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestEventsIT extends TestEventTests {

    private final PackagedInvoker functions;

    TestEventsIT(@TempDir Path directory) throws IOException {
        functions = new PackagedInvoker(directory);
    }

    @AfterAll
    void stopFunctions() {
        functions.close();
    }

    @Override
    FunctionInvoker invoker() {
        return functions;
    }
}
