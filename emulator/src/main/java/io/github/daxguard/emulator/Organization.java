package io.github.daxguard.emulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An organization of AWS Organizations: the accounts that its management account lists.
 *
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html">Monitor
 *     the state of your AWS accounts</a>
 */
public final class Organization {
    private static final List<String> STATES =
            List.of("PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED");
    private static final int MAX_NAME = 128;

    private final String managementAccount;
    private final InstantSource clock;
    private final Map<String, Organization> memberships;
    private final TreeMap<String, Account> accounts = new TreeMap<>();
    private volatile boolean statusRetired;

    /**
     * An organization of its management account alone.
     *
     * @param memberships which organization an account is in, of all accounts; this one keeps its own there
     */
    Organization(String managementAccount, InstantSource clock, Map<String, Organization> memberships) {
        this.managementAccount = managementAccount;
        this.clock = clock;
        this.memberships = memberships;
        accounts.put(
                managementAccount, new Account(managementAccount, "Management", "ACTIVE", "INVITED", clock.instant()));
    }

    /**
     * An account of the organization.
     *
     * @param joinedMethod {@code INVITED} or {@code CREATED}
     */
    record Account(String id, String name, String state, String joinedMethod, Instant joined) {
        /** What the member {@code Status} has of the state: it knows three of the five. */
        String status() {
            return state.equals("ACTIVE") || state.equals("PENDING_CLOSURE") ? state : "SUSPENDED";
        }
    }

    /**
     * Adds an account, as one that was created in the organization; or changes the name and the state of one that is there.
     *
     * @param account 12 digits
     * @param name 1 to 128 characters
     * @param state {@code ACTIVE}, {@code SUSPENDED}, {@code PENDING_CLOSURE}, {@code PENDING_ACTIVATION} or {@code CLOSED}
     * @throws IllegalArgumentException if one of them is none, or the account is in another organization
     */
    public synchronized void addAccount(String account, String name, String state) {
        Location.requireAccount(account);
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "An account's name has 1 to " + MAX_NAME + " characters: \"" + name + "\"");
        }
        if (!STATES.contains(state)) {
            throw new IllegalArgumentException("\"" + state + "\" is no account state; these are: " + STATES);
        }
        Organization other = memberships.putIfAbsent(account, this);
        if (other != null && other != this) {
            throw new IllegalArgumentException(
                    "Account " + account + " is in the organization of " + other.managementAccount);
        }
        Account there = accounts.get(account);
        accounts.put(
                account,
                there == null
                        ? new Account(account, name, state, "CREATED", clock.instant())
                        : new Account(account, name, state, there.joinedMethod(), there.joined()));
    }

    /** Leaves {@code Status} out of all accounts from now on, as AWS does since it has retired it in favour of {@code State}. */
    public void retireStatus() {
        statusRetired = true;
    }

    boolean isStatusRetired() {
        return statusRetired;
    }

    String managementAccount() {
        return managementAccount;
    }

    String id() {
        return "o-" + managementAccount;
    }

    /** The accounts whose ids come after this one, by id. */
    synchronized Collection<Account> after(String account) {
        return List.copyOf(accounts.tailMap(account, false).values());
    }

    @Override
    public String toString() {
        return "Organization[" + managementAccount + "]";
    }
}
