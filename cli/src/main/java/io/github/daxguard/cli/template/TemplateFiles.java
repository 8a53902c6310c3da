package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.daxguard.cli.report.Place.TemplateFile;
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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the files that the operator named: files, folders, and {@code -} for standard input. */
final class TemplateFiles {

    private static final String STANDARD_INPUT = "-";

    /** The names of templates in a folder, as the CDK and SAM write them. */
    private static final Pattern TEMPLATE =
            Pattern.compile("(.+\\.)?template\\.(json|ya?ml)|.+\\.template", Pattern.CASE_INSENSITIVE);

    /** The names of files that are templates if they mention the resource type. */
    private static final Pattern POSSIBLE_TEMPLATE =
            Pattern.compile(".+\\.(json|ya?ml|template)", Pattern.CASE_INSENSITIVE);

    private static final String TYPE = "AWS::DAX::";

    /** The CDK writes assets, such as the code of functions, beside the templates. */
    private static final String CDK_ASSET = "asset.";

    private static final String MANIFEST = "manifest.json";
    private static final String OF_CDK_ASSEMBLY = "\"artifacts\"";

    private static final int LONGEST_PATH = 4096;

    private final List<Found> all = new ArrayList<>();
    private final Set<Path> known = new HashSet<>();

    private TemplateFiles() {}

    /**
     * A file to read.
     *
     * @param file empty for standard input, and if there is nothing to read
     * @param reason why there is nothing to read; otherwise empty
     */
    record Found(TemplateFile place, Optional<Path> file, Optional<String> reason) {}

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

    private void nothing(String path, String reason) {
        all.add(new Found(place(path), Optional.empty(), Optional.of(reason)));
    }

    private void file(String path, Path file) {
        if (known.add(real(file))) {
            all.add(new Found(place(path), Optional.of(file), Optional.empty()));
        }
    }

    private static TemplateFile place(String path) {
        return new TemplateFile(ShortText.of(path.replace(File.separatorChar, '/'), LONGEST_PATH));
    }

    /** The file itself, whichever path leads to it. */
    static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // Reading the file reports the problem.
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

    /** Whether a file has another name, but mentions the type. The CDK's own files beside its templates name types too. */
    private static boolean mentionsType(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        return POSSIBLE_TEMPLATE.matcher(name).matches()
                && text(file).contains(TYPE)
                && !(name.toLowerCase(Locale.ROOT).endsWith(".json") && isAssembly(file.resolveSibling(MANIFEST)));
    }

    private static boolean isAssembly(Path manifest) throws IOException {
        return Files.isRegularFile(manifest) && text(manifest).contains(OF_CDK_ASSEMBLY);
    }

    /** At most as long as a template can be. Without the zero bytes of UTF-16. */
    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(YamlTemplate.LONGEST), ISO_8859_1).replace("\0", "");
        }
    }

    /** Searches for templates, but not in hidden folders, in packages of others or in the CDK's assets. */
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
                    || (name.startsWith(CDK_ASSET) && Files.exists(folder.resolveSibling(MANIFEST)));
            return isSkipped && !folder.equals(root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            try {
                if (TEMPLATE.matcher(String.valueOf(file.getFileName())).matches()
                        || (attributes.isRegularFile() && mentionsType(file))) {
                    templates.add(file);
                }
            } catch (IOException e) {
                unread.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        /** The files that were listed before the failure stay. */
        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            if (e != null) {
                unread.add(folder);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            // A link to an enclosing folder leads to nothing new.
            if (!(e instanceof FileSystemLoopException)) {
                unread.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
