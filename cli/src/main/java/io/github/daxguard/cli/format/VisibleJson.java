package io.github.daxguard.cli.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes JSON in which each invisible character is escaped, because it could control a terminal or an editor. */
public final class VisibleJson extends CharacterEscapes {

    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7F;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .build();

    private VisibleJson() {}

    /** An empty object, whose members keep their order. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A writer of one object a line. */
    static ObjectWriter lines() {
        return MAPPER.writer(new VisibleJson())
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                // Incomplete output must not be closed as if it were complete.
                .without(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
    }

    /** A writer of indented JSON. */
    static ObjectWriter indented() {
        return lines().with(indentation());
    }

    /** Two spaces and a line feed, the same on every system. */
    public static PrettyPrinter indentation() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withArrayIndenter(indenter)
                .withObjectIndenter(indenter);
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
        codes[DELETE] = CharacterEscapes.ESCAPE_STANDARD;
        return codes;
    }

    /** Both halves of a surrogate pair too, as a half alone could not be written in UTF-8. */
    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        return InvisibleCharacters.isOne(character)
                ? new SerializedString(String.format(Locale.ROOT, "\\u%04X", character))
                : null;
    }
}
