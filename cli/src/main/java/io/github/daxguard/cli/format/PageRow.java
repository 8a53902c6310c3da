package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.cli.report.Place.AccountRegion;
import io.github.daxguard.cli.report.Place.TemplateFile;
import io.github.daxguard.cli.report.Totals;
import io.github.daxguard.rule.Control;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A cluster in the page's list. */
record PageRow(AuditedCluster cluster) {

    /** A text and the Security Hub ids, such as {@code DynamoDB.3, DynamoDB.7}, that it applies to. */
    record Saying(String ids, String text, Optional<Integer> line) {}

    /** A value and its CSS class. */
    record Property(String value, String style) {}

    /** Verdicts in the order of attention; exempt clusters are counted apart. */
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

        static Verdict of(AuditedCluster cluster) {
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
        return cluster.place() instanceof AccountRegion place ? place.account() : "";
    }

    String accountName() {
        return cluster.place() instanceof AccountRegion place
                ? place.accountName().orElse("")
                : "";
    }

    String region() {
        return cluster.place() instanceof AccountRegion place ? place.region() : "";
    }

    String file() {
        return cluster.place() instanceof TemplateFile place ? place.path() : "";
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
        String style = cluster.judgements().stream()
                .filter(judgement -> judgement.control() == control)
                .findFirst()
                .map(judgement -> switch (judgement.compliance()) {
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
                cluster.place() instanceof TemplateFile ? "not set" : "absent", (style + " absent").strip());
    }

    boolean isFinding() {
        return !cluster.findings().isEmpty();
    }

    /** Security Hub ids of the controls that are not met. */
    String unmet() {
        return cluster.findings().stream()
                .map(judgement -> judgement.control().securityHubId())
                .collect(Collectors.joining(" "));
    }

    /** The reasons of the findings and of exempt controls. */
    List<Saying> whys() {
        Map<String, String> ids = new LinkedHashMap<>();
        for (Judgement judgement : cluster.judgements()) {
            if (judgement.isFinding() || judgement.isExempt()) {
                ids.merge(judgement.why(), judgement.control().securityHubId(), (one, other) -> one + ", " + other);
            }
        }
        return ids.entrySet().stream()
                .map(why -> new Saying(why.getValue(), why.getKey(), Optional.empty()))
                .toList();
    }

    /** The reasons for the verdict. */
    List<String> reasons() {
        return cluster.judgements().stream()
                .filter(judgement -> judgement.compliance() == cluster.compliance())
                .map(Judgement::why)
                .distinct()
                .toList();
    }

    List<Saying> remedies() {
        return cluster.findings().stream()
                .map(judgement -> new Saying(
                        judgement.control().securityHubId(),
                        judgement.whatToDo(),
                        judgement.line().stream().boxed().findFirst()))
                .toList();
    }

    Optional<ReplaceCommandLine> command() {
        return ReplaceCommandLine.of(cluster);
    }

    /** Whether {@code daxguard replace} refuses the cluster, which the page then explains. */
    boolean isBeyondReplace() {
        return ReplaceCommandLine.isRefused(cluster);
    }
}
