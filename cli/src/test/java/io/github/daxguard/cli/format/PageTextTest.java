package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTextTest {

    @ParameterizedTest
    @ValueSource(
            chars = {
                '\u0000', '\n', '\u001b', '\u0085', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066',
                '\u2067', '\u2068', '\u2069', '\ud800'
            })
    void of_aCharacterThatHidesOrTurnsOthers_becomesAReplacementCharacter(char character) {
        assertThat(HtmlPage.text("a" + character + "b")).isEqualTo("a\ufffdb");
    }

    @Test
    void of_textInAnyScript_staysAsItIs() {
        String text = "Gr\u00fc\u00dfe <b> \u05d0\u05d1\u05d2 \u65e5\u672c \ud83d\ude80";

        assertThat(HtmlPage.text(text)).isEqualTo(text);
    }

    @Test
    void of_aTextThatNobodyWouldRead_isCut() {
        assertThat(HtmlPage.text("x".repeat(10_000))).hasSize(4_000).endsWith("...");
    }
}
