package io.github.daxguard.rule;

/** Shortens and cleans text from external sources for messages, logs and annotations. */
public final class ShortText {

    /** The minimum limit: it leaves room for some text and the ellipsis. */
    static final int SHORTEST_LIMIT = 8;

    private static final String CUT = "...";
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    private ShortText() {}

    /**
     * Shortens text at the end of a word and adds an ellipsis. A word that is too long is cut inside.
     *
     * <p>Control characters, separators of lines and paragraphs, characters that change the direction of the text, and unpaired
     * surrogates, which JSON writers refuse, become a replacement character. They could make text look like another line or value.
     *
     * @param limit the maximum length of the result in UTF-16 characters; at least 8
     */
    public static String of(String text, int limit) {
        // Shorten first, so that only the text that is kept is cleaned.
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

    /** Whether the text contains an unpaired surrogate, which UTF-8 cannot encode. */
    public static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints().anyMatch(ShortText::isSurrogate);
    }

    private static String printable(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> isUnprintable(c) ? REPLACEMENT_CHARACTER : c).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Avoids a copy of printable ASCII text, which is the usual case. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> changesDirection(codePoint);
        };
    }

    /** The embeddings, overrides and isolates of the Unicode Bidirectional Algorithm. */
    private static boolean changesDirection(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    private static boolean isSurrogate(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }
}
