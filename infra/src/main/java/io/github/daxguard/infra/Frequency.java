package io.github.daxguard.infra;

/**
 * How often AWS Config runs a periodic rule.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_SourceDetail.html">SourceDetail</a>
 */
enum Frequency {
    ONE_HOUR("One_Hour", 1),
    THREE_HOURS("Three_Hours", 3),
    SIX_HOURS("Six_Hours", 6),
    TWELVE_HOURS("Twelve_Hours", 12),
    TWENTY_FOUR_HOURS("TwentyFour_Hours", 24);

    private final String configValue;
    private final int hours;

    Frequency(String configValue, int hours) {
        this.configValue = configValue;
        this.hours = hours;
    }

    /** As AWS Config's API, and the context value {@code frequency}, spell it. */
    String configValue() {
        return configValue;
    }

    int hours() {
        return hours;
    }
}
