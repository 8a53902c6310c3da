package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InvisibleCharactersTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("orders", "orders"),
                Arguments.of("f\u00FCr \uD83D\uDE00", "f\u00FCr \uD83D\uDE00"),
                Arguments.of("a\tb\nc\rd\u2028e\u2029f", "a b c d e f"),
                Arguments.of("\u0000\u001B[2J", "\uFFFD\uFFFD[2J"),
                Arguments.of("\u007F\u0085\u009B", "\uFFFD\uFFFD\uFFFD"),
                Arguments.of("\u202Eabc\u2066\u200B\u00AD", "\uFFFDabc\uFFFD\uFFFD\uFFFD"),
                Arguments.of("\uFEFF\uFFFE\uFFFF", "\uFFFD\uFFFD\uFFFD"),
                Arguments.of("\uD83F\uDFFE", "\uFFFD"),
                Arguments.of("\uDB40\uDC41", "\uFFFD"),
                Arguments.of("a\uD83Db", "a\uFFFDb"),
                Arguments.of("a\uDE00b", "a\uFFFDb"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void replacedIn_text_isVisible(String text, String visible) {
        assertThat(InvisibleCharacters.replacedIn(text)).isEqualTo(visible);
    }
}
