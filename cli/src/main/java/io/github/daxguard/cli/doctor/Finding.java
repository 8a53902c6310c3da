package io.github.daxguard.cli.doctor;

import java.util.List;

/**
 * The result of a check.
 *
 * @param evidence the response of AWS that proves the outcome, or the reason why there is no proof
 * @param nextStep what the operator does next; empty if there is nothing to do
 * @param missingPermissions the IAM actions that AWS denied: {@code cloudtrail:DescribeTrails}
 */
record Finding(Outcome outcome, Evidence evidence, Evidence nextStep, List<String> missingPermissions) {

    Finding {
        missingPermissions = List.copyOf(missingPermissions);
    }

    static Finding ok(Evidence evidence) {
        return new Finding(Outcome.OK, evidence, Evidence.NONE, List.of());
    }

    static Finding note(Evidence evidence, Evidence nextStep) {
        return new Finding(Outcome.NOTE, evidence, nextStep, List.of());
    }

    static Finding problem(Evidence evidence, Evidence nextStep) {
        return new Finding(Outcome.PROBLEM, evidence, nextStep, List.of());
    }

    static Finding undecided(Evidence evidence, Evidence nextStep) {
        return new Finding(Outcome.UNDECIDED, evidence, nextStep, List.of());
    }

    static Finding notChecked(Evidence evidence, Evidence nextStep) {
        return new Finding(Outcome.NOT_CHECKED, evidence, nextStep, List.of());
    }

    /** A check that ended with an error of daxguard, for example because of an unexpected response. */
    static Finding unexpected(RuntimeException e) {
        return notChecked(
                Evidence.of("Not checked: unexpected error %s: %s", e.getClass().getSimpleName(), Evidence.message(e)),
                Evidence.of("Report this to the daxguard project with --report."));
    }

    /** The check that a failed call leaves open. */
    static Finding of(CallFailure failure) {
        return failure.isDenied()
                ? new Finding(
                        Outcome.NOT_CHECKED,
                        Evidence.of(
                                "Not checked: missing permission %s.",
                                failure.operation().action()),
                        Evidence.of(
                                "Allow %s for the calling principal, and check that no SCP denies it.",
                                failure.operation().action()),
                        List.of(failure.operation().action()))
                : notChecked(
                        Evidence.of("Not checked: %s", failure.reason()),
                        Evidence.of("Run the command again after the cause is fixed."));
    }
}
