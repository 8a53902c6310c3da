package io.github.daxguard.rule;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/** What the rule's parameters and a cluster's tags say about letting an unencrypted cluster pass. */
public sealed interface Exemption {

    /** What a person who reads the verdict should know of it; empty if nothing. */
    String explanation();

    /**
     * What grants an exemption.
     *
     * @param isTag whether it is a tag of the cluster
     * @param words which one, in words
     */
    record Source(boolean isTag, String words) {

        static Source ofTag(String key) {
            return new Source(true, "tag " + key);
        }

        /** An entry of a list of exemptions, such as {@code exemptClusters}. */
        static Source ofEntry(String list, String glob) {
            return new Source(false, list + " entry \"" + glob + "\"");
        }

        @Override
        public String toString() {
            return words;
        }
    }

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
     * @param lastDay the last day, in UTC, on which it holds; empty if it has no end
     */
    record Granted(Source source, Optional<LocalDate> lastDay) implements Exemption {
        @Override
        public String explanation() {
            return "Exempt " + lastDay.map(day -> "through " + day).orElse("without an end") + " by " + source + ".";
        }

        /**
         * Whether it is a tag that practically never ends: more than {@value RuleParameters#MAX_EXEMPTION_DAYS} days later.
         *
         * @param today in UTC
         */
        public boolean isUnboundedTag(LocalDate today) {
            return source.isTag() && new ExemptionTerm(today, OptionalInt.empty()).isOpenEnded(lastDay);
        }
    }

    /** An exemption that held until a day that has passed. */
    record Expired(Source source, LocalDate lastDay) implements Exemption {
        @Override
        public String explanation() {
            return "The exemption ended on " + lastDay + ": " + source + ".";
        }
    }

    /**
     * An exemption that would hold longer than the rule parameter {@code maxExemptionDays} allows: it exempts nothing.
     *
     * @param lastDay empty if it has no end
     * @param maxDays the parameter's value
     */
    record TooLong(Source source, Optional<LocalDate> lastDay, int maxDays) implements Exemption {
        @Override
        public String explanation() {
            return "Exemption ignored, it "
                    + lastDay.map(day -> "ends on " + day).orElse("has no end") + " (maxExemptionDays is " + maxDays
                    + "): " + source + ".";
        }
    }

    /** The exemption tag is there, but its value is no date: it exempts nothing. */
    record InvalidDate(String tagKey, String value) implements Exemption {
        @Override
        public String explanation() {
            return "Tag " + tagKey + " exempts nothing: \"" + ShortText.of(value, 40) + "\" is no date (YYYY-MM-DD).";
        }
    }

    /**
     * The cluster's tags are not known: it is evaluated without them.
     *
     * @param failure to read them; empty if there are none to read yet, because the cluster is being created
     */
    record TagsUnread(Optional<RuntimeException> failure) implements Exemption {
        @Override
        public String explanation() {
            return "Its tags could not be read, so no tag exempts it.";
        }
    }
}
