package io.github.daxguard.infra;

/** Where the customer-managed configuration recorder comes from, without which AWS Config refuses any rule. */
enum RecorderMode {
    /** The account has one in this Region. */
    EXISTING,
    /** The stack makes one, with its delivery channel and bucket. */
    CREATE
}
