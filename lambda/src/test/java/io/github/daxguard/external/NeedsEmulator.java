package io.github.daxguard.external;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips the tests of a class, with the reason, if one of these emulators is not available. In CI the tests with moto are
 * never skipped, because moto requires only pip. LocalStack requires Docker, which not every machine can run.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsEmulator.Condition.class)
public @interface NeedsEmulator {

    Emulator[] value();

    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String unavailable = Arrays.stream(
                            AnnotationSupport.findAnnotation(context.getElement(), NeedsEmulator.class)
                                    .map(NeedsEmulator::value)
                                    .orElse(new Emulator[0]))
                    .filter(emulator -> !emulator.isAvailable() && !isRequired(emulator))
                    .map(Emulator::unavailability)
                    .collect(Collectors.joining("; "));
            return unavailable.isEmpty()
                    ? ConditionEvaluationResult.enabled("All emulators are available")
                    : ConditionEvaluationResult.disabled(unavailable);
        }

        private static boolean isRequired(Emulator emulator) {
            return emulator == Emulator.MOTO && System.getenv().containsKey("CI");
        }
    }
}
