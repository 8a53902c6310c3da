package io.github.daxguard.cli.securityhub;

import io.github.daxguard.cli.report.Place.AccountRegion;
import java.util.List;

/**
 * What came of sending findings to Security Hub.
 *
 * @param places each account and Region that has findings, by name
 */
public record ImportOutcome(List<AtPlace> places) {

    /**
     * What came of it in one account and Region.
     *
     * @param findings how many were to be sent
     * @param imported how many Security Hub has confirmed
     * @param problems what went wrong and what to do about it, in sentences; empty if nothing did
     */
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

    /** How many findings Security Hub has confirmed, everywhere. */
    public int imported() {
        return places.stream().mapToInt(AtPlace::imported).sum();
    }

    /** The places where something went wrong. */
    public List<AtPlace> failures() {
        return places.stream().filter(place -> !place.problems().isEmpty()).toList();
    }
}
