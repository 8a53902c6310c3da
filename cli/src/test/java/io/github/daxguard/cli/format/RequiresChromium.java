package io.github.daxguard.cli.format;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that look at a page: without Chromium and its driver they are skipped, and say so. In CI (the variable
 * {@code CI} is set) they run, and fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresChromium.Condition.class)
@interface RequiresChromium {

    /** Looks for the two programs. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return decide(ChromiumPrograms.installed(), System.getenv().containsKey("CI"));
        }

        static ConditionEvaluationResult decide(ChromiumPrograms programs, boolean inCi) {
            if (inCi) {
                return ConditionEvaluationResult.enabled("In CI nothing is skipped");
            }
            return programs.areThere()
                    ? ConditionEvaluationResult.enabled("Chromium and chromedriver are there")
                    : ConditionEvaluationResult.disabled(programs.absence());
        }
    }
}
