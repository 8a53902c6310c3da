package io.github.daxguard.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.daxguard.contract.Runbook;
import io.github.daxguard.replacement.Attribute;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runbook, from the resource {@code runbook.yaml}. Its placeholders have the form {@code ${TopicArn}}. */
record ReplacementRunbook(
        String functionName, String topicArn, String roleArn, List<String> approvers, String endpointParameterPath) {

    static final String NAME = Runbook.NAME;

    static final String CLUSTER_NAME = Runbook.CLUSTER_NAME;
    static final String ENDPOINT_ENCRYPTION = Runbook.ENDPOINT_ENCRYPTION;
    static final String ASSUME_ROLE = "AutomationAssumeRole";

    /** The tag of the runbook's executions; its value is {@link #NAME}. */
    static final String TAG = "daxguard:runbook";

    private static final String RESOURCE = "runbook.yaml";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    ReplacementRunbook {
        approvers = List.copyOf(approvers);
    }

    Map<String, Object> content() {
        Map<String, Object> values = Map.of(
                "FunctionName", functionName,
                "TopicArn", topicArn,
                "RoleArn", roleArn,
                "Approvers", approvers,
                "EndpointParameterPath", endpointParameterPath,
                "EndpointParameterPattern", endpointParameterPath.replace(".", "\\."),
                "Attributes", Attribute.names());
        return filled(document(), values);
    }

    private static Map<String, Object> document() {
        try (InputStream yaml =
                Objects.requireNonNull(ReplacementRunbook.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new YAMLMapper().readValue(yaml, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    private static Map<String, Object> filled(Map<?, ?> map, Map<String, Object> values) {
        Map<String, Object> filled = new LinkedHashMap<>();
        map.forEach((name, value) -> filled.put(String.valueOf(name), filled(value, values)));
        return filled;
    }

    private static Object filled(Object node, Map<String, Object> values) {
        if (node instanceof Map<?, ?> map) {
            return filled(map, values);
        }
        if (node instanceof List<?> list) {
            return list.stream().map(element -> filled(element, values)).toList();
        }
        return node instanceof String text ? filled(text, values) : node;
    }

    /** If the text is exactly one placeholder, the result is its value, which can be a list. */
    private static Object filled(String text, Map<String, Object> values) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        return placeholder.matches()
                ? value(placeholder, values)
                : placeholder.replaceAll(
                        found -> Matcher.quoteReplacement(value(found, values).toString()));
    }

    private static Object value(MatchResult placeholder, Map<String, Object> values) {
        return Objects.requireNonNull(values.get(placeholder.group(1)), placeholder.group());
    }
}
