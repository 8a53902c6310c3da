package io.github.daxguard.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

    private static final String TEXT = """
            {"a": {"b": "c", "n": null, "list": [1, {"x": true}]}, "flag": true, "": "empty name"}""";

    @Test
    void at_path_returnsTheValue() {
        JsonTree tree = JsonTree.read(TEXT);

        assertThat(tree.text("a", "b")).hasValue("c");
        assertThat(tree.at("flag")).isEqualTo(true);
        assertThat(tree.text("")).hasValue("empty name");
        assertThat(tree.list("a", "list")).hasValue(List.of(1, Map.of("x", true)));
        assertThat(tree.object("a").flatMap(a -> a.text("b"))).hasValue("c");
    }

    @Test
    void at_missingPath_isEmpty() {
        JsonTree tree = JsonTree.read(TEXT);

        assertThat(tree.at("a", "n")).isNull();
        assertThat(tree.at("a", "b", "deeper")).isNull();
        assertThat(tree.text("flag")).isEmpty();
        assertThat(tree.object("a", "list")).isEmpty();
        assertThat(tree.list("a")).isEmpty();
        assertThat(tree.text("nowhere", "b")).isEmpty();
    }

    @Test
    void read_utf8AndUtf16_areAccepted() {
        assertThat(JsonTree.read("{\"ä\":\"ö\"}".getBytes(UTF_8)).text("ä")).hasValue("ö");
        assertThat(JsonTree.read("{\"ä\":\"ö\"}".getBytes(UTF_16)).text("ä")).hasValue("ö");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[]|not a JSON object",
                "\"text\"|not a JSON object",
                "null|not a JSON object",
                "{\"a\":1}{|followed by other data",
                "{\"a\":1} []|followed by other data",
                "{\"a\":|JSON that is invalid",
                "{\"secret|JSON that is invalid",
                "{\"a\":1,\"a\":2}|a duplicate name",
                "{\"x\":{\"a\":1,\"a\":2}}|a duplicate name",
                "no json|JSON that is invalid"
            })
    void read_notAnObject_describesTheTextWithoutQuotingIt(String text, String message) {
        assertThatThrownBy(() -> JsonTree.read(text))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret")
                .hasNoCause();
        assertThatThrownBy(() -> JsonTree.read(text.getBytes(UTF_8)))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n"})
    void read_noText_reportsEmpty(String text) {
        assertThatThrownBy(() -> JsonTree.read(text))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessage("empty");
    }

    @Test
    void read_nestedTooDeeply_isRefused() {
        String text = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatThrownBy(() -> JsonTree.read(text))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining("too deeply nested");
    }

    @Test
    void read_invalidUtf8_isRefused() {
        assertThatThrownBy(() -> JsonTree.read(new byte[] {'{', '"', (byte) 0xFF, (byte) 0xFE, '"'}))
                .isInstanceOf(InvalidJsonException.class);
    }

    @Test
    void describe_anyValue_isShortAndNamesTheType() {
        assertThat(JsonTree.describe(null)).isEqualTo("null");
        assertThat(JsonTree.describe("True")).isEqualTo("\"True\"");
        assertThat(JsonTree.describe(true)).isEqualTo("true");
        assertThat(JsonTree.describe(1)).isEqualTo("the number 1");
        assertThat(JsonTree.describe(List.of(1))).isEqualTo("a list");
        assertThat(JsonTree.describe(Map.of())).isEqualTo("an empty object");
        assertThat(JsonTree.describe(Map.of("Ref", "Encrypted"))).isEqualTo("an object with \"Ref\"");
        assertThat(JsonTree.describe("x".repeat(1_000_000))).hasSizeLessThan(70);
        assertThat(JsonTree.describe(Map.of("x".repeat(1_000_000), 1))).hasSizeLessThan(90);
    }

    @Test
    void write_members_keepsTheirOrder() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("b", "\"");
        members.put("a", Arrays.asList(1, null, Map.of("x", true)));

        assertThat(JsonTree.write(members)).isEqualTo("{\"b\":\"\\\"\",\"a\":[1,null,{\"x\":true}]}");
    }
}
