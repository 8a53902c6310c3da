package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.ShortText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The findings in one file. */
final class FileFindings {

    private static final int MOST_GAPS = 3;
    private static final int LONGEST_PATH = 1000;

    private final TemplateFile file;
    private final List<EvaluatedCluster> clusters = new ArrayList<>();
    private final List<NotScanned> notScanned = new ArrayList<>();
    private final Map<String, Boolean> parameters = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> gaps = new ArrayList<>();

    FileFindings(TemplateFile file) {
        this.file = file;
    }

    static FileFindings unread(TemplateFile file, String reason) {
        FileFindings findings = new FileFindings(file);
        findings.addGap(reason);
        return findings;
    }

    /**
     * Content that is not evaluated and is reported in a note: most often a resource that can create clusters.
     *
     * @param what the sentence that follows file and line
     * @param stack the nested stack that the resource creates, if its template is a file
     */
    record NotScanned(OptionalInt line, String what, Optional<NestedStack> stack) {}

    /**
     * Adds a cluster.
     *
     * @param name is shortened, made safe to display, and made unique, because it identifies the finding
     * @param cdkPath is shortened and made safe to display; empty if it is not known
     */
    void addCluster(
            String name,
            int longestName,
            String cdkPath,
            OptionalInt line,
            String encryptionAtRest,
            String endpointEncryption,
            List<ControlEvaluation> evaluations) {
        String unique = ShortText.of(name, longestName);
        for (int i = 2; !names.add(unique); i++) {
            unique = ShortText.of(name, longestName - 12) + " (" + i + ")";
        }
        Cluster cluster = new Cluster(unique, "", Cluster.ABSENT, encryptionAtRest, endpointEncryption);
        clusters.add(new EvaluatedCluster(file, cluster, ShortText.of(cdkPath, LONGEST_PATH), line, evaluations));
    }

    void addNotScanned(OptionalInt line, String what, Optional<NestedStack> stack) {
        notScanned.add(new NotScanned(line, what, stack));
    }

    void addParameter(String name, boolean isNested) {
        parameters.merge(name, isNested, Boolean::logicalAnd);
    }

    /** Only the first {@value #MOST_GAPS} are reported. */
    void addGap(String reason) {
        if (gaps.size() < MOST_GAPS) {
            gaps.add(reason);
        }
    }

    TemplateFile file() {
        return file;
    }

    List<EvaluatedCluster> clusters() {
        return clusters;
    }

    List<NotScanned> notScanned() {
        return notScanned;
    }

    /** The declared parameters, and whether a parent stack sets them. */
    Map<String, Boolean> parameters() {
        return parameters;
    }

    /** The reasons why clusters can be missing, in sentences; empty if the evaluation is complete. */
    Optional<String> gap() {
        return gaps.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", gaps));
    }
}
