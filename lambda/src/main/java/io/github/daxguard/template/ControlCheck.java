package io.github.daxguard.template;

import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one control says of a declared cluster, in the words of a hook's answer.
 *
 * @param declared what the template says of the property that the control looks at
 * @param verdict the rule's, of the cluster that would be made
 */
record ControlCheck(Control control, Declared declared, Verdict verdict) {

    boolean isRefused() {
        return status().equals("FAILED");
    }

    /** AWS's name for how it ended; only a verdict that lets pass is anything but FAILED. */
    private String status() {
        if (verdict instanceof Verdict.Compliant) {
            return "PASSED";
        }
        return verdict instanceof Verdict.Exempt ? "SKIPPED" : "FAILED";
    }

    /** One or more sentences: what stands there, and what that means. */
    String statement() {
        if (verdict instanceof Verdict.Compliant) {
            return property() + " is " + value() + ".";
        }
        if (verdict instanceof Verdict.Exempt) {
            return property() + " is not " + value() + ", but that is accepted. " + verdict.annotation();
        }
        return "Set " + assignment() + " (" + control.securityHubId() + "): it " + declared.words() + "."
                + reservation();
    }

    /** In AWS's own form. */
    Map<String, String> annotation() {
        Map<String, String> annotation = new LinkedHashMap<>();
        annotation.put("annotationName", control.securityHubId());
        annotation.put("status", status());
        annotation.put("statusMessage", statement());
        if (isRefused()) {
            annotation.put("remediationMessage", "Set " + assignment() + ".");
            annotation.put("remediationLink", control.guide());
            annotation.put("severityLevel", control.severity());
        }
        return annotation;
    }

    /** Why no exemption holds, where somebody may have meant one. */
    private String reservation() {
        String explanation = verdict instanceof Verdict.NonCompliant finding
                ? finding.exemption().explanation()
                : "";
        return explanation.isEmpty() ? "" : " " + explanation;
    }

    private String property() {
        return switch (control) {
            case ENCRYPTION_AT_REST -> "SSESpecification";
            case ENCRYPTION_IN_TRANSIT -> "ClusterEndpointEncryptionType";
        };
    }

    /** The value that meets the control, as YAML has it. */
    private String value() {
        return switch (control) {
            case ENCRYPTION_AT_REST -> "{SSEEnabled: true}";
            case ENCRYPTION_IN_TRANSIT -> "TLS";
        };
    }

    private String assignment() {
        return property() + ": " + value();
    }
}
