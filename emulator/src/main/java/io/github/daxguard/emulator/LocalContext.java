package io.github.daxguard.emulator;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The context object of an invocation, for a function that runs in this JVM.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-context.html">The context object</a>
 */
public final class LocalContext implements Context {

    private static final String FUNCTION_NAME = "daxguard";
    private static final int MEMORY_MB = 512;

    private final String requestId = UUID.randomUUID().toString();
    private final String account;
    private final String region;
    private final IntSupplier remainingMillis;

    private LocalContext(String account, String region, IntSupplier remainingMillis) {
        this.account = account;
        this.region = region;
        this.remainingMillis = remainingMillis;
    }

    /** An invocation of a function of this account and Region that starts now, with this time-out. */
    public static LocalContext of(String account, String region, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        return withRemaining(account, region, () ->
                (int) Duration.ofNanos(end - System.nanoTime()).toMillis());
    }

    /** An invocation whose remaining time, in milliseconds, is supplied by the caller. */
    public static LocalContext withRemaining(String account, String region, IntSupplier remainingMillis) {
        return new LocalContext(account, region, remainingMillis);
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/" + FUNCTION_NAME;
    }

    @Override
    public String getLogStreamName() {
        return "local";
    }

    @Override
    public String getFunctionName() {
        return FUNCTION_NAME;
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:" + region + ":" + account + ":function:" + FUNCTION_NAME;
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return remainingMillis.getAsInt();
    }

    @Override
    public int getMemoryLimitInMB() {
        return MEMORY_MB;
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                System.out.println(message);
            }

            @Override
            public void log(byte[] message) {
                System.out.println(new String(message, StandardCharsets.UTF_8));
            }
        };
    }
}
