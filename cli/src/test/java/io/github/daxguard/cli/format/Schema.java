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

/** A JSON Schema that JSON is held against. */
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

    static Schema ofFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new Schema(JSON.readTree(in));
        }
    }

    /** From the class path; a name without a slash is beside this class. */
    public static Schema ofResource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
            return new Schema(JSON.readTree(in));
        }
    }

    /** In words; empty if it fits. */
    public List<String> violations(JsonNode json) {
        return schema.validate(json).stream().map(Object::toString).toList();
    }
}
