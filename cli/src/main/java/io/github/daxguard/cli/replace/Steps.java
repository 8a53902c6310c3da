package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.cli.access.CallerIdentity;
import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.dax.DaxClusters;
import io.github.daxguard.replacement.ClusterReplacement;
import io.github.daxguard.replacement.Step;
import io.github.daxguard.replacement.StepResult;
import io.github.daxguard.results.RuleStarter;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The steps of one replacement as the command runs them, each with its own time budget. */
final class Steps {

    /** Longer than any step, except if a service does not respond. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(2);

    private final AwsClients clients;
    private final CallerIdentity identity;
    private final ReplaceOptions options;
    private final ReplaceDocument document;
    private final ClusterReplacement replacement;

    private Steps(
            AwsClients clients,
            CallerIdentity identity,
            ReplaceOptions options,
            ReplaceDocument document,
            InstantSource clock) {
        this.clients = clients;
        this.identity = identity;
        this.options = options;
        this.document = document;
        // Messages contain times of this clock: whole seconds are sufficient.
        InstantSource seconds = () -> clock.instant().truncatedTo(ChronoUnit.SECONDS);
        this.replacement = new ClusterReplacement(clients.dax(), clients.cloudWatch(), this::startRules, seconds);
    }

    /** Requests the caller identity from AWS. The caller of this method closes the clients. */
    static Steps in(AwsClients clients, ReplaceOptions options, ReplaceDocument document, InstantSource clock) {
        CallerIdentity identity = CallerIdentity.of(clients, Caller.COMMAND_LINE, time());
        document.identity(identity);
        return new Steps(clients, identity, options, document, clock);
    }

    CallerIdentity identity() {
        return identity;
    }

    /** {@code account 111122223333, eu-west-1}. */
    String target() {
        return calls().target();
    }

    /** The source cluster; empty if it does not exist or is being deleted. */
    Optional<ClusterDetails> source() {
        return new DaxClusters(clients.dax(), calls())
                .findDetails(options.cluster())
                .filter(cluster -> !cluster.cluster().isBeingDeleted());
    }

    StepResult.Planned plan() {
        return document.record(Step.PLAN, replacement.plan(options.replacement(), calls()));
    }

    StepResult.Created create() {
        return document.record(Step.CREATE, replacement.create(options.replacement(), calls()));
    }

    /** Verifies the replacement cluster, and changes nothing. */
    StepResult.Verified verify() {
        return document.record(Step.VERIFY, replacement.verify(options.replacement(), calls()));
    }

    void write(EndpointParameter parameter, String endpoint) {
        parameter.write(endpoint, clients, calls());
        document.published();
    }

    StepResult.Readiness readiness() {
        return document.record(Step.READINESS, replacement.readiness(options.replacement(), calls()));
    }

    /** Deletes the source cluster. */
    StepResult.Deleted delete(boolean requireMetrics) {
        return document.record(
                Step.DELETE,
                replacement.delete(
                        requireMetrics ? options.replacement().requiringMetrics() : options.replacement(), calls()));
    }

    /** Starts the named rules. Returns empty if they were started; otherwise the reason. */
    Optional<String> startRules() {
        return startRules(calls());
    }

    /** The step delete calls this method when the source cluster is deleted or being deleted. */
    private Optional<String> startRules(AwsCalls calls) {
        document.sourceDeleted();
        if (options.rules().isEmpty()) {
            return Optional.of("--rule is not set.");
        }
        Optional<String> refusal = new RuleStarter(clients.config(), options.rules(), Optional.empty()).start(calls);
        if (refusal.isEmpty()) {
            document.rulesStarted();
        }
        return refusal;
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
