package io.github.daxguard.handler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object per line, in Lambda's JSON log format, so that CloudWatch filters can read every field.
 *
 * <p>The runtime's logger would write the object as a string, and a logging framework would add more to a cold start than the
 * rest of the function.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html">Log formats</a>
 */
final class JsonLog {

    /** The levels of Lambda's log filter, which the variable AWS_LAMBDA_LOG_LEVEL names. */
    enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        FATAL;

        /** The level with that name; INFO if there is none. */
        static Level of(@Nullable String name) {
            for (Level level : values()) {
                if (level.name().equalsIgnoreCase(name)) {
                    return level;
                }
            }
            return INFO;
        }
    }

    /** ASCII only, so that the log does not depend on the encoding of the standard output. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Lambda truncates a line at 256 KB. */
    private static final int LONGEST_VALUE = 8_000;

    private final PrintStream out;
    private final Level minimum;
    private final InstantSource clock;

    JsonLog(PrintStream out, Level minimum, InstantSource clock) {
        this.out = out;
        this.minimum = minimum;
        this.clock = clock;
    }

    /**
     * Writes a line, unless its level is below the minimum level.
     *
     * @param fields in this order, after timestamp, level and message; numbers are written as numbers
     */
    void write(Level level, String message, Map<String, Object> fields) {
        if (level.compareTo(minimum) < 0) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("timestamp", clock.instant());
        line.put("level", level);
        line.put("message", message);
        line.putAll(fields);
        out.println(toJson(line));
    }

    /** The fields as a JSON object. */
    static String toJson(Map<String, Object> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                json.writeFieldName(field.getKey());
                if (field.getValue() instanceof Number number) {
                    json.writeNumber(number.longValue());
                } else {
                    json.writeString(ShortText.of(field.getValue().toString(), LONGEST_VALUE));
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
