package io.github.daxguard.dax;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.ClusterSource;
import io.github.daxguard.rule.Listing;
import io.github.daxguard.rule.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.ClusterNotFoundException;
import software.amazon.awssdk.services.dax.model.DescribeClustersResponse;
import software.amazon.awssdk.services.dax.model.Endpoint;
import software.amazon.awssdk.services.dax.model.InvalidClusterStateException;
import software.amazon.awssdk.services.dax.model.ListTagsResponse;
import software.amazon.awssdk.services.dax.model.NotificationConfiguration;
import software.amazon.awssdk.services.dax.model.ParameterGroupStatus;
import software.amazon.awssdk.services.dax.model.ServiceLinkedRoleNotFoundException;
import software.amazon.awssdk.services.dax.model.Tag;

/**
 * The clusters that DAX reports for one account and Region.
 *
 * <p>Costs one DescribeClusters for each 100 clusters, at least one, and one for each lookup of a name. An unexpected response is
 * an error, because the result of an overlooked cluster could be removed.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_DescribeClusters.html">
 *     DescribeClusters</a>
 */
public final class DaxClusters implements ClusterSource {

    /** The maximum page size of DescribeClusters, which accepts 20 to 100. */
    private static final int PAGE_SIZE = 100;

    /** Bounds the time for a cluster's tags, of which there are at most 50. AWS does not document the page size. */
    private static final int MOST_TAG_PAGES = 10;

    private final DaxClient dax;
    private final AwsCalls calls;

    /** Whether DAX has reported a cluster: then an error for a missing service-linked role is not plausible. */
    private boolean isUsed;

    public DaxClusters(DaxClient dax, AwsCalls calls) {
        this.dax = dax;
        this.calls = calls;
    }

    @Override
    public Listing list(Listing.PageReader reader) {
        try {
            readAll((page, isLast) -> {
                // The SDK's objects are larger: they have the nodes and the security groups.
                List<Cluster> clusters = new ArrayList<>();
                for (software.amazon.awssdk.services.dax.model.Cluster cluster : page) {
                    clusters.add(rule(cluster));
                }
                reader.read(clusters, isLast);
            });
        } catch (DaxReadException e) {
            return new Listing.Incomplete(e);
        }
        return new Listing.Complete();
    }

    @Override
    public Optional<Cluster> find(String name) {
        return describe(name).map(DaxClusters::rule);
    }

    /**
     * Reads the details of one cluster.
     *
     * @return empty if there is no cluster with that name
     * @throws DaxReadException if the call fails or its response cannot be used
     */
    public Optional<ClusterDetails> findDetails(String name) {
        return describe(name).map(DaxClusters::details);
    }

    /**
     * Reads the details of all clusters, by their names.
     *
     * @throws DaxReadException if the listing is incomplete
     */
    public Map<String, ClusterDetails> listDetails() {
        // The last occurrence of a cluster that is on two pages applies.
        Map<String, ClusterDetails> clusters = new LinkedHashMap<>();
        readAll((page, isLast) -> page.forEach(cluster -> clusters.put(cluster.clusterName(), details(cluster))));
        return clusters;
    }

    private void readAll(BiConsumer<List<software.amazon.awssdk.services.dax.model.Cluster>, Boolean> reader) {
        calls.readPages(Operation.DESCRIBE_CLUSTERS, DaxReadException::new, token -> {
            DescribeClustersResponse page = page(token);
            String next = orAbsent(page.nextToken());
            reader.accept(clusters(page), next.isEmpty());
            return next;
        });
    }

    private Optional<software.amazon.awssdk.services.dax.model.Cluster> describe(String name) {
        Optional<DescribeClustersResponse> answer =
                calls.call(Operation.DESCRIBE_CLUSTERS, DaxReadException::new, configuration -> {
                    try {
                        return Optional.of(dax.describeClusters(
                                request -> request.clusterNames(name).overrideConfiguration(configuration)));
                    } catch (ClusterNotFoundException e) {
                        return Optional.empty();
                    } catch (ServiceLinkedRoleNotFoundException e) {
                        if (isUsed) {
                            throw e;
                        }
                        return Optional.empty();
                    }
                });
        // Only the error code shows that the cluster does not exist. A response without the cluster is unexpected.
        return answer.map(response -> clusters(response).stream()
                .filter(cluster -> cluster.clusterName().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        unreadable(Operation.DESCRIBE_CLUSTERS, "the response does not contain cluster " + name)));
    }

    /** Reads a cluster's tags and throws if they cannot be read. */
    public Tags requireTagsOf(Cluster cluster) {
        Tags tags = tagsOf(cluster);
        if (tags instanceof Tags.Unread unread) {
            throw unread.failure();
        }
        return tags;
    }

    @Override
    public Tags tagsOf(Cluster cluster) {
        try {
            return new Tags.Known(tags(cluster));
        } catch (DaxReadException e) {
            return e.getCause() instanceof InvalidClusterStateException ? new Tags.NotYet() : new Tags.Unread(e);
        }
    }

    private Map<String, String> tags(Cluster cluster) {
        Map<String, String> tags = new HashMap<>();
        calls.readPages(Operation.LIST_TAGS, MOST_TAG_PAGES, DaxReadException::new, token -> {
            ListTagsResponse page = calls.call(
                    Operation.LIST_TAGS,
                    DaxReadException::new,
                    configuration -> dax.listTags(request ->
                            request.resourceName(cluster.arn()).nextToken(token).overrideConfiguration(configuration)));
            for (Tag tag : page.tags()) {
                if (tag == null || tag.key() == null) {
                    throw unreadable(Operation.LIST_TAGS, "the response contains a tag without a key");
                }
                tags.put(tag.key(), orAbsent(tag.value()));
            }
            return page.nextToken();
        });
        return tags;
    }

    private DescribeClustersResponse page(@Nullable String token) {
        return calls.call(Operation.DESCRIBE_CLUSTERS, DaxReadException::new, configuration -> {
            try {
                return dax.describeClusters(request ->
                        request.maxResults(PAGE_SIZE).nextToken(token).overrideConfiguration(configuration));
            } catch (ServiceLinkedRoleNotFoundException e) {
                if (token != null) {
                    throw e;
                }
                // DAX was never used in this account and Region, so there are no clusters.
                return DescribeClustersResponse.builder().clusters(List.of()).build();
            }
        });
    }

    private List<software.amazon.awssdk.services.dax.model.Cluster> clusters(DescribeClustersResponse page) {
        if (!page.hasClusters()) {
            throw unreadable(Operation.DESCRIBE_CLUSTERS, "the response does not contain a list of clusters");
        }
        for (software.amazon.awssdk.services.dax.model.Cluster cluster : page.clusters()) {
            if (cluster == null
                    || cluster.clusterName() == null
                    || cluster.clusterName().isEmpty()) {
                throw unreadable(Operation.DESCRIBE_CLUSTERS, "the response contains a cluster without a name");
            }
        }
        isUsed |= !page.clusters().isEmpty();
        return page.clusters();
    }

    private static Cluster rule(software.amazon.awssdk.services.dax.model.Cluster cluster) {
        return new Cluster(
                cluster.clusterName(),
                orAbsent(cluster.clusterArn()),
                orAbsent(cluster.status()),
                cluster.sseDescription() == null
                        ? Cluster.ABSENT
                        : orAbsent(cluster.sseDescription().statusAsString()),
                orAbsent(cluster.clusterEndpointEncryptionTypeAsString()));
    }

    private static ClusterDetails details(software.amazon.awssdk.services.dax.model.Cluster cluster) {
        NotificationConfiguration notifications = cluster.notificationConfiguration();
        ParameterGroupStatus parameterGroup = cluster.parameterGroup();
        return new ClusterDetails(
                rule(cluster),
                orAbsent(cluster.nodeType()),
                Objects.requireNonNullElse(cluster.totalNodes(), 0),
                cluster.nodes().stream()
                        .filter(Objects::nonNull)
                        .map(node -> new ClusterDetails.Node(
                                orAbsent(node.nodeId()),
                                orAbsent(node.availabilityZone()),
                                orAbsent(node.nodeStatus()),
                                Optional.ofNullable(node.nodeCreateTime())))
                        .toList(),
                orAbsent(cluster.subnetGroup()),
                cluster.securityGroups().stream()
                        .filter(Objects::nonNull)
                        .map(group -> orAbsent(group.securityGroupIdentifier()))
                        .filter(group -> !group.equals(Cluster.ABSENT))
                        .toList(),
                orAbsent(cluster.preferredMaintenanceWindow()),
                orAbsent(cluster.description()),
                orAbsent(cluster.iamRoleArn()),
                notifications == null ? Cluster.ABSENT : orAbsent(notifications.topicArn()),
                notifications == null ? Cluster.ABSENT : orAbsent(notifications.topicStatus()),
                parameterGroup == null ? Cluster.ABSENT : orAbsent(parameterGroup.parameterGroupName()),
                orAbsent(cluster.networkTypeAsString()),
                endpoint(cluster.clusterDiscoveryEndpoint()));
    }

    /** DAX does not report an address while it creates a cluster. */
    private static String endpoint(@Nullable Endpoint endpoint) {
        if (endpoint == null || orAbsent(endpoint.address()).isEmpty()) {
            return Cluster.ABSENT;
        }
        return orAbsent(endpoint.url()).isEmpty() ? endpoint.address() + ":" + endpoint.port() : endpoint.url();
    }

    private DaxReadException unreadable(Operation operation, String problem) {
        return new DaxReadException(calls.failed(operation, problem), null);
    }

    private static String orAbsent(@Nullable String value) {
        return value == null ? Cluster.ABSENT : value;
    }
}
