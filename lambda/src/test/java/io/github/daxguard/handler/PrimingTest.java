package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.handler.JsonLog.Level;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrimingTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final JsonLog log = new JsonLog(new PrintStream(written, true, UTF_8), Level.DEBUG, () -> Instant.EPOCH);

    @ParameterizedTest
    @ValueSource(strings = {"eu-west-1", "cn-north-1"})
    void of_anyRegion_succeedsWithoutLogLine(String region) {
        Priming.of(region, log);

        assertThat(written.toString(UTF_8)).isEmpty();
    }

    @Test
    void of_failure_isLoggedAndDoesNotThrow() {
        Priming.of("", log);

        assertThat(written.toString(UTF_8)).contains("\"level\":\"WARN\"", "\"region\":\"\"");
    }
}
