package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All modules of the repository. This module is built last, when all of them exist. */
class ModulesTest {

    private static final List<String> MODULES = List.of("core", "lambda", "cli", "infra", "emulator");

    @Test
    void simpleClassName_existsInOneModuleOnly() throws IOException {
        Map<String, List<String>> modulesByName = new TreeMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
                        .distinct()
                        .forEach(name -> modulesByName
                                .computeIfAbsent(name, ignored -> new ArrayList<>())
                                .add(module));
            }
        }

        assertThat(modulesByName)
                .isNotEmpty()
                .allSatisfy((name, modules) -> assertThat(modules).hasSize(1));
    }
}
