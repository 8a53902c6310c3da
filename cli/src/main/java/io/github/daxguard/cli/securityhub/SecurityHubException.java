package io.github.daxguard.cli.securityhub;

import org.jspecify.annotations.Nullable;

/** Findings could not be read from or sent to Security Hub. The message states the reason and the next step. */
final class SecurityHubException extends RuntimeException {

    SecurityHubException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
