package io.github.daxguard.rule;

import java.util.Locale;
import java.util.Optional;

/**
 * What is asked of a DAX cluster: a control of AWS Security Hub's FSBP standard.
 *
 * @see <a href="https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html">DynamoDB controls</a>
 */
public enum Control {
    /** DynamoDB.3: the cluster's disks are encrypted. DAX uses an AWS managed key, there is no other. */
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

    /** DynamoDB.7: clients reach the cluster's endpoint by TLS only. */
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
     * Decides about one cluster.
     *
     * @param cluster as DAX reports it now
     * @param exemptions asked only when the cluster would be non-compliant, because the answer can cost a call to DAX
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

    /** Whether DAX reports the one value that meets the control; anything else, and nothing, does not. */
    public boolean isMetBy(Cluster cluster) {
        return reported(cluster).equals(accepted);
    }

    /** The name by which the rule parameter {@code control} selects it: {@code encryption-at-rest}. */
    public String parameterValue() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The Security Hub control that asks for the same: {@code DynamoDB.3}. */
    public String securityHubId() {
        return securityHubId;
    }

    /** As Security Hub names it. */
    public String title() {
        return title;
    }

    /** How grave Security Hub rates a breach of it. */
    public String severity() {
        return "MEDIUM";
    }

    /** The address of Security Hub's own page about it. */
    public String guide() {
        return GUIDE + securityHubId.toLowerCase(Locale.ROOT).replace('.', '-');
    }

    /** What DAX says of the property that this control is about. */
    abstract String reported(Cluster cluster);

    /** The property in words, as the start of a sentence: {@code Encryption at rest}. */
    String subject() {
        return subject;
    }

    /** What to create in place of a cluster that does not meet the control: {@code an encrypted cluster}. */
    String replacement() {
        return replacement;
    }

    /** The one value that meets the control. */
    String accepted() {
        return accepted;
    }

    /** The control of that {@link #parameterValue()}; empty if there is none. */
    public static Optional<Control> ofParameterValue(String value) {
        for (Control control : values()) {
            if (control.parameterValue().equals(value)) {
                return Optional.of(control);
            }
        }
        return Optional.empty();
    }
}
