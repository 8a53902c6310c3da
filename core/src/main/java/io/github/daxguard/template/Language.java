package io.github.daxguard.template;

import io.github.daxguard.rule.Control;

/** The language of a declaration: for each control, the name of the property and the value that meets the control. */
public enum Language {
    /** CloudFormation, in YAML syntax. */
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

    /** Terraform and OpenTofu. */
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

    /** The value that meets the control, in the syntax of the language. */
    public abstract String value(Control control);

    /** The property with the value, in the syntax of the language. */
    abstract String assignment(Control control);
}
