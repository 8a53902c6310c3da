package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.ListAccountsResponse;

/**
 * The accounts of an organization.
 *
 * @param active those that can be entered
 * @param others how many are suspended or being closed
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html">ListAccounts</a>
 */
record OrganizationAccounts(List<Member> active, int others) {

    private static final Operation LIST_ACCOUNTS = Operation.of("organizations", "ListAccounts");

    /** States, and the statuses that AWS gave before there were states, of accounts that nobody can act in. */
    private static final Set<String> NOT_ACTIVE =
            Set.of("PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED");

    /** An account that belongs to the organization. */
    record Member(String account, String name) {}

    /** The accounts could not be listed to the end. */
    static final class OrganizationException extends RuntimeException {
        OrganizationException(String message, @Nullable Throwable cause) {
            super(
                    message
                            + " Only the management account and delegated administrators can list the accounts of an "
                            + "organization.",
                    cause);
        }
    }

    OrganizationAccounts {
        active = List.copyOf(active);
    }

    /**
     * Lists them: a call for each 20.
     *
     * @param clients in a Region where the partition's global services answer
     * @throws OrganizationException if that fails
     */
    static OrganizationAccounts list(AwsClients clients, AwsCalls calls) {
        List<Member> active = new ArrayList<>();
        List<String> others = new ArrayList<>();
        try (OrganizationsClient organizations = clients.newClient(OrganizationsClient.builder())) {
            calls.readPages(LIST_ACCOUNTS, OrganizationException::new, token -> {
                ListAccountsResponse page = calls.call(
                        LIST_ACCOUNTS,
                        OrganizationException::new,
                        configuration -> organizations.listAccounts(
                                request -> request.nextToken(token).overrideConfiguration(configuration)));
                if (!page.hasAccounts()) {
                    throw unreadable(calls, "the answer has no list of accounts");
                }
                for (Account account : page.accounts()) {
                    if (account == null || account.id() == null || account.id().isEmpty()) {
                        throw unreadable(calls, "the answer has an account without an id");
                    }
                    if (isClosed(account)) {
                        others.add(account.id());
                    } else {
                        active.add(new Member(account.id(), account.name() == null ? "" : account.name()));
                    }
                }
                return page.nextToken();
            });
        }
        return new OrganizationAccounts(active, others.size());
    }

    /** Only by a word that says so: an account of which AWS says something new, or nothing, is looked at. */
    private static boolean isClosed(Account account) {
        String word = account.stateAsString() == null ? account.statusAsString() : account.stateAsString();
        return word != null && NOT_ACTIVE.contains(word);
    }

    private static OrganizationException unreadable(AwsCalls calls, String what) {
        return new OrganizationException(calls.failed(LIST_ACCOUNTS, what), null);
    }
}
