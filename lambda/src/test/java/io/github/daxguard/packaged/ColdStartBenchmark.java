package io.github.daxguard.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures cold starts, interleaved, with the emulator in another process. It has no assertions and is not part of the normal
 * build: run it with {@code ./mvnw -Pbench verify}. The page docs/decisions/cold-start.md describes its properties and columns.
 */
class ColdStartBenchmark {

    /** The memory for which Lambda grants one whole processor. */
    private static final double MEMORY_MB_PER_PROCESSOR = 1769;

    private static final int ROUNDS = Integer.getInteger("daxguard.bench.rounds", 15);

    private static final String HTTPS = "/https";

    /** More clusters take longer and vary less. */
    private static final Map<Integer, Integer> MAX_ROUNDS = Map.of(0, 5, 1_000, 5, 10_000, 3);

    private static final Pattern PEAK_MEMORY = Pattern.compile("VmHWM:\\s*(\\d+) kB");

    /** What is measured of a start; times are in milliseconds. */
    private enum Metric {
        INIT_WALL("INIT wall"),
        INIT_CPU("INIT CPU"),
        FIRST_WALL("first wall"),
        FIRST_CPU("first CPU"),
        INIT_AND_FIRST_CPU("INIT + first CPU"),
        WARM_WALL("warm wall"),
        WARM_CPU("warm CPU"),
        BILL("bill"),
        PEAK_MEMORY_MB("peak RSS");

        private final String label;

        Metric(String label) {
            this.label = label;
        }
    }

    /** The other functions of the zip and an event of each. */
    private static final Map<String, List<String>> OTHER_FUNCTIONS = Map.of(
            "change", List.of(PackagedFunction.CLUSTER_CHANGE_HANDLER, "cluster-change/change-create-cluster"),
            "hook", List.of(PackagedFunction.TEMPLATE_HOOK_HANDLER, "template-hook/create-unencrypted"),
            "replacement", List.of(PackagedFunction.REPLACEMENT_HANDLER, "replacement/readiness-quiet"));

    /**
     * A function to start.
     *
     * @param command empty for a handler that AWS's runtime client runs
     * @param event the event of both runs; empty for those of the rule
     */
    private record Subject(String name, Path taskRoot, String handler, List<String> command, String event) {

        boolean isJava() {
            return command.isEmpty();
        }

        boolean isHttps() {
            return name.endsWith(HTTPS);
        }
    }

    @TempDir
    private Path directory;

    @Test
    void coldStarts_interleaved_printsTables() throws Exception {
        createCertificate();
        List<Subject> subjects = subjects();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("date", Instant.now().toString());
        report.put("commit", output("git", "describe", "--always", "--dirty").strip());
        report.put("jdk", output(PackagedFunction.program("java"), "-version").replace("\n", ", "));
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        report.put("memoryMb", PackagedFunction.MEMORY_MB);
        report.forEach((name, value) -> System.out.println(name + ": " + value));
        try (EmulatorProcess emulator = EmulatorProcess.start(keyStore(), "changeit")) {
            // These starts also load the classes of the emulator.
            Map<String, Map<String, Integer>> classes = new LinkedHashMap<>();
            for (Subject subject : subjects) {
                classes.put(subject.name, loadedClasses(subject, emulator));
            }
            report.put("classes", classes);
            classes.forEach((subject, libraries) -> System.out.println("Loaded classes of " + subject + ": "
                    + libraries.values().stream().mapToInt(Integer::intValue).sum() + " " + libraries));
            List<Object> results = new ArrayList<>();
            report.put("results", results);
            for (String number : System.getProperty("daxguard.bench.clusters", "20,0,1000,10000")
                    .split(",", -1)) {
                int clusters = Integer.parseInt(number);
                int rounds = Math.min(ROUNDS, MAX_ROUNDS.getOrDefault(clusters, ROUNDS));
                Map<String, List<Map<Metric, Double>>> starts = measure(subjects, clusters, rounds, emulator);
                System.out.println(table(clusters, rounds, starts));
                results.add(Map.of("clusters", clusters, "starts", starts));
            }
        }
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(Path.of("target", "cold-start.json").toFile(), report);
    }

    /** All starts of each subject: in each round one, each round in another order. */
    private Map<String, List<Map<Metric, Double>>> measure(
            List<Subject> subjects, int clusters, int rounds, EmulatorProcess emulator) throws Exception {
        Map<String, List<Map<Metric, Double>>> starts = new LinkedHashMap<>();
        List<Subject> order = new ArrayList<>(subjects);
        for (int round = 0; round < rounds; round++) {
            for (Subject subject : order) {
                starts.computeIfAbsent(subject.name, name -> new ArrayList<>())
                        .add(start(subject, emulator.account(clusters)));
            }
            Collections.rotate(order, 1);
        }
        return starts;
    }

    private Map<Metric, Double> start(Subject subject, EmulatorProcess.Account account) throws Exception {
        Map<Metric, Double> measured = new EnumMap<>(Metric.class);
        try (PackagedFunction function = start(subject, account, List.of())) {
            long pid = function.pid();
            double initWall = millis(function.awaitInitialization());
            CpuTime initialized = CpuTime.of(pid);
            double initCpu = millis(initialized.since(CpuTime.ZERO));
            double firstWall = millis(invoke(function, subject, account.firstEvent()));
            CpuTime first = CpuTime.of(pid);
            double firstCpu = millis(first.since(initialized));
            double warmWall = millis(invoke(function, subject, account.secondEvent()));
            double warmCpu = millis(CpuTime.of(pid).since(first));
            double share = Math.min(1, PackagedFunction.MEMORY_MB / MEMORY_MB_PER_PROCESSOR);
            Matcher peak = PEAK_MEMORY.matcher(Files.readString(Path.of("/proc/" + pid + "/status"), UTF_8));
            measured.put(Metric.INIT_WALL, initWall);
            measured.put(Metric.INIT_CPU, initCpu);
            measured.put(Metric.FIRST_WALL, firstWall);
            measured.put(Metric.FIRST_CPU, firstCpu);
            measured.put(Metric.INIT_AND_FIRST_CPU, initCpu + firstCpu);
            measured.put(Metric.WARM_WALL, warmWall);
            measured.put(Metric.WARM_CPU, warmCpu);
            measured.put(Metric.BILL, initWall + Math.max(firstWall, firstCpu / share));
            measured.put(Metric.PEAK_MEMORY_MB, peak.find() ? Integer.parseInt(peak.group(1)) / 1024.0 : Double.NaN);
        }
        return measured;
    }

    private static Duration invoke(PackagedFunction function, Subject subject, String ruleEvent) throws Exception {
        byte[] event = (subject.event.isEmpty() ? ruleEvent : subject.event).getBytes(UTF_8);
        long start = System.nanoTime();
        LambdaRuntimeApi.Result result = function.invoke(event);
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        if (result.isError()) {
            throw new AssertionError(subject.name + ": " + result.body() + function.logLines());
        }
        return duration;
    }

    private PackagedFunction start(Subject subject, EmulatorProcess.Account account, List<String> jvmOptions)
            throws IOException {
        Map<String, String> variables = Map.of(
                "AWS_ACCESS_KEY_ID",
                account.keyId(),
                "AWS_SECRET_ACCESS_KEY",
                account.secret(),
                "AWS_ENDPOINT_URL",
                subject.isHttps() ? account.https() : account.http(),
                // For the other functions.
                "DAXGUARD_RULE_NAMES",
                EmulatorProcess.RULE);
        List<String> options = new ArrayList<>(jvmOptions);
        if (subject.isHttps()) {
            options.add("-Djavax.net.ssl.trustStore=" + trustStore());
        }
        return PackagedFunction.start(
                subject.taskRoot,
                directory.resolve("log"),
                subject.isJava() ? PackagedFunction.command(options, subject.handler) : subject.command,
                subject.handler,
                PackagedFunction.ACCOUNT,
                PackagedFunction.REGION,
                variables);
    }

    /** A start of its own, because the log of classes takes time. */
    private Map<String, Integer> loadedClasses(Subject subject, EmulatorProcess emulator) throws Exception {
        Path log = directory.resolve("classes");
        EmulatorProcess.Account account = emulator.account(20);
        try (PackagedFunction function = start(subject, account, List.of(LoadedClasses.option(log)))) {
            invoke(function, subject, account.firstEvent());
        }
        return subject.isJava() ? LoadedClasses.read(log).byLibrary() : Map.of();
    }

    // Subjects

    /** Those of the property, or the default ones, of which this build's zip is the first. */
    private List<Subject> subjects() throws Exception {
        Map<String, Path> zips = new LinkedHashMap<>();
        zips.put("daxguard", PackagedFunction.zip());
        Stream.of(System.getProperty("daxguard.bench.zips", "").split(",", -1))
                .filter(zip -> !zip.isEmpty())
                .map(zip -> zip.split("=", 2))
                .forEach(zip -> zips.put(zip[0], Path.of(zip[1])));
        String names = String.join(",", zips.keySet()) + ",bare,python,daxguard" + HTTPS;
        List<Subject> subjects = new ArrayList<>();
        for (String name : System.getProperty("daxguard.bench.subjects", names).split(",", -1)) {
            String base = name.replace(HTTPS, "");
            Path taskRoot = Files.createDirectory(directory.resolve(name.replace('/', '-')));
            if (base.equals("python")) {
                String python = python();
                if (python.isEmpty()) {
                    System.out.println("Skipped: python, because python3 with the package boto3 is not installed.");
                    continue;
                }
                Path rule = Path.of(ColdStartBenchmark.class
                        .getResource("/benchmark/rule.py")
                        .toURI());
                subjects.add(new Subject(name, taskRoot, "rule", List.of(python, rule.toString()), ""));
            } else if (base.equals("bare")) {
                copyBareHandler(taskRoot);
                subjects.add(new Subject(name, taskRoot, BareHandler.class.getName(), List.of(), ""));
            } else if (OTHER_FUNCTIONS.containsKey(base)) {
                List<String> function = OTHER_FUNCTIONS.getOrDefault(base, List.of());
                Path event = Path.of("..", "test-events", function.get(1) + ".event.json");
                PackagedFunction.unzip(PackagedFunction.zip(), taskRoot);
                subjects.add(new Subject(name, taskRoot, function.get(0), List.of(), Files.readString(event, UTF_8)));
            } else {
                PackagedFunction.unzip(
                        Objects.requireNonNull(zips.get(base), () -> "daxguard.bench.subjects: unknown: " + name),
                        taskRoot);
                subjects.add(new Subject(name, taskRoot, PackagedFunction.CONFIG_RULE_HANDLER, List.of(), ""));
            }
        }
        return subjects;
    }

    /** The interpreter itself, because a shim takes time. */
    private static String python() {
        try {
            String found = output("python3", "-c", "import boto3, sys; print(sys.executable)")
                    .strip();
            return Files.isExecutable(Path.of(found)) ? found : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** As a function of its own would be packaged, with the libraries of this build and without its classes. */
    private static void copyBareHandler(Path taskRoot) throws Exception {
        Path source = Path.of(BareHandler.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path types = Path.of(BareHandler.class.getPackageName().replace('.', '/'));
        Files.createDirectories(taskRoot.resolve(types));
        try (DirectoryStream<Path> classes = Files.newDirectoryStream(source.resolve(types), "BareHandler*.class")) {
            for (Path type : classes) {
                Files.copy(type, taskRoot.resolve(types).resolve(type.getFileName()));
            }
        }
        Files.createDirectory(taskRoot.resolve("lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.matches(".*/(software/amazon|org/reactivestreams|org/slf4j|aws-lambda-java-core)/.*\\.jar")) {
                Path jar = Path.of(entry);
                Files.copy(jar, taskRoot.resolve("lib").resolve(jar.getFileName()));
            }
        }
    }

    /** A key for {@code localhost}, and the JDK's certificates with that of the key, because their number affects the start. */
    private void createCertificate() throws IOException {
        String certificate = directory.resolve("certificate").toString();
        Path certificates = Path.of("lib", "security", "cacerts");
        Files.copy(PackagedFunction.javaHome().resolve(certificates), trustStore());
        keytool(keyStore(), "-genkeypair", "-keyalg", "RSA", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        keytool(keyStore(), "-exportcert", "-file", certificate);
        keytool(trustStore(), "-importcert", "-file", certificate);
    }

    private Path keyStore() {
        return directory.resolve("key.p12");
    }

    private Path trustStore() {
        return directory.resolve("cacerts");
    }

    private static void keytool(Path store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                PackagedFunction.program("keytool"),
                // As in the JDK's file, no password is needed to read certificates.
                "-J-Dkeystore.pkcs12.macAlgorithm=NONE",
                "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE"));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("-alias", "localhost", "-keystore", store.toString(), "-storepass", "changeit", "-noprompt"));
        output(command.toArray(String[]::new));
    }

    // Report

    private static String table(int clusters, int rounds, Map<String, List<Map<Metric, Double>>> starts) {
        StringBuilder text = new StringBuilder(
                "\n%d clusters, %d rounds: median (minimum-maximum), ms and MB\n\n".formatted(clusters, rounds));
        row(text, "", metric -> metric.label);
        row(text, "---", metric -> "---:");
        starts.forEach((subject, all) -> row(text, subject, metric -> {
            double[] sorted = sorted(all.stream().map(start -> value(start, metric)));
            return String.format(Locale.ROOT, "%.0f (%.0f-%.0f)", median(sorted), sorted[0], sorted[sorted.length - 1]);
        }));
        Map.Entry<String, List<Map<Metric, Double>>> first =
                starts.entrySet().iterator().next();
        text.append(
                "\n%s divided by another subject: median of the ratios in each round\n\n".formatted(first.getKey()));
        row(text, "", metric -> metric.label);
        row(text, "---", metric -> "---:");
        starts.forEach((subject, all) -> row(text, "/ " + subject, metric -> {
            Stream<Double> ratios = IntStream.range(0, rounds)
                    .mapToObj(round -> value(first.getValue().get(round), metric) / value(all.get(round), metric));
            return String.format(Locale.ROOT, "%.2f", median(sorted(ratios)));
        }));
        return text.toString();
    }

    private static void row(StringBuilder text, String name, Function<Metric, String> cell) {
        text.append("| ").append(name);
        for (Metric metric : Metric.values()) {
            text.append(" | ").append(cell.apply(metric));
        }
        text.append(" |\n");
    }

    private static double value(Map<Metric, Double> start, Metric metric) {
        return Objects.requireNonNull(start.get(metric));
    }

    private static double[] sorted(Stream<Double> values) {
        return values.mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try (var reader = process.inputReader(UTF_8)) {
            output = reader.lines().collect(Collectors.joining("\n"));
        }
        int exitCode = process.onExit().join().exitValue();
        if (exitCode != 0) {
            throw new IOException("%s: exit code %d: %s".formatted(String.join(" ", command), exitCode, output));
        }
        return output;
    }
}
