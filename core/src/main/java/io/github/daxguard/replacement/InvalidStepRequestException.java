package io.github.daxguard.replacement;

import io.github.daxguard.rule.ShortText;

/** A request that daxguard does not accept: mend the request. Nothing was done. */
public final class InvalidStepRequestException extends RuntimeException {

    private static final int LONGEST_MEMBER = 80;

    InvalidStepRequestException(String message) {
        super(message);
    }

    /**
     * Names the member, what came, and what is accepted.
     *
     * @param came in few words, made safe to be shown
     */
    static InvalidStepRequestException of(String member, String came, String accepted) {
        return new InvalidStepRequestException("Request member " + ShortText.of(member, LONGEST_MEMBER) + ": " + came
                + " is not accepted. Accepted: " + accepted + ".");
    }

    /** Names a member that is required and was not received. */
    static InvalidStepRequestException missing(String member, String accepted) {
        return of(member, "missing, which", accepted);
    }
}
