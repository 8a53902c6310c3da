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
 * @param others how many accounts are not active
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html">ListAccounts</a>
 */
public record OrganizationAccounts(List<Member> active, int others) {

    public static final Operation LIST_ACCOUNTS = Operation.of("organizations", "ListAccounts");

    /** Values of an account's state, and of its older member status, with which no role can be assumed. */
    private static final Set<String> NOT_ACTIVE =
            Set.of("PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED");

    /**
     * An account of the organization.
     *
     * @param name empty if the response has none
     */
    public record Member(String account, String name) {}

    /** The accounts could not be listed completely. */
    public static final class OrganizationException extends RuntimeException {
        OrganizationException(String message, @Nullable Throwable cause) {
            super(
                    message
                            + " Only the management account and delegated administrators can list the accounts of an "
                            + "organization.",
                    cause);
        }
    }

    public OrganizationAccounts {
        active = List.copyOf(active);
    }

    /**
     * Lists the accounts: one call for each 20.
     *
     * @param clients in the Region of the partition's global services
     * @throws OrganizationException if the listing is incomplete
     */
    public static OrganizationAccounts list(AwsClients clients, AwsCalls calls) {
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
                    throw unreadable(calls, "the response has no list of accounts");
                }
                for (Account account : page.accounts()) {
                    if (account == null || account.id() == null || account.id().isEmpty()) {
                        throw unreadable(calls, "the response has an account without an id");
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

    /** An account with an unknown state, or without one, is scanned. */
    private static boolean isClosed(Account account) {
        String state = account.stateAsString() == null ? account.statusAsString() : account.stateAsString();
        return state != null && NOT_ACTIVE.contains(state);
    }

    private static OrganizationException unreadable(AwsCalls calls, String what) {
        return new OrganizationException(calls.failed(LIST_ACCOUNTS, what), null);
    }
}
