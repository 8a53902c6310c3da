package io.github.daxguard.infra;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * For every test class that synthesises: the CDK's library runs in Node.js.
 *
 * <p>Without {@code node} on the PATH the class is skipped, and says so. In CI (the variable {@code CI} is set) it runs, and
 * fails.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresNode.Condition.class)
public @interface RequiresNode {

    /** Looks for Node.js. */
    final class Condition extends RequiredProgram {

        Condition() {
            super(
                    onPath("node"),
                    "The CDK needs Node.js, and there is no node on the PATH: install Node.js to run the tests of infra");
        }
    }
}
