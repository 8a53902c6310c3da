package io.github.daxguard.emulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The conformance packs of one account and Region. */
final class PackStore {
    static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]*");
    static final int MAX_NAME_LENGTH = 256;

    private final Map<String, List<String>> packs = new ConcurrentHashMap<>();

    void put(String name, List<String> ruleNames) {
        if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Conformance pack name \"" + name + "\" is not 1-" + MAX_NAME_LENGTH
                    + " letters, digits and hyphens with a letter first");
        }
        packs.put(name, List.copyOf(ruleNames));
    }

    /** The names of the rules of the pack of that name, for a client. */
    List<String> get(String name) {
        return Optional.ofNullable(packs.get(name))
                .orElseThrow(() -> AwsError.of(
                        "NoSuchConformancePackException",
                        "The conformance pack '" + name + "' does not exist. Please check the conformance pack name"));
    }
}
