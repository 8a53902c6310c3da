package io.github.daxguard.results;

/**
 * What AWS Config gives with an event and wants back with the evaluations: a secret, 2 to 4 KB, that no log may show.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html">PutEvaluations</a>
 */
public record ResultToken(String value) {

    /** The community's convention for an event written by hand: AWS Config checks everything and stores nothing. */
    private static final String TEST_MODE = "TESTMODE";

    public boolean isTestMode() {
        return value.equals(TEST_MODE);
    }

    @Override
    public String toString() {
        return "ResultToken[hidden]";
    }
}
