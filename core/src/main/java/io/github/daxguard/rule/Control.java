package io.github.daxguard.rule;

import java.util.Locale;
import java.util.Optional;

/**
 * A control of AWS Security Hub's FSBP standard for DAX clusters.
 *
 * @see <a href="https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html">DynamoDB controls</a>
 */
public enum Control {
    /** DynamoDB.3: the cluster is encrypted at rest. DAX uses an AWS managed key and does not support other keys. */
    ENCRYPTION_AT_REST(
            "DynamoDB.3",
            "DynamoDB Accelerator (DAX) clusters should be encrypted at rest",
            "Encryption at rest",
            "ENABLED",
            "an encrypted cluster") {
        @Override
        String reported(Cluster cluster) {
            return cluster.encryptionAtRest();
        }
    },

    /** DynamoDB.7: the cluster's endpoint accepts only TLS connections. */
    ENCRYPTION_IN_TRANSIT(
            "DynamoDB.7",
            "DynamoDB Accelerator clusters should be encrypted in transit",
            "Endpoint encryption",
            "TLS",
            "a cluster with TLS") {
        @Override
        String reported(Cluster cluster) {
            return cluster.endpointEncryption();
        }
    };

    private static final String GUIDE =
            "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#";

    private final String securityHubId;
    private final String title;
    private final String subject;
    private final String accepted;
    private final String replacement;

    Control(String securityHubId, String title, String subject, String accepted, String replacement) {
        this.securityHubId = securityHubId;
        this.title = title;
        this.subject = subject;
        this.accepted = accepted;
        this.replacement = replacement;
    }

    /**
     * Evaluates one cluster.
     *
     * @param cluster as DAX reports it now
     * @param exemptions consulted only if the cluster would be non-compliant, because this can require a call to DAX
     * @return never {@link Verdict.Compliant} unless DAX reports that the cluster is encrypted
     */
    public Verdict evaluate(Cluster cluster, Exemptions exemptions) {
        if (cluster.isBeingDeleted()) {
            return new Verdict.NotApplicable("The cluster is being deleted.");
        }
        if (isMetBy(cluster)) {
            return new Verdict.Compliant(this);
        }
        Exemption exemption = exemptions.of(cluster);
        if (exemption instanceof Exemption.Granted granted) {
            return new Verdict.Exempt(granted);
        }
        return new Verdict.NonCompliant(this, reported(cluster), exemption);
    }

    /** Whether DAX reports the one value that meets the control. Any other value, or none, does not meet it. */
    public boolean isMetBy(Cluster cluster) {
        return reported(cluster).equals(accepted);
    }

    /** The value of the rule parameter {@code control}: {@code encryption-at-rest}. */
    public String parameterValue() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The id of the Security Hub control: {@code DynamoDB.3}. */
    public String securityHubId() {
        return securityHubId;
    }

    /** The title in Security Hub. */
    public String title() {
        return title;
    }

    /** The severity in Security Hub. */
    public String severity() {
        return "MEDIUM";
    }

    /** The URL of the control's documentation. */
    public String guide() {
        return GUIDE + securityHubId.toLowerCase(Locale.ROOT).replace('.', '-');
    }

    /** The value that DAX reports for the property of this control. */
    abstract String reported(Cluster cluster);

    /** The name of the property, as the start of a sentence: {@code Encryption at rest}. */
    String subject() {
        return subject;
    }

    /** The kind of cluster that meets the control: {@code an encrypted cluster}. */
    String replacement() {
        return replacement;
    }

    /** The one value that meets the control. */
    String accepted() {
        return accepted;
    }

    /** The control with that {@link #parameterValue()}; empty if there is none. */
    public static Optional<Control> ofParameterValue(String value) {
        for (Control control : values()) {
            if (control.parameterValue().equals(value)) {
                return Optional.of(control);
            }
        }
        return Optional.empty();
    }
}
