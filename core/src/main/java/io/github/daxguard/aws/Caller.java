package io.github.daxguard.aws;

/** Who makes the calls: what can be done about one that fails depends on it. */
public enum Caller {
    /** A function that Lambda invokes for an event, and again if it fails. */
    EVENT_FUNCTION(
            "Lambda tries the event again; see AWS Health if it lasts.",
            "run the rules of this account less often or at other times."),
    /** A function that is invoked for one step and waited for. */
    STEP_FUNCTION("Repeat the step; see AWS Health if it lasts.", "repeat the step later."),
    /** A command that a person runs. */
    COMMAND_LINE("Run the command again; see AWS Health if it lasts.", "run the command again later.");

    private final String again;
    private final String lessOften;

    Caller(String again, String lessOften) {
        this.again = again;
        this.lessOften = lessOften;
    }

    /** For what may pass by itself. */
    String again() {
        return again;
    }

    /** For a rate that was too high, as the end of a sentence. */
    String lessOften() {
        return lessOften;
    }

    String timeout() {
        return this == COMMAND_LINE
                ? "It did not end in time: run the command again, or see AWS Health for the service."
                : "It did not end within the function's time: raise the timeout, or see AWS Health for the service.";
    }

    String timeUsedUp() {
        return this == COMMAND_LINE
                ? "the time for it is used up. Run the command again."
                : "the function's time is used up. Raise its timeout.";
    }

    String noCredentials() {
        return this == COMMAND_LINE
                ? "There are no credentials: sign in (aws sso login, aws configure), or name a profile with --profile."
                : "The function has no credentials: check its role.";
    }

    String noUsableCredentials() {
        return this == COMMAND_LINE
                ? "The settings do not give credentials: sign in (aws sso login), correct the profile, or name another one with "
                        + "--profile."
                : noCredentials();
    }

    String noDax() {
        return this == COMMAND_LINE
                ? "AWS does not offer DAX to this account in this Region."
                : "AWS does not offer DAX in this Region: remove daxguard from it.";
    }

    /** After which can follow what else to check. */
    String checkCredentials() {
        return this == COMMAND_LINE ? "check that they are those you mean, and still valid" : "check the role";
    }

    /** Whom another account's role must trust, as the end of a sentence. */
    String principal() {
        return this == COMMAND_LINE ? "who you are" : "the function's role";
    }

    String noAnswer() {
        return "No usable answer came: check that "
                + (this == COMMAND_LINE
                        ? "this machine reaches the service's endpoint (network, proxy, Region)."
                        : "the function reaches the service's endpoint (VPC, endpoint override, Region).");
    }
}
