package io.github.daxguard.emulator;

/**
 * What CloudWatch keeps of a metric's samples in one period.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_StatisticSet.html">StatisticSet</a>
 */
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
