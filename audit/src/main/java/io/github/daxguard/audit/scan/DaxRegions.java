package io.github.daxguard.audit.scan;

import java.util.List;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dax.DaxClient;

/**
 * The Regions that have DAX, as the SDK of this version knows them.
 *
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/ddb.html">DynamoDB endpoints and quotas</a>
 */
final class DaxRegions {

    private DaxRegions() {}

    /** By name; none for a partition without DAX, such as {@code aws-us-gov}. */
    static List<String> of(String partition) {
        return DaxClient.serviceMetadata().regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(Region::id)
                .filter(region -> partition.equals(partition(region)))
                .sorted()
                .toList();
    }

    /** {@code aws}, {@code aws-cn}, ... */
    static String partition(String region) {
        return PartitionMetadata.of(Region.of(region)).id();
    }

    /** A Region that every account of the partition of this one has, and where its global services answer. */
    static String homeOf(String partition) {
        return switch (partition) {
            case "aws-cn" -> "cn-northwest-1";
            case "aws-us-gov" -> "us-gov-west-1";
            default -> "us-east-1";
        };
    }
}
