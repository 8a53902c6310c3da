package io.github.daxguard.rule;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether a cluster that is not encrypted is exempt, by the rule's parameters and the cluster's tags. */
public sealed interface Exemption {

    /** A sentence for the annotation; empty if no exemption applies. */
    String explanation();

    /**
     * The source of an exemption.
     *
     * @param isTag whether it is a tag of the cluster
     * @param words the source in a sentence: {@code tag exempt-until}
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

    /** No entry and no tag applies to the cluster. */
    record None() implements Exemption {
        @Override
        public String explanation() {
            return "";
        }
    }

    /**
     * A valid exemption.
     *
     * @param lastDay the last day, in UTC; empty if the exemption is open-ended
     */
    record Granted(Source source, Optional<LocalDate> lastDay) implements Exemption {
        @Override
        public String explanation() {
            return "Exempt " + lastDay.map(day -> "through " + day).orElse("indefinitely") + " by " + source + ".";
        }

        /**
         * Whether it is an open-ended tag: its last day is more than {@value RuleParameters#MAX_EXEMPTION_DAYS} days away.
         *
         * @param today in UTC
         */
        public boolean isUnboundedTag(LocalDate today) {
            return source.isTag() && new ExemptionTerm(today, OptionalInt.empty()).isOpenEnded(lastDay);
        }
    }

    /** An exemption whose last day has passed. It is ignored. */
    record Expired(Source source, LocalDate lastDay) implements Exemption {
        @Override
        public String explanation() {
            return "Exemption ended on " + lastDay + ": " + source + ".";
        }
    }

    /**
     * An exemption that ends later than the rule parameter {@code maxExemptionDays} allows. It is ignored.
     *
     * @param lastDay empty if the exemption is open-ended
     * @param maxDays the parameter's value
     */
    record TooLong(Source source, Optional<LocalDate> lastDay, int maxDays) implements Exemption {
        @Override
        public String explanation() {
            return "Exemption ignored (" + lastDay.map(day -> "ends " + day).orElse("no last day")
                    + ", maxExemptionDays " + maxDays + "): " + source + ".";
        }
    }

    /** The value of the exemption tag is not a valid date. The tag is ignored. */
    record InvalidDate(String tagKey, String value) implements Exemption {
        @Override
        public String explanation() {
            return "Tag " + tagKey + " ignored: invalid date \"" + ShortText.of(value, 40) + "\" (YYYY-MM-DD).";
        }
    }

    /**
     * The cluster's tags are not known. The cluster is evaluated without them.
     *
     * @param failure of the call; empty if the tags cannot be read yet, because the cluster is being created
     */
    record TagsUnread(Optional<RuntimeException> failure) implements Exemption {
        @Override
        public String explanation() {
            return "Tags could not be read; tag exemptions are ignored.";
        }
    }
}
