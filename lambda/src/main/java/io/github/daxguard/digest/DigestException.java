package io.github.daxguard.digest;

import org.jspecify.annotations.Nullable;

/** An AWS call of the digest failed. */
public final class DigestException extends RuntimeException {

    DigestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
