package io.github.daxguard.cli.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersionDetector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Validates JSON against a JSON Schema. */
public final class Schema {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonSchema schema;

    private Schema(JsonNode schema) {
        this.schema = JsonSchemaFactory.getInstance(SpecVersionDetector.detect(schema))
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    public static Schema ofFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new Schema(JSON.readTree(in));
        }
    }

    /** Reads a schema from the class path; a name without a slash is relative to this class. */
    public static Schema ofResource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
            return new Schema(JSON.readTree(in));
        }
    }

    /** The violations as text; empty if the JSON is valid. */
    public List<String> violations(JsonNode json) {
        return schema.validate(json).stream().map(Object::toString).toList();
    }
}
