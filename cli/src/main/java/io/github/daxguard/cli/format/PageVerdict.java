package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Totals;

/** A cluster's verdict as people tell them apart, what needs attention first. */
enum PageVerdict {
    NON_COMPLIANT("n", "Non-compliant"),
    EXEMPT("e", "Exempt"),
    NOT_APPLICABLE("a", "Not applicable"),
    COMPLIANT("c", "Compliant");

    private final String code;
    private final String label;

    PageVerdict(String code, String label) {
        this.code = code;
        this.label = label;
    }

    static PageVerdict of(AuditedCluster cluster) {
        return switch (cluster.compliance()) {
            case NON_COMPLIANT -> NON_COMPLIANT;
            case COMPLIANT -> COMPLIANT;
            case NOT_APPLICABLE -> cluster.isExempt() ? EXEMPT : NOT_APPLICABLE;
        };
    }

    /** As style sheet and script call it: short, since every row has it. */
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
