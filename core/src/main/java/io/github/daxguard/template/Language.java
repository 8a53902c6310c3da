package io.github.daxguard.template;

import io.github.daxguard.rule.Control;

/** In whose words a cluster is declared: how the property is called that a control looks at, and which value meets it. */
public enum Language {
    /** CloudFormation's, as YAML has it. */
    CLOUDFORMATION {
        @Override
        public String property(Control control) {
            return switch (control) {
                case ENCRYPTION_AT_REST -> "SSESpecification";
                case ENCRYPTION_IN_TRANSIT -> "ClusterEndpointEncryptionType";
            };
        }

        @Override
        public String value(Control control) {
            return switch (control) {
                case ENCRYPTION_AT_REST -> "{SSEEnabled: true}";
                case ENCRYPTION_IN_TRANSIT -> "TLS";
            };
        }

        @Override
        String assignment(Control control) {
            return property(control) + ": " + value(control);
        }
    },

    /** Terraform's, and with it OpenTofu's. */
    TERRAFORM {
        @Override
        public String property(Control control) {
            return switch (control) {
                case ENCRYPTION_AT_REST -> "server_side_encryption";
                case ENCRYPTION_IN_TRANSIT -> "cluster_endpoint_encryption_type";
            };
        }

        @Override
        public String value(Control control) {
            return switch (control) {
                case ENCRYPTION_AT_REST -> "{ enabled = true }";
                case ENCRYPTION_IN_TRANSIT -> "\"TLS\"";
            };
        }

        @Override
        String assignment(Control control) {
            return switch (control) {
                case ENCRYPTION_AT_REST -> property(control) + " " + value(control);
                case ENCRYPTION_IN_TRANSIT -> property(control) + " = " + value(control);
            };
        }
    };

    /** The property's name. */
    public abstract String property(Control control);

    /** The value that meets the control, as it is written there. */
    public abstract String value(Control control);

    /** Both together, as they are written there. */
    abstract String assignment(Control control);
}
