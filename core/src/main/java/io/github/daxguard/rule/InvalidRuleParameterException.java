package io.github.daxguard.rule;

/** A rule parameter that daxguard does not accept: mend it in the AWS Config rule. */
public final class InvalidRuleParameterException extends RuntimeException {

    private InvalidRuleParameterException(String parameter, String came, String accepted) {
        super("Rule parameter " + ShortText.of(parameter, 80) + ": " + came + " is not accepted. Accepted: " + accepted
                + ".");
    }

    /**
     * Names the parameter, its value, and what is accepted.
     *
     * @param value as it came; shortened in the message
     */
    public static InvalidRuleParameterException ofValue(String parameter, String value, String accepted) {
        return new InvalidRuleParameterException(parameter, "\"" + ShortText.of(value, 120) + "\"", accepted);
    }

    /**
     * Names the parameter, of what kind its value is, and what is accepted.
     *
     * @param type in words: {@code a number}
     */
    public static InvalidRuleParameterException ofType(String parameter, String type, String accepted) {
        return new InvalidRuleParameterException(parameter, type, accepted);
    }
}
