package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The service control policy, validated by parliament, a linter for IAM policies. Service control policies have the same grammar.
 * parliament does not detect a misspelled global condition key or a wrong set operator, which {@link CreationPolicyTest} does.
 */
@ExtendWith(ParliamentTest.Installed.class)
@Tag("full")
class ParliamentTest {

    @TempDir
    private Path directory;

    static List<Map<String, String>> contexts() {
        return List.of(Contexts.DEFAULT, Contexts.PREVENTION);
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void policy_hasNoFinding(Map<String, String> context) throws Exception {
        Result lint = run(policy(context));

        assertThat(lint.output()).as(lint.errors()).isEmpty();
        assertThat(lint.exitCode()).as(lint.errors()).isZero();
    }

    /** The proof that the run without findings above has evaluated each part of the policy. */
    @ParameterizedTest
    @CsvSource({
        "dax:CreateCluster, dax:CreateClusters, UNKNOWN_ACTION",
        "ArnNotLike, ArnUnlike, UNKNOWN_OPERATOR",
        "Deny\", Refuse\", MALFORMED",
    })
    void policy_withAnError_hasAFinding(String text, String replacement, String finding) throws Exception {
        String policy = policy(Contexts.DEFAULT);
        assertThat(policy).contains(text);

        Result lint = run(policy.replace(text, replacement));

        assertThat(lint.output()).as(lint.errors()).contains("\"issue\": \"" + finding + "\"");
        assertThat(lint.exitCode()).as(lint.errors()).isOne();
    }

    private record Result(int exitCode, String output, String errors) {}

    private Result run(String policy) throws Exception {
        Path input = Files.writeString(directory.resolve("policy.json"), policy);
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        // parliament does not accept a file as an argument if the standard input is not a terminal.
        Process lint = new ProcessBuilder(
                        RequiredProgram.onPath("parliament").map(Path::toString).orElse("parliament"), "--json")
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(lint.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            lint.destroyForcibly();
        }
        return new Result(lint.exitValue(), Files.readString(output), Files.readString(errors));
    }

    private static String policy(Map<String, String> context) {
        return ContextReader.read(new HashMap<>(context)).creationPolicy().json();
    }

    /** Skips the tests without parliament. */
    static final class Installed extends RequiredProgram {

        Installed() {
            super(
                    RequiredProgram.onPath("parliament"),
                    "parliament is not on the PATH. Install it to check the service control policy: pip install parliament"
                            + " 'setuptools<82'");
        }
    }
}
