package io.github.daxguard.infra;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests that require a program which is not installed. In CI they are never skipped, and fail instead. */
abstract class RequiredProgram implements ExecutionCondition {

    private final Optional<Path> program;
    private final String reason;
    private final boolean inCi;

    RequiredProgram(Optional<Path> program, String reason) {
        this(program, reason, System.getenv().containsKey("CI"));
    }

    RequiredProgram(Optional<Path> program, String reason, boolean inCi) {
        this.program = program;
        this.reason = reason;
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
            return ConditionEvaluationResult.enabled("No tests are skipped in CI");
        }
        return program.map(path -> ConditionEvaluationResult.enabled(path + " is installed"))
                .orElseGet(() -> ConditionEvaluationResult.disabled(reason));
    }
}
