package io.github.daxguard.emulator;

import java.time.Instant;
import java.util.Objects;

/**
 * An evaluation result of a rule in AWS Config.
 *
 * @param resourceType such as {@code AWS::DAX::Cluster}
 * @param resourceId the id that the rule reported
 * @param complianceType {@code COMPLIANT}, {@code NON_COMPLIANT} or {@code NOT_APPLICABLE}
 * @param annotation the rule's annotation; {@code ""} if it has none
 * @param orderingTimestamp the time that determines the newer of two results
 */
public record StoredEvaluation(
        String resourceType, String resourceId, String complianceType, String annotation, Instant orderingTimestamp) {
    public StoredEvaluation {
        Objects.requireNonNull(resourceType, "resourceType");
        Objects.requireNonNull(resourceId, "resourceId");
        Objects.requireNonNull(complianceType, "complianceType");
        Objects.requireNonNull(annotation, "annotation");
        Objects.requireNonNull(orderingTimestamp, "orderingTimestamp");
    }
}
