package io.github.daxguard.rule;

/**
 * Puts a verdict's sentences together so that AWS Config takes them.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html">Evaluation</a>
 */
final class Annotation {

    private Annotation() {}

    /** Joins up to three sentences; the middle one gives way when they are too long together. */
    static String compose(String first, String middle, String last) {
        int room = Verdict.MAX_ANNOTATION_LENGTH - first.length() - last.length() - 2;
        StringBuilder text = new StringBuilder(first);
        if (!middle.isEmpty() && room >= ShortText.SHORTEST_LIMIT) {
            text.append(' ').append(ShortText.of(middle, room));
        }
        if (!last.isEmpty()) {
            text.append(' ').append(last);
        }
        return ShortText.of(text.toString(), Verdict.MAX_ANNOTATION_LENGTH);
    }

    static String of(String sentence) {
        return compose(sentence, "", "");
    }
}
