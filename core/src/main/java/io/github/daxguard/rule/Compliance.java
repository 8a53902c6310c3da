package io.github.daxguard.rule;

/** AWS Config's compliance types, in the order in which they need attention. */
public enum Compliance {
    NON_COMPLIANT,
    NOT_APPLICABLE,
    COMPLIANT
}
