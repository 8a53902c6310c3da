package io.github.daxguard.replacement;

import java.util.List;

/** A step that is not done, because of how things stand: the message says all that stands in the way. Nothing was changed. */
public final class RefusedStepException extends RuntimeException {

    RefusedStepException(String message) {
        super(message);
    }

    /**
     * A step that is not done for these reasons.
     *
     * @param what is not done, without a full stop
     * @param reasons sentences; at least one
     */
    static RefusedStepException of(String what, List<String> reasons) {
        return new RefusedStepException(Sentences.listed(what, reasons));
    }
}
