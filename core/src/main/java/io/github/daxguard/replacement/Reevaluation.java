package io.github.daxguard.replacement;

import io.github.daxguard.aws.AwsCalls;
import java.util.Optional;

/** Has AWS Config look at the clusters again. */
@FunctionalInterface
public interface Reevaluation {

    /**
     * Starts the rules.
     *
     * @return empty if they were started; else why not, which passes by itself or is meant so
     * @throws RuntimeException if they could not be started
     */
    Optional<String> start(AwsCalls calls);
}
