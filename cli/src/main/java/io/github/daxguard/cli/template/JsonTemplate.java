package io.github.daxguard.cli.template;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads JSON with line numbers. */
final class JsonTemplate {

    static final int DEEPEST = 200;

    /** AWS does not define the value of a duplicate name in an object, so duplicates are an error. */
    static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private int nodes;

    private JsonTemplate(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads from a JSON parser. */
    @FunctionalInterface
    interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    /** @throws NotEvaluatedException with the line, if the text is not valid JSON */
    static <T> T parse(String text, Reading<T> reading) {
        try (JsonParser parser = STRICT.createParser(text)) {
            return reading.read(parser);
        } catch (JsonProcessingException e) {
            throw broken(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NotEvaluatedException broken(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        int line = at == null ? 1 : at.getLineNr();
        if (e instanceof StreamConstraintsException) {
            return NotEvaluatedException.atLine(line, "the JSON is nested too deeply, or has a name that is too long.");
        }
        String problem = e.getOriginalMessage();
        if (problem.startsWith("Duplicate ")) {
            return NotEvaluatedException.atLine(line, "duplicate name in an object.");
        }
        return NotEvaluatedException.atLine(
                line, "the JSON is not valid: " + ShortText.of(problem.replace('\n', ' '), 160) + ".");
    }

    /**
     * The names of the outermost object's members.
     *
     * @throws NotEvaluatedException if the text is not one object
     */
    static Set<String> names(String text) {
        return parse(text, parser -> {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw NotEvaluatedException.atLine(
                        1,
                        "the document is a list or a single value, not an object. "
                                + UnsupportedFormat.EXPECTED_TEMPLATE);
            }
            Set<String> names = new LinkedHashSet<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
            if (hasMore(parser)) {
                throw NotEvaluatedException.atLine(
                        parser.currentLocation().getLineNr(),
                        names.contains("@level")
                                ? "this is the log of terraform plan -json. " + UnsupportedFormat.EXPECTED_PLAN
                                : "there is text after the end of the JSON object."
                                        + (TerraformReader.isTerraform(names)
                                                ? " " + UnsupportedFormat.PLAN_ALONE
                                                : ""));
            }
            return names;
        });
    }

    private static boolean hasMore(JsonParser parser) throws IOException {
        try {
            return parser.nextToken() != null;
        } catch (JsonProcessingException e) {
            return true;
        }
    }

    /** @throws NotEvaluatedException if it is not valid JSON, or too large */
    static Tree read(String text) {
        return parse(text, parser -> {
            parser.nextToken();
            return new JsonTemplate(parser).tree();
        });
    }

    private Tree tree() throws IOException {
        int line = line();
        nodes++;
        Tree.checkSize(nodes, line);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Tree.Member> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int nameLine = line();
                parser.nextToken();
                Tree.add(members, name, nameLine, tree());
            }
            return new Tree.Members(members, line);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Tree> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(tree());
            }
            return new Tree.Items(items, line);
        }
        return new Tree.Scalar(scalar(token), line);
    }

    private @Nullable Object scalar(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Tree.number(parser.getText());
            default -> parser.getText();
        };
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
