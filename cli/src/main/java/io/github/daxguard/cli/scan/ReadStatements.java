package io.github.daxguard.cli.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.report.ReadableTables;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables that the policies of a role allow it to read. This is an upper bound for these policies, because conditions, Deny
 * statements, permissions boundaries and policies of the organization only restrict it.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">IAM JSON policy
 *     elements: Resource</a>
 */
final class ReadStatements {

    /**
     * The actions with which DAX reads items, in lower case, because IAM ignores the letter case of actions.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.access-control.html">DAX access
     *     control</a>
     */
    private static final List<String> READS =
            List.of("dynamodb:batchgetitem", "dynamodb:getitem", "dynamodb:query", "dynamodb:scan");

    /** {@code #} is a part of an ARN: any characters except a colon and a slash. */
    private static final String TABLE = "arn:#:dynamodb:#:#:table/#";

    private static final String INDEX = TABLE + "/index/#";
    private static final String TABLE_TYPE = ":table/";
    private static final int ARN_PARTS = 6;
    private static final Pattern WILDCARD = Pattern.compile("[*?]");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}");

    /** A document is not a policy. The message states the problem in the form "not a policy: ...". */
    static final class InvalidPolicyException extends RuntimeException {
        private InvalidPolicyException(String message) {
            super(message);
        }
    }

    private final Set<String> tables = new TreeSet<>();
    private final Set<String> notEvaluated = new TreeSet<>();

    /**
     * Adds a policy.
     *
     * @param document as IAM returns it, with percent-encoding
     * @throws InvalidPolicyException if it is not a policy
     */
    void add(String document) {
        String json;
        try {
            // In percent-encoding, unlike in a form, a plus is a plus.
            json = URLDecoder.decode(document.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidPolicyException("not percent-encoded");
        }
        Object statements;
        try {
            statements = JsonTree.read(json).at("Statement");
        } catch (InvalidJsonException e) {
            throw new InvalidPolicyException(String.valueOf(e.getMessage()));
        }
        for (Object statement : statements instanceof List<?> list ? list : List.of(required(statements))) {
            if (!(statement instanceof Map<?, ?> members)) {
                throw new InvalidPolicyException("not a policy: a statement is not an object");
            }
            add(JsonTree.of(members));
        }
    }

    private void add(JsonTree statement) {
        String effect = statement.text("Effect").orElse("");
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new InvalidPolicyException("not a policy: a statement has no effect");
        }
        boolean isNegated = statement.at("NotResource") != null;
        Set<String> resources = new TreeSet<>();
        if (isNegated) {
            resources.add(ReadableTables.EVERY_TABLE);
        } else {
            texts(statement.at("Resource")).forEach(resource -> addTables(resource, resources));
        }
        if (!reads(statement) || resources.isEmpty()) {
            return;
        }
        if (effect.equals("Deny")) {
            notEvaluated.add("Deny statements");
            return;
        }
        tables.addAll(resources);
        if (isNegated) {
            notEvaluated.add("NotResource");
        }
        if (statement.at("Condition") != null) {
            notEvaluated.add("conditions");
        }
    }

    private static boolean reads(JsonTree statement) {
        boolean isNegated = statement.at("NotAction") != null;
        List<String> actions = texts(statement.at(isNegated ? "NotAction" : "Action")).stream()
                .map(action -> action.toLowerCase(Locale.ROOT))
                .toList();
        return READS.stream().anyMatch(read -> isNegated != actions.stream().anyMatch(action -> overlap(action, read)));
    }

    /** Adds the table, or the table of the index, that a resource can match. */
    private static void addTables(String resource, Set<String> found) {
        String pattern = VARIABLE.matcher(resource).replaceAll("*");
        if (pattern.chars().allMatch(c -> c == '*')) {
            found.add(ReadableTables.EVERY_TABLE);
            return;
        }
        // IAM treats the missing parts of an ARN as wildcards. A pattern with fewer parts can also match without them,
        // because a wildcard at the end of a part also matches colons.
        String arn = pattern + ":*".repeat(Math.max(0, ARN_PARTS - pattern.split(":", -1).length));
        if (overlap(arn, TABLE) || overlap(pattern, TABLE)) {
            found.add(pattern);
        } else if (overlap(arn, INDEX) || overlap(pattern, INDEX)) {
            found.add(tableOf(pattern));
        }
    }

    /**
     * The tables whose indexes the pattern matches.
     *
     * @param pattern matches an index, and no table
     */
    private static String tableOf(String pattern) {
        int type = pattern.indexOf(TABLE_TYPE);
        int start = type < 0 ? pattern.lastIndexOf(':') + 1 : type + TABLE_TYPE.length();
        int slash = pattern.indexOf('/', start);
        int end = slash < 0 ? pattern.length() : slash;
        String name = pattern.substring(start, end);
        if (type >= 0 && slash > 0 && !(overlap(name, "#/index") && overlap(pattern.substring(slash + 1), "#"))) {
            return pattern.substring(0, slash);
        }
        // A wildcard in the name can match the slash after the name.
        Matcher wildcard = WILDCARD.matcher(name);
        return wildcard.find() ? pattern.substring(0, start + wildcard.start()) + "*" : pattern;
    }

    /**
     * Whether a text exists that matches both patterns.
     *
     * @param pattern with {@code *} and {@code ?} for any characters, also for colons, which IAM allows at the end of a part
     * @param form with {@code #} for any characters except colons and slashes
     */
    static boolean overlap(String pattern, String form) {
        boolean[][] rest = new boolean[pattern.length() + 2][form.length() + 2];
        for (int i = pattern.length(); i >= 0; i--) {
            for (int j = form.length(); j >= 0; j--) {
                boolean hasPattern = i < pattern.length();
                boolean hasForm = j < form.length();
                char p = hasPattern ? pattern.charAt(i) : 0;
                char f = hasForm ? form.charAt(j) : 0;
                boolean overlaps = !hasPattern && !hasForm;
                if (hasPattern && p == '*') {
                    overlaps = rest[i + 1][j] || (hasForm && rest[i][j + 1]);
                }
                if (hasForm && f == '#') {
                    overlaps |= rest[i][j + 1] || (hasPattern && p != '/' && p != ':' && rest[i + 1][j]);
                } else if (hasPattern && hasForm && p != '*') {
                    overlaps = (p == '?' || p == f) && rest[i + 1][j + 1];
                }
                rest[i][j] = overlaps;
            }
        }
        return rest[0][0];
    }

    private static List<String> texts(@Nullable Object value) {
        List<?> values = value instanceof List<?> list ? list : List.of(required(value));
        return values.stream()
                .map(text -> {
                    if (text instanceof String string) {
                        return string;
                    }
                    throw new InvalidPolicyException("not a policy: an element is not a string");
                })
                .toList();
    }

    private static Object required(@Nullable Object value) {
        if (value == null) {
            throw new InvalidPolicyException("not a policy: an element is missing");
        }
        return value;
    }

    /** The tables of all added policies. */
    ReadableTables tables(String role) {
        return new ReadableTables.Known(
                role,
                tables.contains(ReadableTables.EVERY_TABLE) ? List.of(ReadableTables.EVERY_TABLE) : List.copyOf(tables),
                List.copyOf(notEvaluated));
    }
}
