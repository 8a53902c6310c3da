package io.github.daxguard.emulator;

import java.util.Objects;

/**
 * A long-term access key for the static credentials of an SDK client.
 *
 * @param id the access key id, 20 characters
 * @param secret the secret access key; its value has no effect, because signatures are not verified
 */
public record AccessKey(String id, String secret) {
    public AccessKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(secret, "secret");
    }

    /** The id without the secret, so that the key can be logged. */
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
