package io.github.daxguard.replacement;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a replacement cluster and its source cluster are compared by. */
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

    /** As {@code acceptDifferences} and results name it: {@code subnetGroup}. */
    public String jsonName() {
        return jsonName;
    }

    /** In words, as the start of a sentence. */
    String title() {
        return title;
    }

    /** Whether a difference can cut clients off, or make the cluster less available or slower: it must be accepted. */
    boolean isBlocking() {
        return blocking;
    }

    /** All names, for messages and help texts. */
    public static String names() {
        return Arrays.stream(values()).map(Attribute::jsonName).collect(Collectors.joining(", "));
    }

    static Optional<Attribute> of(String jsonName) {
        return Arrays.stream(values())
                .filter(attribute -> attribute.jsonName.equalsIgnoreCase(jsonName))
                .findFirst();
    }
}
