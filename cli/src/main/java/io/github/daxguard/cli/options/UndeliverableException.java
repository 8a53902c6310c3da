package io.github.daxguard.cli.options;

/** A report cannot be delivered as the options say; the message names the option. */
final class UndeliverableException extends RuntimeException {
    UndeliverableException(String message) {
        super(message);
    }
}
