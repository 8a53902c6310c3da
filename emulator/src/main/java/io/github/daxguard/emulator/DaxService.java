package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The DAX operations on clusters and their tags. */
final class DaxService {
    /** The number of tags on a page of {@code ListTags}; that of DAX is not documented. */
    static final int TAGS_PER_PAGE = 20;

    private static final int TAGS_PER_CLUSTER = 50;
    private static final int MIN_RESULTS = 20;
    private static final int MAX_RESULTS = 100;
    private static final Pattern NODE_TYPE = Pattern.compile("dax\\.[a-z][a-z0-9]*\\.[a-z0-9]+");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws(-cn|-us-gov)?:iam::\\d{12}:role/.+");

    private final Function<Location, EmulatorState> states;

    DaxService(Function<Location, EmulatorState> states) {
        this.states = states;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of(
                "DescribeClusters",
                this::describeClusters,
                "ListTags",
                this::listTags,
                "TagResource",
                recorded(this::tagResource),
                "UntagResource",
                recorded(this::untagResource),
                "CreateCluster",
                this::create,
                "DeleteCluster",
                recorded(this::deleteCluster));
    }

    ObjectNode create(Request request) {
        return recorded(this::createCluster).perform(request);
    }

    /** The operation with a CloudTrail record of each call. */
    private ServiceOperation recorded(ServiceOperation operation) {
        return request -> {
            DaxTrail trail = states.apply(request.location()).trail();
            ObjectNode result;
            try {
                result = operation.perform(request);
            } catch (AwsError refusal) {
                trail.refused(request, refusal);
                throw refusal;
            }
            trail.performed(request, result);
            return result;
        };
    }

    private ClusterStore store(Request request) {
        ClusterStore store = states.apply(request.location()).clusters();
        store.requireDax();
        return store;
    }

    private ObjectNode describeClusters(Request request) {
        ClusterStore store = store(request);
        store.requireServiceLinkedRole();
        Input input = request.members();
        int limit = input.integer("MaxResults").orElse(MAX_RESULTS);
        if (limit < MIN_RESULTS || limit > MAX_RESULTS) {
            throw invalid("The parameter MaxResults must be between " + MIN_RESULTS + " and " + MAX_RESULTS + ", not "
                    + limit);
        }
        TreeSet<String> names = new TreeSet<>();
        input.texts("ClusterNames").orElse(List.of()).forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        String listing = "DescribeClusters " + request.location() + names;
        String after = start(input, listing);
        Collection<LocalCluster> rest = names.isEmpty()
                ? store.after(after)
                : names.stream()
                        .map(store::get)
                        .filter(cluster ->
                                cluster.name().toLowerCase(Locale.ROOT).compareTo(after) > 0)
                        .toList();
        ObjectNode result = Json.object();
        ArrayNode page = result.putArray("Clusters");
        String last = "";
        for (LocalCluster cluster : rest) {
            if (page.size() == limit) {
                result.put("NextToken", PageTokens.after(listing, last));
                break;
            }
            page.add(cluster.view());
            last = cluster.name().toLowerCase(Locale.ROOT);
        }
        return result;
    }

    private ObjectNode listTags(Request request) {
        Input input = request.members();
        String arn = required(input.text("ResourceName"), "ResourceName");
        SortedMap<String, String> tags = store(request).taggable(arn).tags();
        String listing = "ListTags " + arn;
        String after = start(input, listing);
        // The smallest string after the key.
        Iterator<Map.Entry<String, String>> rest =
                (after.isEmpty() ? tags : tags.tailMap(after + "\0")).entrySet().iterator();
        ObjectNode result = Json.object();
        ArrayNode page = result.putArray("Tags");
        while (rest.hasNext() && page.size() < TAGS_PER_PAGE) {
            Map.Entry<String, String> tag = rest.next();
            after = tag.getKey();
            page.addObject().put("Key", tag.getKey()).put("Value", tag.getValue());
        }
        if (rest.hasNext()) {
            result.put("NextToken", PageTokens.after(listing, after));
        }
        return result;
    }

    private ObjectNode tagResource(Request request) {
        Input input = request.members();
        String arn = required(input.text("ResourceName"), "ResourceName");
        Map<String, String> added = tags(input.structures("Tags").orElseThrow(() -> missing("Tags")));
        LocalCluster cluster = store(request).retag(arn, tags -> {
            SortedMap<String, String> all = new TreeMap<>(tags);
            all.putAll(added);
            requireTagQuota(all);
            return all;
        });
        return tagList(cluster);
    }

    private ObjectNode untagResource(Request request) {
        Input input = request.members();
        String arn = required(input.text("ResourceName"), "ResourceName");
        List<String> keys = input.texts("TagKeys").orElseThrow(() -> missing("TagKeys"));
        LocalCluster cluster = store(request).retag(arn, tags -> {
            SortedMap<String, String> left = new TreeMap<>(tags);
            for (String key : keys) {
                if (left.remove(key) == null) {
                    throw AwsError.of("TagNotFoundFault", "Tag not found: " + key);
                }
            }
            return left;
        });
        return tagList(cluster);
    }

    private ObjectNode createCluster(Request request) {
        Input input = request.members();
        LocalCluster declared = declared(input);
        LocalCluster created = store(request).create(declared);
        return Json.object().set("Cluster", created.view());
    }

    private static LocalCluster declared(Input input) {
        String name = required(input.text("ClusterName"), "ClusterName");
        if (!LocalCluster.NAME.matcher(name).matches()) {
            throw invalid("The parameter ClusterName is not a valid identifier. Identifiers must have from 1 to 20"
                    + " characters, begin with a letter, contain only ASCII letters, digits and hyphens, and must not"
                    + " end with a hyphen or contain two consecutive hyphens: " + name);
        }
        String nodeType = required(input.text("NodeType"), "NodeType");
        if (!NODE_TYPE.matcher(nodeType).matches()) {
            throw invalid("Invalid node type: " + nodeType);
        }
        int nodes = input.integer("ReplicationFactor").orElseThrow(() -> missing("ReplicationFactor"));
        if (nodes < 1) {
            throw invalid("The parameter ReplicationFactor must be at least 1, not " + nodes);
        }
        String role = required(input.text("IamRoleArn"), "IamRoleArn");
        if (!ROLE_ARN.matcher(role).matches()) {
            throw invalid("The parameter IamRoleArn is not the ARN of a role: " + role);
        }
        List<String> zones = input.texts("AvailabilityZones").orElse(List.of());
        if (!zones.isEmpty() && zones.size() != nodes) {
            throw invalid(
                    "The number of AvailabilityZones, " + zones.size() + ", is not the ReplicationFactor, " + nodes);
        }
        boolean encrypted = input.structure("SSESpecification")
                .map(sse -> sse.bool("Enabled").orElseThrow(() -> missing("SSESpecification.Enabled")))
                .orElse(false);
        if (encrypted && nodeType.startsWith("dax.r3.")) {
            throw AwsError.of(
                    "InvalidParameterCombinationException",
                    "Encryption at rest is not supported on node type " + nodeType);
        }
        String endpoint = oneOf(input, "ClusterEndpointEncryptionType", List.of("NONE", "TLS"), "NONE");
        String network = oneOf(input, "NetworkType", List.of("ipv4", "ipv6", "dual_stack"), "ipv4");
        SortedMap<String, String> tags = tags(input.structures("Tags").orElse(List.of()));
        requireTagQuota(tags);
        LocalCluster cluster = LocalCluster.declared(name, nodeType, nodes, zones)
                .withTags(tags)
                .endpointEncryption(endpoint)
                .with(json -> {
                    json.put("IamRoleArn", role).put("NetworkType", network);
                    input.text("Description").ifPresent(text -> json.put("Description", text));
                    input.text("PreferredMaintenanceWindow")
                            .ifPresent(window -> json.put("PreferredMaintenanceWindow", window));
                    input.text("SubnetGroupName").ifPresent(group -> json.put("SubnetGroup", group));
                    input.text("ParameterGroupName")
                            .ifPresent(
                                    group -> json.withObject("/ParameterGroup").put("ParameterGroupName", group));
                    input.text("NotificationTopicArn")
                            .ifPresent(topic -> json.putObject("NotificationConfiguration")
                                    .put("TopicArn", topic)
                                    .put("TopicStatus", "active"));
                    input.texts("SecurityGroupIds")
                            .filter(ids -> !ids.isEmpty())
                            .ifPresent(ids -> {
                                ArrayNode groups = json.putArray("SecurityGroups");
                                ids.forEach(id -> groups.addObject()
                                        .put("SecurityGroupIdentifier", id)
                                        .put("Status", "active"));
                            });
                });
        // DAX reports ENABLED while it creates the cluster, but DISABLED only when the cluster is available.
        return encrypted ? cluster.encrypted() : cluster;
    }

    private ObjectNode deleteCluster(Request request) {
        String name = required(request.members().text("ClusterName"), "ClusterName");
        return Json.object().set("Cluster", store(request).delete(name).view());
    }

    private static String start(Input input, String listing) {
        return PageTokens.start(
                input.text("NextToken"),
                listing,
                invalid("The parameter NextToken is not valid: it does not belong to this listing"));
    }

    private static SortedMap<String, String> tags(List<Input> list) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (Input tag : list) {
            String key = required(tag.text("Key"), "Tags.Key");
            String value = tag.text("Value").orElse("");
            if (key.length() > 128 || key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw invalid("A tag's key has at most 128 characters and does not start with \"aws:\": " + key);
            }
            if (value.length() > 256) {
                throw invalid("A tag's value has at most 256 characters: " + value);
            }
            tags.put(key, value);
        }
        return tags;
    }

    private static void requireTagQuota(Map<String, String> tags) {
        if (tags.size() > TAGS_PER_CLUSTER) {
            throw AwsError.of(
                    "TagQuotaPerResourceExceeded",
                    "A cluster has at most " + TAGS_PER_CLUSTER + " tags, not " + tags.size());
        }
    }

    private static ObjectNode tagList(LocalCluster cluster) {
        ObjectNode result = Json.object();
        ArrayNode list = result.putArray("Tags");
        cluster.tags().forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
        return result;
    }

    private static String oneOf(Input input, String member, List<String> accepted, String defaultValue) {
        String value = input.text(member).orElse(defaultValue);
        if (!accepted.contains(value)) {
            throw invalid("The parameter " + member + " must be one of " + accepted + ", not " + value);
        }
        return value;
    }

    private static String required(Optional<String> value, String parameter) {
        return value.filter(text -> !text.isBlank()).orElseThrow(() -> missing(parameter));
    }

    private static AwsError missing(String parameter) {
        return invalid("The parameter " + parameter + " must be provided and must not be blank.");
    }

    private static AwsError invalid(String message) {
        return AwsError.of("InvalidParameterValueException", message);
    }
}
