package io.github.daxguard.cli.demo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The way of an event from the queue to the results.
 *
 * @param startedAt when the change function started the rules
 * @param resultAt when AWS Config invoked the rule whose result the cluster has; empty if it has none of this journey
 * @param log what the change function logged
 * @param run the rule's run that came of it
 */
record Journey(List<Instant> startedAt, Optional<Instant> resultAt, List<LogLine> log, Run run) {

    Journey {
        startedAt = List.copyOf(startedAt);
        log = List.copyOf(log);
    }
}
