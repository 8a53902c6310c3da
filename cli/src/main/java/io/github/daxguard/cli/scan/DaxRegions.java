package io.github.daxguard.cli.scan;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dax.DaxClient;

/**
 * The Regions that have DAX, as the SDK of this version knows them.
 *
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/ddb.html">DynamoDB endpoints and quotas</a>
 */
final class DaxRegions {

    /**
     * Those that every account has and none can give up: the ones that AWS opened before March 2019, and Osaka.
     *
     * @see <a href="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html">Enable or disable AWS
     *     Regions in your account</a>
     */
    private static final Set<String> IN_EVERY_ACCOUNT = Set.of(
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "ca-central-1",
            "eu-central-1",
            "eu-north-1",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2");

    private DaxRegions() {}

    /** Whether an account has the Region only after somebody has enabled it. */
    static boolean mustBeEnabled(String region) {
        return partition(region).equals("aws") && !IN_EVERY_ACCOUNT.contains(region);
    }

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
