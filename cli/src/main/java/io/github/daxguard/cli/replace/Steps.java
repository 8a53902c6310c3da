package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.cli.access.CallerIdentity;
import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.dax.DaxClusters;
import io.github.daxguard.replacement.ClusterReplacement;
import io.github.daxguard.replacement.StepResult;
import io.github.daxguard.results.RuleStarter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The steps of one replacement as the command takes them, each with time of its own. */
final class Steps {

    /** More than any step takes: only a service that does not answer uses it up. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(2);

    private final AwsClients clients;
    private final CallerIdentity identity;
    private final ReplaceOptions choices;
    private final ClusterReplacement replacement;

    private Steps(AwsClients clients, CallerIdentity identity, ReplaceOptions choices, InstantSource clock) {
        this.clients = clients;
        this.identity = identity;
        this.choices = choices;
        this.replacement = new ClusterReplacement(clients.dax(), clients.cloudWatch(), this::startRules, clock);
    }

    /** Asks AWS for the caller's identity first. The caller closes the clients. */
    static Steps in(AwsClients clients, ReplaceOptions choices, InstantSource clock) {
        return new Steps(clients, CallerIdentity.of(clients, Caller.COMMAND_LINE, time()), choices, clock);
    }

    CallerIdentity identity() {
        return identity;
    }

    /** {@code account 111122223333, eu-west-1}. */
    String target() {
        return calls().target();
    }

    /** The cluster to be replaced; empty if it is gone, or on its way. */
    Optional<ClusterDetails> old() {
        return new DaxClusters(clients.dax(), calls())
                .findDetails(choices.cluster())
                .filter(cluster -> !cluster.cluster().isBeingDeleted());
    }

    StepResult.Planned plan() {
        return replacement.plan(choices.replacement(), calls());
    }

    StepResult.Created create() {
        return replacement.create(choices.replacement(), calls());
    }

    /** Verifies the replacement cluster, and changes nothing. */
    StepResult.Verified verify() {
        return replacement.verify(choices.replacement(), calls());
    }

    void write(EndpointParameter parameter, String endpoint) {
        parameter.write(endpoint, clients, calls());
    }

    StepResult.Readiness readiness() {
        return replacement.readiness(choices.replacement(), calls());
    }

    /** Deletes the source cluster. */
    StepResult.Deleted delete(boolean requireMetrics) {
        return replacement.delete(
                requireMetrics ? choices.replacement().requiringMetrics() : choices.replacement(), calls());
    }

    /** Starts the named rules. Returns empty if they were started; otherwise the reason. */
    Optional<String> startRules() {
        return startRules(calls());
    }

    private Optional<String> startRules(AwsCalls calls) {
        return choices.rules().isEmpty()
                ? Optional.of("none is named with --rule.")
                : new RuleStarter(clients.config(), choices.rules(), Optional.empty()).start(calls);
    }

    private AwsCalls calls() {
        return AwsCalls.of(identity.account(), clients.region().id(), Caller.COMMAND_LINE, time());
    }

    private static TimeBudget time() {
        long end = System.nanoTime() + LONGEST_STEP.toNanos();
        return new TimeBudget(
                () -> (int) Duration.ofNanos(end - System.nanoTime()).toMillis());
    }
}
