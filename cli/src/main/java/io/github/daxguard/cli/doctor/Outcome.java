package io.github.daxguard.cli.doctor;

import io.github.daxguard.cli.terminal.Cell.Tone;
import java.util.Locale;

/** The outcome of a check. */
enum Outcome {
    /** AWS's response proves the expected state. */
    OK(Tone.CALM),
    /** A fact that does not prevent the deployment, such as a cost. */
    NOTE(Tone.NEUTRAL),
    /** AWS's response proves a state that must be corrected. */
    PROBLEM(Tone.ALERT),
    /** AWS's response proves neither. */
    UNDECIDED(Tone.WARNING),
    /** There is no response: a permission is missing, or the call failed. */
    NOT_CHECKED(Tone.WARNING);

    private final Tone tone;

    Outcome(Tone tone) {
        this.tone = tone;
    }

    Tone tone() {
        return tone;
    }

    /** Whether the check leaves a question open. */
    boolean isOpen() {
        return this == UNDECIDED || this == NOT_CHECKED;
    }

    /** A number of checks: {@code 2 problems}. */
    String counted(long number) {
        return number + " " + title() + (number != 1 && (this == NOTE || this == PROBLEM) ? "s" : "");
    }

    /** As in the table: {@code not checked}. */
    String title() {
        return this == OK ? name() : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
