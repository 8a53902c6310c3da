package io.github.daxguard.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Makes the AWS calls of one invocation. It limits each call to the remaining time, applies the credentials of the account, and
 * reports each failure with the operation, the account, the Region and the next step.
 */
public final class AwsCalls {

    /** Creates an exception of the caller's type. The cause is null if it would reveal a secret. */
    @FunctionalInterface
    public interface Failure<X extends RuntimeException> {
        X of(String message, @Nullable Throwable cause);
    }

    /** A secret is recognized by any of its parts of this length, because messages can be shortened. */
    private static final int SECRET_PART_LENGTH = 16;

    /** Reads one page of a listing. */
    @FunctionalInterface
    public interface Page {
        /**
         * Reads one page.
         *
         * @param token the NextToken of the previous page; null for the first page
         * @return the NextToken of the response; null or empty after the last page
         */
        @Nullable
        String read(@Nullable String token);
    }

    private final String account;
    private final String region;
    private final Caller caller;
    private final TimeBudget time;
    private final AtomicInteger requests;
    private final AtomicBoolean timeExhausted;
    private final Optional<AwsCredentialsProvider> credentials;
    private final List<String> secretParts;

    private AwsCalls(
            String account,
            String region,
            Caller caller,
            TimeBudget time,
            AtomicInteger requests,
            AtomicBoolean timeExhausted,
            Optional<AwsCredentialsProvider> credentials,
            List<String> secretParts) {
        this.account = account;
        this.region = region;
        this.caller = caller;
        this.time = time;
        this.requests = requests;
        this.timeExhausted = timeExhausted;
        this.credentials = credentials;
        this.secretParts = List.copyOf(secretParts);
    }

    /**
     * Calls with the clients' own credentials.
     *
     * @param account the account of these credentials, for messages
     * @param region the clients' Region, for messages
     * @param caller the kind of program, for the next step in messages
     */
    public static AwsCalls of(String account, String region, Caller caller, TimeBudget time) {
        return new AwsCalls(
                account, region, caller, time, new AtomicInteger(), new AtomicBoolean(), Optional.empty(), List.of());
    }

    /** The same calls with other credentials, a common request count and a common time. */
    public AwsCalls as(String otherAccount, AwsCredentialsProvider otherCredentials) {
        return new AwsCalls(
                otherAccount,
                region,
                caller,
                time,
                requests,
                timeExhausted,
                Optional.of(otherCredentials),
                secretParts);
    }

    /**
     * The same calls, whose failures do not reveal this secret. If AWS's message contains the secret or a part of it, the message
     * and the SDK's exception are omitted.
     *
     * <p>A part of fewer than {@value #SECRET_PART_LENGTH} characters can remain undetected. A part of twice that length is always
     * detected.
     */
    public AwsCalls hiding(String secret) {
        List<String> parts = new ArrayList<>();
        for (int start = 0; start == 0 || start + SECRET_PART_LENGTH <= secret.length(); start += SECRET_PART_LENGTH) {
            parts.add(secret.substring(start, Math.min(secret.length(), start + SECRET_PART_LENGTH)));
        }
        return new AwsCalls(account, region, caller, time, requests, timeExhausted, credentials, parts);
    }

    /**
     * Makes one call.
     *
     * @param failure creates the exception to throw if the call fails
     * @param call makes the call with the SDK, with this configuration on the request
     */
    public <T, X extends RuntimeException> T call(
            Operation operation, Failure<X> failure, Function<AwsRequestOverrideConfiguration, T> call) {
        Duration left = time.left(operation);
        if (left.isNegative() || left.isZero()) {
            timeExhausted.set(true);
            throw failure.of(where(operation) + ", was not sent: " + caller.timeExhausted(), null);
        }
        AwsRequestOverrideConfiguration.Builder configuration =
                AwsRequestOverrideConfiguration.builder().putExecutionAttribute(RequestCount.COUNTER, requests);
        credentials.ifPresent(configuration::credentialsProvider);
        try {
            return BoundedWait.on(() -> call.apply(configuration.build()), left);
        } catch (RuntimeException e) {
            // The time for the tags of one cluster is limited separately.
            if (e instanceof ApiCallTimeoutException && operation != Operation.LIST_TAGS) {
                timeExhausted.set(true);
            }
            // Not only SdkException, because the SDK's parser throws other exceptions for an unreadable response.
            boolean revealsSecret = mentionsSecret(e);
            String message = where(operation) + ", failed: " + FailureText.of(operation, caller, e, revealsSecret);
            throw failure.of(message, revealsSecret ? null : e);
        }
    }

    /**
     * Reads a listing page by page to its end.
     *
     * @param failure creates the exception to throw if a token is repeated, because the listing would not end
     */
    public <X extends RuntimeException> void readPages(Operation operation, Failure<X> failure, Page page) {
        readPages(operation, Integer.MAX_VALUE, failure, page);
    }

    /**
     * Reads a listing page by page, up to a number of pages.
     *
     * @param maxPages at least 1
     */
    public <X extends RuntimeException> void readPages(
            Operation operation, int maxPages, Failure<X> failure, Page page) {
        Set<String> seen = new HashSet<>();
        String token = page.read(null);
        while (token != null && !token.isEmpty()) {
            if (seen.size() + 1 == maxPages) {
                throw failure.of(failed(operation, "the listing has more than " + maxPages + " pages"), null);
            }
            if (!seen.add(token)) {
                throw failure.of(failed(operation, "AWS returned the same NextToken twice"), null);
            }
            token = page.read(token);
        }
    }

    /** Whether there is time for the call after a pause of that length. */
    public boolean haveTimeFor(Duration pause, Operation next) {
        return time.left(next).compareTo(pause) > 0;
    }

    /** Whether a call was not sent, or was ended, because its time was exhausted. */
    public boolean isTimeExhausted() {
        return timeExhausted.get();
    }

    /** HTTP requests sent so far, the SDK's retries included. */
    public int requests() {
        return requests.get();
    }

    /**
     * The message for a response that cannot be used.
     *
     * @param problem a clause without a full stop
     */
    public String failed(Operation operation, String problem) {
        return where(operation) + ", failed: " + problem + ". " + caller.retry();
    }

    /** The kind of program that makes the calls. */
    Caller caller() {
        return caller;
    }

    /** The target of the calls, for messages: {@code account 111122223333, eu-west-1}. */
    public String target() {
        return "account " + account + ", " + region;
    }

    /** {@code DescribeClusters in account 111122223333, eu-west-1}. */
    private String where(Operation operation) {
        return operation.awsName() + " in " + target();
    }

    /** Includes causes, and the SDK's earlier attempts, which it attaches as suppressed exceptions. */
    private boolean mentionsSecret(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return secretParts.stream().anyMatch(message::contains)
                || (e.getCause() != null && mentionsSecret(e.getCause()))
                || Arrays.stream(e.getSuppressed()).anyMatch(this::mentionsSecret);
    }
}
