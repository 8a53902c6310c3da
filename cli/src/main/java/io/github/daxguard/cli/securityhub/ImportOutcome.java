package io.github.daxguard.cli.securityhub;

import io.github.daxguard.cli.report.Place.AccountRegion;
import java.util.List;
import java.util.function.ToIntFunction;

/** The result of an import, by account and Region. */
public record ImportOutcome(List<AtPlace> places) {

    /**
     * The result in one account and Region. Without problems every finding is imported.
     *
     * @param findings the number of findings to send, those to archive included
     * @param archived how many of them are archived because their cluster no longer exists
     * @param cause of the call that failed, the same in all Regions with the same failure; empty if none failed
     */
    public record AtPlace(
            AccountRegion place, int findings, int archived, int imported, String cause, List<String> problems) {
        public AtPlace {
            problems = List.copyOf(problems);
            if (problems.isEmpty() && imported != findings) {
                throw new IllegalArgumentException(
                        place.name() + " has " + imported + " of " + findings + " findings, and no problem");
            }
        }
    }

    public ImportOutcome {
        places = List.copyOf(places);
    }

    public int findings() {
        return sum(AtPlace::findings);
    }

    public int archived() {
        return sum(AtPlace::archived);
    }

    public int imported() {
        return sum(AtPlace::imported);
    }

    private int sum(ToIntFunction<AtPlace> number) {
        return places.stream().mapToInt(number).sum();
    }

    public List<AtPlace> failures() {
        return places.stream().filter(place -> !place.problems().isEmpty()).toList();
    }
}
