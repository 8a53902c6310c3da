package io.github.daxguard.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Collects violations of a service model's constraints and reports them with AWS's messages. */
final class Violations {
    private final List<String> found = new ArrayList<>();

    /** The member's value; if it is missing, adds a violation and returns an empty string, which must not be used. */
    String required(Optional<String> value, String path) {
        if (value.isEmpty()) {
            missing(path);
        }
        return value.orElse("");
    }

    void missing(String path) {
        add("null", path, "Member must not be null");
    }

    void length(Optional<String> value, String path, int min, int max) {
        if (value.isPresent()) {
            size(value.get().length(), "'" + value.get() + "'", path, min, max);
        }
    }

    /** Checks a list's length; unlike AWS, the message omits its elements. */
    void size(List<?> list, String path, int min, int max) {
        size(list.size(), "'[...]'", path, min, max);
    }

    private void size(int size, String shown, String path, int min, int max) {
        if (size < min) {
            add(shown, path, "Member must have length greater than or equal to " + min);
        }
        if (size > max) {
            add(shown, path, "Member must have length less than or equal to " + max);
        }
    }

    void range(Optional<Integer> value, String path, int min, int max) {
        if (value.isEmpty()) {
            return;
        }
        String shown = "'" + value.get() + "'";
        if (value.get() < min) {
            add(shown, path, "Member must have value greater than or equal to " + min);
        }
        if (value.get() > max) {
            add(shown, path, "Member must have value less than or equal to " + max);
        }
    }

    void oneOf(Optional<String> value, String path, List<String> accepted) {
        if (value.isPresent() && !accepted.contains(value.get())) {
            add("'" + value.get() + "'", path, "Member must satisfy enum value set: " + accepted);
        }
    }

    void pattern(Optional<String> value, String path, Pattern pattern) {
        if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
            add("'" + value.get() + "'", path, "Member must satisfy regular expression pattern: " + pattern);
        }
    }

    private void add(String value, String path, String constraint) {
        found.add("Value " + value + " at '" + path + "' failed to satisfy constraint: " + constraint);
    }

    void check() {
        if (!found.isEmpty()) {
            String errors = found.size() == 1 ? " validation error" : " validation errors";
            throw AwsError.of("ValidationException", found.size() + errors + " detected: " + String.join("; ", found));
        }
    }
}
