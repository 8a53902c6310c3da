package io.github.daxguard.replacement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The steps of a replacement, in the order in which they are usually done. Each can be repeated. */
public enum Step {
    /** Reports the planned changes and every blocker. */
    PLAN,
    /** Creates the encrypted replacement cluster. */
    CREATE,
    /** Verifies the replacement cluster, and reports its endpoint. */
    VERIFY,
    /** Reports the traffic of the source cluster. */
    READINESS,
    /** Deletes the source cluster. */
    DELETE;

    /** The name in requests and results: {@code plan}. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Step> of(String jsonName) {
        return Arrays.stream(values())
                .filter(step -> step.jsonName().equals(jsonName))
                .findFirst();
    }
}
