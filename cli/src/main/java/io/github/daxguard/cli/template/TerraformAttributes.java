package io.github.daxguard.cli.template;

import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.Tags;
import io.github.daxguard.template.Declared;
import io.github.daxguard.template.DeclaredCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a resource of the type {@value #TYPE} as Terraform writes them in JSON.
 *
 * @param values the known values: in a plan {@code change.after}, in a state {@code values}
 * @param unknown the shape of the values, with true for each value that is known only after apply: in a plan
 *     {@code change.after_unknown}
 * @param sensitive the shape of the values, with true for each value that must not be displayed: in a plan
 *     {@code change.after_sensitive}
 * @see <a href="https://developer.hashicorp.com/terraform/internals/json-format">JSON output format</a>
 */
record TerraformAttributes(JsonTree values, JsonTree unknown, JsonTree sensitive) {

    /** The resource type of a DAX cluster in Terraform's provider {@code aws}. */
    static final String TYPE = "aws_dax_cluster";

    private static final String NAME = "cluster_name";
    private static final String AT_REST = "server_side_encryption";
    private static final String ENABLED = "enabled";
    private static final String ENDPOINT = "cluster_endpoint_encryption_type";

    private static final String TAGS = "tags";

    /** Includes the provider's default tags, unlike {@value #TAGS}. */
    private static final String ALL_TAGS = "tags_all";

    /** A cluster without values. */
    static DeclaredCluster missing() {
        Declared missing = new Declared.NotKnown("missing in the plan or state");
        return new DeclaredCluster(
                Optional.empty(),
                missing,
                missing,
                new Tags.Unread(new IllegalArgumentException("The plan or state does not contain the values.")));
    }

    DeclaredCluster cluster() {
        Optional<String> name = isMarked(unknown.at(NAME)) ? Optional.empty() : values.text(NAME);
        return new DeclaredCluster(
                name.map(text -> text.toLowerCase(Locale.ROOT)), encryptionAtRest(), endpointEncryption(), tags());
    }

    private Declared encryptionAtRest() {
        if (isMarked(unknown.at(AT_REST))) {
            return onlyAfterTheApply();
        }
        Object blocks = values.at(AT_REST);
        if (blocks == null || blocks.equals(List.of())) {
            return new Declared.Absent();
        }
        if (!(blocks instanceof List<?> list) || list.size() != 1 || !(list.get(0) instanceof Map<?, ?> block)) {
            return new Declared.NotKnown("not exactly one block");
        }
        Object enabled = block.get(ENABLED);
        // If it is absent or null, the provider's default applies.
        if (enabled == null || enabled.equals(false)) {
            return new Declared.Off("{ " + ENABLED + " = false }");
        }
        if (enabled.equals(true)) {
            return new Declared.On();
        }
        return new Declared.NotKnown("{ " + ENABLED + " = " + shown(AT_REST, enabled) + " }");
    }

    private Declared endpointEncryption() {
        if (isMarked(unknown.at(ENDPOINT))) {
            return onlyAfterTheApply();
        }
        Object type = values.at(ENDPOINT);
        if (type == null) {
            return new Declared.Absent();
        }
        if (type.equals("TLS")) {
            return new Declared.On();
        }
        return type.equals("NONE") ? new Declared.Off("\"NONE\"") : new Declared.NotKnown(shown(ENDPOINT, type));
    }

    private Tags tags() {
        for (String attribute : List.of(ALL_TAGS, TAGS)) {
            if (values.at(attribute) instanceof Map<?, ?> tags
                    && !isWholly(unknown.at(attribute))
                    && !isWholly(sensitive.at(attribute))) {
                return new Tags.Known(known(attribute, tags));
            }
        }
        return isMarked(unknown.at(TAGS)) || isMarked(sensitive.at(TAGS))
                ? new Tags.Unread(new IllegalArgumentException("The tags are not known or sensitive."))
                : new Tags.Known(Map.of());
    }

    private Map<String, String> known(String attribute, Map<?, ?> tags) {
        Map<String, String> known = new HashMap<>();
        tags.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value instanceof String text
                    && !isMarked(unknown.at(attribute, name))
                    && !isMarked(sensitive.at(attribute, name))) {
                known.put(name, text);
            }
        });
        return known;
    }

    private String shown(String attribute, Object value) {
        return isMarked(sensitive.at(attribute)) ? "a sensitive value" : JsonTree.describe(value);
    }

    private static Declared onlyAfterTheApply() {
        return new Declared.NotKnown("a value that is known only after apply");
    }

    private static boolean isWholly(@Nullable Object mark) {
        return Boolean.TRUE.equals(mark);
    }

    /** Whether the value, or a part of it, is marked. */
    static boolean isMarked(@Nullable Object mark) {
        if (mark instanceof Map<?, ?> members) {
            return members.values().stream().anyMatch(TerraformAttributes::isMarked);
        }
        if (mark instanceof List<?> items) {
            return items.stream().anyMatch(TerraformAttributes::isMarked);
        }
        return isWholly(mark);
    }
}
