package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Tone;

/** AWS Config's compliance types, what needs attention first. */
enum Compliance {
    NON_COMPLIANT(Tone.ALERT),
    COMPLIANT(Tone.CALM),
    NOT_APPLICABLE(Tone.PLAIN);

    private final Tone tone;

    Compliance(Tone tone) {
        this.tone = tone;
    }

    Tone tone() {
        return tone;
    }
}
