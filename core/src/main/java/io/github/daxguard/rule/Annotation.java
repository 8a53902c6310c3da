package io.github.daxguard.rule;

/**
 * Composes the annotation of a verdict within AWS Config's limit of {@value Verdict#MAX_ANNOTATION_LENGTH} characters.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html">Evaluation</a>
 */
final class Annotation {

    private Annotation() {}

    /** Joins up to three sentences. If they are too long together, the middle one is shortened or omitted. */
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
