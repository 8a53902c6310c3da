package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An operation of a service; it throws {@link AwsError} if AWS would reject the request. */
@FunctionalInterface
interface ServiceOperation {
    ObjectNode perform(Request request);
}
