package io.github.daxguard.emulator;

/**
 * What CloudWatch keeps of a metric's samples in one period.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_StatisticSet.html">StatisticSet</a>
 */
record Statistics(double count, double sum, double minimum, double maximum) {
    static Statistics of(double value) {
        return of(value, 1);
    }

    /** The same value so many times. */
    static Statistics of(double value, double times) {
        return new Statistics(times, value * times, value, value);
    }

    /** Whether there are samples, and none is out of all bounds. */
    boolean isPlausible() {
        return count > 0
                && Double.isFinite(count)
                && Double.isFinite(sum)
                && Double.isFinite(minimum)
                && Double.isFinite(maximum);
    }

    Statistics and(Statistics other) {
        return new Statistics(
                count + other.count,
                sum + other.sum,
                Math.min(minimum, other.minimum),
                Math.max(maximum, other.maximum));
    }
}
