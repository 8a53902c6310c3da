package io.github.daxguard.infra;

/** The build has not packaged the function yet; the message tells how. */
final class MissingPackageException extends RuntimeException {

    MissingPackageException(String message) {
        super(message);
    }
}
