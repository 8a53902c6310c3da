package io.github.daxguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(textBlock = """
            orders  , orders  , true
            orders  , order   , false
            orders  , orders2 , false
            *       , ''      , true
            *       , orders  , true
            **      , orders  , true
            ''      , ''      , true
            ''      , a       , false
            a*      , a       , true
            *a      , ba      , true
            *a      , ab      , false
            a*b     , ab      , true
            a*b     , axxb    , true
            a*b     , axxbx   , false
            *ab*ab* , abab    , true
            *ab*ab* , aba     , false
            *ab*ab  , abxabab , true
            .*      , a       , false
            """)
    void matches_nameAndGlob_comparesTheWholeName(String glob, String name, boolean matches) {
        assertThat(new Glob(glob).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"*, true", "***, true", "*-*, false", "a*, false", "a, false"})
    void matchesAll_starsOnly_isTrue(String glob, boolean all) {
        assertThat(new Glob(glob).matchesAll()).isEqualTo(all);
    }

    @Test
    void matches_shortPatternsAndNames_agreesWithTheRegularExpression() {
        Random random = new Random(20_270_131);
        for (int i = 0; i < 20_000; i++) {
            String glob = text(random, "ab*");
            String name = text(random, "ab");

            assertThat(new Glob(glob).matches(name))
                    .as("%s on %s", glob, name)
                    .isEqualTo(Pattern.matches(glob.replaceAll("\\*+", ".*"), name));
        }
    }

    /** Patterns on which a backtracking matcher takes exponential or cubic time. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "*-*-*-x, 20000",
        "*a*a*a*a*a*a*a*a*a*a*a*a*x, 2000",
        "*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaax, 2000",
        "************x, 2000"
    })
    void matches_worstCase_comparesAtMostPatternTimesName(String glob, int nameLength) {
        String name = (glob.contains("a") ? "a" : "-").repeat(nameLength);
        AtomicInteger comparisons = new AtomicInteger();

        boolean matches = new Glob(glob).matches(name, (ofPattern, ofName) -> {
            comparisons.incrementAndGet();
            return ofPattern == ofName;
        });

        assertThat(matches).isFalse();
        assertThat(comparisons.get()).isLessThanOrEqualTo(glob.length() * nameLength);
    }

    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(7); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
