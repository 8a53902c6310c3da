package io.github.daxguard.emulator;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** The DAX clusters of one account and Region, with their states and quotas. */
final class ClusterStore {
    private static final int NODES_PER_REGION = 50;

    private final Location location;
    private final InstantSource clock;
    private final NavigableMap<String, LocalCluster> clusters = new ConcurrentSkipListMap<>();
    private volatile boolean serviceLinkedRoleMissing;
    private volatile boolean daxUnavailable;

    ClusterStore(Location location, InstantSource clock) {
        this.location = location;
        this.clock = clock;
    }

    void removeServiceLinkedRole() {
        serviceLinkedRoleMissing = true;
    }

    void makeDaxUnavailable() {
        daxUnavailable = true;
    }

    void requireDax() {
        if (daxUnavailable) {
            throw AwsError.of("InvalidParameterValueException", "Access Denied to API Version: DAX_V3");
        }
    }

    void requireServiceLinkedRole() {
        if (serviceLinkedRoleMissing) {
            throw AwsError.of(
                    "ServiceLinkedRoleNotFoundFault",
                    "Service linked role for DAX could not be found: AWSServiceRoleForDAX");
        }
    }

    synchronized void put(LocalCluster cluster) {
        clusters.put(key(cluster.name()), cluster.in(location, clock.instant()));
    }

    synchronized void remove(String name) {
        clusters.remove(key(name));
    }

    synchronized void settle() {
        clusters.values().removeIf(cluster -> cluster.status().equals("deleting"));
        clusters.replaceAll((name, cluster) -> settled(cluster));
    }

    private LocalCluster settled(LocalCluster cluster) {
        return switch (cluster.status()) {
            case "creating" -> {
                LocalCluster running = cluster.status("available").running(location, clock.instant());
                yield running.view().has("SSEDescription") ? running : running.unencrypted();
            }
            case "modifying" -> cluster.status("available");
            default -> cluster;
        };
    }

    Collection<LocalCluster> after(String name) {
        return clusters.tailMap(key(name), false).values();
    }

    Optional<LocalCluster> find(String name) {
        return Optional.ofNullable(clusters.get(key(name)));
    }

    LocalCluster get(String name) {
        return find(name).orElseThrow(() -> AwsError.of("ClusterNotFoundFault", "Cluster not found: " + name));
    }

    synchronized LocalCluster create(LocalCluster declared) {
        if (clusters.containsKey(key(declared.name()))) {
            throw AwsError.of("ClusterAlreadyExistsFault", "Cluster already exists: " + declared.name());
        }
        if (declared.totalNodes() > LocalCluster.MAX_NODES) {
            throw AwsError.of(
                    "NodeQuotaForClusterExceededFault",
                    "A cluster has at most " + LocalCluster.MAX_NODES + " nodes, not " + declared.totalNodes());
        }
        int nodes =
                clusters.values().stream().mapToInt(LocalCluster::totalNodes).sum();
        if (nodes + declared.totalNodes() > NODES_PER_REGION) {
            throw AwsError.of(
                    "NodeQuotaForCustomerExceededFault",
                    "An account has at most " + NODES_PER_REGION + " nodes in a Region; " + nodes + " exist");
        }
        LocalCluster created = declared.status("creating").in(location, clock.instant());
        clusters.put(key(created.name()), created);
        // DAX creates the role when an account creates its first cluster.
        serviceLinkedRoleMissing = false;
        return created;
    }

    synchronized LocalCluster delete(String name) {
        LocalCluster cluster = get(name);
        String status = cluster.status();
        if (!status.equals("available") && !status.startsWith("incompatible-")) {
            throw wrongState(cluster, "available");
        }
        LocalCluster deleting = cluster.deleting();
        clusters.put(key(name), deleting);
        return deleting;
    }

    /** The cluster with this ARN, if its tags can be read and changed. */
    LocalCluster taggable(String arn) {
        String prefix = location.arn("dax", "cache/");
        if (!arn.startsWith(prefix)
                || !LocalCluster.NAME.matcher(arn.substring(prefix.length())).matches()) {
            throw AwsError.of("InvalidARNFault", "Amazon Resource Name (ARN) is not valid: " + arn);
        }
        LocalCluster cluster = get(arn.substring(prefix.length()));
        if (cluster.status().equals("creating")) {
            throw wrongState(cluster, "created");
        }
        return cluster;
    }

    synchronized LocalCluster retag(String arn, UnaryOperator<SortedMap<String, String>> change) {
        LocalCluster cluster = taggable(arn);
        LocalCluster retagged = cluster.withTags(change.apply(cluster.tags()));
        clusters.put(key(cluster.name()), retagged);
        return retagged;
    }

    private static AwsError wrongState(LocalCluster cluster, String wanted) {
        return AwsError.of(
                "InvalidClusterStateFault",
                "Cluster " + cluster.name() + " is not " + wanted + "; its status is " + cluster.status());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
