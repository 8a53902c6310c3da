package io.github.daxguard.infra;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests that need a program where it is not installed; never in CI, where they must run, and so fail. */
abstract class RequiredProgram implements ExecutionCondition {

    private final Optional<Path> program;
    private final String skipped;
    private final boolean inCi;

    RequiredProgram(Optional<Path> program, String skipped) {
        this(program, skipped, System.getenv().containsKey("CI"));
    }

    RequiredProgram(Optional<Path> program, String skipped, boolean inCi) {
        this.program = program;
        this.skipped = skipped;
        this.inCi = inCi;
    }

    static Optional<Path> onPath(String name) {
        String directories = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(directories.split(File.pathSeparator, -1))
                .flatMap(directory ->
                        Arrays.stream(new String[] {name, name + ".exe"}).map(file -> Path.of(directory, file)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return decide();
    }

    ConditionEvaluationResult decide() {
        if (inCi) {
            return ConditionEvaluationResult.enabled("In CI nothing is skipped");
        }
        return program.map(path -> ConditionEvaluationResult.enabled(path + " is there"))
                .orElseGet(() -> ConditionEvaluationResult.disabled(skipped));
    }
}
