package io.github.daxguard.rule;

/** A rule parameter that daxguard does not accept. It must be corrected in the AWS Config rule. */
public final class InvalidRuleParameterException extends RuntimeException {

    private static final String KIND = "Rule parameter";

    private final transient Rejection rejection;

    private InvalidRuleParameterException(Rejection rejection) {
        super(rejection.message());
        this.rejection = rejection;
    }

    /**
     * Names the parameter, its value, and the expected form.
     *
     * @param value as received; shortened in the message
     */
    public static InvalidRuleParameterException ofValue(String parameter, String value, String expected) {
        return new InvalidRuleParameterException(Rejection.ofValue(KIND, parameter, value, expected));
    }

    /**
     * Names the parameter, the type of its value, and the expected form.
     *
     * @param type {@code a number}
     */
    public static InvalidRuleParameterException ofType(String parameter, String type, String expected) {
        return new InvalidRuleParameterException(new Rejection(KIND, parameter, type, expected));
    }

    /** The parameter, the received value and the expected form. */
    public Rejection rejection() {
        return rejection;
    }
}
