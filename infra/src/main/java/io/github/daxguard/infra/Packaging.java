package io.github.daxguard.infra;

/** What the Config rules are deployed as. */
enum Packaging {
    /** Rules of the stack's own. */
    RULES,
    /** Rules inside a conformance pack, which AWS Config shows and aggregates as one. */
    CONFORMANCE_PACK
}
