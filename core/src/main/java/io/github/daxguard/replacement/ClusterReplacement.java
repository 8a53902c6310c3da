package io.github.daxguard.replacement;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.contract.StepMembers;
import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.dax.DaxClusters;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.replacement.Candidate.Relation;
import io.github.daxguard.rule.Cluster;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.ClusterAlreadyExistsException;
import software.amazon.awssdk.services.dax.model.ClusterNotFoundException;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;
import software.amazon.awssdk.services.dax.model.InvalidClusterStateException;

/**
 * Carries out the replacement of a cluster, step by step.
 *
 * <p>It keeps no state: each step reads the current state from AWS, so it can be repeated, and follow any other step. It
 * changes three things: it creates the replacement cluster, deletes the source cluster, and starts the rules.
 */
public final class ClusterReplacement {

    private static final String DELETING = "deleting";
    private static final String GONE = "gone";

    private final DaxClient dax;
    private final CloudWatchClient cloudWatch;
    private final Reevaluation rules;
    private final InstantSource clock;

    /**
     * A replacement by these clients.
     *
     * @param clock the current time, at which the traffic window ends
     */
    public ClusterReplacement(DaxClient dax, CloudWatchClient cloudWatch, Reevaluation rules, InstantSource clock) {
        this.dax = dax;
        this.cloudWatch = cloudWatch;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Carries out one step. A deletion requires an approved execution of the runbook.
     *
     * @param executions prove that a deletion was approved
     * @throws InvalidStepRequestException if a deletion is not confirmed, or has no valid execution id
     * @throws RefusedStepException if a blocker prevents the step, or its result is negative and the request has
     *     {@code orFail}
     * @throws RuntimeException if AWS refuses a call
     */
    public StepResult perform(StepRequest request, ApprovedExecutions executions, AwsCalls calls) {
        ReplacementRequest replacement = request.replacement();
        StepResult result = switch (request.step()) {
            case PLAN -> plan(replacement, calls);
            case CREATE -> create(replacement, calls);
            case VERIFY -> verify(replacement, calls);
            case READINESS -> readiness(replacement, calls);
            case DELETE -> {
                requireConfirmation(replacement, request.confirm());
                executions.require(request, calls);
                yield delete(replacement, calls);
            }
        };
        if (request.orFail() && !result.isPositive()) {
            throw new RefusedStepException(Blocker.of(result.message()));
        }
        return result;
    }

    /** Reports the planned changes and every blocker. */
    public StepResult.Planned plan(ReplacementRequest request, AwsCalls calls) {
        return plan(request, new DaxClusters(dax, calls), calls);
    }

    private StepResult.Planned plan(ReplacementRequest request, DaxClusters clusters, AwsCalls calls) {
        Map<String, ClusterDetails> all = clusters.listDetails();
        ClusterDetails source = all.get(request.cluster());
        if (source == null) {
            List<Blocker> blockers = List.of(Blocker.of(noCluster(request, calls)));
            return StepResult.Planned.of(request, Optional.empty(), blockers, List.of(), List.of());
        }
        Candidate candidate = candidate(request, Optional.ofNullable(all.get(request.replacementCluster())), clusters);
        return Planner.plan(request, source, clusters.requireTagsOf(source.cluster()), candidate, all.values());
    }

    /** Creates the replacement cluster, unless it exists. */
    public StepResult.Created create(ReplacementRequest request, AwsCalls calls) {
        DaxClusters clusters = new DaxClusters(dax, calls);
        Optional<StepResult.Created> existing = existing(request, clusters);
        if (existing.isPresent()) {
            return existing.get();
        }
        StepResult.Planned plan = plan(request, clusters, calls);
        CreateClusterRequest createCluster = plan.request()
                .filter(planned -> plan.isPositive())
                .orElseThrow(() ->
                        new RefusedStepException(request.replacementCluster() + " was not created", plan.blockers()));
        boolean created = calls.call(Operation.CREATE_CLUSTER, ReplacementException::new, configuration -> {
            try {
                dax.createCluster(createCluster.toBuilder()
                        .overrideConfiguration(configuration)
                        .build());
                return true;
            } catch (ClusterAlreadyExistsException e) {
                // Created by another run of this step, or by the first attempt of this call, whose answer was lost.
                return false;
            }
        });
        return created
                ? new StepResult.Created(
                        request.replacementCluster()
                                + " is being created, encrypted at rest. This takes several minutes.",
                        true,
                        "creating")
                : existing(request, clusters)
                        .orElseThrow(() -> new RefusedStepException(Blocker.of(
                                "DAX refuses to create " + request.replacementCluster()
                                        + " because it exists, but does not list it."
                                        + " It is being created or deleted.",
                                Blocker.Remedy.REPEAT)));
    }

    /** The result if there is a cluster with the name of the replacement cluster; refused if it cannot take over. */
    private Optional<StepResult.Created> existing(ReplacementRequest request, DaxClusters clusters) {
        Candidate candidate = candidate(request, clusters);
        if (candidate.is(Relation.ABSENT)) {
            return Optional.empty();
        }
        // A state that time alone can fix is not a reason to create another.
        Verification verification = Verification.of(request, candidate, Optional.empty());
        if (verification.isBlockedPermanently()) {
            throw new RefusedStepException(request.replacementCluster() + " was not created", verification.blockers());
        }
        return Optional.of(new StepResult.Created(
                request.replacementCluster() + " already exists. Its status is " + candidate.status() + ".",
                false,
                candidate.status()));
    }

    /** Checks whether the replacement cluster can take over; the result has its endpoint. */
    public StepResult.Verified verify(ReplacementRequest request, AwsCalls calls) {
        DaxClusters clusters = new DaxClusters(dax, calls);
        Optional<ClusterDetails> source = present(request.cluster(), clusters);
        Candidate candidate = candidate(request, clusters);
        Verification verification = Verification.of(request, candidate, source);
        String endpoint = candidate
                .cluster()
                .filter(unused -> verification.isVerified())
                .map(ClusterDetails::endpoint)
                .orElse("");
        return new StepResult.Verified(
                verification.isVerified()
                        ? verified(request, endpoint, source, verification.differences())
                        : Sentences.listed(
                                request.replacementCluster() + " is not verified"
                                        + (verification.waiting() ? " yet" : ""),
                                verification.blockers()),
                verification.isVerified(),
                verification.waiting(),
                candidate.status(),
                verification.blockers(),
                verification.differences(),
                endpoint);
    }

    private static String verified(
            ReplacementRequest request,
            String endpoint,
            Optional<ClusterDetails> source,
            List<Difference> differences) {
        // The source cluster's endpoint is needed to roll back if a parameter that contains it is overwritten.
        String before = source.map(ClusterDetails::endpoint).orElse("");
        return request.replacementCluster() + " is available and encrypted at rest. Its endpoint is " + endpoint + "."
                + (before.isEmpty() ? "" : " That of " + request.cluster() + " is " + before + ".")
                + (differences.isEmpty()
                        ? ""
                        : " Differences from " + request.cluster() + ": "
                                + differences.stream().map(Difference::toString).collect(Collectors.joining("; "))
                                + ".");
    }

    /** Reports the recent traffic of both clusters, and whether the source cluster can be deleted. */
    public StepResult.Readiness readiness(ReplacementRequest request, AwsCalls calls) {
        DaxClusters clusters = new DaxClusters(dax, calls);
        ClusterDetails source = clusters.findDetails(request.cluster())
                .orElseThrow(() -> new RefusedStepException(Blocker.of(noCluster(request, calls))));
        if (source.cluster().isBeingDeleted()) {
            throw new RefusedStepException(
                    Blocker.of(source.name() + " is being deleted: there is nothing to wait for."));
        }
        Candidate candidate = candidate(request, clusters);
        Optional<ClusterDetails> known = candidate.is(Relation.OTHER) ? Optional.empty() : candidate.cluster();
        List<ClusterDetails> both = new ArrayList<>(List.of(source));
        known.ifPresent(both::add);
        TrafficWindow window = TrafficWindow.ending(clock.instant(), request.quiet());
        Map<String, Traffic> traffic = new TrafficReader(cloudWatch, calls).read(both, window);
        Traffic ofSource = Objects.requireNonNull(traffic.get(source.name()));
        Optional<Traffic> ofReplacement = known.flatMap(cluster -> Optional.ofNullable(traffic.get(cluster.name())));
        List<Blocker> blockers = blockers(request, source, ofSource, window);
        blockers.addAll(Verification.of(request, candidate, Optional.of(source)).blockers());
        List<String> message = new ArrayList<>();
        if (ofSource.isQuiet()) {
            message.add(describe(source.name(), ofSource, window));
        }
        ofReplacement.ifPresent(other -> message.add(describe(request.replacementCluster(), other, window)));
        if (blockers.isEmpty()) {
            message.add(source.name() + " can be deleted.");
            if (!ofSource.measured()) {
                message.add("Warning: " + notMeasured(ofSource, source, window));
            }
        } else {
            message.add(Sentences.listed(source.name() + " cannot be deleted now", blockers));
        }
        return new StepResult.Readiness(
                String.join(" ", message), request.quiet(), window, blockers, ofSource, ofReplacement);
    }

    /** All that prevents the deletion of the source cluster, except for what concerns its replacement cluster. */
    private static List<Blocker> blockers(
            ReplacementRequest request, ClusterDetails source, Traffic traffic, TrafficWindow window) {
        List<Blocker> blockers = new ArrayList<>();
        if (!source.isAvailable()) {
            blockers.add(Blocker.of(source.name() + " is not available (status: " + source.status() + ")."));
        }
        blockers.addAll(Planner.controlBlockers(request, source));
        tooYoung(source, window).ifPresent(blockers::add);
        if (!traffic.isQuiet()) {
            blockers.add(Blocker.of(describe(source.name(), traffic, window)));
        } else if (request.requireMetrics() && !traffic.measured()) {
            blockers.add(Blocker.of(notMeasured(traffic, source, window), Blocker.Remedy.RESTORE_METRICS));
        }
        return blockers;
    }

    /** The metrics of a younger cluster do not cover the window: earlier ones are of another cluster of its name. */
    private static Optional<Blocker> tooYoung(ClusterDetails source, TrafficWindow window) {
        Optional<Instant> created = source.created();
        if (created.isEmpty()) {
            return Optional.of(Blocker.of("DAX does not report when the nodes of " + source.name()
                    + " were created, so its age is not known."));
        }
        return created.filter(at -> !window.isCoveredByAge(at))
                .map(at -> new Blocker(
                        "The oldest node of " + source.name() + " was created at " + at
                                + ", within the traffic window, which began at " + window.from() + ".",
                        Blocker.Remedy.REPEAT_AFTER,
                        at.plus(window.length()).toString()));
    }

    private static String notMeasured(Traffic traffic, ClusterDetails source, TrafficWindow window) {
        String nodes = traffic.nodes().stream()
                .filter(node -> !node.measured())
                .map(Traffic.NodeTraffic::node)
                .collect(Collectors.joining(", "));
        return "CloudWatch does not have the CPUUtilization of "
                + (nodes.isEmpty() ? "all nodes" : nodes) + " of " + source.name() + " both at " + window.from()
                + " and in the last " + TrafficWindow.LAG.toMinutes()
                + " minutes. A running node always sends it: missing data points are not treated as zero traffic.";
    }

    private static String describe(String cluster, Traffic traffic, TrafficWindow window) {
        String last = "the last " + window.length().toMinutes() + " minutes";
        return traffic.isQuiet()
                ? cluster + " had no request and no connection in " + last + "."
                : cluster + " had " + Sentences.count(Math.round(traffic.requests()), "request") + " and up to "
                        + Sentences.count(Math.round(traffic.connections()), "connection") + " a node in " + last
                        + traffic.lastSeen().map(at -> ", the last at " + at).orElse("") + ".";
    }

    private static void requireConfirmation(ReplacementRequest request, String confirm) {
        String accepted = "\"" + request.cluster() + "\", the name of the cluster to delete";
        if (confirm.isEmpty()) {
            throw InvalidStepRequestException.missing(StepMembers.CONFIRM, accepted);
        }
        if (!Cluster.isName(confirm) || !confirm.equalsIgnoreCase(request.cluster())) {
            throw InvalidStepRequestException.of(StepMembers.CONFIRM, JsonTree.describe(confirm), accepted);
        }
    }

    /**
     * Deletes the source cluster, if the replacement cluster is verified at that moment and the source cluster is proved to be
     * unused; then starts the rules. The caller is responsible for the approval: an operator who entered the cluster's name, or
     * {@link #perform}.
     */
    public StepResult.Deleted delete(ReplacementRequest request, AwsCalls calls) {
        DaxClusters clusters = new DaxClusters(dax, calls);
        Optional<ClusterDetails> found = clusters.findDetails(request.cluster());
        if (found.isEmpty() || found.get().cluster().isBeingDeleted()) {
            return deletedBefore(request, found, clusters, calls);
        }
        ClusterDetails source = found.get();
        TrafficWindow window = TrafficWindow.ending(clock.instant(), request.quiet());
        Traffic traffic = Objects.requireNonNull(new TrafficReader(cloudWatch, calls)
                .read(List.of(source), window)
                .get(source.name()));
        List<Blocker> blockers = blockers(request, source, traffic, window);
        // Last, so that the time between the proof and the deletion is short.
        blockers.addAll(Verification.of(request, candidate(request, clusters), Optional.of(source))
                .blockers());
        if (!blockers.isEmpty()) {
            throw new RefusedStepException(request.cluster() + " was not deleted", blockers);
        }
        return reevaluated(request, delete(source, clusters, calls), calls);
    }

    /** Returns the status of the cluster after the deletion. */
    private String delete(ClusterDetails source, DaxClusters clusters, AwsCalls calls) {
        try {
            return calls.call(Operation.DELETE_CLUSTER, ReplacementException::new, configuration -> {
                try {
                    dax.deleteCluster(
                            delete -> delete.clusterName(source.name()).overrideConfiguration(configuration));
                    return DELETING;
                } catch (ClusterNotFoundException e) {
                    return GONE;
                }
            });
        } catch (ReplacementException e) {
            // The answer to the first attempt can be lost; the second then finds a cluster that is being deleted.
            if (e.getCause() instanceof InvalidClusterStateException
                    && present(source.name(), clusters).isEmpty()) {
                return DELETING;
            }
            throw e;
        }
    }

    /** Completes a step that was interrupted after the deletion. */
    private StepResult.Deleted deletedBefore(
            ReplacementRequest request, Optional<ClusterDetails> source, DaxClusters clusters, AwsCalls calls) {
        if (!candidate(request, clusters).is(Relation.CONFIRMED)) {
            throw new RefusedStepException(
                    Blocker.of(source.map(cluster -> cluster.name() + " is being deleted by another operation."
                                    + " There is no cluster " + request.replacementCluster() + " that replaces it.")
                            .orElseGet(() -> noCluster(request, calls))));
        }
        return reevaluated(request, source.isPresent() ? DELETING : GONE, calls);
    }

    private StepResult.Deleted reevaluated(ReplacementRequest request, String status, AwsCalls calls) {
        String done = request.cluster() + (status.equals(GONE) ? " no longer exists. " : " is being deleted. ");
        Optional<String> refusal;
        try {
            refusal = rules.start(calls);
        } catch (RuntimeException e) {
            throw new ReplacementException(
                    done + "The evaluation of the rules was not started: " + e.getMessage()
                            + " Start the rules on demand, or wait for their next scheduled run.",
                    e);
        }
        return new StepResult.Deleted(
                done
                        + refusal.map(reason -> "The rules were not started: " + reason
                                        + " They run at their next scheduled time.")
                                .orElse("The rules have been started."),
                status,
                refusal.isEmpty());
    }

    private static Candidate candidate(ReplacementRequest request, DaxClusters clusters) {
        return candidate(
                request,
                Cluster.isName(request.replacementCluster())
                        ? clusters.findDetails(request.replacementCluster())
                        : Optional.empty(),
                clusters);
    }

    private static Candidate candidate(
            ReplacementRequest request, Optional<ClusterDetails> found, DaxClusters clusters) {
        return found.map(cluster -> Candidate.of(cluster, clusters.requireTagsOf(cluster.cluster()), request.cluster()))
                .orElse(Candidate.ABSENT);
    }

    /** The cluster, unless it is being deleted. */
    private static Optional<ClusterDetails> present(String name, DaxClusters clusters) {
        return clusters.findDetails(name).filter(cluster -> !cluster.cluster().isBeingDeleted());
    }

    private static String noCluster(ReplacementRequest request, AwsCalls calls) {
        return "There is no DAX cluster " + request.cluster() + " in " + calls.target() + ".";
    }
}
