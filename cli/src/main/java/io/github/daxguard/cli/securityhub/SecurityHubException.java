package io.github.daxguard.cli.securityhub;

import org.jspecify.annotations.Nullable;

/** Security Hub did not give or accept findings: the message states the reason and the next step. */
final class SecurityHubException extends RuntimeException {

    SecurityHubException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
