package io.github.daxguard.cli.template;

/** Which values of parameters are looked at where none is given. */
enum Scope {
    /** None: what rests on one is not known. */
    GIVEN,
    /** All that the template allows; where it allows any, what rests on it is not known. */
    ALLOWED,
    /** The default; without one, all that the template allows. */
    DEFAULTS
}
