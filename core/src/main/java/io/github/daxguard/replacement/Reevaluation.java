package io.github.daxguard.replacement;

import io.github.daxguard.aws.AwsCalls;
import java.util.Optional;

/** Starts the evaluation of the rules in AWS Config. */
@FunctionalInterface
public interface Reevaluation {

    /**
     * Starts the rules.
     *
     * @return empty if they were started; otherwise the reason, which does not need an action
     * @throws RuntimeException if they could not be started
     */
    Optional<String> start(AwsCalls calls);
}
