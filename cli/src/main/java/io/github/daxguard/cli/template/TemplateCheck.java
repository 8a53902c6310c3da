package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Look;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Judges the clusters that files declare, by the decision of the rule: what is not known to be encrypted does not pass. */
public final class TemplateCheck {

    private static final String PSEUDO_PARAMETER = "AWS::";

    private final Judge judge;
    private final Map<String, String> given;

    private TemplateCheck(Judge judge, Map<String, String> given) {
        this.judge = judge;
        this.given = Map.copyOf(given);
    }

    /**
     * What came of it, for a report.
     *
     * @param looks one for each file
     * @param notes what is not looked into, in sentences
     */
    public record Findings(List<Look> looks, List<AuditedCluster> clusters, List<String> notes) {
        public Findings {
            looks = List.copyOf(looks);
            clusters = List.copyOf(clusters);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A check for these controls.
     *
     * @param controls at least one
     * @param exemptions of which only the exemptions count
     * @param today in UTC, for exemptions with a last day
     * @param parameters values for parameters of CloudFormation templates, by name; {@code AWS::Region} is one too
     */
    public static TemplateCheck of(
            List<Control> controls, RuleParameters exemptions, LocalDate today, Map<String, String> parameters) {
        return new TemplateCheck(new Judge(controls, exemptions, today), parameters);
    }

    /**
     * Reads and judges all.
     *
     * @param paths files, folders in which templates are looked for, and {@code -} for standard input
     * @param standardInput read only if it is named
     */
    public Findings check(List<String> paths, InputStream standardInput) {
        List<TemplateFiles.Found> files = TemplateFiles.of(paths);
        List<FileFindings> all = TemplateFamily.read(files, (file, passed) -> findings(file, passed, standardInput));
        List<Look> looks = new ArrayList<>();
        List<AuditedCluster> clusters = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Map<String, Boolean> declared = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            TemplateFiles.Found file = files.get(i);
            FileFindings findings = all.get(i);
            looks.add(new Look(
                    file.place(),
                    findings.gap()
                            .<Look.Outcome>map(Look.Outcome.Unread::new)
                            .orElse(new Look.Outcome.Complete(
                                    findings.clusters().size()))));
            clusters.addAll(findings.clusters());
            findings.unseen().stream().map(unseen -> note(unseen, file)).forEach(notes::add);
            findings.parameters().forEach((name, isSet) -> declared.merge(name, isSet, Boolean::logicalAnd));
        }
        notes.addAll(unused(declared));
        return new Findings(looks, clusters, notes);
    }

    /**
     * Which given values count nowhere.
     *
     * @param declared parameters by name, and whether parent stacks set them wherever they are declared
     */
    private List<String> unused(Map<String, Boolean> declared) {
        List<String> unused = new ArrayList<>();
        for (String name : new TreeSet<>(given.keySet())) {
            Boolean isSet = declared.get(name);
            if (isSet == null && !name.startsWith(PSEUDO_PARAMETER)) {
                unused.add("No template has a parameter " + ShortText.of(name, 80)
                        + ": the value that was given for it is not used.");
            } else if (Boolean.TRUE.equals(isSet)) {
                unused.add("The parameter " + ShortText.of(name, 80)
                        + " is set by parent stacks alone: the value that was given for it is not used.");
            }
        }
        return unused;
    }

    private FileFindings findings(TemplateFiles.Found file, Passed passed, InputStream standardInput) {
        if (file.why().isPresent()) {
            return FileFindings.unread(file.why().get());
        }
        try {
            return new DeclarationFile(file.place(), judge, given, passed).read(text(file, standardInput));
        } catch (UnreadException e) {
            return FileFindings.unread(e.why());
        } catch (AccessDeniedException e) {
            return FileFindings.unread("There is no permission to read it.");
        } catch (IOException e) {
            return FileFindings.unread("It cannot be read: " + ShortText.of(e.toString(), 200) + ".");
        }
    }

    private static String text(TemplateFiles.Found file, InputStream standardInput) throws IOException {
        if (file.file().isEmpty()) {
            return FileText.read(standardInput);
        }
        try (InputStream in = Files.newInputStream(file.file().get())) {
            return FileText.read(in);
        }
    }

    private static String note(FileFindings.Unseen unseen, TemplateFiles.Found file) {
        Optional<String> line = unseen.line().isPresent()
                ? Optional.of(", line " + unseen.line().getAsInt())
                : Optional.empty();
        return file.place().path() + line.orElse("") + ": " + unseen.what();
    }
}
