package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The message that EventBridge publishes for an event, from the input transformer of a target. */
final class PublishedMessage {

    private static final Pattern PLACEHOLDER = Pattern.compile("<(\\w+)>");

    private PublishedMessage() {}

    /** Fails if a path is not used, or if the event does not have its value. */
    static String of(JsonNode target, JsonNode event) {
        JsonNode paths = target.at("/InputTransformer/InputPathsMap");
        String template = target.at("/InputTransformer/InputTemplate").asText();
        Set<String> used = PLACEHOLDER
                .matcher(template)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(paths.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(used);
        String message = PLACEHOLDER.matcher(template).replaceAll(match -> {
            String path = paths.get(match.group(1)).asText();
            JsonNode value = event.at(path.replace("$", "").replace('.', '/'));
            assertThat(value.isTextual()).as("The event has " + path).isTrue();
            return value.asText();
        });
        return StackTemplate.json(message).asText();
    }
}
