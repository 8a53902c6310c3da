package io.github.daxguard.rule;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The day of an evaluation, and the latest day on which an exemption may end.
 *
 * @param today in UTC
 * @param maxDays {@code maxExemptionDays}: the maximum number of days from today to the end of an exemption; empty if unlimited
 */
public record ExemptionTerm(LocalDate today, OptionalInt maxDays) {

    /** The exemption with that last day; without a last day it is unbounded. */
    public Exemption of(Exemption.Source source, Optional<LocalDate> lastDay) {
        if (lastDay.isPresent() && today.isAfter(lastDay.get())) {
            return new Exemption.Expired(source, lastDay.get());
        }
        if (maxDays.isPresent() && endsAfter(lastDay, maxDays.getAsInt())) {
            return new Exemption.TooLong(source, lastDay, maxDays.getAsInt());
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
