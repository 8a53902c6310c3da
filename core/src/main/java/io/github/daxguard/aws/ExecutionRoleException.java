package io.github.daxguard.aws;

import org.jspecify.annotations.Nullable;

/** The execution role could not be assumed: mend the role, its trust policy, or the rule parameter that names it. */
public final class ExecutionRoleException extends RuntimeException {

    public ExecutionRoleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
