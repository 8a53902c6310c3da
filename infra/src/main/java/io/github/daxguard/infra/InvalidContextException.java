package io.github.daxguard.infra;

import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.Rejection;
import io.github.daxguard.rule.ShortText;

/** A context value that cannot be deployed; the message is one line: its name, what came and what is accepted. */
final class InvalidContextException extends RuntimeException {

    private static final String KIND = "Context value";

    private InvalidContextException(String message) {
        super(message);
    }

    static InvalidContextException ofValue(String name, String value, String accepted) {
        return new InvalidContextException(
                Rejection.ofValue(KIND, name, value, accepted).message());
    }

    static InvalidContextException ofName(String name, String known) {
        return new InvalidContextException(
                "Context name \"" + ShortText.of(name, 80) + "\" is not known. Known: " + known + ".");
    }

    /** A rule parameter under the same name in the context: the same value is expected. */
    static InvalidContextException ofRuleParameter(InvalidRuleParameterException refusal) {
        Rejection rejection = refusal.rejection();
        return new InvalidContextException(rejection.as(KIND, rejection.name()).message());
    }

    /** The value could be accepted alone, but not together with another one. */
    static InvalidContextException ofCombination(String name, String value, String reason) {
        return new InvalidContextException(
                "Context value " + name + ": \"" + ShortText.of(value, 120) + "\" is not accepted " + reason + ".");
    }
}
