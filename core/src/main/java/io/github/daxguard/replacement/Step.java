package io.github.daxguard.replacement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The steps of a replacement, in the order in which they are usually done. Each can be repeated. */
public enum Step {
    /** Shows what would be done, and what stands in the way. */
    PLAN,
    /** Makes the encrypted twin. */
    CREATE,
    /** Checks the twin, and publishes its endpoint. */
    VERIFY,
    /** Looks who still talks to the old cluster. */
    READINESS,
    /** Deletes the old cluster. */
    DELETE;

    /** As requests and answers have it: {@code plan}. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Step> of(String jsonName) {
        return Arrays.stream(values())
                .filter(step -> step.jsonName().equals(jsonName))
                .findFirst();
    }
}
