package io.github.daxguard.digest;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.aws.Pause;
import io.github.daxguard.digest.DigestEvent.ClusterCreated;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Creates and sends a digest, or stores the creator of a cluster.
 *
 * <p>The findings are stored after SNS has accepted the message. If they cannot be stored, the next attempt compares with the
 * same findings and sends the message again. In the other order, the new findings would be lost if SNS does not accept the
 * message.
 */
public final class DigestRun {

    /**
     * An event is redelivered for at most a day by EventBridge and six hours by Lambda, or by an operator from the dead-letter
     * queue, which keeps it for 14 days.
     */
    private static final Duration LONGEST_REDELIVERY = Duration.ofDays(16);

    private final ConfigClient config;
    private final SnsClient sns;
    private final DigestStore store;
    private final AwsCalls calls;
    private final Pause pause;
    private final DigestSettings settings;

    /**
     * A run of one invocation.
     *
     * @param pause waits between two calls of AWS Config
     */
    public DigestRun(
            ConfigClient config, S3Client s3, SnsClient sns, AwsCalls calls, Pause pause, DigestSettings settings) {
        this.config = config;
        this.sns = sns;
        this.store = new DigestStore(s3, calls, settings.bucket());
        this.calls = calls;
        this.pause = pause;
        this.settings = settings;
    }

    /**
     * Sends the digest. Costs two calls of AWS Config for each rule, one for the sources, one for each rule in an account and Region
     * that is NON_COMPLIANT or was NON_COMPLIANT in the previous digest, and more for lists of several pages.
     *
     * @param time the time of the event; the digest of an event that has been handled is not sent again
     * @return the digest; empty if a digest of this time or a later one has been sent
     * @throws DigestException if no digest was sent, or the findings were not stored
     */
    public Optional<DigestResult> send(Instant time) {
        PreviousDigest previous = previous(time);
        if (previous.isOfOrAfter(time)) {
            return Optional.empty();
        }
        Reading reading = Reading.of(
                new AggregatedResults(config, calls, pause, settings.aggregator()), settings, previous.targets());
        DigestComparison comparison = DigestComparison.of(
                previous,
                reading.findings(),
                settings.ruleNames(),
                reading::isUnconfirmed,
                reading.withoutResults()::contains,
                Days.of(time));
        Creators creators = new Creators(store);
        creators.addTo(comparison);
        DigestResult digest = new DigestResult(
                time,
                reading,
                comparison,
                previous instanceof PreviousDigest.Unreadable unreadable
                        ? Optional.of(unreadable.problem())
                        : Optional.empty(),
                creators.failure(),
                creators.omitted());
        if (wasSentMeanwhile(time)) {
            return Optional.empty();
        }
        publish(DigestMail.subject(digest), DigestMail.text(digest, settings));
        store.replace(new PreviousDigest.Findings(time, comparison.current()));
        return Optional.of(digest);
    }

    /**
     * Fails if the digest was sent without a comparison.
     *
     * @throws UnreadableFindingsException if the findings of the previous digest could not be read
     */
    public static void requireComparison(DigestResult digest) {
        digest.comparisonProblem().ifPresent(problem -> {
            throw new UnreadableFindingsException(DigestStore.FINDINGS, problem);
        });
    }

    /**
     * Stores who created a cluster, unless the stored creation is a later one.
     *
     * @return whether it was stored
     * @throws DigestException if it was not stored because a call failed, or if the stored object cannot be read
     */
    public boolean store(ClusterCreated event) {
        Optional<ClusterCreator> stored = store.creator(event.target(), event.cluster());
        if (stored.isPresent() && stored.get().time().isAfter(event.time())) {
            return false;
        }
        store.replaceCreator(event.target(), event.cluster(), new ClusterCreator(event.arn(), event.time()));
        return true;
    }

    private PreviousDigest previous(Instant time) {
        return store.previous().before(time.plus(LONGEST_REDELIVERY));
    }

    /**
     * Whether another invocation has sent the digest since this one started, because the event was delivered twice. If the
     * findings cannot be read, the digest is sent, because a missing message is worse than a second one.
     */
    private boolean wasSentMeanwhile(Instant time) {
        try {
            return previous(time).isOfOrAfter(time);
        } catch (DigestException e) {
            return false;
        }
    }

    private void publish(String subject, String message) {
        calls.call(
                Operation.PUBLISH,
                DigestException::new,
                configuration -> sns.publish(request -> request.topicArn(settings.topicArn())
                        .subject(subject)
                        .message(message)
                        .overrideConfiguration(configuration)));
    }
}
