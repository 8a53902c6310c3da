package io.github.daxguard.rule;

import java.time.LocalDate;
import java.util.Optional;

/** What the rule's parameters and a cluster's tags say about letting an unencrypted cluster pass. */
public sealed interface Exemption {

    /** What a person who reads the verdict should know of it; empty if nothing. */
    String explanation();

    /** Nothing speaks of an exemption. */
    record None() implements Exemption {
        @Override
        public String explanation() {
            return "";
        }
    }

    /**
     * An exemption that holds.
     *
     * @param source what grants it, in words
     * @param lastDay the last day, in UTC, on which it holds; empty if it has no end
     */
    record Granted(String source, Optional<LocalDate> lastDay) implements Exemption {
        @Override
        public String explanation() {
            return "Exempt " + lastDay.map(day -> "through " + day).orElse("without an end") + " by " + source + ".";
        }
    }

    /** An exemption that held until a day that has passed. */
    record Expired(String source, LocalDate lastDay) implements Exemption {
        @Override
        public String explanation() {
            return "The exemption ended on " + lastDay + ": " + source + ".";
        }
    }

    /** The exemption tag is there, but its value is no date: it exempts nothing. */
    record NoDate(String tagKey, String value) implements Exemption {
        @Override
        public String explanation() {
            return "Tag " + tagKey + " exempts nothing: \"" + ShortText.of(value, 40) + "\" is no date (YYYY-MM-DD).";
        }
    }

    /** The cluster's tags could not be read: it is judged without them. */
    record TagsUnread() implements Exemption {
        @Override
        public String explanation() {
            return "Its tags could not be read, so no tag exempts it.";
        }
    }
}
