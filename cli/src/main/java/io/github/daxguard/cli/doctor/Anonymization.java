package io.github.daxguard.cli.doctor;

import io.github.daxguard.cli.doctor.Evidence.Identifier;
import java.util.HashMap;
import java.util.Map;

/** Replaces identifiers by numbered placeholders. The same identifier always has the same placeholder. */
final class Anonymization {

    private final Map<Identifier, Identifier> placeholders = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** The placeholder: {@code <cluster 1>}. */
    Identifier replace(Identifier identifier) {
        return placeholders.computeIfAbsent(
                identifier,
                first -> new Identifier(
                        first.kind(), "<" + first.kind() + " " + numbers.merge(first.kind(), 1, Integer::sum) + ">"));
    }
}
