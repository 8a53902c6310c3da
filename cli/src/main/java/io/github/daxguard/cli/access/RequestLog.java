package io.github.daxguard.cli.access;

import io.github.daxguard.rule.ShortText;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Writes a line for each request and each retry. The lines contain no headers, parameters or bodies, which can be secret. */
final class RequestLog implements ExecutionInterceptor {

    private static final ExecutionAttribute<Attempt> ATTEMPT = new ExecutionAttribute<>("daxguard.attempt");

    private static final int LONGEST_LINE = 300;

    /** The number of the attempt, its start by {@link System#nanoTime()}, and whether it has a response. */
    private record Attempt(int number, long start, boolean hasResponse) {}

    private final PrintStream out;

    RequestLog(PrintStream out) {
        this.out = out;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        Attempt former = attributes.getAttribute(ATTEMPT);
        int number = former == null ? 1 : former.number() + 1;
        if (former != null) {
            if (!former.hasResponse()) {
                print(
                        attributes,
                        "attempt " + former.number() + ": no response, " + elapsed(attributes) + " until the retry");
            }
            print(attributes, "retry, attempt " + number);
        }
        attributes.putAttribute(ATTEMPT, new Attempt(number, System.nanoTime(), false));
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        SdkHttpResponse response = context.httpResponse();
        String id = response.firstMatchingHeader("x-amzn-RequestId")
                .or(() -> response.firstMatchingHeader("x-amz-request-id"))
                .orElse("none");
        Attempt attempt = attributes.getAttribute(ATTEMPT);
        if (attempt != null) {
            attributes.putAttribute(ATTEMPT, new Attempt(attempt.number(), attempt.start(), true));
        }
        print(attributes, "status " + response.statusCode() + ", " + elapsed(attributes) + ", request ID " + id);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.httpResponse().isEmpty()) {
            print(
                    attributes,
                    "no response, " + elapsed(attributes) + ", "
                            + context.exception().getClass().getSimpleName());
        }
    }

    private static String elapsed(ExecutionAttributes attributes) {
        Attempt attempt = attributes.getAttribute(ATTEMPT);
        return attempt == null
                ? "not sent"
                : Duration.ofNanos(System.nanoTime() - attempt.start()).toMillis() + " ms";
    }

    private void print(ExecutionAttributes attributes, String text) {
        String service = String.valueOf(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
        out.println(ShortText.of(
                service.toLowerCase(Locale.ROOT) + " "
                        + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME) + ", "
                        + Objects.toString(attributes.getAttribute(AwsExecutionAttribute.AWS_REGION), "no Region")
                        + ": "
                        + text,
                LONGEST_LINE));
    }
}
