package io.github.daxguard.rule;

import io.github.daxguard.contract.RuleParameterNames;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The day of an evaluation, and the latest day on which an exemption may end.
 *
 * @param today in UTC
 * @param maxDays {@code maxExemptionDays}: the maximum number of days from today to the end of an exemption; empty if unlimited
 * @param names of the parameters, for explanations
 */
public record ExemptionTerm(LocalDate today, OptionalInt maxDays, Names names) {

    /**
     * The names by which a user sets the parameters of exemptions.
     *
     * @param clusters of the list of clusters
     * @param maxDays of the maximum number of days
     */
    public record Names(String clusters, String maxDays) {

        /** Those of the rule parameters. */
        public static final Names OF_THE_RULE =
                new Names(RuleParameterNames.EXEMPT_CLUSTERS, RuleParameterNames.MAX_EXEMPTION_DAYS);
    }

    /** With the names of the rule parameters. */
    public ExemptionTerm(LocalDate today, OptionalInt maxDays) {
        this(today, maxDays, Names.OF_THE_RULE);
    }

    /** The exemption with that last day; without a last day it is unbounded. */
    public Exemption of(Exemption.Source source, Optional<LocalDate> lastDay) {
        if (lastDay.isPresent() && today.isAfter(lastDay.get())) {
            return new Exemption.Expired(source, lastDay.get());
        }
        if (maxDays.isPresent() && endsAfter(lastDay, maxDays.getAsInt())) {
            return new Exemption.TooLong(source, lastDay, names.maxDays(), maxDays.getAsInt());
        }
        return new Exemption.Granted(source, lastDay);
    }

    /** Whether it ends more than {@value RuleParameters#MAX_EXEMPTION_DAYS} days after today, or never. */
    boolean isOpenEnded(Optional<LocalDate> lastDay) {
        return endsAfter(lastDay, RuleParameters.MAX_EXEMPTION_DAYS);
    }

    private boolean endsAfter(Optional<LocalDate> lastDay, int days) {
        return lastDay.isEmpty() || lastDay.get().isAfter(today.plusDays(days));
    }
}
