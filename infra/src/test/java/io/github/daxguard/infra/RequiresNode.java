package io.github.daxguard.infra;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks test classes that synthesise: the CDK's library runs in Node.js.
 *
 * <p>Without {@code node} on the PATH the class is skipped with a reason. In CI (the variable {@code CI} is set) it runs and
 * fails.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresNode.Condition.class)
public @interface RequiresNode {

    /** Skips the class without Node.js. */
    final class Condition extends RequiredProgram {

        Condition() {
            super(
                    onPath("node"),
                    "node is not on the PATH. Install Node.js, which the CDK requires, to run the tests of infra.");
        }
    }
}
