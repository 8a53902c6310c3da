package io.github.daxguard.handler;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.handler.JsonLog.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The log of one invocation: each line has the same identity, and the last line has the outcome and counts. */
class InvocationLog {

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

    /** Adds a field to all following lines. */
    void identify(String field, Object value) {
        identity.put(field, value);
    }

    /** Sets a field of the last line. */
    void result(String field, Object value) {
        results.put(field, value);
    }

    /** Adds the number of requests of these calls to the last line. */
    void counting(AwsCalls calls) {
        this.calls = calls;
    }

    /** Writes a line before the last one. */
    void write(Level level, String message, Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>(identity);
        all.putAll(fields);
        log.write(level, message, all);
    }

    /** Logs entries of {@code exemptClusters} that are unbounded or match every name; nothing if there are none. */
    void warnOfUnbounded(List<String> entries) {
        if (!entries.isEmpty()) {
            write(
                    Level.WARN,
                    "exemptClusters has unbounded entries. Add a last day (@YYYY-MM-DD) or a narrower name.",
                    Map.of("exemptions", String.join(",", entries)));
        }
    }

    /** Writes the last line of a successful invocation; returns its fields as JSON. */
    String succeeded(String message) {
        Map<String, Object> summary = summary("succeeded");
        log.write(Level.INFO, message, summary);
        return JsonLog.toJson(summary);
    }

    /** Writes the last line of an invocation whose result is incomplete; returns its fields as JSON. */
    String incomplete(String message) {
        Map<String, Object> summary = summary("incomplete");
        log.write(Level.WARN, message, summary);
        return JsonLog.toJson(summary);
    }

    /** Writes the last line of a failed invocation. */
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
