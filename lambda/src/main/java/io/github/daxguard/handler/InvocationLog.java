package io.github.daxguard.handler;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.handler.JsonLog.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The lines that one invocation logs: each tells whose it is, and the last one, however it ends, has counts. */
final class InvocationLog {

    private final JsonLog log;
    private final long startNanos = System.nanoTime();
    private final Map<String, Object> identity = new LinkedHashMap<>();
    private final Map<String, Object> results = new LinkedHashMap<>();
    private @Nullable AwsCalls calls;

    InvocationLog(JsonLog log, String requestId, String region) {
        this.log = log;
        identity.put("AWSRequestId", requestId);
        identity.put("region", region);
    }

    /** From here on every line has this field. */
    void identify(String field, Object value) {
        identity.put(field, value);
    }

    /** The last line will have this field; set again, it changes. */
    void result(String field, Object value) {
        results.put(field, value);
    }

    /** From here on the last line tells how many requests went out. */
    void counting(AwsCalls calls) {
        this.calls = calls;
    }

    /** Writes a line that is not the last, with these fields behind the identity. */
    void write(Level level, String message, Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>(identity);
        all.putAll(fields);
        log.write(level, message, all);
    }

    /** Writes the last line of an invocation that has done what it should; answers with its fields as JSON. */
    String succeeded(String message) {
        Map<String, Object> summary = summary("succeeded");
        log.write(Level.INFO, message, summary);
        return JsonLog.toJson(summary);
    }

    /** Writes the last line of an invocation that has not. */
    void failed(RuntimeException failure) {
        Map<String, Object> summary = summary("failed");
        summary.put("errorType", failure.getClass().getSimpleName());
        log.write(Level.ERROR, String.valueOf(failure.getMessage()), summary);
    }

    private Map<String, Object> summary(String outcome) {
        Map<String, Object> fields = new LinkedHashMap<>(identity);
        fields.put("outcome", outcome);
        fields.putAll(results);
        fields.put("apiCalls", calls == null ? 0 : calls.requests());
        fields.put("durationMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        return fields;
    }
}
