package io.github.daxguard.infra;

import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.Rejection;

/** A context value that cannot be deployed. The message is one line with its name, the received value and the expected form. */
final class InvalidContextException extends RuntimeException {

    private static final String KIND = "Context value";

    private InvalidContextException(Rejection rejection) {
        super(rejection.message());
    }

    static InvalidContextException ofValue(String name, String value, String accepted) {
        return new InvalidContextException(Rejection.ofValue(KIND, name, value, accepted));
    }

    static InvalidContextException ofName(String name, String known) {
        return new InvalidContextException(Rejection.ofValue("", "Context name", name, "one of " + known));
    }

    static InvalidContextException ofRuleParameter(InvalidRuleParameterException cause) {
        Rejection rejection = cause.rejection();
        return new InvalidContextException(rejection.as(KIND, rejection.name()));
    }
}
