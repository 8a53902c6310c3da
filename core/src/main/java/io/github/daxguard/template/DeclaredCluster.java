package io.github.daxguard.template;

import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Tags;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as a template declares it.
 *
 * @param name in lower case, as DAX stores it; empty if CloudFormation generates it, or if the template does not
 *     contain it
 * @param encryptionAtRest CloudFormation's property {@code SSESpecification}, or Terraform's equivalent
 * @param endpointEncryption CloudFormation's property {@code ClusterEndpointEncryptionType}, or Terraform's equivalent
 * @param tags the property {@code Tags}, if its value is known
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dax-cluster.html">
 *     AWS::DAX::Cluster</a>
 */
public record DeclaredCluster(
        Optional<String> name, Declared encryptionAtRest, Declared endpointEncryption, Tags tags) {

    /** The resource type in CloudFormation. */
    public static final String RESOURCE_TYPE = ResourceType.DAX_CLUSTER;

    /** CloudFormation resolves it during the operation. Letter case and spaces are ignored, so that no variant is overlooked. */
    private static final Pattern DYNAMIC_REFERENCE =
            Pattern.compile("\\{\\{\\s*resolve\\s*:", Pattern.CASE_INSENSITIVE);

    private static final String SSE_SPECIFICATION = "SSESpecification";
    private static final String SSE_ENABLED = "SSEEnabled";

    /** Reads the properties of a resource of the type {@value #RESOURCE_TYPE}. */
    public static DeclaredCluster ofProperties(JsonTree properties) {
        return ofValues(
                properties.at("ClusterName"),
                properties.at(SSE_SPECIFICATION),
                properties.at("ClusterEndpointEncryptionType"),
                properties.at("Tags"));
    }

    /**
     * Reads the values of the properties. Each value, and each member of an object, is null, a plain Java value, or
     * {@link Declared.NotKnown} where the template does not contain the value.
     */
    public static DeclaredCluster ofValues(
            @Nullable Object name,
            @Nullable Object specification,
            @Nullable Object endpointEncryptionType,
            @Nullable Object tags) {
        return new DeclaredCluster(
                (name instanceof String text ? Optional.of(text) : Optional.<String>empty())
                        .filter(text -> !hasDynamicReference(text))
                        .map(text -> Cluster.isName(text) ? text.toLowerCase(Locale.ROOT) : text),
                encryptionAtRest(specification),
                endpointEncryption(endpointEncryptionType),
                tags(tags));
    }

    /**
     * Whether the text contains a dynamic reference, such as {@code {{resolve:ssm:NAME}}}: its value is not in the template, and
     * it can change while the template stays the same.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html">Dynamic
     *     references</a>
     */
    public static boolean hasDynamicReference(String text) {
        return DYNAMIC_REFERENCE.matcher(text).find();
    }

    /** The declared value of the property that this control evaluates. */
    public Declared declared(Control control) {
        return switch (control) {
            case ENCRYPTION_AT_REST -> encryptionAtRest;
            case ENCRYPTION_IN_TRANSIT -> endpointEncryption;
        };
    }

    /** The cluster that would be created, as DAX would report it. */
    public Cluster asReported() {
        return new Cluster(
                name.orElse(""),
                "",
                "creating",
                encryptionAtRest instanceof Declared.On ? "ENABLED" : Cluster.ABSENT,
                endpointEncryption instanceof Declared.On ? "TLS" : Cluster.ABSENT);
    }

    private static Declared encryptionAtRest(@Nullable Object specification) {
        if (specification == null) {
            return new Declared.Absent();
        }
        if (specification instanceof Declared.NotKnown unknown) {
            return unknown;
        }
        if (!(specification instanceof Map<?, ?> members)) {
            return Declared.NotKnown.of(specification);
        }
        Object enabled = members.get(SSE_ENABLED);
        if (enabled == null && !members.containsKey(SSE_ENABLED)) {
            // The member can be an unresolved function, or a misspelled name.
            return members.isEmpty() ? new Declared.Absent() : Declared.NotKnown.of(specification);
        }
        if (members.size() > 1) {
            return new Declared.NotKnown("an object with more than " + SSE_ENABLED);
        }
        if (enabled instanceof Declared.NotKnown unknown) {
            return new Declared.NotKnown("{" + SSE_ENABLED + ": " + unknown.value() + "}");
        }
        // CloudFormation also accepts a boolean as a string.
        String text = enabled instanceof Boolean || enabled instanceof String ? enabled.toString() : "";
        if (text.equals("true")) {
            return new Declared.On();
        }
        if (text.equals("false")) {
            return new Declared.Off("{" + SSE_ENABLED + ": false}");
        }
        return new Declared.NotKnown("{" + SSE_ENABLED + ": " + JsonTree.describe(enabled) + "}");
    }

    private static Declared endpointEncryption(@Nullable Object type) {
        if (type == null) {
            return new Declared.Absent();
        }
        if (type instanceof Declared.NotKnown unknown) {
            return unknown;
        }
        if (type.equals("TLS")) {
            return new Declared.On();
        }
        if (type.equals("NONE")) {
            return new Declared.Off("NONE");
        }
        return Declared.NotKnown.of(type);
    }

    /**
     * Reads the property {@code Tags}: an object whose members are the tags, or its JSON text. Tags in any other form are not
     * known, so no tag exempts the cluster.
     */
    private static Tags tags(@Nullable Object tags) {
        if (tags == null || tags instanceof Declared.NotKnown) {
            return new Tags.Known(Map.of());
        }
        if (tags instanceof String text) {
            try {
                return tags(JsonTree.read(text).members());
            } catch (InvalidJsonException e) {
                return new Tags.Unread(e);
            }
        }
        if (!(tags instanceof Map<?, ?> members)) {
            return new Tags.Unread(new IllegalArgumentException("Tags: invalid value: " + JsonTree.describe(tags)));
        }
        Map<String, String> known = new HashMap<>();
        members.forEach((key, value) -> {
            // A value that is not resolved is not known.
            if (value instanceof String text) {
                known.put(String.valueOf(key), text);
            }
        });
        return new Tags.Known(known);
    }
}
