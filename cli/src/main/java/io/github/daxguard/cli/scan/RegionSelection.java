package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.scan.RegionLists.RegionListException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** Selects the Regions of a scan by AWS's lists and the built-in one. Thread-safe. */
final class RegionSelection {

    /** In the other partitions, all Regions are enabled in each account, and AWS publishes no list of those with DAX. */
    private static final String COMMERCIAL = "aws";

    /** Why a disabled Region has no clusters. */
    static final String DISABLED = "The account has not enabled this Region (account:ListRegions).";

    /** A list of Regions, or the reason why it could not be read. */
    private record Answer(Set<String> regions, Optional<String> failure) {}

    private final List<String> given;
    private final Function<AccountAccess, AwsClients> global;
    private final Map<String, List<AccountAccess>> logins = new ConcurrentSkipListMap<>();
    private final Map<String, Once> withDax = new ConcurrentSkipListMap<>();
    private final Map<String, Once> disabled = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> selected = new ConcurrentSkipListMap<>();

    /**
     * @param given the Regions of the command line; empty: all that have DAX
     * @param global makes clients for the Region of the partition's global services
     */
    RegionSelection(List<String> given, Function<AccountAccess, AwsClients> global) {
        this.given = given;
        this.global = global;
    }

    /** Adds credentials with which AWS's list of Regions with DAX is read: the first that have the permission. */
    void add(AccountAccess own) {
        logins.computeIfAbsent(own.partition(), ignored -> new CopyOnWriteArrayList<>())
                .add(own);
    }

    /** The Regions to scan in the account's partition, by name. */
    List<String> of(AccountAccess access) {
        if (!given.isEmpty()) {
            return given.stream()
                    .filter(region -> DaxRegions.partition(region).equals(access.partition()))
                    .toList();
        }
        Set<String> regions = new TreeSet<>(DaxRegions.of(access.partition()));
        withDax(access).regions().stream()
                .filter(region -> DaxRegions.partition(region).equals(access.partition()))
                .forEach(regions::add);
        selected.put(access.partition(), regions.size());
        return List.copyOf(regions);
    }

    /** Whether AWS reports the Region as disabled. Given Regions are tried first. */
    boolean isSkipped(AccountAccess access, String region) {
        return given.isEmpty() && isDisabled(access, region);
    }

    /** Whether AWS reports the Region as disabled for the account. */
    boolean isDisabled(AccountAccess access, String region) {
        return access.partition().equals(COMMERCIAL)
                && disabled(access).regions().contains(region);
    }

    /** The reason why a Region whose DAX endpoint refuses every call has no DAX; empty if it may have DAX. */
    Optional<String> reasonWithoutDax(AccountAccess access, String region) {
        Answer published = withDax(access);
        if (published.regions().contains(region)) {
            return Optional.empty();
        }
        if (!published.regions().isEmpty()) {
            return Optional.of("AWS's own list of Regions with DAX does not contain this Region.");
        }
        return DaxRegions.isEstablished(region)
                ? Optional.empty()
                : Optional.of("AWS has not announced DAX in this Region (list of " + DaxRegions.DATE + ").");
    }

    private Answer withDax(AccountAccess access) {
        if (!access.partition().equals(COMMERCIAL)) {
            return new Answer(Set.of(), Optional.empty());
        }
        return withDax.computeIfAbsent(access.partition(), partition -> new Once(() -> readWithDax(partition)))
                .answer();
    }

    /** Not with the roles of an organization's accounts, which may not have the permission. */
    private Set<String> readWithDax(String partition) {
        Optional<RegionListException> first = Optional.empty();
        for (AccountAccess own : logins.getOrDefault(partition, List.of())) {
            AwsClients clients = global.apply(own);
            try {
                return RegionLists.withDax(clients, own.calls(clients));
            } catch (RegionListException e) {
                first = first.or(() -> Optional.of(e));
            }
        }
        throw first.orElseGet(() -> new RegionListException("There are no credentials for this partition.", null));
    }

    private Answer disabled(AccountAccess access) {
        return disabled.computeIfAbsent(
                        access.account(),
                        ignored -> new Once(() -> {
                            AwsClients clients = global.apply(access);
                            return RegionLists.disabled(clients, access.calls(clients));
                        }))
                .answer();
    }

    /** Notes on the sources of the Regions, and on the lists that could not be read. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        selected.forEach((partition, number) -> notes.add(source(partition, number)));
        withDax.forEach((partition, list) -> {
            Optional<String> failure = list.known().flatMap(Answer::failure);
            if (failure.isPresent() && !selected.containsKey(partition)) {
                notes.add("AWS's own list of Regions with DAX could not be read. " + failure.get());
            }
        });
        List<String> unread = new ArrayList<>();
        String first = "";
        for (Map.Entry<String, Once> account : disabled.entrySet()) {
            Optional<String> failure = account.getValue().known().flatMap(Answer::failure);
            if (failure.isPresent()) {
                first = unread.isEmpty() ? failure.get() : first;
                unread.add(account.getKey());
            }
        }
        if (!unread.isEmpty()) {
            notes.add("The list of enabled Regions could not be read for "
                    + (unread.size() == 1 ? "account " + unread.get(0) : unread.size() + " accounts")
                    + (given.isEmpty() ? ", so every Region was scanned. " : ". ") + first);
        }
        return notes;
    }

    private String source(String partition, int number) {
        String regions = "Regions with DAX in the partition " + partition + ": " + number + ", by ";
        String builtIn = "the list built into daxguard, of " + DaxRegions.DATE + ".";
        Once published = withDax.get(partition);
        if (published == null) {
            return regions + builtIn;
        }
        return published
                .known()
                .flatMap(Answer::failure)
                .map(failure -> regions + builtIn + " AWS's own list could not be read. " + failure)
                .orElse(regions + "AWS's own list (SSM public parameters) and " + builtIn);
    }

    /** A list that is read once, by the first thread that needs it. */
    private static final class Once {
        private final Supplier<Set<String>> list;
        private volatile Optional<Answer> answer = Optional.empty();

        Once(Supplier<Set<String>> list) {
            this.list = list;
        }

        synchronized Answer answer() {
            if (answer.isEmpty()) {
                answer = Optional.of(read());
            }
            return answer.get();
        }

        /** Does not wait for a call that has not ended. */
        Optional<Answer> known() {
            return answer;
        }

        private Answer read() {
            try {
                return new Answer(list.get(), Optional.empty());
            } catch (RuntimeException e) {
                // A list that cannot be read must not hide the results of the other targets, whatever the reason is.
                return new Answer(Set.of(), Optional.of(String.valueOf(e.getMessage())));
            }
        }
    }
}
