package io.github.daxguard.infra;

/** Whether the stack creates the customer-managed configuration recorder that AWS Config requires for rules. */
enum RecorderMode {
    /** The account already has one in this Region. */
    EXISTING,
    /** The stack creates one, with its delivery channel and bucket. */
    CREATE
}
