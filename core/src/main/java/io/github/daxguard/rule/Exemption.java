package io.github.daxguard.rule;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether a cluster that is not encrypted is exempt, by the rule's parameters and the cluster's tags. */
public sealed interface Exemption {

    /** A sentence for the annotation; empty if no exemption applies. */
    default String explanation() {
        return explanation(Verdict.MAX_ANNOTATION_LENGTH);
    }

    /** The same sentence with a shorter name and value, if it would have more than {@code limit} characters. */
    String explanation(int limit);

    /**
     * The source of an exemption, in words: {@code before}, {@code name} and {@code after}.
     *
     * @param isTag whether it is a tag of the cluster
     * @param name the part that is shortened first
     */
    record Source(boolean isTag, String before, String name, String after) {

        static Source ofTag(String key) {
            return new Source(true, "tag ", key, "");
        }

        /** An entry of a list of exemptions, such as {@code exemptClusters}. */
        static Source ofEntry(String list, String glob) {
            return new Source(false, list + " entry \"", glob, "\"");
        }

        /** Any other source, in words. */
        public static Source of(String words) {
            return new Source(false, "", words, "");
        }

        /** With a shorter name if it would have more than {@code limit} characters. */
        String within(int limit) {
            int available = limit - before.length() - after.length();
            return before + (name.length() > available ? shortened(name, available) : name) + after;
        }

        @Override
        public String toString() {
            return before + name + after;
        }
    }

    /** No entry and no tag applies to the cluster. */
    record None() implements Exemption {
        @Override
        public String explanation(int limit) {
            return "";
        }
    }

    /**
     * A valid exemption.
     *
     * @param lastDay the last day, in UTC; empty if the exemption is unbounded
     */
    record Granted(Source source, Optional<LocalDate> lastDay) implements Exemption {
        @Override
        public String explanation(int limit) {
            return sentence(
                    "Exempt " + lastDay.map(day -> "through " + day).orElse("indefinitely") + " by ", source, limit);
        }

        /**
         * Whether it is an unbounded tag: its last day is more than {@value RuleParameters#MAX_EXEMPTION_DAYS} days away.
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
        public String explanation(int limit) {
            return sentence("Exemption ended on " + lastDay + ": ", source, limit);
        }
    }

    /**
     * An exemption that ends later than {@code maxExemptionDays} allows. It is ignored.
     *
     * @param lastDay empty if the exemption is unbounded
     * @param parameter the name by which the user sets {@code maxExemptionDays}
     * @param maxDays the parameter's value
     */
    record TooLong(Source source, Optional<LocalDate> lastDay, String parameter, int maxDays) implements Exemption {
        @Override
        public String explanation(int limit) {
            return sentence(
                    "Exemption ignored (" + lastDay.map(day -> "ends " + day).orElse("no last day") + ", " + parameter
                            + " " + maxDays + "): ",
                    source,
                    limit);
        }
    }

    /** The value of the exemption tag is not a valid date. The tag is ignored. */
    record InvalidDate(String tagKey, String value) implements Exemption {
        @Override
        public String explanation(int limit) {
            int available = limit - "Tag  ignored: invalid date \"\" (YYYY-MM-DD).".length();
            String shortValue = shortened(value, Math.min(40, available - Math.min(tagKey.length(), available / 2)));
            return "Tag " + shortened(tagKey, available - shortValue.length()) + " ignored: invalid date \""
                    + shortValue + "\" (YYYY-MM-DD).";
        }
    }

    /**
     * The cluster's tags are not known. The cluster is evaluated without them.
     *
     * @param failure of the call; empty if the tags cannot be read yet, because the cluster is being created
     */
    record TagsUnread(Optional<RuntimeException> failure) implements Exemption {
        @Override
        public String explanation(int limit) {
            return "Tags could not be read; tag exemptions are ignored.";
        }
    }

    private static String sentence(String before, Source source, int limit) {
        return before + source.within(limit - before.length() - 1) + ".";
    }

    private static String shortened(String text, int limit) {
        return ShortText.of(text, Math.max(ShortText.SHORTEST_LIMIT, limit));
    }
}
