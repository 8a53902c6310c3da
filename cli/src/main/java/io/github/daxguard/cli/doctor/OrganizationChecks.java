package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.ExecutionRole;
import io.github.daxguard.aws.ExecutionRoleException;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.cli.scan.OrganizationAccounts;
import io.github.daxguard.cli.scan.OrganizationAccounts.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.DelegatedAdministrator;
import software.amazon.awssdk.services.organizations.model.DescribeOrganizationResponse;
import software.amazon.awssdk.services.organizations.model.EnabledServicePrincipal;
import software.amazon.awssdk.services.organizations.model.ListAwsServiceAccessForOrganizationResponse;
import software.amazon.awssdk.services.organizations.model.ListDelegatedAdministratorsResponse;

/**
 * The checks before a deployment to an organization. They change nothing.
 *
 * <p>The SDK sends the requests to the Region of the partition's global services, whatever the clients' Region is.
 */
final class OrganizationChecks {

    private static final Operation LIST_SERVICE_ACCESS =
            Operation.of("organizations", "ListAWSServiceAccessForOrganization");
    private static final Operation LIST_ADMINISTRATORS = Operation.of("organizations", "ListDelegatedAdministrators");
    private static final Operation DESCRIBE_ORGANIZATION = Operation.of("organizations", "DescribeOrganization");

    /** The service that creates the organization rules of a deployment with one function. */
    private static final String RULES = "config-multiaccountsetup.amazonaws.com";

    /** The service that aggregates compliance. */
    private static final String AGGREGATION = "config.amazonaws.com";

    /** The service that creates the stack or the role in each account. */
    private static final String STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";

    private static final String PURPOSE = "doctor";

    private static final Evidence MANAGEMENT_ACCOUNT_EXCLUDED =
            Evidence.of("The management account is not included, because stack sets do not deploy to it.");

    private final CheckContext context;
    private final Optional<String> role;
    private final RunControl control;
    private final List<String> services;
    private final boolean createsRecorders;

    private OrganizationChecks(CheckContext context, Optional<String> role, RunControl control) {
        this.context = context;
        this.role = role;
        this.control = control;
        this.createsRecorders =
                context.settings().createsRecorder() && !context.settings().isCentral();
        this.services = context.settings().isCentral()
                ? List.of(RULES, AGGREGATION, STACK_SETS)
                : List.of(AGGREGATION, STACK_SETS);
    }

    /** @param isFirst whether this is the first Region: the organization is the same in each, but the recorders are not */
    static Map<Check, Supplier<Finding>> checks(
            CheckContext context, DoctorOptions options, RunControl control, boolean isFirst) {
        OrganizationChecks organization = new OrganizationChecks(context, options.role(), control);
        Map<Check, Supplier<Finding>> checks = new LinkedHashMap<>();
        if (isFirst) {
            checks.put(Check.TRUSTED_ACCESS, inOrganization(organization::trustedAccess));
            checks.put(Check.DELEGATED_ADMINISTRATOR, inOrganization(organization::delegatedAdministrator));
        }
        checks.put(Check.MEMBER_RECORDERS, inOrganization(organization::memberRecorders));
        return checks;
    }

    private static Supplier<Finding> inOrganization(Supplier<Finding> check) {
        return () -> {
            try {
                return check.get();
            } catch (CallFailure e) {
                if (e.code().equals("AWSOrganizationsNotInUseException")) {
                    return Finding.problem(
                            Evidence.of("The account is not a member of an organization."),
                            Evidence.of("Deploy to each account, without the setting organization."));
                }
                throw e;
            }
        };
    }

    /**
     * Trusted access of the services that the deployment uses.
     *
     * @see <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAWSServiceAccessForOrganization.html">
     *     ListAWSServiceAccessForOrganization</a>
     */
    private Finding trustedAccess() {
        Set<String> enabled = new HashSet<>();
        try (OrganizationsClient organizations = context.clients().newClient(OrganizationsClient.builder())) {
            context.readPages(LIST_SERVICE_ACCESS, token -> {
                ListAwsServiceAccessForOrganizationResponse page = context.call(
                        LIST_SERVICE_ACCESS,
                        configuration -> organizations.listAWSServiceAccessForOrganization(
                                request -> request.nextToken(token).overrideConfiguration(configuration)));
                if (!page.hasEnabledServicePrincipals()) {
                    throw CallFailure.incomplete(
                            LIST_SERVICE_ACCESS, context.calls(), "the response has no list of services");
                }
                page.enabledServicePrincipals().stream()
                        .map(EnabledServicePrincipal::servicePrincipal)
                        .filter(Objects::nonNull)
                        .forEach(enabled::add);
                return page.nextToken();
            });
        }
        List<String> missing =
                services.stream().filter(service -> !enabled.contains(service)).toList();
        if (missing.isEmpty()) {
            return Finding.ok(Evidence.of("These services have trusted access: %s.", services));
        }
        Evidence evidence = Evidence.of("These services do not have trusted access: %s.", missing);
        return missing.equals(List.of(STACK_SETS))
                // AWS documents that CloudFormation enables this access itself, but not that the list contains it.
                ? Finding.note(
                        evidence,
                        Evidence.of(
                                "In the management account, run aws cloudformation activate-organizations-access, unless it is activated."))
                : Finding.problem(
                        evidence,
                        Evidence.of(
                                "In the management account, run the commands of the organization guide: docs/guides/organization.md, Prerequisites."));
    }

    /**
     * Whether the caller's account is a delegated administrator of all services that the deployment uses. The management account
     * is not sufficient, because the stack set is created with the permissions of a delegated administrator.
     *
     * @see <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html">
     *     ListDelegatedAdministrators</a>
     */
    private Finding delegatedAdministrator() {
        boolean isManagement = managementAccount().equals(context.account());
        List<String> missing = new ArrayList<>();
        Set<String> ofAll = new TreeSet<>();
        for (String service : services) {
            Set<String> administrators = administrators(service);
            if (!administrators.contains(context.account())) {
                missing.add(service);
            }
            if (service.equals(services.get(0))) {
                ofAll.addAll(administrators);
            } else {
                ofAll.retainAll(administrators);
            }
        }
        if (missing.isEmpty()) {
            return Finding.ok(
                    Evidence.of("The caller's account is a delegated administrator of all services: %s.", services));
        }
        if (!isManagement) {
            return Finding.problem(
                    Evidence.of("The caller's account is not a delegated administrator of: %s.", missing),
                    Evidence.of(
                            "Use credentials of the delegated administrator, or register the account in the management account: docs/guides/organization.md, Prerequisites."));
        }
        return ofAll.isEmpty()
                ? Finding.problem(
                        Evidence.of("No account is a delegated administrator of all services: %s.", services),
                        Evidence.of(
                                "Register one in the management account: docs/guides/organization.md, Prerequisites."))
                : Finding.note(
                        Evidence.of(
                                "The credentials are of the management account. These accounts are delegated administrators of all services: %s.",
                                Evidence.names("account", List.copyOf(ofAll))),
                        Evidence.of("Deploy with credentials of such an account."));
    }

    private Set<String> administrators(String service) {
        Set<String> accounts = new HashSet<>();
        try (OrganizationsClient organizations = context.clients().newClient(OrganizationsClient.builder())) {
            context.readPages(LIST_ADMINISTRATORS, token -> {
                ListDelegatedAdministratorsResponse page = context.call(
                        LIST_ADMINISTRATORS,
                        configuration ->
                                organizations.listDelegatedAdministrators(request -> request.servicePrincipal(service)
                                        .nextToken(token)
                                        .overrideConfiguration(configuration)));
                if (!page.hasDelegatedAdministrators()) {
                    throw CallFailure.incomplete(
                            LIST_ADMINISTRATORS, context.calls(), "the response has no list of administrators");
                }
                page.delegatedAdministrators().stream()
                        .map(DelegatedAdministrator::id)
                        .filter(Objects::nonNull)
                        .forEach(accounts::add);
                return page.nextToken();
            });
        }
        return accounts;
    }

    private String managementAccount() {
        try (OrganizationsClient organizations = context.clients().newClient(OrganizationsClient.builder())) {
            DescribeOrganizationResponse response = context.call(
                    DESCRIBE_ORGANIZATION,
                    configuration -> organizations.describeOrganization(
                            request -> request.overrideConfiguration(configuration)));
            if (response.organization() == null || response.organization().masterAccountId() == null) {
                throw CallFailure.incomplete(
                        DESCRIBE_ORGANIZATION, context.calls(), "the response has no management account");
            }
            return response.organization().masterAccountId();
        }
    }

    /**
     * The recorder and the delivery channel of each active account, read with the role, or for the caller's account with its own
     * credentials. An aggregator shows them only for the accounts that record. If the stack set creates them, an account that
     * already has one of them is a problem.
     */
    private Finding memberRecorders() {
        if (role.isEmpty()) {
            return Finding.notChecked(
                    Evidence.of("Not checked: reading the recorders of other accounts requires a role in each."),
                    Evidence.of("Specify --role NAME."));
        }
        String management = managementAccount();
        List<String> accounts = accounts().stream()
                .map(Member::account)
                .filter(account -> !account.equals(management))
                .toList();
        List<String> unsuitable = new ArrayList<>();
        List<Evidence> open = new ArrayList<>();
        Set<String> missingPermissions = new TreeSet<>();
        for (String account : accounts) {
            control.requireNotStopped();
            control.show(context.region() + ": recorder of account " + account);
            try {
                Recorders recorders = recorders(account, role.get());
                if (!(createsRecorders ? recorders.areMissing() : recorders.areComplete())) {
                    unsuitable.add(account);
                }
            } catch (CallFailure e) {
                control.requireNotStopped();
                if (e.isDenied()) {
                    missingPermissions.add(e.operation().action());
                }
                open.add(Evidence.of(
                        "%s (%s)",
                        Evidence.account(account),
                        e.isDenied()
                                ? Evidence.of("AWS denied %s", e.operation().action())
                                : e.reason()));
            }
        }
        return finding(accounts, unsuitable, open, missingPermissions);
    }

    private Finding finding(
            List<String> accounts, List<String> unsuitable, List<Evidence> open, Set<String> missingPermissions) {
        if (accounts.isEmpty()) {
            return Finding.undecided(
                    Evidence.of("The organization has no active account except the management account."),
                    Evidence.of("Deploy to the account itself."));
        }
        Evidence problem = unsuitable.isEmpty()
                ? Evidence.NONE
                : Evidence.of(
                        createsRecorders
                                ? "%d of %d active accounts have a customer-managed recorder or a delivery channel: %s."
                                : "%d of %d active accounts have no customer-managed recorder or no delivery channel: %s.",
                        unsuitable.size(),
                        accounts.size(),
                        Evidence.names("account", unsuitable));
        if (!open.isEmpty()) {
            return new Finding(
                    Outcome.NOT_CHECKED,
                    Evidence.of("Not checked: %d of %d active accounts: %s.", open.size(), accounts.size(), open)
                            .and(problem),
                    Evidence.of(
                            "Check that the role exists in these accounts, trusts the caller, and allows config:DescribeConfigurationRecorders and config:DescribeDeliveryChannels."),
                    List.copyOf(missingPermissions));
        }
        return unsuitable.isEmpty()
                ? Finding.ok(Evidence.of(
                                createsRecorders
                                        ? "None of %d active accounts has a customer-managed recorder or a delivery channel."
                                        : "Each of %d active accounts has a customer-managed recorder and a delivery channel.",
                                accounts.size())
                        .and(MANAGEMENT_ACCOUNT_EXCLUDED))
                : Finding.problem(
                        problem.and(MANAGEMENT_ACCOUNT_EXCLUDED),
                        createsRecorders
                                ? Evidence.of(
                                        "If a deployment of daxguard created them, keep recorder=create, because a deployment without it deletes them. Otherwise, deploy without -c recorder=create, or add these accounts to the setting excludedAccounts, which this check does not read.")
                                : Evidence.of(
                                        "Set up AWS Config in these accounts and this Region, or add them to the setting excludedAccounts, which this check does not read."));
    }

    private List<Member> accounts() {
        try {
            return OrganizationAccounts.list(context.clients(), context.calls()).active();
        } catch (OrganizationAccounts.OrganizationException e) {
            throw new CallFailure(OrganizationAccounts.LIST_ACCOUNTS, String.valueOf(e.getMessage()), e.getCause());
        }
    }

    private Recorders recorders(String account, String roleName) {
        AwsCalls own = context.calls();
        if (account.equals(context.account())) {
            return Recorders.read(context.clients().config(), own);
        }
        try {
            return Recorders.read(
                    context.clients().config(),
                    own.as(account, new ExecutionRole(context.clients()).session(own, account, roleName, PURPOSE)));
        } catch (ExecutionRoleException e) {
            throw new CallFailure(Operation.ASSUME_ROLE, String.valueOf(e.getMessage()), e.getCause());
        }
    }
}
