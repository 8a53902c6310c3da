package io.github.daxguard.cli.format;

/** Control and format characters, which can control a terminal or reverse a line's text; XML forbids some of them. */
public final class InvisibleCharacters {

    private static final char REPLACEMENT_CHARACTER = '\uFFFD';

    private InvisibleCharacters() {}

    /** Whether it is a control or format character, a separator of lines, half of a surrogate pair, or a noncharacter. */
    static boolean isOne(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || (codePoint & 0xFFFE) == 0xFFFE;
    }

    /** The text on one line: white space becomes a space, any other such character a replacement character. */
    public static String replacedIn(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> !isOne(c) ? c : Character.isWhitespace(c) ? ' ' : REPLACEMENT_CHARACTER)
                .forEach(visible::appendCodePoint);
        return visible.toString();
    }

    // Without a stream, because nearly all of the many texts are plain.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}
