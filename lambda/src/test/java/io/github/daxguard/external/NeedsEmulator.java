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
 * Skips the tests of a class, saying why, where one of these emulators cannot be had. In CI moto's tests are never skipped:
 * it needs no more than pip; LocalStack needs Docker, which not every machine can run.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsEmulator.Condition.class)
public @interface NeedsEmulator {

    Emulator[] value();

    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String absent = Arrays.stream(AnnotationSupport.findAnnotation(context.getElement(), NeedsEmulator.class)
                            .map(NeedsEmulator::value)
                            .orElse(new Emulator[0]))
                    .filter(emulator -> !emulator.isAvailable() && !mustBeThere(emulator))
                    .map(Emulator::absence)
                    .collect(Collectors.joining("; "));
            return absent.isEmpty()
                    ? ConditionEvaluationResult.enabled("every emulator is available")
                    : ConditionEvaluationResult.disabled(absent);
        }

        private static boolean mustBeThere(Emulator emulator) {
            return emulator == Emulator.MOTO && System.getenv().containsKey("CI");
        }
    }
}
