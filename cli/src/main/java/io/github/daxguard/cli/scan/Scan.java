package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.ExecutionRole;
import io.github.daxguard.aws.ExecutionRoleException;
import io.github.daxguard.cli.access.CallerIdentity;
import io.github.daxguard.cli.access.CallerIdentityException;
import io.github.daxguard.cli.process.Surroundings;
import io.github.daxguard.cli.report.Place.AccountRegion;
import io.github.daxguard.cli.report.Place.WholeAccount;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.securityhub.ImportOutcome;
import io.github.daxguard.cli.securityhub.SecurityHubImport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * One run of the command: finds the accounts, enters them, and looks at each of their Regions, as many at once as it may.
 *
 * <p>Costs a GetCallerIdentity for each profile, for an organization a ListAccounts for each 20 accounts and an AssumeRole
 * for each, and a DescribeClusters for each account, Region and 100 clusters.
 */
final class Scan implements AutoCloseable {

    /** Goes into the names of sessions, so that CloudTrail in the accounts tells what it was. */
    private static final String SESSION = "scan";

    private final ScanChoices choices;
    private final Instant begin;
    private final ClientPool clients;
    private final PlaceReader reader;
    private final Ledger ledger = new Ledger();
    private final Crew crew;
    private final Queue<Entrance> entrances = new ConcurrentLinkedQueue<>();
    private volatile boolean isStopped;

    Scan(ScanChoices choices, Surroundings surroundings) {
        this.choices = choices;
        this.begin = surroundings.clock().instant();
        this.clients = new ClientPool(surroundings.access());
        this.reader = new PlaceReader(choices, LocalDate.ofInstant(begin, ZoneOffset.UTC));
        this.crew = new Crew(choices.concurrency());
    }

    /**
     * Looks at everything.
     *
     * @param onProgress is told how far it is, by this thread
     * @throws io.github.daxguard.cli.access.NoAccessException if the person's settings do not suffice; AWS has been asked
     *     nothing then
     */
    Report run(Surroundings surroundings, Consumer<Ledger.State> onProgress) {
        List<Attempt> attempts = new ArrayList<>();
        for (Optional<String> profile : profiles()) {
            AwsClients atHome = clients.of(profile, home(surroundings, profile));
            // Here, where it can still be said that nothing was done, if one of them is no Region.
            choices.regions().forEach(region -> clients.of(profile, region));
            attempts.add(new Attempt(profile, atHome, new WholeAccount(Login.name(profile), Optional.empty())));
        }
        attempts.forEach(attempt -> ledger.plan(attempt.place()));
        onProgress.accept(ledger.state());
        Runnable onChange = () -> onProgress.accept(ledger.state());
        attempts.forEach(attempt -> crew.add(() -> logIn(attempt)));
        boolean isWhole = crew.work(onChange);
        if (isWhole) {
            // In the order given: of two profiles that lead to one account, always the same one looks at it.
            attempts.forEach(this::goOn);
            isWhole = crew.work(onChange);
        }
        if (isWhole && attempts.stream().allMatch(attempt -> attempt.login().isPresent())) {
            mentionRegionsOfOtherPartitions();
        }
        return ledger.report(choices.version(), begin, choices.controls(), !isWhole);
    }

    private List<Optional<String>> profiles() {
        return choices.profiles().isEmpty()
                ? List.of(Optional.empty())
                : choices.profiles().stream().map(Optional::of).toList();
    }

    /** Finding out whom a profile's credentials belong to, and what came of it. */
    private static final class Attempt {
        private final Optional<String> profile;
        private final AwsClients atHome;
        private final WholeAccount place;
        private volatile Optional<Login> login = Optional.empty();

        Attempt(Optional<String> profile, AwsClients atHome, WholeAccount place) {
            this.profile = profile;
            this.atHome = atHome;
            this.place = place;
        }

        WholeAccount place() {
            return place;
        }

        Optional<Login> login() {
            return login;
        }
    }

    /** Sends what was found to the Security Hub of each account and Region, with the credentials that read there. */
    ImportOutcome send(Report report) {
        return new SecurityHubImport(this::open, crew.threads()).send(report);
    }

    private SecurityHubImport.Access open(AccountRegion place) {
        Entrance entrance = entrances.stream()
                .filter(entered -> entered.account().equals(place.account()))
                .findFirst()
                .orElseThrow();
        AwsClients there = clients.of(entrance.login().profile(), place.region());
        return new SecurityHubImport.Access(there, entrance.calls(there));
    }

    /** Makes {@link #run} return with what it has, from another thread. */
    void stop() {
        isStopped = true;
        crew.stop();
    }

    /** Whether somebody has stopped it, perhaps too late for {@link #run} to notice. */
    boolean isStopped() {
        return isStopped;
    }

    /** Where to ask who one is: the Region of the settings; else one that every account has. */
    private String home(Surroundings surroundings, Optional<String> profile) {
        return surroundings
                .access()
                .region(profile)
                .orElseGet(() -> DaxRegions.homeOf(choices.regions().stream()
                        .map(DaxRegions::partition)
                        .findFirst()
                        .orElse("aws")));
    }

    private void logIn(Attempt attempt) {
        try {
            attempt.login = Optional.of(new Login(
                    attempt.profile,
                    attempt.atHome.region().id(),
                    CallerIdentity.of(attempt.atHome, Caller.COMMAND_LINE, LookTime.begin())));
        } catch (CallerIdentityException e) {
            ledger.failed(attempt.place, text(e));
        }
    }

    /** Plans what the login leads to before it drops the login's own place, so that something is always planned. */
    private void goOn(Attempt attempt) {
        if (attempt.login.isEmpty()) {
            return;
        }
        Entrance own = Entrance.of(attempt.login.get());
        if (choices.organizationRole().isPresent()) {
            WholeAccount organization =
                    new WholeAccount("the organization of account " + own.account(), Optional.empty());
            ledger.plan(organization);
            crew.add(() -> enterOrganization(own, choices.organizationRole().get(), organization));
        } else {
            look(own);
        }
        ledger.drop(attempt.place);
    }

    private void enterOrganization(Entrance own, String role, WholeAccount place) {
        OrganizationAccounts accounts;
        AwsClients global =
                clients.of(own.login().profile(), DaxRegions.homeOf(own.login().partition()));
        try {
            accounts = OrganizationAccounts.list(global, own.calls(global));
        } catch (OrganizationAccounts.OrganizationException e) {
            ledger.failed(place, text(e));
            return;
        }
        if (accounts.others() > 0) {
            ledger.note(
                    accounts.others() == 1
                            ? "1 account of the organization is not active and was left out."
                            : accounts.others() + " accounts of the organization are not active and were left out.");
        }
        for (OrganizationAccounts.Member member : accounts.active()) {
            WholeAccount account = new WholeAccount(
                    member.account(), Optional.of(member.name()).filter(name -> !name.isEmpty()));
            ledger.plan(account);
            crew.add(() -> enter(own, role, account));
        }
        ledger.drop(place);
    }

    private void enter(Entrance own, String role, WholeAccount member) {
        AwsClients atHome = clients.of(own.login().profile(), own.login().home());
        Optional<ExecutionRoleException> refusal = Optional.empty();
        try {
            AwsCredentialsProvider session =
                    new ExecutionRole(atHome).session(own.calls(atHome), member.account(), role, SESSION);
            look(new Entrance(own.login(), member.account(), member.accountName(), Optional.of(session)));
        } catch (ExecutionRoleException e) {
            refusal = Optional.of(e);
        }
        if (refusal.isPresent() && !member.account().equals(own.account())) {
            ledger.failed(member, text(refusal.get()));
            return;
        }
        if (refusal.isPresent()) {
            // The account that one is in already: the management account has no such role, as a rule.
            look(new Entrance(own.login(), member.account(), member.accountName(), Optional.empty()));
        }
        ledger.drop(member);
    }

    private void look(Entrance entrance) {
        if (!ledger.enter(entrance.account())) {
            ledger.note("Account " + entrance.account() + " is reached by "
                    + Login.name(entrance.login().profile())
                    + " too; it was looked at once.");
            return;
        }
        List<String> regions = regions(entrance);
        if (regions.isEmpty()) {
            ledger.failed(
                    new WholeAccount(entrance.account(), entrance.accountName()),
                    noRegion(entrance.login().partition()));
            return;
        }
        entrances.add(entrance);
        // All first: an interruption must not leave some of them unmentioned.
        List<Runnable> looks = new ArrayList<>();
        for (String region : regions) {
            AccountRegion place = new AccountRegion(entrance.account(), entrance.accountName(), region);
            ledger.plan(place);
            looks.add(() -> look(entrance, place));
        }
        looks.forEach(crew::add);
    }

    private void look(Entrance entrance, AccountRegion place) {
        try {
            ledger.read(reader.read(entrance, clients.of(entrance.login().profile(), place.region())));
        } catch (RuntimeException e) {
            // A mistake of ours; what the other places hold is worth knowing all the same.
            ledger.failed(place, "An unexpected failure, please report it: " + e);
        }
    }

    private List<String> regions(Entrance entrance) {
        String partition = entrance.login().partition();
        return choices.regions().isEmpty()
                ? DaxRegions.of(partition)
                : choices.regions().stream()
                        .filter(region -> DaxRegions.partition(region).equals(partition))
                        .toList();
    }

    /** A Region that was asked for, and that none of the accounts can have. */
    private void mentionRegionsOfOtherPartitions() {
        Set<String> partitions =
                entrances.stream().map(entrance -> entrance.login().partition()).collect(Collectors.toSet());
        for (String region : choices.regions()) {
            if (!partitions.contains(DaxRegions.partition(region))) {
                entrances.forEach(entrance -> ledger.failed(
                        new AccountRegion(entrance.account(), entrance.accountName(), region),
                        "The Region is in the partition " + DaxRegions.partition(region) + ", the account in "
                                + entrance.login().partition() + "."));
            }
        }
    }

    private String noRegion(String partition) {
        return choices.regions().isEmpty()
                ? "AWS offers no DAX in its partition, " + partition + "."
                : "None of the Regions given with --region is in its partition, " + partition + ".";
    }

    private static String text(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        crew.close();
        clients.close();
    }
}
