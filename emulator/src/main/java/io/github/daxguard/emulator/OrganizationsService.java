package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The part of AWS Organizations that tells which accounts there are.
 *
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html">ListAccounts</a>
 */
final class OrganizationsService {
    private static final int MAX_RESULTS = 20;

    private final PageTokens tokens;
    private final InstantSource clock;
    private final Map<String, Organization> memberships = new ConcurrentHashMap<>();

    OrganizationsService(PageTokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of("ListAccounts", this::listAccounts);
    }

    /** The organization of this management account; made on first use. */
    Organization organization(String managementAccount) {
        Organization organization = memberships.computeIfAbsent(
                Location.requireAccount(managementAccount), account -> new Organization(account, clock, memberships));
        if (!organization.managementAccount().equals(managementAccount)) {
            throw new IllegalArgumentException("Account " + managementAccount + " is in the organization of "
                    + organization.managementAccount() + ", whose management account it is not");
        }
        return organization;
    }

    private ObjectNode listAccounts(Request request) {
        Input input = request.members();
        int limit = input.integer("MaxResults").orElse(MAX_RESULTS);
        if (limit < 1) {
            throw invalid("You specified a value for MaxResults that is below the minimum, 1: " + limit);
        }
        if (limit > MAX_RESULTS) {
            throw invalid(
                    "You specified a value for MaxResults that is above the maximum, " + MAX_RESULTS + ": " + limit);
        }
        Optional<String> token = input.text("NextToken");
        Organization organization = organizationOf(request.place().account());
        String listing = "ListAccounts " + organization.id();
        String after = token.map(text -> tokens.read(listing, text)
                        .orElseThrow(() -> invalid("You specified an invalid value for NextToken.")))
                .orElse("");
        ObjectNode result = Json.object();
        ArrayNode page = result.putArray("Accounts");
        String last = "";
        for (Organization.Account account : organization.after(after)) {
            if (page.size() == limit) {
                result.put("NextToken", tokens.after(listing, last));
                break;
            }
            page.add(view(account, organization, request.place().partition()));
            last = account.id();
        }
        return result;
    }

    /** The organization that this account manages. */
    private Organization organizationOf(String account) {
        Organization organization = memberships.get(account);
        if (organization == null) {
            throw AwsError.of("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
        }
        if (!organization.managementAccount().equals(account)) {
            throw AwsError.of("AccessDeniedException", "You don't have permissions to access this resource.");
        }
        return organization;
    }

    private static ObjectNode view(Organization.Account account, Organization organization, String partition) {
        ObjectNode view = Json.object()
                .put("Id", account.id())
                .put(
                        "Arn",
                        "arn:" + partition + ":organizations::" + organization.managementAccount() + ":account/"
                                + organization.id() + "/" + account.id())
                .put("Email", "aws+" + account.id() + "@example.com")
                .put("Name", account.name())
                .put("State", account.state())
                .put("JoinedMethod", account.joinedMethod())
                .put("JoinedTimestamp", Json.epochSeconds(account.joined()));
        return organization.isStatusRetired() ? view : view.put("Status", account.status());
    }

    private static AwsError invalid(String message) {
        return AwsError.of("InvalidInputException", message);
    }
}
