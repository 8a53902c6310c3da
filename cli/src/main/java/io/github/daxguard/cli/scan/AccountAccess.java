package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.cli.access.CallerIdentity;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Target.AccountRegion;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * An account and the credentials that read it.
 *
 * @param profile the profile whose clients make the calls; empty: the one that the settings select
 * @param isOwn whether the account is that of the profile's own credentials
 * @param home the Region in which the profile's caller identity was requested
 * @param accountName the account's name in the organization; empty if it is not known
 * @param role the credentials of an assumed role; empty: the profile's own credentials
 */
record AccountAccess(
        Optional<String> profile,
        boolean isOwn,
        String home,
        String partition,
        String account,
        Optional<String> accountName,
        Optional<AwsCredentialsProvider> role) {

    /** Bounds the scan of one target, however the network behaves. */
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    /**
     * The account of a profile's own credentials.
     *
     * @throws io.github.daxguard.cli.access.CallerIdentityException if the caller identity cannot be read
     */
    static AccountAccess of(Optional<String> profile, AwsClients clients) {
        CallerIdentity identity = CallerIdentity.of(clients, Caller.COMMAND_LINE, timeBudget());
        String home = clients.region().id();
        String partition = EvaluatedCluster.partition(identity.arn()).orElseGet(() -> DaxRegions.partition(home));
        return new AccountAccess(
                profile, true, home, partition, identity.account(), Optional.empty(), Optional.empty());
    }

    /** Another account, reached by the same profile. */
    AccountAccess member(String member, Optional<String> name, Optional<AwsCredentialsProvider> memberRole) {
        return new AccountAccess(profile, member.equals(account), home, partition, member, name, memberRole);
    }

    /** The account in a Region. Its profile is omitted if it has the credentials of another account of the organization. */
    AccountRegion target(String region) {
        return new AccountRegion(account, accountName, isOwn ? profile : Optional.empty(), region);
    }

    /** Calls in the clients' Region, within the time limit of one target. */
    AwsCalls calls(AwsClients clients) {
        AwsCalls calls = AwsCalls.of(account, clients.region().id(), Caller.COMMAND_LINE, timeBudget());
        return role.map(credentials -> calls.as(account, credentials)).orElse(calls);
    }

    /** Names a profile in the report, such as {@code profile shop}. */
    static String name(Optional<String> profile) {
        return profile.map(name -> "profile " + name).orElse("the account of these credentials");
    }

    private static TimeBudget timeBudget() {
        long end = System.nanoTime() + TIME_LIMIT.toNanos();
        return new TimeBudget(
                () -> (int) Duration.ofNanos(end - System.nanoTime()).toMillis());
    }
}
