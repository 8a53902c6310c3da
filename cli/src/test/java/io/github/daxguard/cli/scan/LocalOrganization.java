package io.github.daxguard.cli.scan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import java.util.TreeMap;

/**
 * The organization of the emulated accounts: it lists its accounts to its management account, at most 20 in a page.
 *
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html">ListAccounts</a>
 */
public final class LocalOrganization {

    private static final int PAGE = 20;

    private final String managementAccount;
    private final TreeMap<String, ObjectNode> accounts = new TreeMap<>();
    private boolean isStatusRetired;

    /** The organization exists from the first {@link #addAccount} on. */
    public LocalOrganization(LocalAws aws, String managementAccount) {
        this.managementAccount = managementAccount;
        aws.answer("organizations", "ListAccounts", this::listAccounts);
    }

    /** Adds an account in this {@code State}, and the management account if it is the first. */
    public synchronized void addAccount(String account, String name, String state) {
        accounts.computeIfAbsent(managementAccount, id -> account(id, "Management", "ACTIVE"));
        accounts.put(account, account(account, name, state));
    }

    /** Leaves out {@code Status} from now on, which AWS retires in favour of {@code State}. */
    synchronized void retireStatus() {
        isStatusRetired = true;
    }

    private ObjectNode account(String id, String name, String state) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Id", id)
                .put("Arn", "arn:aws:organizations::" + managementAccount + ":account/o-example/" + id)
                .put("Email", "aws+" + id + "@example.com")
                .put("Name", name)
                .put("State", state)
                // Status has no value for accounts that are being activated or are closed.
                .put("Status", state.matches("ACTIVE|PENDING_CLOSURE") ? state : "SUSPENDED");
    }

    private synchronized ObjectNode listAccounts(Call call) {
        if (accounts.isEmpty()) {
            throw AwsError.of("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
        }
        if (!call.account().equals(managementAccount)) {
            throw AwsError.of("AccessDeniedException", "You don't have permissions to access this resource.");
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode page = result.putArray("Accounts");
        for (ObjectNode account : accounts.tailMap(call.body().path("NextToken").asText(""), false)
                .values()) {
            if (page.size() == PAGE) {
                return result.put("NextToken", page.get(PAGE - 1).path("Id").asText());
            }
            ObjectNode shown = account.deepCopy();
            page.add(isStatusRetired ? shown.without("Status") : shown);
        }
        return result;
    }
}
