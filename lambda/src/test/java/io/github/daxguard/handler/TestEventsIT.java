package io.github.daxguard.handler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code test-events} through the zip that is deployed: all events in the profile {@code full}, otherwise one for each
 * function, set of AWS operations and outcome. {@link TestEventsTest} always runs all of them in this JVM.
 */
class TestEventsIT extends TestEventTests {

    private final PackagedInvoker functions;

    TestEventsIT(@TempDir Path directory) throws IOException {
        functions = new PackagedInvoker(directory);
    }

    @Override
    List<TestEvent> cases(TestEventFolder folder) throws IOException {
        List<TestEvent> all = super.cases(folder);
        if (Boolean.getBoolean("daxguard.full")) {
            return all;
        }
        Set<Object> kinds = new HashSet<>();
        return all.stream()
                .filter(event -> kinds.add(List.of(
                        event.scenario().calls().keySet(), event.scenario().loggedOutcome())))
                .toList();
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
