package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.cli.access.CallerIdentity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * The account and Region of the checks.
 *
 * @param clients the caller closes them
 * @param settings the settings of the intended deployment
 * @param clock the time of evaluations and of tests
 */
record CheckContext(CallerIdentity identity, AwsClients clients, DeploymentSettings settings, InstantSource clock) {

    /** Bounds each call, including its retries, however the network behaves. */
    private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

    String region() {
        return clients.region().id();
    }

    String account() {
        return identity.account();
    }

    /** {@code aws}, {@code aws-cn} or {@code aws-us-gov}. */
    String partition() {
        return clients.region().metadata() == null
                ? "aws"
                : clients.region().metadata().partition().id();
    }

    /**
     * Makes one call.
     *
     * @throws CallFailure if it fails
     */
    <T> T call(Operation operation, Function<AwsRequestOverrideConfiguration, T> call) {
        return call(operation, TIME_LIMIT, call);
    }

    /**
     * Makes one call with another time limit.
     *
     * @throws CallFailure if it fails
     */
    <T> T call(Operation operation, Duration limit, Function<AwsRequestOverrideConfiguration, T> call) {
        return calls(limit).call(operation, (message, cause) -> new CallFailure(operation, message, cause), call);
    }

    /** Reads a listing page by page to its end. */
    void readPages(Operation operation, AwsCalls.Page page) {
        calls().readPages(operation, (message, cause) -> new CallFailure(operation, message, cause), page);
    }

    /** Calls with the time limit of one call, for classes that make their own. */
    AwsCalls calls() {
        return calls(TIME_LIMIT);
    }

    private AwsCalls calls(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        return AwsCalls.of(account(), region(), Caller.COMMAND_LINE, new TimeBudget(() ->
                (int) Duration.ofNanos(end - System.nanoTime()).toMillis()));
    }
}
