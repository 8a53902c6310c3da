package io.github.daxguard.aws;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts the HTTP requests of an invocation, including the SDK's retries. */
final class RequestCount implements ExecutionInterceptor {

    static final ExecutionAttribute<AtomicInteger> COUNTER = new ExecutionAttribute<>("daxguard.requests");

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        AtomicInteger counter = attributes.getAttribute(COUNTER);
        if (counter != null) {
            counter.incrementAndGet();
        }
    }
}
