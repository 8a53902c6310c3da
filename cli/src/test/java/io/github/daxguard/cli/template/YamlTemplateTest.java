package io.github.daxguard.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTemplateTest {

    /** Escape sequences are those of Java. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: 1\\na: 2                             | 2 | \"a\"",
                "a: 1\\n\"a\": 2                         | 2 | \"a\"",
                "1: x\\n'1': y                           | 2 | \"1\"",
                "<<: {a: 1}\\n<<: {a: 2}                 | 2 | <<",
                "<<: {a: 1}\\nb: 1\\n\"<<\": {a: 2}      | 3 | <<",
                "'<<': {a: 1}                            | 1 | <<",
                "a: &x {b: 1}\\nc:\\n  <<: *x\\n  <<: *x | 4 | <<",
                "<<: text                                | 1 | <<",
                "<<: [{a: 1}, [{b: 1}]]                  | 1 | <<",
                "<<: !Ref Other                          | 1 | <<",
                "<<: !If {a: 1}                          | 1 | <<",
                "a: 1\\n# note\\u2028b: 2                | 2 | U+2028",
                "a: 1\\n# note\\u2029b: 2                | 2 | U+2029",
                "a: 1\\n# note\\u0085b: 2                | 2 | U+0085",
                "a: 1\\n\\n# note\\rb: 2                 | 3 | U+000D",
                "a: 1\\n# note\\fb: 2                    | 2 | U+000C",
                "a: 1\\n# note\\u000bb: 2                | 2 | U+000B",
                "a: 1\\n\\ufeffb: 2                      | 2 | U+FEFF",
                "a: \"x\\u2028y\"                        | 1 | U+2028",
                "a: 1\\r\\nb: \\u007f                    | 2 | U+007F",
                "a: \\u0000                              | 1 | U+0000",
                "a: &x 1\\nb: &x 2\\nc: *x               | 2 | anchor x",
                "a: ! true                               | 1 | tag !",
                "a: ! 'true'                             | 1 | tag !",
                "a: !!binary true                        | 1 | tag tag:yaml.org,2002:binary",
                "a: !!timestamp true                     | 1 | tag tag:yaml.org,2002:timestamp",
                "a: !!merge true                         | 1 | tag tag:yaml.org,2002:merge",
                "a: !!set {b, c}                         | 1 | tag tag:yaml.org,2002:set",
                "a: !!omap [b: 1]                        | 1 | tag tag:yaml.org,2002:omap",
                "a: !!bool {=: true}                     | 1 | tag tag:yaml.org,2002:bool",
                "a: !!map [b]                            | 1 | tag tag:yaml.org,2002:map",
                "!!binary a: 1                           | 1 | tag tag:yaml.org,2002:binary",
                "!Ref a: 1                               | 1 | expected a name",
                "%TAG ! tag:example.org,2000:\\n---\\na: !Ref b | 1 | %TAG",
                "a: 1\\n---\\nb: 2                       | 2 | second document"
            })
    void read_textThatParsersInterpretDifferently_isRefusedWithItsLine(String text, int line, String reason) {
        assertThatExceptionOfType(NotEvaluatedException.class)
                .isThrownBy(() -> YamlTemplate.read(unescaped(text)))
                .satisfies(e ->
                        assertThat(e.reason()).startsWith("Line " + line + ": ").contains(reason));
    }

    private static String unescaped(String text) {
        return Pattern.compile("\\\\u([0-9a-f]{4})")
                .matcher(text)
                .replaceAll(escape -> Character.toString(Integer.parseInt(escape.group(1), 16)))
                .translateEscapes();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1\r\n# note\r\nb: 2\r\n",
                "--- \na: 1\n...\n# end\n",
                "%YAML 1.1\n---\na: \"x\\u2028y\"\n",
                "a: !!str 1\nb: !!bool true\nc: !!map {d: !!seq [e]}\n",
                "a: &x {b: 1}\nc: &y {d: 2}\ne:\n  <<: [*x, *y]\n  b: 3\n",
                "a: !Ref b\nc: !GetAtt d.e\n",
                "a: \"\ud83d\ude00\u00a0\u00e9\"\n"
            })
    void read_textThatParsersInterpretAlike_isRead(String text) {
        assertThat(YamlTemplate.read(text).member("a")).isPresent();
    }

    @Test
    void read_mergedObjects_ownMembersAndFirstObjectTakePrecedence() {
        Tree tree = YamlTemplate.read("""
                x: &x {a: 1, b: 1}
                y: &y {b: 2, c: 2, d: 2}
                z:
                  <<: [*x, *y]
                  d: 3
                """);

        assertThat(tree.section("z").values())
                .extracting(member -> ((Tree.Scalar) member.value()).value())
                .extracting(String::valueOf)
                .containsExactly("3", "1", "1", "2");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void read_aliases_areLimitedByNodes(int more, boolean isRead) {
        // Each alias repeats a list and its three values.
        String text =
                "a: &a [1, 2, 3]\nb: [" + "*a, ".repeat(YamlTemplate.MOST_REPEATED / 4) + "*a, ".repeat(more) + "]\n";

        if (isRead) {
            assertThat(YamlTemplate.read(text).value("b").orElseThrow().items()).hasSize(25_000);
        } else {
            assertThatExceptionOfType(NotEvaluatedException.class)
                    .isThrownBy(() -> YamlTemplate.read(text))
                    .withMessageContaining("aliases repeat more than 100000 values");
        }
    }
}
