package io.github.daxguard.infra;

/** How the AWS Config rules are deployed. */
enum Packaging {
    /** As individual rules of the stack. */
    RULES,
    /** As rules of a conformance pack, which AWS Config shows and aggregates as a unit. */
    CONFORMANCE_PACK
}
