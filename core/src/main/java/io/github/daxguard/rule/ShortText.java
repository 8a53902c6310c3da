package io.github.daxguard.rule;

/** Text from elsewhere, made safe and short enough to be shown in a message, a log or an annotation. */
public final class ShortText {

    /** The least limit that leaves room for a cut text and the mark of the cut. */
    static final int SHORTEST_LIMIT = 8;

    private static final String CUT = "...";
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    private ShortText() {}

    /**
     * Cuts text at a word's end and marks the cut; a word that is too long by itself is cut inside.
     *
     * <p>Control characters, and halves of surrogate pairs, which no JSON writer sends on, become a replacement character.
     *
     * @param limit characters (UTF-16) of the answer at most, at least 8
     */
    public static String of(String text, int limit) {
        // No more than the limit can be kept, so that a megabyte of text is not cleaned for a line of it.
        boolean cut = text.length() > limit;
        String clean = printable(cut ? text.substring(0, limit + 1) : text);
        if (!cut) {
            return clean;
        }
        int end = limit - CUT.length();
        int space = clean.lastIndexOf(' ', end);
        if (space > end / 3) {
            end = space;
        } else if (Character.isHighSurrogate(clean.charAt(end - 1))) {
            end--;
        }
        return clean.substring(0, end) + CUT;
    }

    /** Whether the text holds half of a surrogate pair, which UTF-8 cannot carry. */
    public static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints().anyMatch(ShortText::isSurrogate);
    }

    private static String printable(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || isSurrogate(c) ? REPLACEMENT_CHARACTER : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Nearly every text is, and there can be tens of thousands: they need no copy. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isSurrogate(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }
}
