package io.github.daxguard.replacement;

import java.util.List;

/** A step that is not done, because of the state of the clusters: the message states every blocker. Nothing was changed. */
public final class RefusedStepException extends RuntimeException {

    private final transient String what;
    private final transient List<Blocker> blockers;

    RefusedStepException(Blocker blocker) {
        super(blocker.message());
        this.what = "";
        this.blockers = List.of(blocker);
    }

    /**
     * A step that is not done.
     *
     * @param what the refused action, without a full stop
     * @param blockers at least one
     */
    RefusedStepException(String what, List<Blocker> blockers) {
        super(Sentences.listed(what, blockers));
        this.what = what;
        this.blockers = List.copyOf(blockers);
    }

    /** The refused action, without a full stop; {@code ""} if the blocker states it. */
    public String what() {
        return what;
    }

    /** The reasons; at least one. */
    public List<Blocker> blockers() {
        return blockers;
    }
}
