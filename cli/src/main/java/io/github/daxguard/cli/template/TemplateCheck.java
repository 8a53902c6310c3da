package io.github.daxguard.cli.template;

import io.github.daxguard.cli.options.FileFailure;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.ScannedTarget.Outcome.Unread;
import io.github.daxguard.cli.template.FileFindings.NotScanned;
import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Evaluates the clusters that files declare. Like the rule, it passes only clusters that are known to be encrypted. */
public final class TemplateCheck {

    private static final String PSEUDO_PARAMETER = "AWS::";
    private static final int MOST_NOTES_IN_GAP = 3;

    private final Criteria criteria;
    private final Map<String, String> given;
    private final boolean isStrict;

    private TemplateCheck(Criteria criteria, Map<String, String> given, boolean isStrict) {
        this.criteria = criteria;
        this.given = Map.copyOf(given);
        this.isStrict = isStrict;
    }

    /**
     * The result, for a report.
     *
     * @param targets one for each file
     * @param notes resources and files that are not evaluated, in sentences
     */
    public record Findings(List<ScannedTarget> targets, List<EvaluatedCluster> clusters, List<String> notes) {
        public Findings {
            targets = List.copyOf(targets);
            clusters = List.copyOf(clusters);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A check with these criteria.
     *
     * @param parameters values for parameters of CloudFormation templates, by name, including pseudo parameters such as
     *     {@code AWS::Region}
     * @param isStrict whether notes are treated as incomplete evaluation
     */
    static TemplateCheck of(Criteria criteria, Map<String, String> parameters, boolean isStrict) {
        return new TemplateCheck(criteria, parameters, isStrict);
    }

    /**
     * Reads and evaluates all files.
     *
     * @param paths files, folders in which templates are searched for, and {@code -} for standard input
     * @param standardInput read only if {@code -} is one of the paths
     */
    Findings check(List<String> paths, InputStream standardInput) {
        return check(TemplateFiles.of(paths), standardInput);
    }

    /** The same for files that have been found. */
    Findings check(TemplateFiles files, InputStream standardInput) {
        Map<Path, Source> byPath = new HashMap<>();
        List<Source> sources = files.all().stream()
                .map(found -> new Source(found, standardInput, byPath))
                .toList();
        sources.forEach(source -> source.found.file().ifPresent(file -> byPath.put(TemplateFiles.real(file), source)));
        readNestedStacks(sources);
        List<ScannedTarget> targets = new ArrayList<>();
        List<EvaluatedCluster> clusters = new ArrayList<>();
        List<String> notes = new ArrayList<>(files.skipped());
        Map<String, Boolean> declared = new HashMap<>();
        sources.forEach(source -> source.findings
                .parameters()
                .forEach((name, isSet) -> declared.merge(name, isSet, Boolean::logicalAnd)));
        List<String> withoutFile = new ArrayList<>(files.unsearched());
        withoutFile.addAll(unused(declared));
        for (Source source : sources) {
            FileFindings findings = source.findings;
            List<NotScanned> notScanned = findings.notScanned().stream()
                    .filter(one -> source.child(one).isEmpty())
                    .toList();
            List<String> ofFile = notScanned.stream().map(source::note).toList();
            targets.add(new ScannedTarget(
                    source.found.target(),
                    (isStrict
                                    ? strictGap(findings, notScanned, ofFile, withoutFile)
                                    : findings.gap().map(Unread::new))
                            .<Outcome>map(gap -> gap)
                            .orElse(new Outcome.Complete(findings.clusters().size()))));
            clusters.addAll(findings.clusters());
            notes.addAll(ofFile);
        }
        notes.addAll(withoutFile);
        return new Findings(targets, clusters, notes);
    }

    /** A note without a file is a gap of every file, because the file that it concerns is not known. */
    private static Optional<Unread> strictGap(
            FileFindings findings, List<NotScanned> notScanned, List<String> ofFile, List<String> withoutFile) {
        List<String> notes =
                Stream.concat(ofFile.stream(), withoutFile.stream()).toList();
        List<String> reasons = new ArrayList<>(findings.gap().stream().toList());
        Stream.concat(
                        notScanned.stream()
                                .map(note -> (note.line().isPresent()
                                                ? "Line " + note.line().getAsInt() + ": "
                                                : "")
                                        + note.what()),
                        withoutFile.stream())
                .limit(MOST_NOTES_IN_GAP)
                .forEach(reasons::add);
        if (notes.size() > MOST_NOTES_IN_GAP) {
            reasons.add((notes.size() - MOST_NOTES_IN_GAP) + " more notes.");
        }
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(new Unread(
                        String.join(" ", reasons),
                        notes.stream().limit(MOST_NOTES_IN_GAP).toList()));
    }

    /**
     * Reads nested stacks again with the parameters that their parents set. Parents are read first, because they forward values
     * that they receive.
     */
    private static void readNestedStacks(List<Source> sources) {
        sources.forEach(parent -> parent.children().forEach(child -> child.parents.add(parent)));
        Deque<Source> ready = new ArrayDeque<>();
        sources.stream().filter(source -> source.parents.isEmpty()).forEach(ready::add);
        Set<Source> waiting = new LinkedHashSet<>(sources);
        while (!ready.isEmpty()) {
            Source parent = ready.remove();
            waiting.remove(parent);
            if (!parent.passed.isEmpty()) {
                parent.findings = parent.read(parent.passed);
            }
            for (NotScanned nested : parent.findings.notScanned()) {
                parent.child(nested)
                        .ifPresent(child ->
                                child.passed.add(nested.stack().orElseThrow().parameters()));
            }
            for (Source child : parent.children()) {
                child.parents.remove(parent);
                if (child.parents.isEmpty()) {
                    ready.add(child);
                }
            }
        }
        // Stacks that nest each other cannot be deployed, so their parameters are not known.
        waiting.forEach(source -> source.findings = source.read(List.of(NestedStack.Parameters.any(""))));
    }

    /**
     * Notes on given values that have no effect.
     *
     * @param declared parameters by name, and whether only nested stacks declare them
     */
    private List<String> unused(Map<String, Boolean> declared) {
        List<String> unused = new ArrayList<>();
        for (String name : new TreeSet<>(given.keySet())) {
            Boolean isSet = declared.get(name);
            if (isSet == null && !name.startsWith(PSEUDO_PARAMETER)) {
                unused.add(
                        "--parameter " + ShortText.of(name, 80) + " is not used: no template declares the parameter.");
            } else if (Boolean.TRUE.equals(isSet)) {
                unused.add("--parameter " + ShortText.of(name, 80)
                        + " is not used: only nested stacks declare the parameter, and their parent stacks set it.");
            }
        }
        return unused;
    }

    /** A file, and the stacks that nest it. */
    private final class Source {
        private final TemplateFiles.Found found;
        private final InputStream standardInput;
        private final Map<Path, Source> byPath;
        private final Set<Source> parents = new LinkedHashSet<>();
        private final List<NestedStack.Parameters> passed = new ArrayList<>();
        private FileFindings findings;

        private Source(TemplateFiles.Found found, InputStream standardInput, Map<Path, Source> byPath) {
            this.found = found;
            this.standardInput = standardInput;
            this.byPath = byPath;
            this.findings = read(List.of());
        }

        private FileFindings read(List<NestedStack.Parameters> parameters) {
            if (found.reason().isPresent()) {
                return FileFindings.unread(found.target(), found.reason().get());
            }
            DeclarationFile file = new DeclarationFile(found.target(), criteria, given, parameters);
            try {
                if (found.file().isEmpty()) {
                    return file.read(standardInput);
                }
                try (InputStream in = Files.newInputStream(found.file().get())) {
                    return file.read(in);
                }
            } catch (NotEvaluatedException e) {
                return FileFindings.unread(found.target(), e.reason());
            } catch (StackOverflowError e) {
                return FileFindings.unread(found.target(), "The file is nested too deeply.");
            } catch (AccessDeniedException e) {
                return FileFindings.unread(found.target(), "Permission to read the file is denied.");
            } catch (IOException e) {
                return FileFindings.unread(
                        found.target(), "The file cannot be read: " + ShortText.of(FileFailure.reason(e), 200) + ".");
            }
        }

        private Set<Source> children() {
            return findings.notScanned().stream()
                    .flatMap(notScanned -> child(notScanned).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        /** The nested stack's template, if it is one of the files. */
        private Optional<Source> child(NotScanned notScanned) {
            return notScanned.stack().flatMap(stack -> {
                try {
                    Path path = Path.of(stack.file());
                    return Optional.ofNullable(byPath.get(TemplateFiles.real(
                            found.file().map(from -> from.resolveSibling(path)).orElse(path))));
                } catch (InvalidPathException e) {
                    return Optional.empty();
                }
            });
        }

        private String note(NotScanned notScanned) {
            return found.target().path()
                    + (notScanned.line().isPresent()
                            ? ", line " + notScanned.line().getAsInt()
                            : "") + ": " + notScanned.what();
        }
    }
}
