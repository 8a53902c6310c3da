package io.github.daxguard.infra;

/** Where the configuration recorder comes from that AWS Config needs before it takes any rule. */
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
