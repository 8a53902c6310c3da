package io.github.daxguard.aws;

import org.jspecify.annotations.Nullable;

/** The execution role could not be assumed. The role, its trust policy or the rule parameter must be corrected. */
public final class ExecutionRoleException extends RuntimeException {

    public ExecutionRoleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
