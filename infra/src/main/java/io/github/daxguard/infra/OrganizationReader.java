package io.github.daxguard.infra;

import static io.github.daxguard.infra.ContextReader.CHANGE_TRIGGERED;
import static io.github.daxguard.infra.ContextReader.EVENT_BUS;
import static io.github.daxguard.infra.ContextReader.EXCLUDED_ACCOUNTS;
import static io.github.daxguard.infra.ContextReader.EXEMPTION_TAG;
import static io.github.daxguard.infra.ContextReader.EXEMPT_CLUSTERS;
import static io.github.daxguard.infra.ContextReader.FAILURE_TOLERANCE_PERCENTAGE;
import static io.github.daxguard.infra.ContextReader.HOOK;
import static io.github.daxguard.infra.ContextReader.MANAGEMENT_ACCOUNT;
import static io.github.daxguard.infra.ContextReader.MAX_CONCURRENT_PERCENTAGE;
import static io.github.daxguard.infra.ContextReader.MEMBER_ACCOUNTS;
import static io.github.daxguard.infra.ContextReader.ORGANIZATION;
import static io.github.daxguard.infra.ContextReader.ORGANIZATION_ID;
import static io.github.daxguard.infra.ContextReader.ORGANIZATION_MODE;
import static io.github.daxguard.infra.ContextReader.PACKAGING;
import static io.github.daxguard.infra.ContextReader.RECORDER;
import static io.github.daxguard.infra.ContextReader.REGIONS;
import static io.github.daxguard.infra.ContextReader.REGION_CONCURRENCY;
import static io.github.daxguard.infra.ContextReader.REPLACEMENT;
import static io.github.daxguard.infra.ContextValues.invalid;
import static io.github.daxguard.infra.ContextValues.matching;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the settings of an organization, which depend on its mode. A setting that its mode does not have is refused. */
record OrganizationReader(ContextValues values) {

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /**
     * The forms of the ids.
     *
     * @see <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html">Organization</a>
     */
    private static final Pattern ID = Pattern.compile("o-[a-z0-9]{10,32}");

    static final Pattern UNIT = Pattern.compile("r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}");

    /**
     * Lambda stores the permissions of a function in one policy of at most 20 KB, and a statement has about 330 bytes.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>
     */
    private static final int MOST_MEMBER_ACCOUNTS = 50;

    /** AWS Config's limit for {@code ExcludedAccounts} of an organization rule. */
    private static final int MOST_EXCLUDED_ACCOUNTS = 1000;

    /**
     * The most units of one operation of a stack set.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackInstances.html">
     *     CreateStackInstances</a>
     */
    private static final int MOST_UNITS = 50;

    private static final List<String> OF_STACK_SETS = List.of(
            ORGANIZATION_ID,
            MANAGEMENT_ACCOUNT,
            REGION_CONCURRENCY,
            FAILURE_TOLERANCE_PERCENTAGE,
            MAX_CONCURRENT_PERCENTAGE);

    Optional<Organization> read() {
        List<String> units = values.listOf(
                ORGANIZATION,
                UNIT,
                "ids of the organization's root (r-...) or of organizational units (ou-...-...), separated by commas");
        OrganizationMode mode = values.choice(ORGANIZATION_MODE, OrganizationMode.values(), ContextValues::spelling);
        // Also without an organization, so that each value has a valid form.
        List<String> members = accounts(MEMBER_ACCOUNTS);
        List<String> excluded = accounts(EXCLUDED_ACCOUNTS);
        Organization.StackSets stackSets = stackSets(units, excluded);
        if (units.isEmpty()) {
            for (String name : List.of(ORGANIZATION_MODE, MEMBER_ACCOUNTS, EXCLUDED_ACCOUNTS)) {
                refuse(name, "unless " + ORGANIZATION + " is set");
            }
            OF_STACK_SETS.forEach(name -> refuse(name, "unless " + ORGANIZATION + " is set"));
            return Optional.empty();
        }
        if (units.size() > 1 && units.stream().anyMatch(unit -> unit.startsWith("r-"))) {
            throw invalid(
                    ORGANIZATION, String.join(",", units), "only the root, which contains all units, or only units");
        }
        return Optional.of(
                switch (mode) {
                    case CENTRAL -> checked(new Organization.Central(units, members, excluded));
                    case STACK_SETS -> checked(stackSets);
                });
    }

    /** Refuses the settings of the deployed stacks that the mode of the organization does not support. */
    void check(Settings settings) {
        settings.organization().ifPresent(organization -> {
            refuse(EVENT_BUS, "because " + ORGANIZATION + " is set. Set it for a deployment to one account");
            if (organization instanceof Organization.Central) {
                checkCentral();
            } else {
                checkStackSets(settings);
            }
        });
    }

    private void checkCentral() {
        String reason = "because " + set(OrganizationMode.CENTRAL)
                + " is set. Other values require stack sets or a deployment to one account";
        for (String name : List.of(CHANGE_TRIGGERED, HOOK, PACKAGING, RECORDER, REPLACEMENT)) {
            refuse(name, reason);
        }
        refuse(
                REGIONS,
                "because " + set(OrganizationMode.CENTRAL) + " is set. Deploy that stack separately in each Region");
    }

    private void checkStackSets(Settings settings) {
        refuse(
                PACKAGING,
                "because " + ORGANIZATION
                        + " is set. The exemptions of each account are parameters, which the template of a"
                        + " conformance pack in the stack cannot contain");
        refuse(
                REPLACEMENT,
                "because " + ORGANIZATION
                        + " is set. A stack set would give a role that can delete clusters to every account. Use"
                        + " daxguard replace, or deploy the stack to the account of the cluster with cdk deploy");
        // Checked first, because the pattern overflows the stack with thousands of entries.
        int longest = MemberParameters.longestExemptClusters(settings);
        settings.exemptClusters().ifPresent(value -> {
            if (value.length() > longest) {
                throw invalid(
                        EXEMPT_CLUSTERS,
                        value,
                        "at most " + longest
                                + " characters, because each account can have its own exemption tag. Use globs or an"
                                + " exemption tag");
            }
        });
        // The rule also accepts other white space, which the parameters of the stack set do not.
        settings.exemptClusters()
                .ifPresent(value -> matching(
                        EXEMPT_CLUSTERS,
                        value,
                        Pattern.compile(MemberParameters.EXEMPT_CLUSTERS_PATTERN),
                        "cluster names or globs, separated by commas and spaces only"));
        settings.exemptionTag()
                .ifPresent(value -> matching(
                        EXEMPTION_TAG,
                        value,
                        Pattern.compile(MemberParameters.EXEMPTION_TAG_PATTERN),
                        "a tag key that does not begin or end with a space"));
    }

    private Organization checked(Organization.Central central) {
        OF_STACK_SETS.forEach(name -> refuse(
                name,
                "because " + set(OrganizationMode.CENTRAL)
                        + " is set, which does not deploy complete stacks with a stack set"));
        List<String> members = central.memberAccounts();
        if (members.isEmpty() || members.size() > MOST_MEMBER_ACCOUNTS) {
            throw invalid(
                    MEMBER_ACCOUNTS,
                    members.size() + " accounts",
                    "1 to " + MOST_MEMBER_ACCOUNTS
                            + " account ids, separated by commas. A Lambda permission cannot include"
                            + " all accounts of an organization, and a function's policy has a size limit"
                            + " (docs/guides/organization-central.md)");
        }
        int excluded = central.excludedAccounts().size();
        if (excluded > MOST_EXCLUDED_ACCOUNTS) {
            throw invalid(EXCLUDED_ACCOUNTS, excluded + " accounts", "at most " + MOST_EXCLUDED_ACCOUNTS);
        }
        for (String account : central.excludedAccounts()) {
            if (members.contains(account)) {
                throw invalid(EXCLUDED_ACCOUNTS, account, "accounts that are not in " + MEMBER_ACCOUNTS);
            }
        }
        return central;
    }

    private Organization checked(Organization.StackSets stackSets) {
        refuse(
                MEMBER_ACCOUNTS,
                "because the stack set deploys to every account of the units (" + set(OrganizationMode.STACK_SETS)
                        + "). For one function for all accounts, set " + set(OrganizationMode.CENTRAL));
        if (stackSets.units().size() > MOST_UNITS) {
            throw invalid(
                    ORGANIZATION,
                    stackSets.units().size() + " units",
                    "at most " + MOST_UNITS + ". Use a unit that contains several of them");
        }
        require(ORGANIZATION_ID, "the id of the organization (o-...), whose accounts can read the function code");
        require(MANAGEMENT_ACCOUNT, "the account id of the management account, which stack sets do not deploy to");
        require(REGIONS, "one or more Regions, separated by commas. The first is the home Region of the organization");
        if (stackSets.excludedAccounts().contains(stackSets.managementAccount())) {
            throw invalid(
                    EXCLUDED_ACCOUNTS,
                    stackSets.managementAccount(),
                    "accounts except the management account, which stack sets never deploy to");
        }
        return stackSets;
    }

    private Organization.StackSets stackSets(List<String> units, List<String> excluded) {
        return new Organization.StackSets(
                units,
                excluded,
                form(ORGANIZATION_ID, ID, "the id of the organization (o-...)"),
                form(MANAGEMENT_ACCOUNT, ACCOUNT, "an account id of 12 digits"),
                values.choice(REGION_CONCURRENCY, RegionConcurrency.values(), ContextValues::spelling),
                values.percentage(FAILURE_TOLERANCE_PERCENTAGE, 0),
                values.percentage(MAX_CONCURRENT_PERCENTAGE, 1));
    }

    private String form(String name, Pattern pattern, String accepted) {
        return values.optional(name)
                .map(value -> matching(name, value, pattern, accepted))
                .orElse("");
    }

    private List<String> accounts(String name) {
        return values.listOf(name, ACCOUNT, "account ids of 12 digits, separated by commas");
    }

    private static String set(OrganizationMode mode) {
        return ORGANIZATION_MODE + "=" + ContextValues.spelling(mode);
    }

    private void require(String name, String expected) {
        if (values.optional(name).isEmpty()) {
            throw invalid(name, "", expected);
        }
    }

    private void refuse(String name, String reason) {
        if (!values.isDefault(name)) {
            String byDefault = values.byDefault(name);
            throw invalid(name, values.required(name), (byDefault.isEmpty() ? "no value" : byDefault) + ", " + reason);
        }
    }
}
