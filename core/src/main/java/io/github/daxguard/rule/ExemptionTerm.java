package io.github.daxguard.rule;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long exemptions may hold on a day.
 *
 * @param today in UTC
 * @param maxDays {@code maxExemptionDays}: the most days after today on which an exemption may end
 */
public record ExemptionTerm(LocalDate today, OptionalInt maxDays) {

    /** What of a last day's exemption holds on that day; without a last day it never ends. */
    public Exemption of(Exemption.Source source, Optional<LocalDate> lastDay) {
        if (lastDay.isPresent() && today.isAfter(lastDay.get())) {
            return new Exemption.Expired(source, lastDay.get());
        }
        if (maxDays.isPresent() && endsAfter(lastDay, maxDays.getAsInt())) {
            return new Exemption.TooLong(source, lastDay, maxDays.getAsInt());
        }
        return new Exemption.Granted(source, lastDay);
    }

    /** Whether it practically never ends: more than {@value RuleParameters#MAX_EXEMPTION_DAYS} days after today, or never. */
    boolean isOpenEnded(Optional<LocalDate> lastDay) {
        return endsAfter(lastDay, RuleParameters.MAX_EXEMPTION_DAYS);
    }

    private boolean endsAfter(Optional<LocalDate> lastDay, int days) {
        return lastDay.isEmpty() || lastDay.get().isAfter(today.plusDays(days));
    }
}
