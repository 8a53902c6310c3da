package io.github.daxguard.results;

import io.github.daxguard.contract.ResourceType;

/**
 * A resource in AWS Config.
 *
 * @param type {@code AWS::DAX::Cluster} or {@code AWS::::Account}
 * @param id 1 to 768 characters; for a cluster its name, or the id in AWS Config's event
 */
public record Resource(String type, String id) {

    public static Resource cluster(String name) {
        return new Resource(ResourceType.DAX_CLUSTER, name);
    }

    /** The account, which a rule reports if there are no clusters, or if it does not report clusters. */
    public static Resource account(String accountId) {
        return new Resource(ResourceType.ACCOUNT, accountId);
    }

    public boolean isCluster() {
        return type.equals(ResourceType.DAX_CLUSTER);
    }
}
