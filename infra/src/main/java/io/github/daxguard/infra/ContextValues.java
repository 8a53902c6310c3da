package io.github.daxguard.infra;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of the context by name, and their forms. A missing or blank value is replaced with the default. */
final class ContextValues {

    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> defaults;

    /** {@code defaults} contains every name with its default, which can be empty. */
    ContextValues(Map<String, Object> context, Map<String, String> defaults) {
        this.defaults = Map.copyOf(defaults);
        context.forEach((name, value) -> {
            if (defaults.containsKey(name)) {
                values.put(name, text(name, value));
            }
        });
    }

    /** {@code -c} sets strings; {@code cdk.json} can also contain numbers, Booleans, lists, and null for a missing value. */
    private String text(String name, @Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(element -> element(name, element)).collect(Collectors.joining(","));
        }
        return element(name, value);
    }

    /** Refuses a value that is not a string or a number, but whose text could be valid, such as true as the name of a role. */
    private String element(String name, @Nullable Object value) {
        String text = value == null ? "" : String.valueOf(value);
        boolean isBooleanAsText = value instanceof Boolean && byDefault(name).isEmpty();
        if (isBooleanAsText || value instanceof Map<?, ?> || value instanceof List<?>) {
            throw invalid(name, text, "a string, or a list of strings");
        }
        return text;
    }

    /** The value of a name that has a default. */
    String required(String name) {
        return optional(name).orElseThrow();
    }

    Optional<String> optional(String name) {
        String value = values.getOrDefault(name, "").strip();
        return Optional.of(value.isEmpty() ? byDefault(name) : value).filter(text -> !text.isEmpty());
    }

    /** Whether the value is the default, which is also that of a missing or blank value. */
    boolean isDefault(String name) {
        return optional(name).orElse("").equals(byDefault(name));
    }

    String byDefault(String name) {
        return defaults.getOrDefault(name, "");
    }

    boolean flag(String name) {
        String value = required(name);
        if (!value.equals("true") && !value.equals("false")) {
            throw invalid(name, value, "true or false");
        }
        return value.equals("true");
    }

    /** A whole percentage. */
    int percentage(String name, int least) {
        String value = required(name);
        String accepted = "a whole number, " + least + " to 100";
        int percentage = Integer.parseInt(matching(name, value, Pattern.compile("0|[1-9][0-9]{0,2}"), accepted));
        if (percentage < least || percentage > 100) {
            throw invalid(name, value, accepted);
        }
        return percentage;
    }

    <T> T choice(String name, T[] choices, Function<T, String> spelling) {
        String value = required(name);
        return Arrays.stream(choices)
                .filter(choice -> spelling.apply(choice).equals(value))
                .findFirst()
                .orElseThrow(() -> invalid(name, value, "one of " + join(choices, spelling, ", ")));
    }

    /** The spelling of a constant in the context: {@code conformance-pack}. */
    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <T> String join(T[] choices, Function<T, String> spelling, String separator) {
        return Arrays.stream(choices).map(spelling).collect(Collectors.joining(separator));
    }

    List<String> listOf(String name, Pattern pattern, String accepted) {
        return list(name).stream()
                .map(value -> matching(name, value, pattern, accepted))
                .toList();
    }

    /** The elements, which are separated by commas; empty without a value. */
    List<String> list(String name) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            return List.of();
        }
        Set<String> elements = new LinkedHashSet<>();
        for (String element : value.get().split(",", -1)) {
            if (!elements.add(element.strip())) {
                throw invalid(name, value.get(), "each element only once");
            }
        }
        return List.copyOf(elements);
    }

    static String matching(String name, String value, Pattern pattern, String accepted) {
        if (!pattern.matcher(value).matches()) {
            throw invalid(name, value, accepted);
        }
        return value;
    }

    static InvalidContextException invalid(String name, String value, String accepted) {
        return InvalidContextException.ofValue(name, value, accepted);
    }
}
