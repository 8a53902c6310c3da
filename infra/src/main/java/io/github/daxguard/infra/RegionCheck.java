package io.github.daxguard.infra;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * The check of the Regions of a deployment, before anything is created.
 *
 * <p>The list of the Regions that have DAX is that of the SDK's module {@code regions}, as for {@code daxguard scan}.
 */
final class RegionCheck {

    /** The day on which the version of the module was released. */
    static final String LIST_DATE = "2026-10-30";

    private RegionCheck() {}

    /**
     * Refuses settings that cannot be deployed in one of their Regions.
     *
     * @param defaultRegion the Region of a stack without a Region, if it is known; not checked whether it has DAX
     * @throws InvalidContextException for the first setting and Region
     */
    static void check(Settings settings, Optional<String> defaultRegion) {
        List<String> regions = settings.regions();
        settings.eventBus().ifPresent(bus -> checkEventBus(bus, regions));
        if (regions.isEmpty()) {
            defaultRegion
                    .map(region -> region.strip().toLowerCase(Locale.ROOT))
                    .filter(region -> !region.isEmpty())
                    .ifPresent(region -> checkDefault(settings, region));
            return;
        }
        if (regions.stream().map(RegionCheck::partition).distinct().count() > 1) {
            throw InvalidContextException.ofValue(
                    ContextReader.REGIONS,
                    String.join(",", regions),
                    "Regions of one partition, because an account belongs to one partition");
        }
        if (settings.organization().isPresent() && regions.stream().anyMatch(RegionCheck::isInChina)) {
            throw InvalidContextException.ofValue(
                    ContextReader.REGIONS,
                    String.join(",", regions),
                    "Regions outside China, where CloudFormation's stack sets cannot be used with an organization");
        }
        for (String region : regions) {
            if (!settings.allowUnlistedRegion() && !hasDax(region)) {
                throw InvalidContextException.ofValue(
                        ContextReader.REGIONS,
                        region,
                        "Regions that have DAX (list of " + LIST_DATE + "). If DAX is offered there now, set "
                                + ContextReader.ALLOW_UNLISTED_REGION + "=true");
            }
            RegionalType.check(settings, region);
        }
    }

    /** Does not check the default Region, because it is {@code us-east-1} if the AWS settings have none. */
    private static void checkEventBus(String bus, List<String> regions) {
        String[] arn = bus.split(":", -1);
        if (!Stream.concat(Stream.of(arn[3]), regions.stream())
                .allMatch(region -> partition(region).equals(arn[1]))) {
            throw InvalidContextException.ofValue(
                    ContextReader.EVENT_BUS,
                    bus,
                    "an event bus whose partition is that of its Region and of " + ContextReader.REGIONS
                            + ", because EventBridge does not forward events to another partition");
        }
    }

    private static void checkDefault(Settings settings, String region) {
        settings.organization().filter(organization -> isInChina(region)).ifPresent(organization -> {
            throw InvalidContextException.ofValue(
                    ContextReader.ORGANIZATION,
                    String.join(",", organization.units()),
                    "no value in " + region
                            + ", because CloudFormation's stack sets cannot be used with an organization in China");
        });
        RegionalType.check(settings, region);
    }

    /**
     * Whether trusted access of stack sets to an organization is not supported.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs.html">Prerequisites for
     *     using CloudFormation StackSets</a>
     */
    private static boolean isInChina(String region) {
        return partition(region).equals("aws-cn");
    }

    private static boolean hasDax(String region) {
        return ServiceMetadata.of("dax").regions().contains(Region.of(region));
    }

    /** The names of the Regions that have DAX, in all partitions. */
    static List<String> regionsWithDax() {
        return ServiceMetadata.of("dax").regions().stream().map(Region::id).toList();
    }

    private static String partition(String region) {
        return PartitionMetadata.of(Region.of(region)).id();
    }
}
