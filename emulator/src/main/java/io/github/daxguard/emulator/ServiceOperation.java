package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One operation of a service; it throws {@link AwsError} where AWS refuses the request. */
@FunctionalInterface
interface ServiceOperation {
    ObjectNode perform(Request request);
}
