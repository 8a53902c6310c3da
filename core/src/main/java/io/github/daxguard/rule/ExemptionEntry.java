package io.github.daxguard.rule;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** An entry of a list of exemptions: a name or glob, and an optional last day, such as {@code batch-*@2027-03-31}. */
public record ExemptionEntry(Glob glob, Optional<LocalDate> lastDay) {

    private static final char BEFORE_DAY = '@';

    /**
     * Reads a comma-separated list.
     *
     * @param glob returns the glob of a text; empty if the text is not accepted
     * @throws InvalidRuleParameterException if an entry is empty, is not accepted, or has an invalid date
     */
    public static List<ExemptionEntry> list(
            String parameter, String value, Function<String, Optional<String>> glob, String expected) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .map(text -> parse(text, glob)
                        .orElseThrow(() -> InvalidRuleParameterException.ofValue(
                                parameter,
                                text.isEmpty() ? value : text,
                                hasInvalidDay(text, glob) ? "a valid date after @, in the form YYYY-MM-DD" : expected)))
                .toList();
    }

    /** Whether only the last day prevents the entry from being accepted. */
    private static boolean hasInvalidDay(String text, Function<String, Optional<String>> glob) {
        int end = text.indexOf(BEFORE_DAY);
        return end >= 0 && glob.apply(text.substring(0, end)).isPresent();
    }

    private static Optional<ExemptionEntry> parse(String text, Function<String, Optional<String>> glob) {
        int end = text.indexOf(BEFORE_DAY);
        Optional<Glob> name =
                glob.apply(end < 0 ? text : text.substring(0, end)).map(Glob::new);
        if (end < 0) {
            return name.map(known -> new ExemptionEntry(known, Optional.empty()));
        }
        Optional<LocalDate> day = LastDay.parse(text.substring(end + 1));
        return day.isEmpty() ? Optional.empty() : name.map(known -> new ExemptionEntry(known, day));
    }

    /** The exemption by the matching entries. A valid entry takes precedence over one that is ignored. */
    public static Exemption of(
            List<ExemptionEntry> entries, Predicate<ExemptionEntry> matches, String list, ExemptionTerm term) {
        Exemption found = new Exemption.None();
        for (ExemptionEntry entry : entries) {
            if (matches.test(entry)) {
                found = entry.on(list, term);
                if (found instanceof Exemption.Granted) {
                    return found;
                }
            }
        }
        return found;
    }

    Exemption on(String list, ExemptionTerm term) {
        return term.of(Exemption.Source.ofEntry(list, glob.text()), lastDay);
    }

    @Override
    public String toString() {
        return glob.text() + lastDay.map(day -> BEFORE_DAY + day.toString()).orElse("");
    }
}
