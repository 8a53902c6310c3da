package io.github.daxguard.aws;

/** The kind of program that makes the calls. The next step after a failure depends on it. */
public enum Caller {
    /** A function that Lambda invokes for an event and retries if it fails. */
    EVENT_FUNCTION(
            "Lambda retries the event. If the error persists, check AWS Health.",
            "Run the rules of this account less often or at other times."),
    /** A function that is invoked synchronously for one step. */
    STEP_FUNCTION("Repeat the step. If the error persists, check AWS Health.", "Repeat the step later."),
    /** A command that an operator runs. */
    COMMAND_LINE("Run the command again. If the error persists, check AWS Health.", "Run the command again later.");

    private final String retry;
    private final String reduceRate;

    Caller(String retry, String reduceRate) {
        this.retry = retry;
        this.reduceRate = reduceRate;
    }

    /** The next step for an error that can be temporary. */
    String retry() {
        return retry;
    }

    /** The next step after throttling. */
    String reduceRate() {
        return reduceRate;
    }

    String timeout() {
        return this == COMMAND_LINE
                ? "The call timed out. Run the command again, or check AWS Health for the service."
                : "The call did not end within the function's time. Increase the time-out, or check AWS Health for the service.";
    }

    String timeExhausted() {
        return this == COMMAND_LINE
                ? "the time is exhausted. Run the command again."
                : "the function's time is exhausted. Increase its time-out.";
    }

    String noCredentials() {
        return this == COMMAND_LINE
                ? "No credentials found. Sign in (aws sso login, aws configure), or select a profile with --profile."
                : "The function has no credentials. Check its role.";
    }

    String noUsableCredentials() {
        return this == COMMAND_LINE
                ? "The settings do not provide credentials. Sign in (aws sso login), correct the profile, or select another one "
                        + "with --profile."
                : noCredentials();
    }

    String daxNotOffered() {
        return this == COMMAND_LINE
                ? "AWS does not offer DAX to this account in this Region."
                : "AWS does not offer DAX in this Region. Remove daxguard from this Region.";
    }

    /** The next step if AWS does not accept the credentials, without a full stop. */
    String checkCredentials() {
        return this == COMMAND_LINE
                ? "Check that they are the intended ones and still valid"
                : "Check the function's role";
    }

    /** The principal that another account's role must trust. */
    String principal() {
        return this == COMMAND_LINE ? "your principal" : "the function's role";
    }

    String noResponse() {
        return "No usable response. Check that "
                + (this == COMMAND_LINE
                        ? "this machine can reach the service's endpoint (network, proxy, Region)."
                        : "the function can reach the service's endpoint (VPC, endpoint override, Region).");
    }
}
