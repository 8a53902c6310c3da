package io.github.daxguard.replacement;

import io.github.daxguard.aws.AwsCalls;

/** Where applications look up the endpoint that they connect to. */
@FunctionalInterface
public interface EndpointStore {

    /**
     * Writes the endpoint over whatever is there.
     *
     * @param parameter the name under which applications look
     * @throws RuntimeException if it could not be written
     */
    void write(String parameter, String endpoint, AwsCalls calls);
}
