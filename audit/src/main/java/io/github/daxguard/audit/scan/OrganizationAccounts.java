package io.github.daxguard.audit.scan;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.AccountStatus;
import software.amazon.awssdk.services.organizations.model.ListAccountsResponse;

/**
 * The accounts of an organization.
 *
 * @param active those that can be entered
 * @param others how many are suspended or being closed
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html">ListAccounts</a>
 */
record OrganizationAccounts(List<Member> active, int others) {

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
            calls.readPages(Operation.LIST_ACCOUNTS, OrganizationException::new, token -> {
                ListAccountsResponse page = calls.call(
                        Operation.LIST_ACCOUNTS,
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
                    if (account.status() == AccountStatus.ACTIVE) {
                        active.add(new Member(account.id(), account.name() == null ? "" : account.name()));
                    } else {
                        others.add(account.id());
                    }
                }
                return page.nextToken();
            });
        }
        return new OrganizationAccounts(active, others.size());
    }

    private static OrganizationException unreadable(AwsCalls calls, String what) {
        return new OrganizationException(calls.failed(Operation.LIST_ACCOUNTS, what), null);
    }
}
