package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.handler.JsonLog.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLogTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void write_anyFields_isOneObjectPerLineWithNumbers() {
        log(Level.INFO).write(Level.WARN, "A \"message\"\nof two lines", Map.of("clusters", 3));

        assertThat(written.toString(UTF_8).strip())
                .isEqualTo("{\"timestamp\":\"2027-01-31T06:00:00Z\",\"level\":\"WARN\","
                        + "\"message\":\"A \\\"message\\\"\\uFFFDof two lines\",\"clusters\":3}");
    }

    @Test
    void write_loneSurrogatesAndLongText_isValidShortenedJson() throws IOException {
        log(Level.INFO).write(Level.INFO, "half \uD83D", Map.of("field", "\uDE00".repeat(20_000)));

        assertThat(new ObjectMapper()
                        .readTree(written.toString(UTF_8))
                        .get("field")
                        .asText())
                .hasSizeLessThanOrEqualTo(8_000);
    }

    @ParameterizedTest
    @CsvSource({
        "DEBUG, INFO, false",
        "INFO, INFO, true",
        "ERROR, INFO, true",
        "INFO, ERROR, false",
        "DEBUG, TRACE, true"
    })
    void write_belowTheMinimumLevel_isOmitted(Level level, Level minimum, boolean expected) {
        log(minimum).write(level, "message", Map.of());

        assertThat(written.size() > 0).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"DEBUG, DEBUG", "warn, WARN", "-, INFO", "loud, INFO"})
    void levelOf_valueOfTheVariable_isTheLevelOrInfo(String name, Level expected) {
        assertThat(Level.of(name)).isEqualTo(expected);
    }

    private JsonLog log(Level minimum) {
        Instant now = Instant.parse("2027-01-31T06:00:00Z");
        return new JsonLog(new PrintStream(written, true, UTF_8), minimum, () -> now);
    }
}
