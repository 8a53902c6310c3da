package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.FileFindings.Unseen;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Reads files so that what a stack sets the parameters of a nested one to counts, if both templates are among the files. */
final class TemplateFamily {

    private final List<TemplateFiles.Found> files;
    private final BiFunction<TemplateFiles.Found, Passed, FileFindings> reader;
    private final Map<Path, Integer> places = new HashMap<>();
    private final List<FileFindings> findings = new ArrayList<>();

    private TemplateFamily(
            List<TemplateFiles.Found> files, BiFunction<TemplateFiles.Found, Passed, FileFindings> reader) {
        this.files = files;
        this.reader = reader;
    }

    /**
     * What came of each file, in their order; nested stacks whose template is among the files are not unseen.
     *
     * @param reader reads a file, nested ones twice; standard input is nobody's nested stack
     */
    static List<FileFindings> read(
            List<TemplateFiles.Found> files, BiFunction<TemplateFiles.Found, Passed, FileFindings> reader) {
        TemplateFamily family = new TemplateFamily(files, reader);
        family.readEach();
        family.readNested();
        return IntStream.range(0, files.size()).mapToObj(family::seen).toList();
    }

    private void readEach() {
        for (int i = 0; i < files.size(); i++) {
            Optional<Path> file = files.get(i).file();
            if (file.isPresent()) {
                places.put(TemplateFiles.real(file.get()), i);
            }
            findings.add(reader.apply(files.get(i), Passed.NOTHING));
        }
    }

    /** Parents first, as they can hand on what they get themselves. */
    private void readNested() {
        List<Set<Integer>> parents = new ArrayList<>();
        files.forEach(file -> parents.add(new HashSet<>()));
        for (int parent = 0; parent < files.size(); parent++) {
            for (int child : children(parent)) {
                parents.get(child).add(parent);
            }
        }
        List<List<Passed>> passed = new ArrayList<>();
        files.forEach(file -> passed.add(new ArrayList<>()));
        Deque<Integer> ready = new ArrayDeque<>();
        Set<Integer> endless = new HashSet<>();
        IntStream.range(0, files.size()).forEach(i -> {
            endless.add(i);
            if (parents.get(i).isEmpty()) {
                ready.add(i);
            }
        });
        while (!ready.isEmpty()) {
            int parent = ready.remove();
            endless.remove(parent);
            if (!passed.get(parent).isEmpty()) {
                readAgain(parent, Passed.byAll(passed.get(parent)));
            }
            for (Unseen unseen : findings.get(parent).unseen()) {
                child(parent, unseen)
                        .ifPresent(child -> passed.get(child)
                                .add(unseen.stack().orElseThrow().passed()));
            }
            for (int child : children(parent)) {
                parents.get(child).remove(parent);
                if (parents.get(child).isEmpty()) {
                    ready.add(child);
                }
            }
        }
        // Stacks that nest each other cannot be deployed, so nothing of them is known.
        endless.forEach(i -> readAgain(i, Passed.ANYTHING));
    }

    private FileFindings seen(int place) {
        FileFindings all = findings.get(place);
        return new FileFindings(
                all.clusters(),
                all.unseen().stream()
                        .filter(unseen -> child(place, unseen).isEmpty())
                        .toList(),
                all.parameters(),
                all.gap());
    }

    private void readAgain(int place, Passed passed) {
        findings.set(place, reader.apply(files.get(place), passed));
    }

    private Set<Integer> children(int parent) {
        Set<Integer> children = new HashSet<>();
        findings.get(parent).unseen().forEach(unseen -> child(parent, unseen).ifPresent(children::add));
        return children;
    }

    private Optional<Integer> child(int parent, Unseen unseen) {
        return unseen.stack().flatMap(stack -> {
            try {
                Path path = Path.of(stack.file());
                return Optional.ofNullable(places.get(TemplateFiles.real(files.get(parent)
                        .file()
                        .map(from -> from.resolveSibling(path))
                        .orElse(path))));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }
}
