package io.github.daxguard.infra;

/** What the Config rules are deployed as. */
enum Packaging {
    /** Rules of the stack's own. */
    RULES("rules"),
    /** Rules inside a conformance pack, which AWS Config shows and aggregates as one. */
    CONFORMANCE_PACK("conformance-pack");

    private final String contextValue;

    Packaging(String contextValue) {
        this.contextValue = contextValue;
    }

    String contextValue() {
        return contextValue;
    }
}
