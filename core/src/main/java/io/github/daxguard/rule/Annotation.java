package io.github.daxguard.rule;

/**
 * Composes the annotation of a verdict within AWS Config's limit of {@value Verdict#MAX_ANNOTATION_LENGTH} characters.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html">Evaluation</a>
 */
final class Annotation {

    private Annotation() {}

    /** The finding, the explanation of an ignored exemption and the fix. Only the explanation is shortened. */
    static String compose(String finding, Exemption exemption, String fix) {
        int room = Verdict.MAX_ANNOTATION_LENGTH - finding.length() - fix.length() - 2;
        String explanation = ShortText.of(exemption.explanation(room), room);
        return finding + (explanation.isEmpty() ? "" : " " + explanation) + " " + fix;
    }

    static String of(String sentence) {
        return ShortText.of(sentence, Verdict.MAX_ANNOTATION_LENGTH);
    }
}
