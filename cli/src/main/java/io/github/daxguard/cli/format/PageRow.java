package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.cli.report.Totals;
import io.github.daxguard.rule.Control;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A cluster in the page's list. */
record PageRow(EvaluatedCluster cluster) {

    /** A text and the Security Hub ids, such as {@code DynamoDB.3, DynamoDB.7}, that it applies to. */
    record ControlMessage(String ids, String text, Optional<Integer> line) {}

    /** A value and its CSS class. */
    record Property(String value, String style) {}

    /** Verdicts in the order of the page. Exempt clusters are counted separately. */
    enum Verdict {
        NON_COMPLIANT("n", "Non-compliant"),
        EXEMPT("e", "Exempt"),
        NOT_APPLICABLE("a", "Not applicable"),
        COMPLIANT("c", "Compliant");

        private final String code;
        private final String label;

        Verdict(String code, String label) {
            this.code = code;
            this.label = label;
        }

        static Verdict of(EvaluatedCluster cluster) {
            return switch (cluster.compliance()) {
                case NON_COMPLIANT -> NON_COMPLIANT;
                case COMPLIANT -> COMPLIANT;
                case NOT_APPLICABLE -> cluster.isExempt() ? EXEMPT : NOT_APPLICABLE;
            };
        }

        /** CSS class and value of the filter; short, because every row has it. */
        String code() {
            return code;
        }

        String label() {
            return label;
        }

        int count(Totals totals) {
            return switch (this) {
                case NON_COMPLIANT -> totals.nonCompliant();
                case EXEMPT -> totals.exempt();
                case NOT_APPLICABLE -> totals.notApplicable();
                case COMPLIANT -> totals.compliant();
            };
        }
    }

    Verdict verdict() {
        return Verdict.of(cluster);
    }

    String account() {
        return cluster.target() instanceof AccountRegion target ? target.account() : "";
    }

    String accountName() {
        return cluster.target() instanceof AccountRegion target
                ? target.accountName().orElse("")
                : "";
    }

    String region() {
        return cluster.target() instanceof AccountRegion target ? target.region() : "";
    }

    String file() {
        return cluster.target() instanceof TemplateFile target ? target.path() : "";
    }

    Optional<Integer> line() {
        return cluster.firstLine().stream().boxed().findFirst();
    }

    Property status() {
        return property(cluster.status(), "");
    }

    Property atRest() {
        return property(Control.ENCRYPTION_AT_REST, cluster.encryptionAtRest());
    }

    Property inTransit() {
        return property(Control.ENCRYPTION_IN_TRANSIT, cluster.endpointEncryption());
    }

    private Property property(Control control, String value) {
        String style = cluster.evaluations().stream()
                .filter(evaluation -> evaluation.control() == control)
                .findFirst()
                .map(evaluation -> switch (evaluation.compliance()) {
                    case NON_COMPLIANT -> "bad";
                    case COMPLIANT -> "good";
                    case NOT_APPLICABLE -> "";
                })
                .orElse("");
        return property(value, style);
    }

    private Property property(String value, String style) {
        if (!value.isEmpty()) {
            return new Property(value, style);
        }
        return new Property(
                cluster.target() instanceof TemplateFile ? "not set" : "not reported", (style + " absent").strip());
    }

    boolean isFinding() {
        return !cluster.findings().isEmpty();
    }

    /** Security Hub ids of the controls that are not met. */
    String unmet() {
        return cluster.findings().stream()
                .map(evaluation -> evaluation.control().securityHubId())
                .collect(Collectors.joining(" "));
    }

    /** The reasons of the findings and of exempt controls. */
    List<ControlMessage> explanations() {
        Map<String, String> ids = new LinkedHashMap<>();
        for (ControlEvaluation evaluation : cluster.evaluations()) {
            if (evaluation.isFinding() || evaluation.isExempt()) {
                ids.merge(
                        evaluation.reason(), evaluation.control().securityHubId(), (one, other) -> one + ", " + other);
            }
        }
        return ids.entrySet().stream()
                .map(reason -> new ControlMessage(reason.getValue(), reason.getKey(), Optional.empty()))
                .toList();
    }

    /** The reasons for the verdict. */
    List<String> reasons() {
        return cluster.evaluations().stream()
                .filter(evaluation -> evaluation.compliance() == cluster.compliance())
                .map(ControlEvaluation::reason)
                .distinct()
                .toList();
    }

    List<ControlMessage> remediations() {
        return cluster.findings().stream()
                .map(evaluation -> new ControlMessage(
                        evaluation.control().securityHubId(),
                        evaluation.remediation(),
                        evaluation.line().stream().boxed().findFirst()))
                .toList();
    }

    Optional<ReplaceCommandLine> command() {
        return ReplaceCommandLine.of(cluster);
    }
}
