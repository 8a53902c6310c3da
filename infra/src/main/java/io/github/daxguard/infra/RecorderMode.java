package io.github.daxguard.infra;

/** Where the customer-managed configuration recorder comes from, without which AWS Config refuses any rule. */
enum RecorderMode {
    /** The account has one in this Region. */
    EXISTING("existing"),
    /** The stack makes one, with its delivery channel and bucket. */
    CREATE("create");

    private final String contextValue;

    RecorderMode(String contextValue) {
        this.contextValue = contextValue;
    }

    String contextValue() {
        return contextValue;
    }
}
