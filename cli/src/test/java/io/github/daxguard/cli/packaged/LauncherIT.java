package io.github.daxguard.cli.packaged;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.daxguard.cli.packaged.PackagedCommand.Result;
import io.github.daxguard.cli.packaged.PackagedCommand.Running;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher {@code bin/daxguard}, extracted as from the release archive. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The launcher is a shell script.")
@Tag("full")
class LauncherIT {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final Path SOURCE = Path.of("..", "bin", "daxguard");

    /** The part of the jar's end that the launcher reads to identify its content. */
    private static final int READ_BYTES = 6_291_456;

    @TempDir
    private static Path installation = Path.of("");

    private static Path launcher = Path.of("");
    private static Path jar = Path.of("");

    @TempDir
    private Path directory;

    private ArchiveFolder cache = new ArchiveFolder(Path.of(""));

    @BeforeAll
    static void extract() throws IOException {
        Path root = installation.toRealPath().resolve("daxguard-1.0");
        launcher = root.resolve("bin").resolve("daxguard");
        jar = root.resolve("lib").resolve("daxguard.jar");
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("lib"));
        Files.copy(SOURCE, launcher);
        Files.copy(PackagedCommand.jar(), jar);
    }

    @BeforeEach
    void useAnEmptyCache() {
        cache = new ArchiveFolder(cacheHome().resolve("daxguard"));
    }

    private Path cacheHome() {
        return directory.resolve("cache folder");
    }

    static Stream<Path> javaHomes() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(javaHome()));
        Stream.of("JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64")
                .map(System::getenv)
                .filter(Objects::nonNull)
                .map(Path::of)
                .forEach(homes::add);
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> all = Files.list(installed)) {
                all.filter(home -> home.toString().contains("25")).forEach(homes::add);
            }
        }
        List<Path> real = new ArrayList<>();
        for (Path home : homes) {
            if (Files.isExecutable(home.resolve("bin/java"))) {
                real.add(home.toRealPath());
            }
        }
        return real.stream().distinct();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void everyCommand_anyStateOfTheArchive_hasTheOutputAndExitCodeOfTheJar(Path home) throws Exception {
        try (LocalAws aws = LocalAws.start()) {
            aws.state(ACCOUNT, REGION).putCluster(LocalCluster.named("orders"));
            List<List<String>> commands = commands();
            Map<String, String> settings = PackagedCommand.settings(aws, ACCOUNT, REGION);
            settings.put("DAXGUARD_JAVA_HOME", home.toString());
            settings.put("XDG_CACHE_HOME", cacheHome().toString());
            List<Result> expected = new ArrayList<>();
            for (List<String> command : commands) {
                List<String> java =
                        new ArrayList<>(List.of(home.resolve("bin/java").toString(), "-jar", jar.toString()));
                java.addAll(command);
                expected.add(
                        new PackagedCommand(directory).start(settings, java).result());
            }
            assertThat(expected).extracting(Result::exitCode).containsExactly(0, 0, 1, 1, 3);

            assertThat(results(settings, Map.of("DAXGUARD_ARCHIVE", "off"), commands))
                    .as("without an archive")
                    .isEqualTo(expected);
            // The commands differ in output and exit code. In the states without a usable archive, two of them are
            // sufficient.
            List<List<String>> few = List.of(commands.get(1), commands.get(2));
            List<Result> expectedOfFew = List.of(expected.get(1), expected.get(2));
            for (String unusable :
                    List.of(Files.createFile(directory.resolve("file")).toString(), "/proc")) {
                assertThat(results(settings, Map.of("XDG_CACHE_HOME", unusable), few))
                        .as("cache folder %s", unusable)
                        .isEqualTo(expectedOfFew);
            }
            assertThat(cache.path()).doesNotExist();

            assertThat(results(settings, Map.of(), commands))
                    .as("while an archive is created")
                    .isEqualTo(expected);
            Path archive = cache.awaitArchive();
            assertThat(results(settings, Map.of(), commands))
                    .as("fresh archive")
                    .isEqualTo(expected);
            assertThat(cache.archives()).containsExactly(archive);

            byte[] content = Files.readAllBytes(archive);
            Path lock = Path.of(archive.toString().replaceFirst("jsa$", "lock"));
            for (byte[] corrupt : List.of(
                    new byte[0],
                    "This is not a class-data archive.".getBytes(US_ASCII),
                    Arrays.copyOf(content, content.length / 2))) {
                replace(archive, corrupt);
                // The archive is not renewed while this folder exists.
                Files.createDirectories(lock);
                assertThat(results(settings, Map.of(), few))
                        .as("corrupt archive of %s bytes", corrupt.length)
                        .isEqualTo(expectedOfFew);
                assertThat(archive).hasSize(corrupt.length);
            }
            Files.delete(lock);
            run(settings, "--version");
            cache.awaitRenewal(archive, content.length / 2);
            replace(archive, inverted(content));
            recordAsComplete(archive);
            assertThat(results(settings, Map.of(), few))
                    .as("corrupt archive of the recorded size and time")
                    .isEqualTo(expectedOfFew);

            Files.delete(archive);
            Files.setLastModifiedTime(
                    jar,
                    FileTime.from(Files.getLastModifiedTime(jar).toInstant().minus(Duration.ofDays(1))));
            run(settings, "--version");
            Path renewed = cache.awaitArchive();
            assertThat(renewed).isNotEqualTo(archive);
            replace(renewed, content);
            recordAsComplete(renewed);
            Map<String, String> printFlags = new HashMap<>(settings);
            printFlags.put("DAXGUARD_OPTS", "-XX:+PrintCommandLineFlags");
            assertThat(run(printFlags, "--version").out()).contains("-XX:SharedArchiveFile=" + renewed);
            assertThat(results(settings, Map.of(), commands))
                    .as("stale archive")
                    .isEqualTo(expected);
        }
    }

    private List<List<String>> commands() throws IOException {
        Path template = Files.writeString(directory.resolve("a template.yaml"), """
                Resources:
                  Orders:
                    Type: AWS::DAX::Cluster
                    Properties:
                      ClusterName: orders
                      ReplicationFactor: 3
                """);
        return List.of(
                List.of("--help"),
                List.of("--version"),
                List.of("check-template", template.toString()),
                List.of("scan", "--region", REGION),
                List.of("scan", "--no-such-option", "a  b", "", "*"));
    }

    private List<Result> results(Map<String, String> settings, Map<String, String> more, List<List<String>> commands)
            throws Exception {
        Map<String, String> variables = new HashMap<>(settings);
        variables.putAll(more);
        List<Result> results = new ArrayList<>();
        for (List<String> command : commands) {
            results.add(run(variables, command.toArray(String[]::new)));
        }
        return results;
    }

    private static byte[] inverted(byte[] content) {
        byte[] corrupt = content.clone();
        for (int i = 0; i < corrupt.length; i++) {
            corrupt[i] = (byte) ~corrupt[i];
        }
        return corrupt;
    }

    /** Lets the launcher pass the archive to the JVM: the record contains the size and the time as {@code ls} prints them. */
    private static void recordAsComplete(Path archive) throws IOException {
        String time = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(Files.getLastModifiedTime(archive).toInstant());
        Files.writeString(
                Path.of(archive.toString().replaceFirst("jsa$", "complete")), Files.size(archive) + " " + time + "\n");
    }

    private static void replace(Path archive, byte[] content) throws IOException {
        Files.delete(archive);
        Files.write(archive, content);
    }

    @Test
    void archive_severalFirstCommandsAtOnce_isCreatedOnceAndThenUsed() throws Exception {
        Files.createDirectories(cache.path());
        Instant now = Files.getLastModifiedTime(directory).toInstant();
        for (int days = 1; days <= 5; days++) {
            Path archive = Files.createFile(cache.path().resolve(days + "-1.jsa"));
            Files.setLastModifiedTime(archive, FileTime.from(now.minus(Duration.ofDays(days))));
        }
        Path abandoned = Files.createDirectory(cache.path().resolve("1-1.lock"));
        Files.setLastModifiedTime(abandoned, FileTime.from(now.minus(Duration.ofDays(2))));
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of(launcher.toString(), "scan", "--help"));
        for (String shell : List.of("dash", "bash")) {
            if (Programs.onThePath(shell).isPresent()) {
                commands.add(List.of(shell, launcher.toString(), "scan", "--help"));
            }
        }
        try (LocalAws aws = LocalAws.start()) {
            Map<String, String> variables = PackagedCommand.settings(aws, ACCOUNT, REGION);
            variables.put("JAVA_TOOL_OPTIONS", "-Daws.accessKeyId=key");
            variables.put("HTTP_PROXY", aws.endpoint().toString());
            List<Running> first = new ArrayList<>();
            for (List<String> command : commands) {
                first.add(start(variables, command));
            }
            for (Running command : first) {
                Result result = command.result();
                assertThat(result.exitCode()).as(result.err()).isZero();
                assertThat(result.out()).startsWith("Usage: daxguard scan ");
            }
            cache.awaitArchives(3);

            assertThat(aws.calls()).as("calls with the settings of the user").isEmpty();
        }
        assertThat(abandoned).doesNotExist();
        assertThat(cache.archives())
                .as("archives of other versions are removed except the newest")
                .extracting(archive -> cache.path().relativize(archive).toString())
                .contains("1-1.jsa", "2-1.jsa")
                .doesNotContain("3-1.jsa", "4-1.jsa", "5-1.jsa");
        assertThat(cache.path().toFile().list()).as("created once").hasSize(4);

        for (List<String> command : commands) {
            Path classes = Files.createTempFile(directory, "classes", "");
            Result result = start(Map.of("DAXGUARD_OPTS", "-Xlog:class+load:file=" + classes), command)
                    .result();

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(Files.readString(classes))
                    .contains("io.github.daxguard.cli.scan.ScanCommand source: shared objects file (top)")
                    .contains("picocli.CommandLine source: shared objects file (top)");
        }
    }

    @Test
    void archive_turnedOff_isNotCreated() throws Exception {
        run(Map.of("DAXGUARD_ARCHIVE", "off"), "--version");

        assertThat(cache.path()).doesNotExist();
    }

    @Test
    void jar_itsDirectory_isWithinThePartThatTheLauncherReads() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
            byte[] end = new byte[22];
            file.seek(file.length() - end.length);
            file.readFully(end);
            ByteBuffer record = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);

            assertThat(record.getInt(0)).as("the signature of the last record").isEqualTo(0x06054b50);
            assertThat(record.getInt(12)).as("the size of the directory").isBetween(1, READ_BYTES - end.length);
            assertThat(Files.readString(launcher)).contains("tail -c " + READ_BYTES);
        }
    }

    /** As docs/get-started/install.md describes it: extract the archive, add a link, scan. */
    @Test
    void newcomer_releaseArchiveAndAJdk_scansWithinAMinute() throws Exception {
        for (String program : List.of("bash", "tar", "zip", "unzip")) {
            assumeThat(System.getenv().containsKey("CI")
                            || Programs.onThePath(program).isPresent())
                    .as("%s is installed", program)
                    .isTrue();
        }
        Path release = Files.createDirectory(directory.resolve("release"));
        Map<String, String> builder = Map.of(
                "JAVA_HOME",
                javaHome().toString(),
                "DAXGUARD_JAR",
                PackagedCommand.jar().toString());
        Result built = start(builder, List.of("bash", "../release/archive.sh", "1.0.0", release.toString()))
                .result();
        assertThat(built.exitCode()).as(built.err()).isZero();
        Path home = Files.createDirectory(directory.resolve("new comer's \"home\" $HOME *"));
        Path jdk = Files.createDirectory(directory.resolve("jdk"));
        Files.createSymbolicLink(jdk.resolve("java"), javaHome().resolve("bin/java"));
        try (LocalAws aws = LocalAws.start()) {
            aws.state(ACCOUNT, REGION).putCluster(LocalCluster.named("orders"));
            Map<String, String> environment = PackagedCommand.settings(aws, ACCOUNT, REGION);
            environment.put("HOME", home.toString());
            environment.put("PATH", home.resolve(".local/bin") + ":" + jdk + ":/usr/bin:/bin");
            List<String> shell = new ArrayList<>(List.of("env", "-i"));
            environment.forEach((name, value) -> shell.add(name + "=" + value));
            shell.addAll(List.of("sh", "-euc"));
            String scan = "cd \"$HOME\" && daxguard scan --region " + REGION;
            List<String> install = new ArrayList<>(shell);
            install.addAll(List.of(
                    "mkdir -p ~/.local/bin; tar -xzf \"$1\" -C ~/.local;"
                            + " ln -s ~/.local/daxguard-1.0.0/bin/daxguard ~/.local/bin/daxguard; " + scan,
                    "sh",
                    release.resolve("daxguard-1.0.0.tar.gz").toString()));
            Result first = start(Map.of(), install).result(Duration.ofMinutes(1));

            assertThat(first.exitCode()).as(first.err()).isEqualTo(1);
            assertThat(first.out()).containsPattern("(?m)^.*\\borders\\b.*\\bNON_COMPLIANT\\b");
            assertThat(home.resolve(".local/daxguard-1.0.0/share/man/man1/daxguard-scan.1"))
                    .content()
                    .contains("\n\\fB\\-\\-exempt\\-clusters\\fR=");
            assertThat(home.resolve(".local/daxguard-1.0.0/share/fish/vendor_completions.d/daxguard.fish"))
                    .content()
                    .contains(" -l exempt-clusters ");

            new ArchiveFolder(home.resolve(".cache/daxguard")).awaitArchive();
            shell.add(scan);
            assertThat(start(Map.of(), shell).result()).isEqualTo(first);
        }
    }

    @Test
    void launcher_throughLinksFromAnotherFolder_findsItsJar() throws Exception {
        Path links = Files.createDirectories(directory.resolve("some links"));
        Path absolute = Files.createSymbolicLink(links.resolve("absolute"), launcher);
        Path relative = Files.createSymbolicLink(links.resolve("relative"), Path.of("absolute"));
        Path folder = Files.createSymbolicLink(directory.resolve("folder"), launcher.resolveSibling("."));

        for (List<String> command : List.of(
                List.of(absolute.toString()),
                List.of(relative.toString()),
                List.of("./relative"),
                List.of("sh", "relative"),
                List.of(folder.resolve("daxguard").toString()))) {
            List<String> inFolder =
                    new ArrayList<>(List.of("sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", links.toString()));
            inFolder.addAll(command);
            inFolder.add("--version");
            Result result = start(Map.of("DAXGUARD_ARCHIVE", "off"), inFolder).result();

            assertThat(result.exitCode()).as("%s: %s", command, result.err()).isZero();
            assertThat(result.out()).startsWith("daxguard ");
        }
    }

    @Test
    void demo_throughALinkOnThePath_printsCommandsWithItsName() throws Exception {
        Path links = Files.createDirectories(directory.resolve("some links"));
        Files.createSymbolicLink(links.resolve("dg"), launcher);
        Map<String, String> variables =
                Map.of("DAXGUARD_ARCHIVE", "off", "PATH", links + File.pathSeparator + System.getenv("PATH"));
        Result byName = start(variables, List.of("sh", "-c", "exec dg demo")).result();
        Result byPath = start(Map.of("DAXGUARD_ARCHIVE", "off"), List.of(launcher.toString(), "demo"))
                .result();

        assertThat(byName.exitCode()).as(byName.out()).isZero();
        assertThat(byName.out().lines()).contains("  dg scan");
        assertThat(byPath.out().lines()).contains("  " + launcher + " scan");
    }

    @Test
    void launcher_ofTheRepository_startsTheJarThatWasBuilt() throws Exception {
        Result result = start(Map.of("DAXGUARD_ARCHIVE", "off"), List.of(SOURCE.toString(), "--version"))
                .result();

        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void launcher_withoutItsJar_exitsWith3() throws Exception {
        Path alone = Files.copy(launcher, directory.resolve("daxguard"));
        Result result = start(Map.of(), List.of(alone.toString(), "--version")).result();

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("daxguard: daxguard.jar was not found in ");
    }

    @Test
    void options_ofBothVariables_reachTheJvm() throws Exception {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        Result result = run(
                Map.of(
                        "DAXGUARD_ARCHIVE",
                        "off",
                        "JAVA_OPTS",
                        "-Xlog:startuptime:file=" + first + " -Xlog:class+load:file=" + first,
                        "DAXGUARD_OPTS",
                        "-Xlog:class+load:file=" + second),
                "--version");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(first).exists();
        assertThat(second).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "--fail-on error", "-version", "-jar other.jar"})
    void options_notOfTheJvm_exitWith3(String options) throws Exception {
        Result result = run(Map.of("DAXGUARD_OPTS", options), "scan");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("daxguard: JAVA_OPTS, DAXGUARD_OPTS: invalid value: \"-");
    }

    @ParameterizedTest
    @CsvSource({
        "DAXGUARD_OPTS, -Xno-such-option",
        "JAVA_OPTS, -XX:+UseSerialGC -XX:+UseParallelGC",
        "DAXGUARD_OPTS, -Dname=my-agent -Xno-such-option",
        "DAXGUARD_OPTS, -Xlog:gc:stderr -Xno-such-option",
        "JDK_JAVA_OPTIONS, -Xno-such-option",
        "JAVA_TOOL_OPTIONS, -Xno-such-option"
    })
    void options_thatTheJvmRefuses_exitWith3(String variable, String options) throws Exception {
        Result result = run(Map.of(variable, options), "--version");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("daxguard: the JVM refuses an option in ")
                .contains(variable);
    }

    /** An installation of Java that records its arguments shows which options are tried before the command starts. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "DAXGUARD_OPTS, -Xmx64m, -Xmx64m -version",
                "DAXGUARD_OPTS, -Dname=my-agent, -Dname=my-agent -version",
                "DAXGUARD_OPTS, '-agentlib:jdwp=transport=dt_socket,server=y,suspend=y', -",
                "DAXGUARD_OPTS, '-Xrunjdwp:transport=dt_socket,server=y,suspend=y', -",
                "JAVA_OPTS, -XX:StartFlightRecording:filename=a.jfr, -",
                "JAVA_OPTS, -Xlog:gc:file=gc.log -Xmx64m, -Xmx64m -version",
                "JDK_JAVA_OPTIONS, -Xmx64m, -version",
                "JAVA_TOOL_OPTIONS, -javaagent:tracer.jar, -",
                "JAVA_TOOL_OPTIONS, '', -"
            })
    void options_thatHaveAnEffect_areNotTriedBefore(String variable, String options, String tried) throws Exception {
        Path home = directory.resolve("home");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17\"\n");
        Path calls = directory.resolve("calls");
        script(home.resolve("bin").resolve("java"), "echo \"$*\" >>'" + calls + "'");

        Result result = run(
                Map.of("DAXGUARD_JAVA_HOME", home.toString(), "DAXGUARD_ARCHIVE", "off", variable, options),
                "--version");

        assertThat(result.exitCode()).as(result.err()).isZero();
        List<String> starts = Files.readAllLines(calls);
        assertThat(starts.subList(0, starts.size() - 1)).isEqualTo(tried == null ? List.of() : List.of(tried));
        assertThat(starts.get(starts.size() - 1)).endsWith("daxguard.jar --version");
    }

    @Test
    void java_onThePathOnly_isFound() throws Exception {
        Path tools = tools();
        Files.createSymbolicLink(tools.resolve("java"), javaHome().resolve("bin/java"));

        assertThat(runWithPath(tools, Map.of(), "--version").out()).startsWith("daxguard ");
    }

    @Test
    void java_aScriptOnThePath_isAskedForItsHome() throws Exception {
        Path tools = tools();
        script(tools.resolve("java"), "exec '" + javaHome().resolve("bin/java") + "' \"$@\"");
        Result result = runWithPath(tools, Map.of(), "--version");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("daxguard ");
    }

    @Test
    void java_notInstalled_exitsWith3() throws Exception {
        assumeThat(Path.of("/usr/libexec/java_home")).doesNotExist();
        Result result = runWithPath(tools(), Map.of(), "scan");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualToNormalizingNewlines(
                        "daxguard: Java was not found. Install a JDK, version 17 or newer, and set JAVA_HOME or add its java to the PATH.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DAXGUARD_JAVA_HOME", "JAVA_HOME"})
    void java_homeWithoutJava_exitsWith3AndNamesTheVariable(String variable) throws Exception {
        Result result = runWithPath(tools(), Map.of(variable, directory.toString()), "scan");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("daxguard: " + variable + "=" + directory + ": " + directory
                        + "/bin/java does not exist or is not executable.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_292", "11.0.2", "16", "16-ea"})
    void java_olderThan17_exitsWith3AndNamesTheVersion(String version) throws Exception {
        Path home = Files.createDirectories(directory.resolve("old java"));
        Files.createDirectory(home.resolve("bin"));
        script(home.resolve("bin/java"), "exit 1");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        Result result = runWithPath(tools(), Map.of("JAVA_HOME", home.toString()), "scan");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("daxguard: JAVA_HOME=" + home + ": Java " + version + " is too old.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void scan_signal_reachesTheJvm(String signal) throws Exception {
        assumeThat(signal.equals("INT") && Programs.ignoresInterrupts())
                .as("the tests were started with SIGINT ignored")
                .isFalse();
        try (LocalAws aws = LocalAws.start()) {
            aws.state(ACCOUNT, REGION).putCluster(LocalCluster.named("orders"));
            aws.faults().on("DescribeClusters").inRegion("us-east-1").stall();
            Map<String, String> settings = PackagedCommand.settings(aws, ACCOUNT, REGION);
            settings.put("DAXGUARD_ARCHIVE", "off");
            Running scan = start(
                    settings,
                    List.of(launcher.toString(), "scan", "--region=" + REGION + ",us-east-1", "--concurrency=1"));
            aws.awaitCalls("DescribeClusters", 2);
            Process kill = new ProcessBuilder(
                            "kill", "-" + signal, String.valueOf(scan.process().pid()))
                    .start();

            assertThat(kill.waitFor(PackagedCommand.TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            Result result = scan.result();
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.out()).contains("orders", "us-east-1");
        }
    }

    private Result run(Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return start(variables, command).result();
    }

    private Running start(Map<String, String> variables, List<String> command) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "JAVA_HOME", "",
                "JAVA_OPTS", "",
                "DAXGUARD_OPTS", "",
                "DAXGUARD_ARCHIVE", "",
                "DAXGUARD_JAVA_HOME", javaHome().toString(),
                "XDG_CACHE_HOME", cacheHome().toString()));
        all.putAll(variables);
        return new PackagedCommand(directory).start(all, command);
    }

    private Result runWithPath(Path path, Map<String, String> variables, String argument) throws Exception {
        Map<String, String> all =
                new HashMap<>(Map.of("PATH", path.toString(), "DAXGUARD_JAVA_HOME", "", "DAXGUARD_ARCHIVE", "off"));
        all.putAll(variables);
        return run(all, argument);
    }

    /** A folder with the programs that the launcher needs, and no Java. */
    private Path tools() throws IOException {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        for (String name : List.of("sh", "readlink")) {
            Files.createSymbolicLink(
                    tools.resolve(name), Programs.onThePath(name).orElseThrow());
        }
        return tools;
    }

    private static void script(Path file, String command) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + command + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }
}
