package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.ExecutionRole;
import io.github.daxguard.aws.ExecutionRoleException;
import io.github.daxguard.aws.Pause;
import io.github.daxguard.cli.access.AwsAccess;
import io.github.daxguard.cli.access.CallerIdentityException;
import io.github.daxguard.cli.access.FailureCause;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.WholeAccount;
import io.github.daxguard.cli.securityhub.ImportOutcome;
import io.github.daxguard.cli.securityhub.SecurityHubImport;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Finds the accounts and scans each of their Regions concurrently.
 *
 * <p>Costs one GetCallerIdentity for each profile, for an organization one ListAccounts for each 20 accounts and one
 * AssumeRole for each, without given Regions one ListRegions for each account and a few GetParametersByPath, and one
 * DescribeClusters for each account, Region and 100 clusters. Requested details of findings cost further calls in the Regions
 * with findings.
 */
final class Scan implements AutoCloseable {

    /** Part of the session names, so that CloudTrail in the accounts shows the purpose. */
    private static final String SESSION = "scan";

    private final ScanOptions options;
    private final AwsAccess settings;
    private final Instant begin;
    private final ClientPool clients;
    private final RegionSelection regions;
    private final TargetScanner scanner;
    private final DetailLookup details;
    private final ScanState state = new ScanState();
    private final TaskPool tasks;
    private final Map<Optional<String>, AccountAccess> logins = new ConcurrentHashMap<>();
    private final Consumer<String> detail;
    private final Queue<AccountAccess> accounts = new ConcurrentLinkedQueue<>();
    private volatile boolean isStopped;

    /**
     * Passes a line for each target to {@code detail}, also from several threads.
     *
     * @param pause waits between two calls whose rate AWS limits
     */
    Scan(ScanOptions options, AwsAccess access, InstantSource clock, Pause pause, Consumer<String> detail) {
        this.options = options;
        this.settings = access;
        this.begin = clock.instant();
        this.detail = detail;
        this.clients = new ClientPool(settings);
        this.regions = new RegionSelection(options.regions(), this::global);
        this.scanner = new TargetScanner(options, LocalDate.ofInstant(begin, ZoneOffset.UTC), regions);
        this.details = new DetailLookup(options, pause);
        this.tasks = new TaskPool(options.concurrency());
    }

    /**
     * Scans all targets.
     *
     * @param onProgress called by this thread
     * @throws io.github.daxguard.cli.access.NoAccessException if the settings are not sufficient; no call has been made
     *     then
     */
    Report run(Consumer<ScanState> onProgress) {
        Map<Optional<String>, AwsClients> profiles = new LinkedHashMap<>();
        for (Optional<String> profile : profiles()) {
            profiles.put(profile, clients.of(profile, home(profile)));
            // Before the first call, so that an invalid Region is refused.
            options.regions().forEach(region -> clients.of(profile, region));
        }
        profiles.keySet().forEach(profile -> state.plan(target(profile)));
        Runnable onCompletion = () -> onProgress.accept(state);
        onCompletion.run();
        profiles.forEach((profile, home) -> tasks.submit(() -> logIn(profile, home)));
        boolean isComplete = tasks.await(onCompletion);
        if (isComplete) {
            // In the order of the options: of two profiles of one account, the first one scans it.
            profiles.keySet()
                    .forEach(profile -> Optional.ofNullable(logins.get(profile)).ifPresent(regions::add));
            profiles.keySet().forEach(this::scanProfile);
            isComplete = tasks.await(onCompletion);
        }
        if (isComplete && logins.size() == profiles.size()) {
            reportRegionsOfOtherPartitions();
        }
        return state.report(options.version(), begin, options.controls(), regions.notes(), !isComplete);
    }

    private List<Optional<String>> profiles() {
        return options.profiles().isEmpty()
                ? List.of(Optional.empty())
                : options.profiles().stream().map(Optional::of).toList();
    }

    /** The Region of the settings; without one, a Region that every account has. */
    private String home(Optional<String> profile) {
        return settings.region(profile)
                .orElseGet(() -> DaxRegions.homeOf(options.regions().stream()
                        .map(DaxRegions::partition)
                        .findFirst()
                        .orElse("aws")));
    }

    private static WholeAccount target(Optional<String> profile) {
        return new WholeAccount(AccountAccess.name(profile), Optional.empty());
    }

    private void logIn(Optional<String> profile, AwsClients home) {
        try {
            logins.put(profile, AccountAccess.of(profile, home));
        } catch (CallerIdentityException e) {
            state.failed(target(profile), unread(e));
        }
    }

    /** Plans the profile's targets before it drops the profile, so that the plan is never empty. */
    private void scanProfile(Optional<String> profile) {
        AccountAccess own = logins.get(profile);
        if (own == null) {
            return;
        }
        if (options.organizationRole().isPresent()) {
            String role = options.organizationRole().get();
            WholeAccount organization =
                    new WholeAccount("the organization of account " + own.account(), Optional.empty());
            state.plan(organization);
            tasks.submit(() -> scanOrganization(own, role, organization));
        } else {
            scanAccount(own, target(profile));
            return;
        }
        state.drop(target(profile));
    }

    private void scanOrganization(AccountAccess own, String role, WholeAccount organization) {
        OrganizationAccounts members;
        AwsClients global = global(own);
        try {
            members = OrganizationAccounts.list(global, own.calls(global));
        } catch (OrganizationAccounts.OrganizationException e) {
            state.failed(organization, unread(e));
            return;
        }
        if (members.others() > 0) {
            state.note(
                    members.others() == 1
                            ? "1 account of the organization is not active and was not scanned."
                            : members.others() + " accounts of the organization are not active and were not scanned.");
        }
        if (members.active().isEmpty()) {
            state.failed(organization, "The organization has no active account.");
            return;
        }
        for (OrganizationAccounts.Member member : members.active()) {
            WholeAccount account = new WholeAccount(
                    member.account(), Optional.of(member.name()).filter(name -> !name.isEmpty()));
            state.plan(account);
            tasks.submit(() -> scanMember(own, role, account));
        }
        state.drop(organization);
    }

    private void scanMember(AccountAccess own, String role, WholeAccount member) {
        AwsClients home = clients.of(own.profile(), own.home());
        Optional<AwsCredentialsProvider> session;
        try {
            session = Optional.of(new ExecutionRole(home).session(own.calls(home), member.account(), role, SESSION));
        } catch (ExecutionRoleException e) {
            // The management account usually does not have the role; its own credentials can read it.
            if (!member.account().equals(own.account())) {
                state.failed(member, unread(e));
                return;
            }
            session = Optional.empty();
        }
        scanAccount(own.member(member.account(), member.accountName(), session), member);
    }

    /** @param planned the target that the targets of the account's Regions replace */
    private void scanAccount(AccountAccess access, WholeAccount planned) {
        if (!state.addAccount(access.account())) {
            state.note("Account " + access.account() + " is also reached by " + AccountAccess.name(access.profile())
                    + ". It was scanned once.");
            state.drop(planned);
            return;
        }
        tasks.submit(() -> {
            try {
                scanRegions(access);
                state.drop(planned);
            } catch (RuntimeException e) {
                state.failed(planned, defect(e));
            }
        });
    }

    private void scanRegions(AccountAccess access) {
        List<AccountRegion> targets =
                regions.of(access).stream().map(access::target).toList();
        if (targets.isEmpty()) {
            state.failed(
                    new WholeAccount(access.account(), access.accountName()),
                    options.regions().isEmpty()
                            ? "DAX is not available in the partition of the account, " + access.partition() + "."
                            : "None of the specified Regions is in the partition of the account, " + access.partition()
                                    + ".");
            return;
        }
        accounts.add(access);
        // Planned first, so that a report after an interruption has all of them.
        targets.forEach(state::plan);
        for (AccountRegion target : targets) {
            if (regions.isSkipped(access, target.region())) {
                detail.accept(target.name() + ": not scanned. The Region is not enabled.");
                state.completed(new TargetResult(
                        target, List.of(), new Outcome.Excluded(Exclusion.NOT_ENABLED, RegionSelection.DISABLED)));
            } else {
                tasks.submit(() -> scanTarget(access, target));
            }
        }
    }

    /** Clients for the Region where the global services of the account's partition answer. */
    private AwsClients global(AccountAccess access) {
        return clients.of(access.profile(), DaxRegions.homeOf(access.partition()));
    }

    private void scanTarget(AccountAccess access, AccountRegion target) {
        detail.accept(target.name() + ": scanning.");
        try {
            TargetResult result = scanner.scan(access, clients.of(access.profile(), target.region()));
            detail.accept(target.name() + ": " + result.outcome().code() + ", clusters: "
                    + result.clusters().size() + ".");
            if (details.isNeededFor(result)) {
                state.completed(details.planned(result));
                state.planLookup();
                tasks.submit(() -> lookUp(access, result));
            } else {
                state.completed(result);
            }
        } catch (RuntimeException e) {
            state.failed(target, defect(e));
        }
    }

    private void lookUp(AccountAccess access, TargetResult result) {
        AccountRegion target = result.target();
        detail.accept(target.name() + ": looking up details of findings.");
        try {
            state.lookedUp(details.complete(result, access, clients.of(access.profile(), target.region())));
        } catch (RuntimeException e) {
            state.lookedUp(details.failed(result, defect(e)));
        }
    }

    /** A defect of daxguard must not hide the results of the other targets. */
    private static String defect(RuntimeException e) {
        return "Unexpected error. Please report it: " + e;
    }

    /** Reports each specified Region whose partition has none of the accounts. */
    private void reportRegionsOfOtherPartitions() {
        Set<String> partitions = accounts.stream().map(AccountAccess::partition).collect(Collectors.toSet());
        for (String region : options.regions()) {
            String partition = DaxRegions.partition(region);
            if (!partitions.contains(partition)) {
                accounts.forEach(access -> state.failed(
                        access.target(region),
                        "The Region is in the partition " + partition + ", but the account is in " + access.partition()
                                + "."));
            }
        }
    }

    /** Sends findings to the Security Hub of each account and Region, with the credentials that scanned them. */
    ImportOutcome send(Report report) {
        return new SecurityHubImport(this::securityHub, tasks.threads()).send(report);
    }

    private SecurityHubImport.Access securityHub(AccountRegion target) {
        AccountAccess access = accounts.stream()
                .filter(scanned -> scanned.account().equals(target.account()))
                .findFirst()
                .orElseThrow();
        AwsClients regional = clients.of(access.profile(), target.region());
        return new SecurityHubImport.Access(regional, access.calls(regional));
    }

    /** Makes {@link #run} return a partial report, from another thread. */
    void stop() {
        isStopped = true;
        tasks.stop();
    }

    /** Whether {@link #stop} was called, perhaps too late for {@link #run}. */
    boolean isStopped() {
        return isStopped;
    }

    private static Outcome.Unread unread(RuntimeException e) {
        return new Outcome.Unread(FailureCause.message(e), FailureCause.of(e));
    }

    @Override
    public void close() {
        tasks.close();
        clients.close();
    }
}
