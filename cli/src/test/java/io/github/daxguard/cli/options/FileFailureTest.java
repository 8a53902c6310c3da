package io.github.daxguard.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileFailureTest {

    private static final String FILE = "/shop/report.json";

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NoSuchFileException(FILE), "the file does not exist"),
                Arguments.of(new AccessDeniedException(FILE), "access is denied"),
                Arguments.of(new FileSystemLoopException(FILE), "its symbolic links form a loop"),
                Arguments.of(new FileSystemException(FILE, null, "Disk quota exceeded"), "Disk quota exceeded"),
                Arguments.of(new FileSystemException(FILE), "the system states no reason"),
                Arguments.of(new IOException("Stream closed"), "Stream closed"),
                Arguments.of(new IOException(), "the system states no reason"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void reason_anyFailure_isAPlainTextWithoutThePath(IOException failure, String reason) {
        assertThat(FileFailure.reason(failure)).isEqualTo(reason);
    }
}
