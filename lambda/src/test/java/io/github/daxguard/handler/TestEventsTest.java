package io.github.daxguard.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs {@code test-events} in this JVM, and compares the folders with their index. */
@Execution(ExecutionMode.CONCURRENT)
class TestEventsTest extends TestEventTests {

    @Override
    FunctionInvoker invoker() {
        return new HandlerInvoker();
    }

    @ParameterizedTest
    @EnumSource
    void folder_listed_hasPairsOnly(TestEventFolder folder) throws IOException {
        Set<String> events = folder.eventNames();

        assertThat(events).hasSizeGreaterThanOrEqualTo(folder.minCases()).isEqualTo(folder.expectedNames());
        try (Stream<Path> files = Files.list(folder.path())) {
            assertThat(files).hasSize(2 * events.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void readme_index_hasEveryCase(TestEventFolder folder) throws IOException {
        String rows = folder.cases().stream()
                .map(each -> "| `" + each.name() + "` | " + each.scenario().description() + " |\n")
                .collect(Collectors.joining());

        String heading = "## All cases of `" + folder.folderName() + "`\n\n| case | description |\n|---|---|\n";
        String readme = Files.readString(TestEventFolder.TEST_EVENTS.resolve("README.md"));
        assertThat(readme).contains(heading);
        String section = readme.substring(readme.indexOf(heading) + heading.length());
        int next = section.indexOf("\n## ");
        assertThat(next < 0 ? section : section.substring(0, next)).isEqualTo(rows);
    }
}
