package io.github.daxguard.infra;

/** What CloudFormation is made to do with a DAX cluster that is not encrypted. */
enum HookMode {
    /** Nothing: there is no hook. */
    OFF("off"),
    /** Makes it, with a warning. */
    WARN("warn"),
    /** Refuses it. */
    FAIL("fail");

    private final String contextValue;

    HookMode(String contextValue) {
        this.contextValue = contextValue;
    }

    String contextValue() {
        return contextValue;
    }
}
