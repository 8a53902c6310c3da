package io.github.daxguard.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.emulator.LocalAws;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code java -jar daxguard.jar} in its own process, without the AWS settings of the machine.
 *
 * @param directory the directory of the output files
 */
record PackagedCommand(Path directory) {

    /** Much longer than necessary, so that a test fails only if the process hangs. */
    static final long TIMEOUT_SECONDS = 120;

    /** The result of a command. */
    record Result(int exitCode, String out, String err) {}

    /** A started command. */
    record Running(Process process, Path out, Path err) {
        Result result() throws IOException, InterruptedException {
            return result(Duration.ofSeconds(TIMEOUT_SECONDS));
        }

        Result result(Duration limit) throws IOException, InterruptedException {
            try {
                assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                        .as("ends within %s", limit)
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }

    Result run(Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
        return start(variables, arguments).result();
    }

    Running start(Map<String, String> variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return start(variables, command);
    }

    /** The same with another program than {@code java -jar}. */
    Running start(Map<String, String> variables, List<String> command) throws IOException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        return new Running(builder(variables, command, out, err).start(), out, err);
    }

    /** Runs the command with a pipe as its standard output that the reader closes before the first byte. */
    Result runIntoClosedPipe(Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = builder(variables, command, out, err)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        process.getInputStream().close();
        return new Running(process, out, err).result();
    }

    private ProcessBuilder builder(Map<String, String> variables, List<String> command, Path out, Path err) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.redirectInput(new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null"));
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.matches(
                        "(?i)(AWS|DAXGUARD|XDG)_.*|.*_proxy|NO_COLOR|CLICOLOR.*|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS"));
        environment.put("AWS_CONFIG_FILE", directory.resolve("no-config").toString());
        environment.put(
                "AWS_SHARED_CREDENTIALS_FILE",
                directory.resolve("no-credentials").toString());
        environment.put("XDG_CONFIG_HOME", directory.resolve("no-configuration").toString());
        environment.putAll(variables);
        return builder;
    }

    /** The environment variables for the emulator, an account and a Region. */
    static Map<String, String> settings(LocalAws aws, String account, String region) {
        return new HashMap<>(Map.of(
                "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                "AWS_REGION", region,
                "AWS_ACCESS_KEY_ID", aws.accessKey(account).id(),
                "AWS_SECRET_ACCESS_KEY", aws.accessKey(account).secret()));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static Path jar() {
        String jar = System.getProperty("daxguard.jar");
        if (jar == null) {
            throw new AssertionError("The system property daxguard.jar is not set: run this test with mvnw verify");
        }
        return Path.of(jar);
    }
}
