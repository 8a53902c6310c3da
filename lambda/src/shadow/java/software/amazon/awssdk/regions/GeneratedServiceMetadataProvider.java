package software.amazon.awssdk.regions;

import software.amazon.awssdk.regions.servicemetadata.ConfigServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.DaxServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.EnhancedS3ServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.MonitoringServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SnsServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.StsServiceMetadata;

/**
 * Replaces the SDK's class of this name in the zip of the functions. The SDK's class creates the metadata of all services, with more
 * than 300 classes, when the first client is created.
 *
 * <p>The build fails if the SDK's class changes, or if a service of the zip is missing here. See docs/decisions/cold-start.md.
 */
public final class GeneratedServiceMetadataProvider implements ServiceMetadataProvider {

    /** As in the SDK's class: null for a service that is not known, for which the SDK then uses general rules. */
    @Override
    public ServiceMetadata serviceMetadata(String endpointPrefix) {
        return switch (endpointPrefix) {
            case "config" -> new ConfigServiceMetadata();
            case "dax" -> new DaxServiceMetadata();
            case "monitoring" -> new MonitoringServiceMetadata();
            case "s3" -> new EnhancedS3ServiceMetadata();
            case "sns" -> new SnsServiceMetadata();
            case "sts" -> new StsServiceMetadata();
            default -> null;
        };
    }
}
