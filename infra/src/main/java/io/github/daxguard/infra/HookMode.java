package io.github.daxguard.infra;

/** What CloudFormation is made to do with a DAX cluster that is not encrypted. */
enum HookMode {
    /** Nothing: there is no hook. */
    OFF,
    /** Makes it, with a warning. */
    WARN,
    /** Refuses it. */
    FAIL
}
