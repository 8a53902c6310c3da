package io.github.daxguard.packaged;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import io.github.daxguard.contract.Handlers;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.LocalAws;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/** The zip, unpacked and run by AWS's runtime interface client in a JVM with the settings of Lambda. */
public final class PackagedFunction implements AutoCloseable {

    /** The entry point for AWS Config. It must not change, because deployed templates contain it. */
    public static final String CONFIG_RULE_HANDLER = Handlers.CONFIG_RULE;

    /** The entry point for the queue of changes; it must not change either. */
    public static final String CLUSTER_CHANGE_HANDLER = Handlers.CLUSTER_CHANGE;

    /** The entry point for the CloudFormation hook; it must not change either. */
    public static final String TEMPLATE_HOOK_HANDLER = Handlers.TEMPLATE_HOOK;

    /** The entry point for the steps of a replacement; it must not change either. */
    public static final String REPLACEMENT_HANDLER = Handlers.REPLACEMENT;

    /** The entry point for the daily digest; it must not change either. */
    public static final String DIGEST_HANDLER = Handlers.DIGEST;

    public static final String REGION = "eu-west-1";

    static final String ACCOUNT = "111122223333";

    /** Far longer than an invocation takes, so that only a hanging function makes a test fail, not a slow machine. */
    private static final long TIMEOUT_SECONDS = 120;

    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(60);

    /** The memory of the stack's functions. */
    static final int MEMORY_MB = 512;

    private static final String LOG = "log";

    private final LambdaRuntimeApi runtimeApi;
    private final Process process;
    private final Path log;

    /** {@link System#nanoTime} at the start of the process. */
    private final long started;

    private PackagedFunction(LambdaRuntimeApi runtimeApi, Process process, Path log, long started) {
        this.runtimeApi = runtimeApi;
        this.process = process;
        this.log = log;
        this.started = started;
    }

    /** Starts the function in {@link #ACCOUNT} with the emulator as AWS. */
    static PackagedFunction start(Path directory, String handler, LocalAws aws) throws IOException {
        return start(directory, handler, aws, List.of());
    }

    /** Starts the function with additional options of the JVM. */
    static PackagedFunction start(Path directory, String handler, LocalAws aws, List<String> jvmOptions)
            throws IOException {
        return start(directory, handler, aws, jvmOptions, Map.of());
    }

    /** Starts the function with additional options of the JVM and with its variables. */
    static PackagedFunction start(
            Path directory, String handler, LocalAws aws, List<String> jvmOptions, Map<String, String> variables)
            throws IOException {
        AccessKey key = aws.accessKey(ACCOUNT);
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("AWS_ACCESS_KEY_ID", key.id());
        environment.put("AWS_SECRET_ACCESS_KEY", key.secret());
        environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        return start(
                unpacked(directory),
                directory.resolve(LOG),
                command(jvmOptions, handler),
                handler,
                ACCOUNT,
                REGION,
                environment);
    }

    /** Starts the function in {@link #REGION}. */
    public static PackagedFunction start(
            Path directory, String handler, String account, Map<String, String> environment) throws IOException {
        return start(directory, handler, account, REGION, environment);
    }

    /**
     * Starts the function.
     *
     * @param directory an empty directory for the unpacked zip and the log
     * @param handler the class name, with or without {@code ::handleRequest}
     * @param account the 12 digits of the function's account
     * @param region the function's Region
     * @param environment additional variables: those of the function, and the SDK's endpoint and credentials
     */
    public static PackagedFunction start(
            Path directory, String handler, String account, String region, Map<String, String> environment)
            throws IOException {
        return start(
                unpacked(directory),
                directory.resolve(LOG),
                command(List.of(), handler),
                handler,
                account,
                region,
                environment);
    }

    private static Path unpacked(Path directory) throws IOException {
        Path taskRoot = Files.createDirectory(directory.resolve("task"));
        unzip(zip(), taskRoot);
        return taskRoot;
    }

    /** The command that runs a handler as Lambda's Java runtime does, with additional options of the JVM. */
    static List<String> command(List<String> jvmOptions, String handler) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program("java"),
                "-Xmx256m",
                // The default of the JVM with 512 MB. On a machine with more memory, it would collect garbage only
                // once, which
                // can be in any run.
                "-Xms8m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // For the runtime client's native library: otherwise JDK 25 logs a warning.
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", runtimeClientClassPath(), AWSLambda.class.getName(), handler));
        return command;
    }

    /** Starts a command in the environment of a Lambda function. */
    static PackagedFunction start(
            Path taskRoot,
            Path log,
            List<String> command,
            String handler,
            String account,
            String region,
            Map<String, String> environment)
            throws IOException {
        LambdaRuntimeApi runtimeApi =
                LambdaRuntimeApi.start("arn:aws:lambda:" + region + ":" + account + ":function:daxguard");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(taskRoot.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> variables = builder.environment();
        // Variables of a developer's shell that Lambda does not set.
        variables.keySet().removeIf(name -> name.matches("(?i)AWS_.*|.*_proxy|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS"));
        variables.putAll(Map.ofEntries(
                Map.entry("AWS_LAMBDA_RUNTIME_API", runtimeApi.address()),
                Map.entry("LAMBDA_TASK_ROOT", taskRoot.toString()),
                Map.entry("_HANDLER", handler),
                Map.entry("AWS_LAMBDA_FUNCTION_NAME", "daxguard"),
                Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
                Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(MEMORY_MB)),
                Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/daxguard"),
                Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
                Map.entry("AWS_LAMBDA_LOG_FORMAT", "JSON"),
                Map.entry("AWS_REGION", region),
                Map.entry("AWS_DEFAULT_REGION", region)));
        variables.putAll(environment);
        long started = System.nanoTime();
        Process process = builder.start();
        return new PackagedFunction(runtimeApi, process, log, started);
    }

    /** Waits for the end of the initialization and returns its duration, from the start of the process. */
    Duration awaitInitialization() throws IOException, InterruptedException {
        return Duration.ofNanos(await(runtimeApi.initialized()) - started);
    }

    /** Sends one event and waits for its result; all of its log lines are written by then. */
    public LambdaRuntimeApi.Result invoke(byte[] event) throws IOException, InterruptedException {
        return invoke(event, FUNCTION_TIMEOUT);
    }

    /** Sends one event with another time-out of the function. */
    LambdaRuntimeApi.Result invoke(byte[] event, Duration timeout) throws IOException, InterruptedException {
        return await(runtimeApi.invoke(event, timeout));
    }

    private <T> T await(CompletableFuture<T> result) throws IOException, InterruptedException {
        CompletableFuture<T> processEnd = process.onExit().thenApply(ended -> {
            throw new IllegalStateException("The process ended with exit code " + ended.exitValue());
        });
        try {
            return result.applyToEither(processEnd, answer -> answer).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("The function did not respond. Log:\n" + String.join("\n", logLines()), e);
        }
    }

    /** All output of the process so far. */
    public List<String> logLines() throws IOException {
        return Files.readAllLines(log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        runtimeApi.close();
    }

    static Path zip() {
        String zip = System.getProperty("daxguard.zip");
        if (zip == null) {
            throw new AssertionError("The system property daxguard.zip is not set. Run this test with mvnw verify.");
        }
        return Path.of(zip);
    }

    /** Java 25, as in Lambda's java25 runtime, if this machine has it; otherwise the JVM of the tests. */
    static Path javaHome() throws IOException {
        List<Path> homes = new ArrayList<>();
        for (String variable : List.of("JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64")) {
            String home = System.getenv(variable);
            if (home != null) {
                homes.add(Path.of(home));
            }
        }
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> found = Files.list(installed)) {
                found.filter(home -> home.getFileName().toString().contains("25"))
                        .sorted()
                        .forEach(homes::add);
            }
        }
        homes.add(Path.of(System.getProperty("java.home")));
        return homes.stream()
                .filter(home -> Files.isExecutable(home.resolve("bin").resolve("java")))
                .findFirst()
                .orElseThrow();
    }

    /** A program of {@link #javaHome}. */
    static String program(String name) throws IOException {
        return javaHome().resolve("bin").resolve(name).toString();
    }

    private static String runtimeClientClassPath() {
        return Stream.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
                .map(PackagedFunction::jarOf)
                .distinct()
                .reduce((first, second) -> first + File.pathSeparator + second)
                .orElseThrow();
    }

    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static void unzip(Path zip, Path directory) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                }
            }
        }
    }

    /** Names of the files in the jar of the libraries. */
    static List<String> libraries() throws IOException {
        List<String> names = new ArrayList<>();
        try (java.util.zip.ZipFile file = new java.util.zip.ZipFile(zip().toFile());
                ZipInputStream jar = new ZipInputStream(file.getInputStream(file.getEntry("lib/libraries.jar")))) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    /** Names of the zip's entries. */
    static List<String> entries() throws IOException {
        try (java.util.zip.ZipFile file = new java.util.zip.ZipFile(zip().toFile())) {
            return Arrays.asList(file.stream().map(ZipEntry::getName).toArray(String[]::new));
        }
    }
}
