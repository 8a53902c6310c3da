package io.github.daxguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortTextTest {

    @ParameterizedTest
    @CsvSource({
        "one two three, 20, one two three",
        "one two three, 13, one two three",
        "one two three, 12, one two...",
        "one two three, 11, one two...",
        "abcdefghijklm, 10, abcdefg...",
        "a bcdefghijklm, 10, a bcdef...",
        "abc defghijklmn, 13, abc defghi...",
        "abcdef\uD83D\uDE00ghijk, 10, abcdef..."
    })
    void of_longText_isCutAtTheEndOfAWord(String text, int limit, String expected) {
        assertThat(ShortText.of(text, limit)).isEqualTo(expected).hasSizeLessThanOrEqualTo(limit);
    }

    @Test
    void of_surrogatePairs_areNotSplit() {
        for (String start : List.of("", "x")) {
            String emoji = start + "\uD83D\uDE00".repeat(10);
            for (int limit = ShortText.SHORTEST_LIMIT; limit < 20; limit++) {
                String cut = ShortText.of(emoji, limit);
                assertThat(ShortText.hasUnpairedSurrogate(cut)).as(cut).isFalse();
                assertThat(cut)
                        .hasSizeBetween(limit - 1, limit)
                        .doesNotContain("\uFFFD")
                        .endsWith("...");
            }
        }
    }

    @Test
    void of_controlCharactersAndUnpairedSurrogates_areReplaced() {
        assertThat(ShortText.of("a\u0000b\nc\uD83Dd\u001b[31m", 40)).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFD[31m");
        assertThat(ShortText.of("a\nb", 40)).isEqualTo("a\uFFFDb");
        assertThat(ShortText.of("a\u007fb", 40)).isEqualTo("a\uFFFDb");
    }

    @Test
    void of_separatorsOfLinesAndChangesOfDirection_areReplaced() {
        assertThat(ShortText.of("a\u2028b\u2029c\u202Ad\u202Ee\u2066f\u2069g", 40))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg");
        assertThat(ShortText.of("\u2027\u202F\u2065\u206A", 40)).isEqualTo("\u2027\u202F\u2065\u206A");
    }

    @Test
    void hasUnpairedSurrogate_onlyForUnpairedSurrogates_isTrue() {
        assertThat(ShortText.hasUnpairedSurrogate("plain \uD83D\uDE00")).isFalse();
        assertThat(ShortText.hasUnpairedSurrogate("half \uD83D")).isTrue();
        assertThat(ShortText.hasUnpairedSurrogate("\uDE00 half")).isTrue();
    }
}
