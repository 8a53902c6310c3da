package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.cli.report.Totals;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cluster in the page's list.
 *
 * @param common the remediations that are above the list, and not in the row
 */
record PageRow(EvaluatedCluster cluster, Set<String> common) {

    /** A text and the Security Hub ids, such as {@code DynamoDB.3, DynamoDB.7}, that it applies to; {@code line} of a declaration. */
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

        /** CSS class and value of the filter. */
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

    /** The groups of the list, in their order: clusters with the same problem or, without a finding, the same verdict. */
    enum Group {
        AT_REST_AND_IN_TRANSIT(Verdict.NON_COMPLIANT, "Not encrypted at rest and in transit"),
        AT_REST(Verdict.NON_COMPLIANT, "Not encrypted at rest"),
        IN_TRANSIT(Verdict.NON_COMPLIANT, "Not encrypted in transit"),
        IGNORED_EXEMPTION(Verdict.NON_COMPLIANT, "Not encrypted, and the exemption ended or is ignored"),
        EXEMPT(Verdict.EXEMPT, Verdict.EXEMPT.label()),
        NOT_APPLICABLE(Verdict.NOT_APPLICABLE, Verdict.NOT_APPLICABLE.label()),
        COMPLIANT(Verdict.COMPLIANT, Verdict.COMPLIANT.label());

        private final Verdict verdict;
        private final String label;

        Group(Verdict verdict, String label) {
            this.verdict = verdict;
            this.label = label;
        }

        static Group of(EvaluatedCluster cluster) {
            List<ControlEvaluation> findings = cluster.findings();
            if (findings.stream().anyMatch(ControlEvaluation::hasIgnoredExemption)) {
                return IGNORED_EXEMPTION;
            }
            if (findings.size() > 1) {
                return AT_REST_AND_IN_TRANSIT;
            }
            if (findings.size() == 1) {
                return findings.get(0).control() == Control.ENCRYPTION_AT_REST ? AT_REST : IN_TRANSIT;
            }
            return switch (Verdict.of(cluster)) {
                case EXEMPT -> EXEMPT;
                case COMPLIANT -> COMPLIANT;
                default -> NOT_APPLICABLE;
            };
        }

        Verdict verdict() {
            return verdict;
        }

        String label() {
            return label;
        }
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

    /** The reasons of the findings and of exempt controls, with the line if it is not that of the first finding. */
    List<ControlMessage> explanations() {
        Map<ControlMessage, List<String>> ids = new LinkedHashMap<>();
        for (ControlEvaluation evaluation : cluster.evaluations()) {
            if (evaluation.isFinding() || evaluation.isExempt()) {
                ids.computeIfAbsent(
                                new ControlMessage("", evaluation.reason(), otherLine(evaluation)),
                                ignored -> new ArrayList<>())
                        .add(evaluation.control().securityHubId());
            }
        }
        return ids.entrySet().stream()
                .map(reason -> new ControlMessage(
                        String.join(", ", reason.getValue()),
                        reason.getKey().text(),
                        reason.getKey().line()))
                .toList();
    }

    private Optional<Integer> otherLine(ControlEvaluation evaluation) {
        return evaluation.isFinding() && !cluster.line(evaluation).equals(cluster.firstLine())
                ? cluster.line(evaluation).stream().boxed().findFirst()
                : Optional.empty();
    }

    /** The reasons for the verdict. */
    List<String> reasons() {
        return cluster.evaluations().stream()
                .filter(evaluation -> evaluation.compliance() == cluster.compliance())
                .map(ControlEvaluation::reason)
                .distinct()
                .toList();
    }

    /** The remediations that are not above the list. */
    List<ControlMessage> remediations() {
        return cluster.findings().stream()
                .filter(evaluation -> !common.contains(evaluation.remediation()))
                .map(evaluation -> new ControlMessage(
                        evaluation.control().securityHubId(), evaluation.remediation(), Optional.empty()))
                .toList();
    }

    /** The details of a finding. */
    List<String> details() {
        return cluster.details().sentences();
    }

    /** Whether the row has more than its reasons. */
    boolean isOpenable() {
        return isFinding()
                && (cluster.target() instanceof AccountRegion || !remediations().isEmpty());
    }

    Optional<ReplaceCommandLine> command() {
        return ReplaceCommandLine.of(cluster);
    }
}
