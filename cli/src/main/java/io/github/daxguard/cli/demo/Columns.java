package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Tone;
import io.github.daxguard.rule.Compliance;
import java.util.List;

/** The compliance types as the demo's tables show them. */
final class Columns {

    /** In the order of the columns and rows. */
    static final List<Compliance> ORDER =
            List.of(Compliance.NON_COMPLIANT, Compliance.COMPLIANT, Compliance.NOT_APPLICABLE);

    private Columns() {}

    static Tone tone(Compliance compliance) {
        return switch (compliance) {
            case NON_COMPLIANT -> Tone.ALERT;
            case COMPLIANT -> Tone.CALM;
            case NOT_APPLICABLE -> Tone.PLAIN;
        };
    }
}
