package io.github.daxguard.results;

/**
 * The token that AWS Config sends with an event and requires with the evaluations: a secret of 2 to 4 KB, which must not be logged.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html">PutEvaluations</a>
 */
public record ResultToken(String value) {

    /** The conventional token of a hand-written event: AWS Config validates the evaluations and does not store them. */
    public static final String TEST_MODE = "TESTMODE";

    public boolean isTestMode() {
        return value.equals(TEST_MODE);
    }

    @Override
    public String toString() {
        return "ResultToken[hidden]";
    }
}
