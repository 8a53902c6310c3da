package io.github.daxguard.replacement;

import io.github.daxguard.contract.StepMembers;
import io.github.daxguard.json.JsonTree;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An attribute that is compared between a source cluster and its replacement cluster. */
public enum Attribute {
    NODE_TYPE("nodeType", "Node type", true),
    NODES("nodes", "Number of nodes", false),
    AVAILABILITY_ZONES("availabilityZones", "Availability Zones", true),
    SUBNET_GROUP("subnetGroup", "Subnet group", true),
    SECURITY_GROUPS("securityGroups", "Security groups", true),
    NETWORK_TYPE("networkType", "Network type", true),
    ENDPOINT_ENCRYPTION("endpointEncryption", "Endpoint encryption", true),
    IAM_ROLE("iamRole", "IAM role", true),
    PARAMETER_GROUP("parameterGroup", "Parameter group", true),
    NOTIFICATION_TOPIC("notificationTopic", "Notification topic", false),
    MAINTENANCE_WINDOW("maintenanceWindow", "Maintenance window", false);

    private final String jsonName;
    private final String title;
    private final boolean blocking;

    Attribute(String jsonName, String title, boolean blocking) {
        this.jsonName = jsonName;
        this.title = title;
        this.blocking = blocking;
    }

    /** The name in {@code acceptDifferences} and in results: {@code subnetGroup}. */
    public String jsonName() {
        return jsonName;
    }

    /** The name at the start of a sentence. */
    String title() {
        return title;
    }

    /** Whether a difference must be accepted, because it can disconnect clients, or make the cluster slower or less available. */
    boolean isBlocking() {
        return blocking;
    }

    /** All names, for messages and help texts. */
    public static String names() {
        return Arrays.stream(values()).map(Attribute::jsonName).collect(Collectors.joining(", "));
    }

    /**
     * The attributes with these names, in any letter case.
     *
     * @throws InvalidStepRequestException if there is no such attribute
     */
    public static Set<Attribute> ofNames(Collection<String> names) {
        Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
        for (String name : names) {
            attributes.add(Arrays.stream(values())
                    .filter(attribute ->
                            attribute.jsonName.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> InvalidStepRequestException.of(
                            StepMembers.ACCEPT_DIFFERENCES, JsonTree.describe(name), names())));
        }
        return attributes;
    }

    /**
     * The attributes of a comma-separated list.
     *
     * @throws InvalidStepRequestException if there is no such attribute
     */
    static Set<Attribute> ofList(String text) {
        return ofNames(Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
    }
}
