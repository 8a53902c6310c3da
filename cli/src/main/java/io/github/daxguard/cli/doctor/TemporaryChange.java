package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A test that creates something in the account, with the operator's confirmation, and removes it exactly once. */
final class TemporaryChange {

    /**
     * Bounds the call that creates and the call that removes, including retries and reserve. The process ends 30 seconds after an
     * interruption, which can occur at the start of the first of these calls.
     */
    static final Duration TIME_LIMIT = Duration.ofSeconds(14);

    private static final Evidence STOPPED = Evidence.of("Not checked: the command was stopped.");
    private static final Evidence RUN_AGAIN = Evidence.of("Run the command again.");

    /** The actions of one test. */
    interface Definition {

        /** Asks the operator; states what is created and removed, and other effects. */
        Evidence question();

        /** The temporary resource: {@code the tag T of cluster C}. */
        Evidence created();

        /** A command that removes it. */
        Evidence removalCommand();

        /** Creates it with one call. An interruption does not end this call, so that its result is known. */
        void create();

        /** Waits for the effect. An interruption ends it. */
        Finding observe();

        /**
         * Removes it with at most one call, also if the result of the creation is not known. An interruption does not end this
         * call.
         *
         * @throws CallFailure if it may remain
         */
        void remove();

        /** Waits until it is removed, if the removal takes longer than the call. An interruption ends this wait. */
        default boolean isRemoved() {
            return true;
        }
    }

    private final RunControl control;
    private final Definition definition;

    /** Set before the creation, because the result of a call that fails can be unknown. */
    private boolean mayExist;

    private Optional<RuntimeException> removalFailure = Optional.empty();

    TemporaryChange(RunControl control, Definition definition) {
        this.control = control;
        this.definition = definition;
    }

    /** @throws RunControl.StoppedException if the command was stopped before something was created */
    Finding run() {
        switch (control.confirmation(definition.question().text())) {
            case UNAVAILABLE -> {
                return Finding.notChecked(
                        Evidence.of("Not checked: requires confirmation."),
                        Evidence.of("Run the command in a terminal, or add --yes."));
            }
            case DECLINED -> {
                return Finding.notChecked(Evidence.of("Not checked: the test was not confirmed."), RUN_AGAIN);
            }
            case CONFIRMED -> control.requireNotStopped();
        }
        control.note("If this process is killed, this can remain: "
                + definition.created().text() + ". Removal: "
                + definition.removalCommand().text());
        Finding finding;
        try {
            finding = createAndObserve();
        } finally {
            if (mayExist) {
                control.withoutInterruption(this::remove);
            }
        }
        return removalFailure.map(failure -> remaining(finding, failure)).orElseGet(() -> afterRemoval(finding));
    }

    private Finding createAndObserve() {
        try {
            mayExist = true;
            control.withoutInterruption(this::create);
            control.requireNotStopped();
            return definition.observe();
        } catch (CallFailure e) {
            return control.isStopped() ? Finding.notChecked(STOPPED, RUN_AGAIN) : Finding.of(e);
        } catch (RunControl.StoppedException e) {
            return Finding.notChecked(STOPPED, RUN_AGAIN);
        } catch (RuntimeException e) {
            // The clean-up must be reported in any case.
            return control.isStopped() ? Finding.notChecked(STOPPED, RUN_AGAIN) : Finding.unexpected(e);
        }
    }

    private void create() {
        try {
            definition.create();
        } catch (CallFailure e) {
            if (e.isRefused()) {
                mayExist = false;
            }
            throw e;
        }
    }

    private void remove() {
        try {
            definition.remove();
        } catch (RuntimeException e) {
            removalFailure = Optional.of(e);
        }
    }

    private Finding afterRemoval(Finding finding) {
        if (!mayExist || control.isStopped()) {
            return finding;
        }
        try {
            return definition.isRemoved()
                    ? finding
                    : remaining(finding, Evidence.of("AWS does not confirm the removal."), List.of());
        } catch (CallFailure e) {
            return control.isStopped() ? removalNotConfirmed() : remaining(finding, e);
        } catch (RunControl.StoppedException e) {
            return removalNotConfirmed();
        } catch (RuntimeException e) {
            return remaining(finding, e);
        }
    }

    private Finding removalNotConfirmed() {
        return Finding.notChecked(
                STOPPED.and(Evidence.of("The removal was requested, but not confirmed yet: %s.", definition.created())),
                Evidence.of("Check that it is removed. To remove it: %s", definition.removalCommand()));
    }

    private Finding remaining(Finding finding, RuntimeException e) {
        if (!(e instanceof CallFailure failure)) {
            return remaining(finding, Evidence.of("%s", Evidence.message(e)), List.of());
        }
        Operation operation = failure.operation();
        return failure.isDenied()
                ? remaining(
                        finding,
                        Evidence.of("%s failed: missing permission %s.", operation.awsName(), operation.action()),
                        List.of(operation.action()))
                : remaining(finding, failure.reason(), List.of());
    }

    /** Reported immediately too, because the checks of other Regions can take long. */
    private Finding remaining(Finding finding, Evidence reason, List<String> missingPermissions) {
        Evidence evidence = Evidence.of("The clean-up failed. This can remain: %s. %s", definition.created(), reason);
        Evidence nextStep = Evidence.of("Remove it: %s", definition.removalCommand());
        control.warn(evidence.and(nextStep).text());
        return new Finding(
                // A check that is open remains open.
                finding.outcome().isOpen() ? finding.outcome() : Outcome.PROBLEM,
                finding.evidence().and(evidence),
                nextStep,
                Stream.concat(finding.missingPermissions().stream(), missingPermissions.stream())
                        .distinct()
                        .toList());
    }
}
