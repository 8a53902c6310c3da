package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class RequiredProgramTest {

    private static final String REASON = "tool is not on the PATH. Install it.";

    @Test
    void decide_withTheProgram_runs() {
        assertThat(decide(Optional.of(Path.of("/usr/bin/tool")), false).isDisabled())
                .isFalse();
    }

    @Test
    void decide_withoutTheProgram_skipsWithTheReason() {
        ConditionEvaluationResult decision = decide(Optional.empty(), false);

        assertThat(decision.isDisabled()).isTrue();
        assertThat(decision.getReason()).contains(REASON);
    }

    @Test
    void decide_withoutTheProgramInCi_runs() {
        assertThat(decide(Optional.empty(), true).isDisabled()).isFalse();
    }

    @Test
    void onPath_programThatDoesNotExist_isEmpty() {
        assertThat(RequiredProgram.onPath("a-program-that-does-not-exist")).isEmpty();
    }

    private static ConditionEvaluationResult decide(Optional<Path> program, boolean inCi) {
        return new RequiredProgram(program, REASON, inCi) {}.decide();
    }
}
