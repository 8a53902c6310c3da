package io.github.daxguard.handler;

/** The responses and the number of runs of {@link Priming}, for the bare handler of the benchmark. */
public final class PrimingConstants {

    public static final String CLUSTERS = Priming.CLUSTERS;
    public static final String RESULTS = Priming.RESULTS;
    public static final String REPORTED = Priming.REPORTED;
    public static final int RUNS = Priming.RUNS;

    private PrimingConstants() {}
}
