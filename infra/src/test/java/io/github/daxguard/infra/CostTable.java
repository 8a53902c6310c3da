package io.github.daxguard.infra;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;

/**
 * The table of monthly costs in {@code docs/reference/cost.md}, from the prices and formulas of that page. All clusters exist the
 * whole month and do not change. Without clusters, a rule reports the account.
 */
final class CostTable {

    static final int HOURS_OF_A_MONTH = 720;
    static final int CONTROLS = 2;
    private static final int METRICS_OF_A_CONTROL = 6;
    private static final double PRICE_OF_A_METRIC = 0.30;
    static final double PRICE_OF_AN_ALARM = 0.10;
    static final double PRICE_OF_A_KEY = 1;
    private static final double KEY_AND_ALARMS = PRICE_OF_A_KEY + (4 + CONTROLS + 2) * PRICE_OF_AN_ALARM;
    private static final int REFRESH_HOURS = 24;

    private CostTable() {}

    /** The lines of the table, without the heading. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int clusters : new int[] {0, 5, 200, 1000}) {
            for (Frequency frequency : List.of(Frequency.TWENTY_FOUR_HOURS, Frequency.SIX_HOURS, Frequency.ONE_HOUR)) {
                double all = evaluations(clusters, frequency.hours());
                double changes = clusters == 0
                        ? evaluations(0, REFRESH_HOURS)
                        : evaluations(clusters, hoursBetweenReports(frequency.hours(), REFRESH_HOURS));
                double stack = KEY_AND_ALARMS + metrics(frequency.hours());
                lines.add(String.format(
                        ROOT,
                        "| %,d | %s | %,.0f: $%.2f | %,.0f: $%.2f | $%.2f | $%.2f | **$%.2f** | $%.2f |",
                        clusters,
                        frequency.configValue(),
                        all,
                        price(all),
                        changes,
                        price(changes),
                        stack,
                        price(all) + stack,
                        price(changes) + stack,
                        price(all)));
            }
        }
        return lines;
    }

    /** An unchanged result is reported by the first run that is at least one hour less than the refresh period after the last. */
    static int hoursBetweenReports(int frequencyHours, int refreshHours) {
        return (refreshHours - 2 + frequencyHours) / frequencyHours * frequencyHours;
    }

    static double evaluations(int clusters, int hoursBetween) {
        return (double) HOURS_OF_A_MONTH / hoursBetween * CONTROLS * Math.max(1, clusters);
    }

    /** A metric costs its price for the share of hours with a data point. */
    static double metrics(int frequencyHours) {
        return METRICS_OF_A_CONTROL * CONTROLS * PRICE_OF_A_METRIC / frequencyHours;
    }

    static double price(double evaluations) {
        return Math.min(evaluations, 100_000) * 0.001
                + Math.min(Math.max(evaluations - 100_000, 0), 400_000) * 0.0008
                + Math.max(evaluations - 500_000, 0) * 0.0005;
    }
}
