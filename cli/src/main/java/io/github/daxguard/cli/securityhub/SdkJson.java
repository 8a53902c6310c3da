package io.github.daxguard.cli.securityhub;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Writes a structure of the SDK's model as the JSON that the SDK sends of it: under AWS's names, without what is not set. */
final class SdkJson {

    private SdkJson() {}

    static void write(SdkPojo structure, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (SdkField<?> field : structure.sdkFields()) {
            Object value = field.getValueOrDefault(structure);
            if (isSet(value)) {
                json.writeFieldName(field.locationName());
                writeValue(value, json);
            }
        }
        json.writeEndObject();
    }

    /** The SDK has a list and a map of its own in place of one that nobody has set. */
    private static boolean isSet(@Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }

    private static void writeValue(Object value, JsonGenerator json) throws IOException {
        if (value instanceof SdkPojo structure) {
            write(structure, json);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                writeValue(element, json);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                writeValue(entry.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else {
            throw new IllegalStateException("No finding has a value of " + value.getClass());
        }
    }
}
