package io.github.daxguard.emulator;

import java.util.Objects;

/**
 * A long-term access key, as an SDK client's static credentials take it.
 *
 * @param id the access key id, 20 characters
 * @param secret the secret access key; nothing checks signatures, so its value is of no consequence
 */
public record AccessKey(String id, String secret) {
    public AccessKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(secret, "secret");
    }

    /** Leaves the secret out, so that a logged key looks as a logged key should. */
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
