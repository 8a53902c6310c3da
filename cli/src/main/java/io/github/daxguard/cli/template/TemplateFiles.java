package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.rule.ShortText;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the files to evaluate, from paths of files and folders, and {@code -} for standard input. */
final class TemplateFiles {

    private static final String STANDARD_INPUT = "-";

    /** Hidden folders in which the Serverless Framework, SAM and Elastic Beanstalk store templates. */
    private static final Set<String> SEARCHED = Set.of(".serverless", ".aws-sam", ".ebextensions");

    /** Files that the CDK writes in addition to templates, and that contain resource types. */
    private static final Pattern OF_CDK =
            Pattern.compile("(manifest|tree|.+\\.assets|.+\\.metadata)\\.json", Pattern.CASE_INSENSITIVE);

    private static final String CDK_ASSET = "asset.";
    private static final String MANIFEST = "manifest.json";

    /** Files of the Serverless Framework that repeat the template in the same folder. */
    private static final Set<String> OF_SERVERLESS = Set.of("serverless-state.json", "meta.json");

    /** Members of the outermost object in templates, plans and states. */
    private static final Set<String> OF_DECLARATIONS =
            Set.of("Resources", "Transform", "Fn::Transform", "format_version", "resource", "resources");

    private static final String SERVERLESS_TEMPLATE = "cloudformation-template-update-stack.json";

    private static final int LONGEST_PATH = 4096;

    private final List<Found> all = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<String> unsearched = new ArrayList<>();
    private final Set<Path> known = new HashSet<>();

    private TemplateFiles() {}

    /**
     * A file to read.
     *
     * @param file the file, also if it does not exist; empty for standard input, and if the path is not valid
     * @param reason the reason if there is nothing to read; otherwise empty
     */
    record Found(TemplateFile target, Optional<Path> file, Optional<String> reason) {}

    /** Finds each file once, even if several paths lead to it. */
    static TemplateFiles of(List<String> paths) {
        TemplateFiles files = new TemplateFiles();
        paths.stream().distinct().forEach(files::add);
        return files;
    }

    List<Found> all() {
        return List.copyOf(all);
    }

    /** The folders that are skipped, in sentences. */
    List<String> skipped() {
        return List.copyOf(skipped);
    }

    /** The files that are not searched, in sentences. */
    List<String> unsearched() {
        return List.copyOf(unsearched);
    }

    private void add(String path) {
        if (path.equals(STANDARD_INPUT)) {
            all.add(new Found(new TemplateFile(STANDARD_INPUT), Optional.empty(), Optional.empty()));
            return;
        }
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            nothing(path, Optional.empty(), "The path is not valid.");
            return;
        }
        if (!Files.exists(file)) {
            nothing(path, Optional.of(file), "The file does not exist.");
        } else if (Files.isDirectory(file)) {
            folder(path, file);
        } else {
            file(path, file);
        }
    }

    private void nothing(String path, Optional<Path> file, String reason) {
        all.add(new Found(target(path), file, Optional.of(reason)));
    }

    private void file(String path, Path file) {
        if (known.add(real(file))) {
            all.add(new Found(target(path), Optional.of(file), Optional.empty()));
        }
    }

    private static TemplateFile target(String path) {
        return new TemplateFile(ShortText.of(path.replace(File.separatorChar, '/'), LONGEST_PATH));
    }

    /** The canonical path of the file. */
    static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // Reading the file reports the problem.
            return file.toAbsolutePath().normalize();
        }
    }

    private void folder(String path, Path folder) {
        TemplateVisitor visitor = new TemplateVisitor(folder);
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        visitor.templates.stream().sorted().forEach(file -> file(below(path, folder, file), file));
        visitor.unread.forEach(unread ->
                nothing(below(path, folder, unread), Optional.of(unread), "The file or folder cannot be read."));
        note(path, visitor.skipped, skipped);
        note(path, visitor.unsearched, unsearched);
        if (visitor.templates.isEmpty() && visitor.unread.isEmpty()) {
            nothing(
                    path,
                    Optional.of(folder),
                    "The folder does not contain a template, plan or state. Searched for: template.json, template.yaml, "
                            + "*.template.json, *.template.yaml, *.template, plans and states in JSON, and other files that "
                            + "contain AWS::DAX:: or aws_dax_cluster.");
        }
    }

    private static void note(String path, Map<String, Integer> numbers, List<String> notes) {
        if (!numbers.isEmpty()) {
            notes.add("Not searched in " + target(path).path() + ": "
                    + numbers.entrySet().stream()
                            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }

    private static String below(String path, Path folder, Path file) {
        String relative = folder.relativize(file).toString();
        String start = path.endsWith("/") || path.endsWith(File.separator) ? path : path + "/";
        return relative.isEmpty() ? path : start + relative;
    }

    /** Whether a file only describes templates in the same folder. The name and the content determine that. */
    private static boolean isSideFile(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        boolean hasName = (OF_CDK.matcher(name).matches()
                        && names(file.resolveSibling(MANIFEST)).contains("artifacts"))
                || (OF_SERVERLESS.contains(name) && Files.isRegularFile(file.resolveSibling(SERVERLESS_TEMPLATE)));
        return hasName && names(file).stream().noneMatch(OF_DECLARATIONS::contains);
    }

    /** The names of the outermost object's members. */
    private static Set<String> names(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Set.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return JsonTemplate.names(DeclarationFile.text(in.readNBytes(DeclarationFile.MOST_BYTES + 1)));
        } catch (NotEvaluatedException e) {
            // A file that is not valid JSON is not a side file, and is listed as not read.
            return OF_DECLARATIONS;
        }
    }

    /** Searches for templates, plans and states, except in hidden folders and folders node_modules. */
    private static final class TemplateVisitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final DeclarationSearch search = new DeclarationSearch();
        private final List<Path> templates = new ArrayList<>();
        private final List<Path> unread = new ArrayList<>();
        private final Set<Path> visited = new HashSet<>();
        private final Map<String, Integer> skipped = new TreeMap<>();
        private final Map<String, Integer> unsearched = new TreeMap<>();

        private TemplateVisitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            // Each folder is visited once, because links can create an exponential number of paths.
            return isSkipped(folder) || !visited.add(real(folder))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        private boolean isSkipped(Path folder) {
            String name = String.valueOf(folder.getFileName());
            boolean isHidden = name.startsWith(".") && !SEARCHED.contains(name.toLowerCase(Locale.ROOT));
            if (folder.equals(root) || (!isHidden && !name.equals("node_modules"))) {
                return false;
            }
            count(skipped, isHidden ? "hidden folders" : "folders node_modules");
            return true;
        }

        private static void count(Map<String, Integer> numbers, String what) {
            numbers.merge(what, 1, Integer::sum);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            FileKind.of(String.valueOf(file.getFileName())).ifPresent(kind -> {
                try {
                    visit(file, kind, attributes);
                } catch (IOException e) {
                    unread.add(file);
                }
            });
            return FileVisitResult.CONTINUE;
        }

        private void visit(Path file, FileKind kind, BasicFileAttributes attributes) throws IOException {
            if (attributes.isOther()) {
                // Opening a pipe or a device can block.
                count(unsearched, "pipes and devices");
            } else if (kind == FileKind.TEMPLATE && !isInAsset(file)) {
                templates.add(file);
            } else if (attributes.isRegularFile()) {
                if (search.in(file, kind)) {
                    if (!isSideFile(file)) {
                        templates.add(file);
                    }
                } else if (search.wasCut()) {
                    count(unsearched, "the rest of files larger than 100 MB");
                }
            } else if (attributes.isSymbolicLink() && !Files.notExists(file)) {
                // The target of the link cannot be determined.
                unread.add(file);
            }
        }

        /** Whether the file is in a CDK asset. These are mostly code, in which a file named template can have any content. */
        private boolean isInAsset(Path file) {
            for (Path folder = file.getParent(); folder != null && !folder.equals(root); folder = folder.getParent()) {
                if (String.valueOf(folder.getFileName()).startsWith(CDK_ASSET)
                        && Files.exists(folder.resolveSibling(MANIFEST))) {
                    return true;
                }
            }
            return false;
        }

        /** Keeps the files that were listed before a failure. */
        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            if (e != null) {
                unread.add(folder);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            // A link to an enclosing folder does not lead to other files.
            if (!(e instanceof FileSystemLoopException) && !isSkipped(file)) {
                unread.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
