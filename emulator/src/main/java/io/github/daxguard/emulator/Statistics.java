package io.github.daxguard.emulator;

/** The CloudWatch statistic set of a metric's samples in one period. */
record Statistics(double count, double sum, double minimum, double maximum) {
    static Statistics of(double value) {
        return new Statistics(1, value, value, value);
    }

    Statistics and(Statistics other) {
        return new Statistics(
                count + other.count,
                sum + other.sum,
                Math.min(minimum, other.minimum),
                Math.max(maximum, other.maximum));
    }
}
