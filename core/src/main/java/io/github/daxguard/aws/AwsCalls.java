package io.github.daxguard.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * Makes the AWS calls of one invocation: bounds each by the time left, gives it the right account's credentials, and turns
 * whatever goes wrong into one message that says what, where and what to do.
 */
public final class AwsCalls {

    /** Makes an exception of the caller's own type; the cause is null where it would give a secret away. */
    @FunctionalInterface
    public interface Failure<X extends RuntimeException> {
        X of(String message, @Nullable Throwable cause);
    }

    /** Messages are cut, by AWS or by us: a secret is recognised by any of its parts of so many characters. */
    private static final int PART_OF_A_SECRET = 16;

    /** Reads one page of a listing. */
    @FunctionalInterface
    public interface Page {
        /**
         * Reads the page and takes what it needs from it.
         *
         * @param token where the page begins; null for the first
         * @return the answer's NextToken; null or empty after the last page
         */
        @Nullable
        String read(@Nullable String token);
    }

    private final String account;
    private final String region;
    private final Caller caller;
    private final TimeBudget time;
    private final AtomicInteger requests;
    private final Optional<AwsCredentialsProvider> credentials;
    private final List<String> secretParts;

    private AwsCalls(
            String account,
            String region,
            Caller caller,
            TimeBudget time,
            AtomicInteger requests,
            Optional<AwsCredentialsProvider> credentials,
            List<String> secretParts) {
        this.account = account;
        this.region = region;
        this.caller = caller;
        this.time = time;
        this.requests = requests;
        this.credentials = credentials;
        this.secretParts = List.copyOf(secretParts);
    }

    /**
     * Calls with the clients' own credentials.
     *
     * @param account the account that these credentials belong to, for messages
     * @param region the clients' Region, for messages
     * @param caller who makes them, for the advice in messages
     */
    public static AwsCalls of(String account, String region, Caller caller, TimeBudget time) {
        return new AwsCalls(account, region, caller, time, new AtomicInteger(), Optional.empty(), List.of());
    }

    /** The same calls with other credentials; they count together. */
    public AwsCalls as(String otherAccount, AwsCredentialsProvider otherCredentials) {
        return new AwsCalls(otherAccount, region, caller, time, requests, Optional.of(otherCredentials), secretParts);
    }

    /**
     * The same calls, none of whose failures repeats this secret, even if AWS's own message does, or a piece of it: then the
     * message and the SDK's exception are left out.
     *
     * <p>A piece of fewer than {@value #PART_OF_A_SECRET} characters can go unnoticed, and one of twice as many cannot.
     */
    public AwsCalls hiding(String secret) {
        List<String> parts = new ArrayList<>();
        for (int start = 0; start == 0 || start + PART_OF_A_SECRET <= secret.length(); start += PART_OF_A_SECRET) {
            parts.add(secret.substring(start, Math.min(secret.length(), start + PART_OF_A_SECRET)));
        }
        return new AwsCalls(account, region, caller, time, requests, credentials, parts);
    }

    /**
     * Makes one call.
     *
     * @param failure makes the exception to throw if the call fails in any way
     * @param call makes it with the SDK, with this configuration on the request
     */
    public <T, X extends RuntimeException> T call(
            Operation operation, Failure<X> failure, Function<AwsRequestOverrideConfiguration, T> call) {
        Duration left = time.left(operation);
        if (left.isNegative() || left.isZero()) {
            throw failure.of(where(operation) + ", was not made: " + caller.timeUsedUp(), null);
        }
        AwsRequestOverrideConfiguration.Builder configuration = AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(left)
                .putExecutionAttribute(RequestCount.COUNTER, requests);
        credentials.ifPresent(configuration::credentialsProvider);
        try {
            return BoundedWait.on(() -> call.apply(configuration.build()), left);
        } catch (RuntimeException e) {
            // Not only SdkException: an answer that cannot be read comes out as whatever the SDK's parser throws.
            boolean leaks = mentionsSecret(e);
            String message = where(operation) + ", failed: " + FailureText.of(operation, caller, e, leaks);
            throw failure.of(message, leaks ? null : e);
        }
    }

    /**
     * Reads a listing page by page to its end.
     *
     * @param failure makes the exception to throw if a token comes a second time: the listing would never end
     */
    public <X extends RuntimeException> void readPages(Operation operation, Failure<X> failure, Page page) {
        readPages(operation, Integer.MAX_VALUE, failure, page);
    }

    /**
     * Reads a listing page by page to its end, but not more than so many pages.
     *
     * @param maxPages at least 1
     */
    public <X extends RuntimeException> void readPages(
            Operation operation, int maxPages, Failure<X> failure, Page page) {
        Set<String> seen = new HashSet<>();
        String token = page.read(null);
        while (token != null && !token.isEmpty()) {
            if (seen.size() + 1 == maxPages) {
                throw failure.of(failed(operation, "the answer has more than " + maxPages + " pages"), null);
            }
            if (!seen.add(token)) {
                throw failure.of(
                        failed(operation, "it gave the same NextToken twice, so the listing would never end"), null);
            }
            token = page.read(token);
        }
    }

    /** Whether a pause of that length leaves time to make the call after it. */
    public boolean haveTimeFor(Duration pause, Operation next) {
        return time.left(next).compareTo(pause) > 0;
    }

    /** HTTP requests sent so far, the SDK's retries included. */
    public int requests() {
        return requests.get();
    }

    /**
     * The message for an answer that came, and cannot be used.
     *
     * @param what is odd about it, as half a sentence
     */
    public String failed(Operation operation, String what) {
        return where(operation) + ", failed: " + what + ". " + caller.again();
    }

    /** Who makes the calls. */
    Caller caller() {
        return caller;
    }

    /** Where the calls go, for messages: {@code account 111122223333, eu-west-1}. */
    public String target() {
        return "account " + account + ", " + region;
    }

    /** {@code DescribeClusters in account 111122223333, eu-west-1}. */
    private String where(Operation operation) {
        return operation.awsName() + " in " + target();
    }

    /** Looks where a stack trace would: at causes, and at the SDK's earlier attempts, which it attaches as suppressed. */
    private boolean mentionsSecret(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return secretParts.stream().anyMatch(message::contains)
                || (e.getCause() != null && mentionsSecret(e.getCause()))
                || Arrays.stream(e.getSuppressed()).anyMatch(this::mentionsSecret);
    }
}
