package io.github.daxguard.emulator;

import java.time.Instant;
import java.util.Objects;

/**
 * One result that AWS Config holds for a rule.
 *
 * @param resourceType such as {@code AWS::DAX::Cluster}
 * @param resourceId the id that the rule reported
 * @param complianceType {@code COMPLIANT}, {@code NON_COMPLIANT} or {@code NOT_APPLICABLE}
 * @param annotation the rule's explanation; {@code ""} when it gave none
 * @param orderingTimestamp the time that decides which of two results is the newer
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
