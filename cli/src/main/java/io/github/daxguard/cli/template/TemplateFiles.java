package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.Place.TemplateFile;
import io.github.daxguard.rule.ShortText;
import java.io.File;
import java.io.IOException;
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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the files that are meant by what a person named: files, folders, and {@code -} for standard input. */
final class TemplateFiles {

    static final String STANDARD_INPUT = "-";

    /** How templates are called in a folder: as the CDK, SAM and many people do. */
    private static final Pattern TEMPLATE =
            Pattern.compile("(.+\\.)?template\\.(json|ya?ml)|.+\\.template", Pattern.CASE_INSENSITIVE);

    /** What the CDK puts beside the templates: the code of functions, for example. */
    private static final String CDK_ASSET = "asset.";

    private static final int LONGEST_PATH = 4096;

    private final List<Found> all = new ArrayList<>();
    private final Set<Path> known = new HashSet<>();

    private TemplateFiles() {}

    /**
     * A file to be read.
     *
     * @param file empty for standard input, and where there is nothing to read
     * @param why there is nothing to read; empty if there is
     */
    record Found(TemplateFile place, Optional<Path> file, Optional<String> why) {}

    /** Each file once, however often it is named. */
    static List<Found> of(List<String> paths) {
        TemplateFiles files = new TemplateFiles();
        paths.stream().distinct().forEach(files::add);
        return List.copyOf(files.all);
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
            nothing(path, "This is no path that a file can have.");
            return;
        }
        if (!Files.exists(file)) {
            nothing(path, "There is no such file.");
        } else if (Files.isDirectory(file)) {
            folder(path, file);
        } else {
            file(path, file);
        }
    }

    private void nothing(String path, String why) {
        all.add(new Found(place(path), Optional.empty(), Optional.of(why)));
    }

    private static TemplateFile place(String path) {
        return new TemplateFile(ShortText.of(path.replace(File.separatorChar, '/'), LONGEST_PATH));
    }

    private void file(String path, Path file) {
        if (known.add(real(file))) {
            all.add(new Found(place(path), Optional.of(file), Optional.empty()));
        }
    }

    /** The file itself, by whatever way one comes to it. */
    static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // It is the reading that will tell.
            return file.toAbsolutePath().normalize();
        }
    }

    private void folder(String path, Path folder) {
        Walk walk = new Walk(folder);
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        walk.templates.stream().sorted().forEach(file -> file(below(path, folder, file), file));
        walk.unread.forEach(unread -> nothing(
                below(path, folder, unread), "This cannot be read, so it is not known which templates are in it."));
        if (walk.templates.isEmpty() && walk.unread.isEmpty()) {
            nothing(
                    path,
                    "There is no template in this folder. Looked for: template.json, template.yaml, *.template.json, "
                            + "*.template.yaml, *.template, and other YAML and JSON that mentions AWS::DAX::.");
        }
    }

    private static String below(String path, Path folder, Path file) {
        String relative = folder.relativize(file).toString();
        String start = path.endsWith("/") || path.endsWith(File.separator) ? path : path + "/";
        return relative.isEmpty() ? path : start + relative;
    }

    /** Looks for templates, but not in what hides itself, in packages of others or in the CDK's assets. */
    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Path> templates = new ArrayList<>();
        private final List<Path> unread = new ArrayList<>();

        private Walk(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = String.valueOf(folder.getFileName());
            boolean isSkipped = name.startsWith(".")
                    || name.equals("node_modules")
                    || (name.startsWith(CDK_ASSET) && Files.exists(folder.resolveSibling("manifest.json")));
            return isSkipped && !folder.equals(root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (TEMPLATE.matcher(String.valueOf(file.getFileName())).matches()) {
                templates.add(file);
            } else if (attributes.isRegularFile()) {
                search(file);
            }
            return FileVisitResult.CONTINUE;
        }

        private void search(Path file) {
            try {
                if (Mention.isIn(file)) {
                    templates.add(file);
                }
            } catch (IOException e) {
                unread.add(file);
            }
        }

        /** What was listed of it before, stays. */
        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            if (e != null) {
                unread.add(folder);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            // A folder that holds itself by a link is looked into anyway.
            if (!(e instanceof FileSystemLoopException)) {
                unread.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
