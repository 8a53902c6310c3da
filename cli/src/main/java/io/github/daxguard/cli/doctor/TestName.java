package io.github.daxguard.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/** Names of what a test creates. They differ in each run, because they depend on its account, Region and time. */
final class TestName {

    private static final int SUFFIX_LENGTH = 8;

    private TestName() {}

    /** The prefix with eight hexadecimal digits. */
    static String of(String prefix, CheckContext context, RunControl control) {
        return prefix + token(context, control).substring(0, SUFFIX_LENGTH);
    }

    /** A token with which AWS recognizes the SDK's second attempt of a call. */
    static String token(CheckContext context, RunControl control) {
        return UUID.nameUUIDFromBytes((context.account() + context.region() + control.now()).getBytes(UTF_8))
                .toString();
    }
}
