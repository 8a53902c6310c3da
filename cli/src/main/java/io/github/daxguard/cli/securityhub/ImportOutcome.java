package io.github.daxguard.cli.securityhub;

import io.github.daxguard.cli.report.Place.AccountRegion;
import java.util.List;

/** The result of an import, by account and Region. */
public record ImportOutcome(List<AtPlace> places) {

    /** The result in one account and Region. Without problems every finding is imported. */
    public record AtPlace(AccountRegion place, int findings, int imported, List<String> problems) {
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

    public int imported() {
        return places.stream().mapToInt(AtPlace::imported).sum();
    }

    public List<AtPlace> failures() {
        return places.stream().filter(place -> !place.problems().isEmpty()).toList();
    }
}
