package io.github.daxguard.replacement;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        return new RefusedStepException(because(what, reasons));
    }

    /** {@code WHAT: REASON}, or {@code WHAT: (1) REASON (2) REASON}. */
    static String because(String what, List<String> reasons) {
        return what + ": "
                + (reasons.size() == 1
                        ? reasons.get(0)
                        : IntStream.range(0, reasons.size())
                                .mapToObj(i -> "(" + (i + 1) + ") " + reasons.get(i))
                                .collect(Collectors.joining(" ")));
    }
}
