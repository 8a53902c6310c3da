package io.github.daxguard.cli.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compares the launcher with {@code java -jar}, without and with a class-data archive.
 *
 * <p>Not a test, because the result depends on the machine. Each round runs every command in each of the three ways, one after
 * another. The output is the median over the rounds of the ratio to {@code java -jar} in the same round, for the elapsed time
 * and for the CPU time. See {@code docs/decisions/launcher.md} for how to run it.
 */
final class LauncherBenchmark {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final String TEMPLATE = """
            Resources:
              Orders:
                Type: AWS::DAX::Cluster
                Properties:
                  ClusterName: orders
                  ReplicationFactor: 3
            """;

    private final Path directory;
    private final Path javaHome;
    private final Map<String, String> variables;

    /** Seconds. */
    private record Cost(double elapsed, double cpu) {}

    private record Round(Cost java, Cost launcher, Cost archive) {}

    private LauncherBenchmark(Path directory, Path javaHome, Map<String, String> variables) {
        this.directory = directory;
        this.javaHome = javaHome;
        this.variables = variables;
    }

    /**
     * Measures.
     *
     * @param arguments the launcher, the jar, the number of rounds, and the Java installation to use
     */
    public static void main(String... arguments) throws Exception {
        Path launcher = Path.of(arguments[0]).toAbsolutePath();
        Path jar = Path.of(arguments[1]).toAbsolutePath();
        int rounds = Integer.parseInt(arguments[2]);
        Path directory = Files.createTempDirectory("launcher-benchmark");
        try (LocalAws aws = LocalAws.start()) {
            aws.state(ACCOUNT, REGION).putCluster(LocalCluster.named("orders"));
            Map<String, String> variables = PackagedCommand.settings(aws, ACCOUNT, REGION);
            new LauncherBenchmark(directory, Path.of(arguments[3]), variables)
                    .measure(launcher.toString(), jar.toString(), rounds, System.out);
        }
    }

    private void measure(String launcher, String jar, int rounds, PrintStream out) throws Exception {
        String template =
                Files.writeString(directory.resolve("template.yaml"), TEMPLATE).toString();
        Map<String, String> withoutArchive = Map.of("DAXGUARD_ARCHIVE", "off");
        Map<String, String> withArchive = Map.of("XDG_CACHE_HOME", directory.toString());
        ArchiveFolder archives = new ArchiveFolder(directory.resolve("daxguard"));
        cost(withArchive, launcher, List.of("--version"));
        archives.awaitArchive();
        out.printf("%-40s %21s %21s%n", "", "without archive", "with archive");
        out.printf("%-40s %10s %10s %10s %10s%n", "", "elapsed", "CPU", "elapsed", "CPU");
        for (List<String> command :
                List.of(List.of("--help"), List.of("scan", "--region", REGION), List.of("check-template", template))) {
            List<Round> results = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                List<String> java = new ArrayList<>(List.of("-jar", jar));
                java.addAll(command);
                results.add(new Round(
                        cost(Map.of(), javaHome.resolve("bin/java").toString(), java),
                        cost(withoutArchive, launcher, command),
                        cost(withArchive, launcher, command)));
            }
            out.printf(
                    "%-40s %10.2f %10.2f %10.2f %10.2f%n",
                    command.get(0),
                    median(
                            results,
                            round -> round.launcher().elapsed() / round.java().elapsed()),
                    median(
                            results,
                            round -> round.launcher().cpu() / round.java().cpu()),
                    median(
                            results,
                            round -> round.archive().elapsed() / round.java().elapsed()),
                    median(
                            results,
                            round -> round.archive().cpu() / round.java().cpu()));
            out.printf(
                    "%-40s %8.2f s %8.2f s%n",
                    "  java -jar, median",
                    median(results, round -> round.java().elapsed()),
                    median(results, round -> round.java().cpu()));
        }
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).sorted().toArray()[rounds.size() / 2];
    }

    /** The shell's {@code times} reports the CPU time of the command with all its processes. */
    private Cost cost(Map<String, String> more, String program, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%R %U %S'; exec 3>\"$1\"; shift; time \"$@\" 3>&- >/dev/null 2>&1",
                "bash",
                directory.resolve("output").toString(),
                program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectError(directory.resolve("times").toFile());
        builder.environment().putAll(variables);
        builder.environment().put("DAXGUARD_JAVA_HOME", javaHome.toString());
        builder.environment().putAll(more);
        builder.start().waitFor();
        String[] times =
                Files.readString(directory.resolve("times"), UTF_8).strip().split(" ", -1);
        return new Cost(Double.parseDouble(times[0]), Double.parseDouble(times[1]) + Double.parseDouble(times[2]));
    }
}
