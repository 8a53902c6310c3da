package io.github.daxguard.cli.scan;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * The built-in list of the Regions that have DAX: that of the SDK's module {@code regions}, which has its own, newer version.
 *
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/ddb.html">DynamoDB endpoints and quotas</a>
 */
final class DaxRegions {

    /** The version of the SDK's module {@code regions}, and the day of its release. */
    static final String VERSION = "2.57.8";

    static final String DATE = "2026-10-30";

    /** The Regions that had DAX before the list grew to 36. AWS has not announced DAX in the others. */
    private static final Set<String> ESTABLISHED = Set.of(
            "ap-northeast-1",
            "ap-south-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "cn-north-1",
            "cn-northwest-1",
            "eu-central-1",
            "eu-north-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2");

    private DaxRegions() {}

    /** The Regions of a partition that have DAX, by name; none for a partition without DAX. */
    static List<String> of(String partition) {
        return ServiceMetadata.of("dax").regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(Region::id)
                .filter(region -> partition.equals(partition(region)))
                .sorted()
                .toList();
    }

    /** Whether DAX was in the Region before AWS's lists named it without an announcement. */
    static boolean isEstablished(String region) {
        return ESTABLISHED.contains(region);
    }

    /** The partition of a Region: {@code aws}, {@code aws-cn}, ... */
    static String partition(String region) {
        return PartitionMetadata.of(Region.of(region)).id();
    }

    /** The Region of the partition's global services, which every account has. */
    static String homeOf(String partition) {
        return switch (partition) {
            case "aws-cn" -> "cn-northwest-1";
            case "aws-us-gov" -> "us-gov-west-1";
            default -> "us-east-1";
        };
    }
}
