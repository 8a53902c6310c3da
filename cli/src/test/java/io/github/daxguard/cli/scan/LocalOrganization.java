package io.github.daxguard.cli.scan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The organization of the emulated accounts. It lists its accounts, its trusted services and its delegated administrators to its
 * management account and to delegated administrators.
 *
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html">ListAccounts</a>
 */
public final class LocalOrganization {

    /** Accounts in a page. */
    private static final int PAGE = 20;

    private final String managementAccount;
    private final TreeMap<String, ObjectNode> accounts = new TreeMap<>();
    private final TreeSet<String> trusted = new TreeSet<>();
    private final Map<String, TreeSet<String>> administrators = new HashMap<>();
    private boolean isStatusRetired;

    /** The organization exists from the first {@link #addAccount} on. */
    public LocalOrganization(LocalAws aws, String managementAccount) {
        this.managementAccount = managementAccount;
        aws.answer("organizations", "ListAccounts", this::listAccounts);
        aws.answer("organizations", "DescribeOrganization", this::describeOrganization);
        aws.answer("organizations", "ListAWSServiceAccessForOrganization", this::listServiceAccess);
        aws.answer("organizations", "ListDelegatedAdministrators", this::listDelegatedAdministrators);
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

    /** Gives a service trusted access. */
    public synchronized void trust(String service) {
        trusted.add(service);
    }

    /** Removes the trusted access of a service. */
    public synchronized void distrust(String service) {
        trusted.remove(service);
    }

    /** Registers an account of the organization as a delegated administrator of a service. */
    public synchronized void delegate(String service, String account) {
        administrators.computeIfAbsent(service, key -> new TreeSet<>()).add(account);
    }

    /** Removes all delegated administrators of a service. */
    public synchronized void removeAdministrators(String service) {
        administrators.remove(service);
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

    private synchronized ObjectNode describeOrganization(Call call) {
        requireMember(call);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putObject("Organization")
                .put("Id", "o-example")
                .put("FeatureSet", "ALL")
                .put("MasterAccountId", managementAccount);
        return result;
    }

    /** One service in a page. */
    private synchronized ObjectNode listServiceAccess(Call call) {
        requireAdministrator(call);
        return page("EnabledServicePrincipals", "ServicePrincipal", trusted, call);
    }

    /** One account in a page. */
    private synchronized ObjectNode listDelegatedAdministrators(Call call) {
        requireAdministrator(call);
        return page(
                "DelegatedAdministrators",
                "Id",
                administrators.getOrDefault(call.body().path("ServicePrincipal").asText(), new TreeSet<>()),
                call);
    }

    private static ObjectNode page(String list, String member, NavigableSet<String> values, Call call) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode page = result.putArray(list);
        String value = values.higher(call.body().path("NextToken").asText(""));
        if (value != null) {
            page.addObject().put(member, value);
            if (values.higher(value) != null) {
                result.put("NextToken", value);
            }
        }
        return result;
    }

    private void requireMember(Call call) {
        if (!accounts.containsKey(call.account())) {
            throw AwsError.of("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
        }
    }

    private void requireAdministrator(Call call) {
        if (accounts.isEmpty()) {
            throw AwsError.of("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
        }
        if (!call.account().equals(managementAccount)
                && administrators.values().stream().noneMatch(ids -> ids.contains(call.account()))) {
            throw AwsError.of("AccessDeniedException", "You don't have permissions to access this resource.");
        }
    }

    private synchronized ObjectNode listAccounts(Call call) {
        requireAdministrator(call);
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
