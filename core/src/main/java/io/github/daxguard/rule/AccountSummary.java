package io.github.daxguard.rule;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The verdict on an account, from the verdicts on its clusters, for a rule that cannot report clusters. */
public final class AccountSummary {

    private static final String EXCLUDED = "exempt or being deleted";

    private final Control control;
    private final Map<String, Verdict> clusters;
    private final boolean complete;

    private AccountSummary(Control control, Map<String, Verdict> clusters, boolean complete) {
        this.control = control;
        this.clusters = new TreeMap<>(clusters);
        this.complete = complete;
    }

    /**
     * The verdict on the account: NON_COMPLIANT if any cluster is; COMPLIANT if at least one cluster is, the others are exempt or
     * being deleted, and all clusters are known; otherwise NOT_APPLICABLE.
     *
     * @param clusters the verdicts by the names of the clusters
     * @param complete whether these are all clusters of the account and Region
     */
    public static Verdict.OfAccount verdict(Control control, Map<String, Verdict> clusters, boolean complete) {
        return new AccountSummary(control, clusters, complete).verdict();
    }

    private Verdict.OfAccount verdict() {
        List<String> findings = named(Compliance.NON_COMPLIANT);
        if (!findings.isEmpty()) {
            return new Verdict.OfAccount(Compliance.NON_COMPLIANT, nonCompliant(findings));
        }
        if (!complete) {
            return new Verdict.OfAccount(
                    Compliance.NOT_APPLICABLE,
                    "Not all DAX clusters in this account and Region are known. Evaluated, without a finding: "
                            + clusters.size() + ".");
        }
        List<String> encrypted = named(Compliance.COMPLIANT);
        List<String> excluded = named(Compliance.NOT_APPLICABLE);
        if (encrypted.isEmpty()) {
            return new Verdict.OfAccount(
                    Compliance.NOT_APPLICABLE,
                    excluded.isEmpty()
                            ? "There is no DAX cluster in this account and Region."
                            : withNames(
                                    "Every DAX cluster in this account and Region is " + EXCLUDED + " ("
                                            + excluded.size() + "): ",
                                    excluded,
                                    ""));
        }
        return new Verdict.OfAccount(
                Compliance.COMPLIANT,
                withNames(
                        control.subject() + " is " + control.accepted() + " for " + count(encrypted) + ": ",
                        encrypted,
                        excluded.isEmpty() ? "" : " In addition, " + EXCLUDED + ": " + excluded.size() + "."));
    }

    private String nonCompliant(List<String> findings) {
        String number = complete ? findings.size() + " of " + count(clusters.keySet()) : "at least " + count(findings);
        return withNames(
                control.subject() + " is not " + control.accepted() + " for " + number + ": ",
                findings,
                " Encryption can only be enabled at creation. Replace each with " + control.replacement() + ".");
    }

    private List<String> named(Compliance compliance) {
        return clusters.entrySet().stream()
                .filter(entry -> entry.getValue().compliance() == compliance)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String count(Collection<String> names) {
        return names.size() + (names.size() == 1 ? " DAX cluster" : " DAX clusters");
    }

    /** The text with as many whole names as an annotation permits, and the number of the others. */
    private static String withNames(String start, List<String> names, String end) {
        // A name has at least one character, and a separator two.
        for (int shown = Math.min(names.size(), Verdict.MAX_ANNOTATION_LENGTH / 3); shown > 0; shown--) {
            String text = start + listed(names, shown) + "." + end;
            if (text.length() <= Verdict.MAX_ANNOTATION_LENGTH) {
                return text;
            }
        }
        // One name alone is too long: DAX's names have at most 20 characters.
        return Annotation.of(start + listed(names, 1) + "." + end);
    }

    private static String listed(List<String> names, int shown) {
        String first = String.join(", ", names.subList(0, shown));
        return shown == names.size() ? first : first + " and " + (names.size() - shown) + " more";
    }
}
