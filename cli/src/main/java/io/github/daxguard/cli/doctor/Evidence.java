package io.github.daxguard.cli.doctor;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text in which each value that identifies the account or its resources is marked, so that a report for others can omit it.
 *
 * @param format as in {@link String#format}
 * @param values numbers, public names of AWS, {@link Identifier}s, {@link Evidence} and lists of these
 */
record Evidence(String format, List<Object> values) {

    static final Evidence NONE = of("");

    /** The number of elements of a list that are shown. */
    private static final int MOST_ELEMENTS = 20;

    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z_.]{0,80}");
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z0-9:/_.@-]+");

    /**
     * A value that must not occur in a report for others.
     *
     * @param kind replaces the value: {@code cluster}
     */
    record Identifier(String kind, String value) {}

    Evidence {
        values = List.copyOf(values);
    }

    static Evidence of(String format, Object... values) {
        return new Evidence(format, Arrays.asList(values));
    }

    /** Both texts, with a space between them if neither is empty. */
    Evidence and(Evidence other) {
        return isEmpty() ? other : other.isEmpty() ? this : of("%s %s", this, other);
    }

    boolean isEmpty() {
        return format.isEmpty();
    }

    /** The first sentences of a list, and the number of the others. */
    static Evidence joined(List<Evidence> sentences) {
        if (sentences.isEmpty()) {
            return NONE;
        }
        List<Evidence> shown = sentences.subList(0, Math.min(sentences.size(), MOST_ELEMENTS));
        int more = sentences.size() - shown.size();
        // Not nested, because the depth of a text is limited.
        return new Evidence(
                String.join(" ", Collections.nCopies(shown.size(), "%s")) + (more > 0 ? " And " + more + " more." : ""),
                List.copyOf(shown));
    }

    /** A code or a status of AWS, which is public; other text can contain any identifier. */
    static Object code(String value) {
        return CODE.matcher(value).matches() ? value : new Identifier("value", value);
    }

    /** An argument of a command, quoted for a shell if necessary. */
    static Identifier argument(String kind, String value) {
        return new Identifier(
                kind, ARGUMENT.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'");
    }

    static Identifier account(String value) {
        return new Identifier("account", value);
    }

    static Identifier cluster(String value) {
        return new Identifier("cluster", value);
    }

    /** The name or ARN of a resource, such as a trail or a function. */
    static Identifier name(String kind, String value) {
        return new Identifier(kind, value);
    }

    /** Names of the same kind. */
    static List<Identifier> names(String kind, List<String> values) {
        return values.stream().map(value -> new Identifier(kind, value)).toList();
    }

    /** AWS's or the SDK's message, which can contain any identifier. */
    static Identifier message(RuntimeException failure) {
        return new Identifier("message", String.valueOf(failure.getMessage()));
    }

    /** The text with all values. */
    String text() {
        return text(identifier -> identifier);
    }

    /** The text without identifiers. */
    String text(Anonymization anonymization) {
        return text(anonymization::replace);
    }

    private String text(UnaryOperator<Identifier> replacement) {
        return String.format(
                Locale.ROOT,
                format,
                values.stream().map(value -> rendered(value, replacement)).toArray());
    }

    private static Object rendered(Object value, UnaryOperator<Identifier> replacement) {
        if (value instanceof Identifier identifier) {
            return replacement.apply(identifier).value();
        }
        if (value instanceof Evidence evidence) {
            return evidence.text(replacement);
        }
        if (value instanceof List<?> list) {
            int more = list.size() - MOST_ELEMENTS;
            return list.stream()
                    .limit(MOST_ELEMENTS)
                    .map(each -> String.valueOf(rendered(each, replacement)))
                    .collect(Collectors.joining(", ", "", more > 0 ? " and " + more + " more" : ""));
        }
        return value;
    }
}
