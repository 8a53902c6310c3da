package io.github.daxguard.template;

import io.github.daxguard.rule.Control;

/**
 * What a template must say for a control to be met.
 *
 * @param property of {@code AWS::DAX::Cluster}
 * @param value as YAML has it
 * @param encrypted what the cluster then is, in words
 */
record Remedy(String property, String value, String encrypted) {

    static Remedy of(Control control) {
        return switch (control) {
            case ENCRYPTION_AT_REST -> new Remedy("SSESpecification", "{SSEEnabled: true}", "encrypted at rest");
            case ENCRYPTION_IN_TRANSIT -> new Remedy("ClusterEndpointEncryptionType", "TLS", "encrypted in transit");
        };
    }

    /** {@code SSESpecification: {SSEEnabled: true}}. */
    String assignment() {
        return property + ": " + value;
    }
}
