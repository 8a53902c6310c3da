package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One operation of a service. */
@FunctionalInterface
interface ServiceOperation {
    /**
     * Carries the operation out.
     *
     * @throws AwsError if AWS would refuse it
     */
    ObjectNode perform(Request request);
}
