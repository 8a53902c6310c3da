package io.github.daxguard.infra;

/** What CloudFormation does with a DAX cluster that is not encrypted. */
enum HookMode {
    /** Creates it; there is no hook. */
    OFF,
    /** Creates it, with a warning. */
    WARN,
    /** Does not create it. */
    FAIL
}
