package io.github.daxguard.digest;

/** The stored findings of the previous digest could not be read. The digest was sent without the comparison. */
public final class UnreadableFindingsException extends RuntimeException {

    UnreadableFindingsException(String key, String problem) {
        super("The findings of the previous digest (object " + key + ") could not be read: " + problem
                + " The digest was sent without a comparison, and the object was replaced. If the error is repeated, check which "
                + "version of the function writes the object.");
    }
}
