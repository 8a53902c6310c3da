package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Commands that can be pasted after the demo.
 *
 * @param daxguard how the user called daxguard, such as {@code java -jar cli/target/daxguard.jar}
 * @param isClone whether the current folder is a clone of the repository, from which daxguard can be deployed
 */
record NextCommands(String daxguard, boolean isClone) {

    /** With the version of the deployment guide, because the tag {@code latest} refers to outdated code. */
    static final String DEPLOY = "npx --yes aws-cdk@2.1148.1 deploy";

    private static final Path BUILT_JAR = Path.of("cli", "target", "daxguard.jar");
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:\\\\+@-]+");

    /**
     * The commands for this process.
     *
     * @param launcher the command of {@code bin/daxguard}; empty if daxguard was not started by it
     * @param classPath a jar, if daxguard was started with {@code java -jar}
     * @param path the variable PATH
     * @param folder the current folder
     */
    static NextCommands of(Optional<String> launcher, String classPath, String path, Path folder) {
        return new NextCommands(
                launcher.map(command -> isOnPath(command, path)
                                ? String.valueOf(Path.of(command).getFileName())
                                : word(command))
                        .orElse(isJar(classPath) ? "java -jar " + word(classPath) : "daxguard"),
                Files.isRegularFile(folder.resolve(BUILT_JAR)) && Files.isRegularFile(folder.resolve("cdk.json")));
    }

    private static boolean isJar(String classPath) {
        return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
    }

    private static boolean isOnPath(String command, String path) {
        Path folder = Path.of(command).getParent();
        return folder != null
                && Stream.of(path.split(File.pathSeparator, -1)).anyMatch(entry -> entry.equals(folder.toString()));
    }

    private static String word(String text) {
        if (PLAIN_WORD.matcher(text).matches()) {
            return text;
        }
        return File.separatorChar == '\\' ? "\"" + text + "\"" : "'" + text.replace("'", "'\\''") + "'";
    }

    void print(Terminal terminal) {
        terminal.rows(
                List.of(),
                List.of(List.of(
                        Cell.heading("Next: scan your account (read-only), check the templates in this folder, and "
                                + (isClone ? "deploy the rules:" : "show the complete demo:")))));
        terminal.verbatim(String.join(
                "\n",
                "  " + daxguard + " scan",
                "  " + daxguard + " check-template .",
                "  " + (isClone ? DEPLOY : daxguard + " demo --full")));
    }
}
