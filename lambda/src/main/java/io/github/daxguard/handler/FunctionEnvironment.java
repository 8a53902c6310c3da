package io.github.daxguard.handler;

/**
 * What Lambda's environment tells a function: the one place that reads variables.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Environment variables</a>
 */
final class FunctionEnvironment {

    private FunctionEnvironment() {}

    /** The function's Region; Lambda always sets it. */
    static String region() {
        String region = System.getenv("AWS_REGION");
        if (region == null || region.isEmpty()) {
            throw new IllegalStateException(
                    "The variable AWS_REGION is not set: Lambda sets it; elsewhere, set it to the "
                            + "Region whose clusters are to be evaluated.");
        }
        return region;
    }

    /** The least level that is logged. */
    static JsonLog.Level logLevel() {
        return JsonLog.Level.of(System.getenv("AWS_LAMBDA_LOG_LEVEL"));
    }
}
