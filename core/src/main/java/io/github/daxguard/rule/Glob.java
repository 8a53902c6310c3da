package io.github.daxguard.rule;

/**
 * A pattern for a whole name, in which {@code *} stands for any number of characters, none included.
 *
 * <p>Not a regular expression: a regular expression with several {@code .*} takes exponential time on a name that almost
 * matches. A match takes at most as many comparisons as pattern and name have characters, multiplied.
 */
public record Glob(String text) {

    private static final char ANY = '*';

    /** Compares a character of the pattern with one of the name; a test counts how often. */
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
     * Only the last star is ever extended: what an earlier star could leave to the text behind it, the last one can take as
     * well.
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
