package io.github.daxguard.emulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The operations of a REST protocol.
 *
 * @param operations the operations by method and path, such as {@code POST /findings/import}. A segment in braces is a
 *     member of the request: {@code GET /functions/{FunctionName}}. A last segment such as <code>{Key+}</code> is the rest of the
 *     path, with its slashes
 */
record Routes(Map<String, String> operations) {
    /** The routes of a protocol in which every request has the same path. */
    static final Routes NONE = new Routes(Map.of());

    Routes {
        operations = Map.copyOf(operations);
    }

    /** The operation of a method and path; empty if they do not identify one. */
    Optional<String> operationAt(String route) {
        return patternAt(route).map(operations::get);
    }

    /** The members of a request that are in its path. */
    Map<String, String> membersIn(String route) {
        Map<String, String> members = new HashMap<>();
        String[] names = patternAt(route).orElse(route).split("/", -1);
        String[] segments = segments(route, names);
        for (int i = 0; i < names.length; i++) {
            if (isMember(names[i])) {
                members.put(names[i].replaceAll("[{+}]", ""), segments[i]);
            }
        }
        return members;
    }

    private Optional<String> patternAt(String route) {
        return operations.keySet().stream()
                .filter(pattern -> matches(pattern.split("/", -1), route))
                .findFirst();
    }

    private static String[] segments(String route, String[] pattern) {
        return route.split("/", pattern[pattern.length - 1].endsWith("+}") ? pattern.length : -1);
    }

    private static boolean matches(String[] pattern, String route) {
        String[] segments = segments(route, pattern);
        return pattern.length == segments.length
                && IntStream.range(0, pattern.length)
                        .allMatch(i -> isMember(pattern[i]) ? !segments[i].isEmpty() : pattern[i].equals(segments[i]));
    }

    private static boolean isMember(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
