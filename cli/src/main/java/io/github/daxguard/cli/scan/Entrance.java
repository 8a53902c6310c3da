package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The way into an account.
 *
 * @param login whose clients make the calls
 * @param account 12 digits
 * @param accountName as the organization calls it; empty if it is not known
 * @param credentials with which they are made; empty: the login's own
 */
record Entrance(
        Login login, String account, Optional<String> accountName, Optional<AwsCredentialsProvider> credentials) {

    static Entrance of(Login login) {
        return new Entrance(login, login.identity().account(), Optional.empty(), Optional.empty());
    }

    /** Calls in the clients' Region, which may take as long as one look. */
    AwsCalls calls(AwsClients clients) {
        AwsCalls calls = AwsCalls.of(account, clients.region().id(), Caller.COMMAND_LINE, LookTime.begin());
        return credentials.map(role -> calls.as(account, role)).orElse(calls);
    }
}
