package io.github.daxguard.results;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.aws.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;

/**
 * Reports the evaluations of one event to AWS Config, batch by batch as they are added.
 *
 * <p>Costs one PutEvaluations for each 100 evaluations. AWS Config can accept a call and refuse some of its evaluations
 * without a reason ({@code FailedEvaluations}): these are sent again a few times.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html">PutEvaluations</a>
 */
public final class EvaluationReporter {

    /** The most evaluations that PutEvaluations takes. */
    private static final int BATCH_SIZE = 100;

    /** How long to wait before each new try of evaluations that AWS Config refused; then they count as unreported. */
    private static final List<Duration> BACK_OFF =
            List.of(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));

    private static final int MOST_IDS_IN_A_MESSAGE = 100;

    /** Errors of the event or the role: every other batch would meet them too. */
    private static final Set<String> HOPELESS =
            Set.of("InvalidResultTokenException", "NoSuchConfigRuleException", "AccessDeniedException", "AccessDenied");

    /**
     * What became of the evaluations.
     *
     * @param unreported those that AWS Config does not have
     * @param failure why; empty if it has all
     */
    public record Outcome(Set<Resource> unreported, Optional<ReportingException> failure) {}

    private final ConfigClient config;
    private final AwsCalls calls;
    private final Pause pause;
    private final ResultToken token;
    private final Instant orderingTimestamp;

    private final Consumer<List<Evaluation>> beforeBatch;

    private final List<Evaluation> batch = new ArrayList<>();

    /** AWS Config refused these without a reason: to be sent again. */
    private final List<Evaluation> refused = new ArrayList<>();

    /** The call with these failed, after the SDK's retries. */
    private final Set<Resource> unreported = new HashSet<>();

    private final List<ReportingException> errors = new ArrayList<>();
    private int evaluations;

    /** Whether every other call would fail as one has; set on the thread that makes the call. */
    private volatile boolean hopeless;

    /**
     * A reporter for one event.
     *
     * @param calls its messages must not repeat the token: this class hides it
     * @param orderingTimestamp AWS Config keeps, of a resource's results, the one with the latest
     * @param beforeBatch receives each batch before it is sent for the first time
     */
    public EvaluationReporter(
            ConfigClient config,
            AwsCalls calls,
            Pause pause,
            ResultToken token,
            Instant orderingTimestamp,
            Consumer<List<Evaluation>> beforeBatch) {
        this.config = config;
        this.calls = token.isTestMode() ? calls : calls.hiding(token.value());
        this.pause = pause;
        this.token = token;
        this.orderingTimestamp = orderingTimestamp;
        this.beforeBatch = beforeBatch;
    }

    /** Adds an evaluation, and sends a batch if it completes one. A batch that fails does not keep the others back. */
    public void add(Evaluation evaluation) {
        batch.add(evaluation);
        evaluations++;
        if (batch.size() == BATCH_SIZE) {
            sendBatch();
        }
    }

    /** Sends what was added and not sent yet, and sends again what AWS Config refused. */
    public Outcome finish() {
        sendBatch();
        // All that were refused wait and are sent again together, so that the wait is the same for one and for
        // thousands.
        for (Duration wait : BACK_OFF) {
            if (refused.isEmpty() || !calls.haveTimeFor(wait, Operation.PUT_EVALUATIONS)) {
                break;
            }
            pause.sleep(wait);
            List<Evaluation> again = List.copyOf(refused);
            refused.clear();
            for (int start = 0; start < again.size(); start += BATCH_SIZE) {
                send(again.subList(start, Math.min(start + BATCH_SIZE, again.size())));
            }
        }
        refused.forEach(evaluation -> unreported.add(evaluation.resource()));
        return new Outcome(unreported, failure());
    }

    private void sendBatch() {
        if (!batch.isEmpty()) {
            List<Evaluation> full = List.copyOf(batch);
            batch.clear();
            beforeBatch.accept(full);
            send(full);
        }
    }

    private void send(List<Evaluation> some) {
        if (!hopeless) {
            try {
                refused.addAll(put(some));
                return;
            } catch (ReportingException e) {
                errors.add(e);
            }
        }
        some.forEach(evaluation -> unreported.add(evaluation.resource()));
    }

    /** Sends a batch; answers with those of it that AWS Config refused. */
    private List<Evaluation> put(List<Evaluation> some) {
        PutEvaluationsResponse response =
                calls.call(Operation.PUT_EVALUATIONS, ReportingException::new, configuration -> {
                    try {
                        return config.putEvaluations(request -> request.evaluations(
                                        some.stream().map(this::onTheWire).toList())
                                .resultToken(token.value())
                                .testMode(token.isTestMode())
                                .overrideConfiguration(configuration));
                    } catch (AwsServiceException e) {
                        hopeless = isHopeless(e);
                        throw e;
                    }
                });
        Set<Resource> failed = response.failedEvaluations().stream()
                .map(EvaluationReporter::resource)
                .collect(Collectors.toSet());
        Set<Resource> sent = some.stream().map(Evaluation::resource).collect(Collectors.toSet());
        if (!sent.containsAll(failed)) {
            // It refused something that it was not sent: nothing of the batch can be counted as accepted.
            return some;
        }
        return some.stream()
                .filter(evaluation -> failed.contains(evaluation.resource()))
                .toList();
    }

    private software.amazon.awssdk.services.config.model.Evaluation onTheWire(Evaluation evaluation) {
        return software.amazon.awssdk.services.config.model.Evaluation.builder()
                .complianceResourceType(evaluation.resource().type())
                .complianceResourceId(evaluation.resource().id())
                .complianceType(evaluation.verdict().compliance().name())
                .annotation(evaluation.verdict().annotation())
                .orderingTimestamp(orderingTimestamp)
                .build();
    }

    private Optional<ReportingException> failure() {
        if (unreported.isEmpty()) {
            return Optional.empty();
        }
        @Nullable ReportingException error = errors.isEmpty() ? null : errors.get(0);
        String reason = error == null
                ? calls.failed(
                        Operation.PUT_EVALUATIONS,
                        "AWS Config refused evaluations without a reason (FailedEvaluations), again and again")
                : String.valueOf(error.getMessage());
        String ids = unreported.stream()
                .map(Resource::id)
                .sorted()
                .limit(MOST_IDS_IN_A_MESSAGE)
                .collect(Collectors.joining(", "));
        int more = unreported.size() - MOST_IDS_IN_A_MESSAGE;
        ReportingException failure = new ReportingException(
                reason + " Not reported: " + unreported.size() + " of " + evaluations + " evaluations: " + ids
                        + (more > 0 ? " and " + more + " more." : "."),
                error == null ? null : error.getCause());
        errors.stream().skip(1).forEach(failure::addSuppressed);
        return Optional.of(failure);
    }

    private static Resource resource(software.amazon.awssdk.services.config.model.@Nullable Evaluation evaluation) {
        return evaluation == null
                ? new Resource("", "")
                : new Resource(
                        String.valueOf(evaluation.complianceResourceType()),
                        String.valueOf(evaluation.complianceResourceId()));
    }

    private static boolean isHopeless(AwsServiceException e) {
        return e.awsErrorDetails() != null
                && HOPELESS.contains(String.valueOf(e.awsErrorDetails().errorCode()));
    }
}
