package io.github.daxguard.infra;

/** How often AWS Config runs a periodic rule. The context uses the values of AWS Config's API. */
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

    String configValue() {
        return configValue;
    }

    int hours() {
        return hours;
    }
}
