package io.github.daxguard.results;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.aws.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;

/**
 * Reports the evaluations of one event to AWS Config in batches.
 *
 * <p>Costs one PutEvaluations for each 100 evaluations. AWS Config can accept a call and refuse some of its evaluations
 * without a reason ({@code FailedEvaluations}). These are retried. It can also refuse the type of all clusters ({@link
 * TypeRefusal}).
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html">PutEvaluations</a>
 */
public final class EvaluationReporter {

    /** The maximum number of evaluations in a PutEvaluations call. */
    private static final int BATCH_SIZE = 100;

    /** The delays between retries of refused evaluations. After the last one, they are treated as unreported. */
    private static final List<Duration> BACK_OFF =
            List.of(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));

    /** AWS Config does not state which of two results with the same time it keeps. */
    private static final Duration ORDER_OF_CORRECTION = Duration.ofMillis(1);

    private static final int MOST_IDS_IN_A_MESSAGE = 100;

    /** Errors of the event or the role, with which every other batch would fail as well. */
    private static final Set<String> UNRECOVERABLE =
            Set.of("InvalidResultTokenException", "NoSuchConfigRuleException", "AccessDeniedException", "AccessDenied");

    /**
     * The outcome of the report.
     *
     * @param unreported resources whose evaluations AWS Config did not accept
     * @param failure the reason; empty if all were accepted
     * @param timeExhausted whether calls were not sent or were ended, because the time for them was exhausted
     */
    public record Outcome(Set<Resource> unreported, Optional<ReportingException> failure, boolean timeExhausted) {}

    private final ConfigClient config;
    private final AwsCalls calls;
    private final Pause pause;
    private final ResultToken token;
    private final Instant orderingTimestamp;

    private final Map<Resource, Evaluation> batch = new LinkedHashMap<>();

    /** Evaluations that AWS Config refused without a reason. They are retried. */
    private final Map<Resource, Evaluation> refused = new LinkedHashMap<>();

    /** Resources whose evaluations AWS Config has accepted. */
    private final Set<Resource> accepted = new HashSet<>();

    /** Resources of failed calls, after the SDK's retries. */
    private final Set<Resource> unreported = new HashSet<>();

    /** The failed calls, each with the resources of its batch. */
    private final Map<ReportingException, Set<Resource>> errors = new LinkedHashMap<>();

    private int evaluations;
    private boolean timeExhausted;

    /** Whether a call failed with an error that every other call would have, or the time is exhausted. Set on the thread of the call. */
    private volatile boolean unrecoverable;

    /**
     * A reporter for one event.
     *
     * @param calls their messages do not contain the token, because this class hides it
     * @param orderingTimestamp AWS Config keeps the result of a resource with the latest one
     */
    public EvaluationReporter(
            ConfigClient config, AwsCalls calls, Pause pause, ResultToken token, Instant orderingTimestamp) {
        this.config = config;
        this.calls = token.isTestMode() ? calls : calls.hiding(token.value());
        this.pause = pause;
        this.token = token;
        this.orderingTimestamp = orderingTimestamp;
    }

    /**
     * Adds an evaluation, and sends the batch if it is full. If a batch fails, the others are still sent. A later evaluation of
     * the same resource replaces the earlier one.
     */
    public void add(Evaluation evaluation) {
        if (batch.put(evaluation.resource(), evaluation) == null) {
            evaluations++;
        }
        if (batch.size() == BATCH_SIZE) {
            sendBatch();
        }
    }

    /** Sends the last batch and retries the refused evaluations. More can be added later, with another call of this method. */
    public Outcome finish() {
        sendBatch();
        // All refused evaluations are retried together, so that the delay does not depend on their number.
        for (Duration wait : BACK_OFF) {
            if (refused.isEmpty()) {
                break;
            }
            if (!calls.haveTimeFor(wait, Operation.PUT_EVALUATIONS)) {
                timeExhausted = true;
                break;
            }
            pause.sleep(wait);
            List<Evaluation> retried = List.copyOf(refused.values());
            for (int start = 0; start < retried.size(); start += BATCH_SIZE) {
                send(retried.subList(start, Math.min(start + BATCH_SIZE, retried.size())));
            }
        }
        unreported.addAll(refused.keySet());
        refused.clear();
        return new Outcome(unreported, failure(), timeExhausted || calls.isTimeExhausted());
    }

    /**
     * If AWS Config provably refuses the type of clusters, no longer treats the refused evaluations as unreported. Costs at most
     * three PutEvaluations in test mode, and none unless a batch with a cluster was refused as invalid and no cluster was accepted.
     *
     * @param account the account of the clusters
     * @return empty if the refusal is not proven
     */
    public Optional<TypeRefusal> withoutRefusedType(Resource account) {
        Map<ReportingException, Set<Resource>> doubtful = new LinkedHashMap<>();
        errors.forEach((error, resources) -> {
            if (TypeRefusal.isInvalid(error) && hasCluster(resources)) {
                doubtful.put(error, resources);
            }
        });
        if (doubtful.isEmpty() || unrecoverable || hasCluster(accepted)) {
            return Optional.empty();
        }
        Optional<TypeRefusal> refusal;
        try {
            refusal = TypeRefusal.prove(config, calls, orderingTimestamp, account, doubtful);
        } catch (ReportingException e) {
            // It decides nothing, and is reported with the error of the batch.
            errors.put(e, Set.of());
            return Optional.empty();
        }
        refusal.ifPresent(proven -> {
            errors.keySet().removeAll(proven.errors());
            unreported.removeAll(proven.resources());
            evaluations -= proven.resources().size();
        });
        return refusal;
    }

    private static boolean hasCluster(Set<Resource> resources) {
        for (Resource resource : resources) {
            if (resource.isCluster()) {
                return true;
            }
        }
        return false;
    }

    private void sendBatch() {
        if (!batch.isEmpty()) {
            List<Evaluation> full = List.copyOf(batch.values());
            batch.clear();
            send(full);
        }
    }

    private void send(List<Evaluation> some) {
        Set<Resource> resources = resources(some);
        // An earlier evaluation of the same resource must not be retried, because it would overwrite this one.
        refused.keySet().removeAll(resources);
        if (!unrecoverable) {
            try {
                put(some).forEach(evaluation -> refused.put(evaluation.resource(), evaluation));
                unreported.removeAll(resources);
                resources.removeAll(refused.keySet());
                accepted.addAll(resources);
                return;
            } catch (ReportingException e) {
                errors.put(e, resources);
                if (!calls.haveTimeFor(Duration.ZERO, Operation.PUT_EVALUATIONS)) {
                    unrecoverable = true;
                }
            }
        }
        unreported.addAll(resources);
    }

    /** Sends a batch; returns the evaluations that AWS Config refused. */
    private List<Evaluation> put(List<Evaluation> some) {
        PutEvaluationsResponse response =
                calls.call(Operation.PUT_EVALUATIONS, ReportingException::new, configuration -> {
                    try {
                        return config.putEvaluations(request -> request.evaluations(
                                        some.stream().map(this::toSdk).toList())
                                .resultToken(token.value())
                                .testMode(token.isTestMode())
                                .overrideConfiguration(configuration));
                    } catch (AwsServiceException e) {
                        if (isUnrecoverable(e)) {
                            unrecoverable = true;
                        }
                        throw e;
                    }
                });
        Set<Resource> failed = response.failedEvaluations().stream()
                .map(EvaluationReporter::resource)
                .collect(Collectors.toSet());
        if (!resources(some).containsAll(failed)) {
            // AWS Config refused an evaluation that was not in the batch: none of the batch is treated as accepted.
            return some;
        }
        return some.stream()
                .filter(evaluation -> failed.contains(evaluation.resource()))
                .toList();
    }

    private static Set<Resource> resources(List<Evaluation> some) {
        return some.stream().map(Evaluation::resource).collect(Collectors.toCollection(HashSet::new));
    }

    private software.amazon.awssdk.services.config.model.Evaluation toSdk(Evaluation evaluation) {
        return software.amazon.awssdk.services.config.model.Evaluation.builder()
                .complianceResourceType(evaluation.resource().type())
                .complianceResourceId(evaluation.resource().id())
                .complianceType(evaluation.verdict().compliance().name())
                .annotation(evaluation.verdict().annotation())
                .orderingTimestamp(
                        accepted.contains(evaluation.resource())
                                ? orderingTimestamp.plus(ORDER_OF_CORRECTION)
                                : orderingTimestamp)
                .build();
    }

    private Optional<ReportingException> failure() {
        if (unreported.isEmpty()) {
            return Optional.empty();
        }
        @Nullable
        ReportingException error =
                errors.isEmpty() ? null : errors.keySet().iterator().next();
        String reason = error == null
                ? calls.failed(
                        Operation.PUT_EVALUATIONS,
                        "AWS Config repeatedly refused evaluations without a reason (FailedEvaluations)")
                : String.valueOf(error.getMessage());
        String ids = unreported.stream()
                .map(Resource::id)
                .sorted()
                .limit(MOST_IDS_IN_A_MESSAGE)
                .collect(Collectors.joining(", "));
        int more = unreported.size() - MOST_IDS_IN_A_MESSAGE;
        String probe = errors.entrySet().stream()
                .filter(failed -> failed.getValue().isEmpty())
                .map(failed -> " It is not known whether AWS Config refuses the resource type: "
                        + failed.getKey().getMessage())
                .collect(Collectors.joining());
        ReportingException failure = new ReportingException(
                reason + probe + " Not reported: " + unreported.size() + " of " + evaluations + " evaluations: " + ids
                        + (more > 0 ? " and " + more + " more." : "."),
                error == null ? null : error.getCause());
        errors.keySet().stream().skip(1).forEach(failure::addSuppressed);
        return Optional.of(failure);
    }

    private static Resource resource(software.amazon.awssdk.services.config.model.@Nullable Evaluation evaluation) {
        return evaluation == null
                ? new Resource("", "")
                : new Resource(
                        String.valueOf(evaluation.complianceResourceType()),
                        String.valueOf(evaluation.complianceResourceId()));
    }

    private static boolean isUnrecoverable(AwsServiceException e) {
        return e.awsErrorDetails() != null
                && UNRECOVERABLE.contains(String.valueOf(e.awsErrorDetails().errorCode()));
    }
}
