package io.github.daxguard.rule;

/**
 * A pattern for a whole name, in which {@code *} matches any number of characters, including none.
 *
 * <p>It is not a regular expression, because one with several {@code .*} takes exponential time on a name that almost matches.
 * The number of comparisons is at most the length of the pattern times the length of the name.
 */
public record Glob(String text) {

    private static final char ANY = '*';

    /** Compares a character of the pattern with one of the name. A test counts the comparisons. */
    @FunctionalInterface
    interface Comparison {
        boolean same(char ofPattern, char ofName);
    }

    public boolean matches(String name) {
        return matches(name, (ofPattern, ofName) -> ofPattern == ofName);
    }

    /** Whether every name matches. */
    public boolean matchesAll() {
        return !text.isEmpty() && text.chars().allMatch(c -> c == ANY);
    }

    /**
     * Extends only the last star, because any characters that an earlier star could match can be matched by the last star.
     */
    boolean matches(String name, Comparison comparison) {
        int pattern = 0;
        int at = 0;
        int behindStar = -1;
        int starEnd = 0;
        while (at < name.length()) {
            if (pattern < text.length() && text.charAt(pattern) == ANY) {
                behindStar = ++pattern;
                starEnd = at;
            } else if (pattern < text.length() && comparison.same(text.charAt(pattern), name.charAt(at))) {
                pattern++;
                at++;
            } else if (behindStar >= 0) {
                pattern = behindStar;
                at = ++starEnd;
            } else {
                return false;
            }
        }
        return text.chars().skip(pattern).allMatch(c -> c == ANY);
    }
}
