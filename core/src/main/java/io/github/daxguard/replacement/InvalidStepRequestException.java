package io.github.daxguard.replacement;

import io.github.daxguard.rule.Rejection;

/** A request that daxguard does not accept: correct the request. Nothing was done. */
public final class InvalidStepRequestException extends RuntimeException {

    private final transient Rejection rejection;

    InvalidStepRequestException(Rejection rejection) {
        super(rejection.message());
        this.rejection = rejection;
    }

    /**
     * Names the member, the received value, and the expected form.
     *
     * @param received a short description of the value without control characters
     */
    static InvalidStepRequestException of(String member, String received, String expected) {
        return new InvalidStepRequestException(new Rejection("Request member", member, received, expected));
    }

    /** Names a member that is required and was not received. */
    static InvalidStepRequestException missing(String member, String expected) {
        return of(member, "", expected);
    }

    /** The member, the received value and the expected form. */
    public Rejection rejection() {
        return rejection;
    }
}
