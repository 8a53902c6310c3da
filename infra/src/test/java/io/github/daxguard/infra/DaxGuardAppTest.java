package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app as the CDK's command line runs it: as a process, with the context in its environment. */
@RequiresNode
class DaxGuardAppTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void main_withAnInvalidContextValue_failsWithOneLine() throws Exception {
        ProcessResult app = run(packaged(), Map.of("frequency", "Daily"));

        assertThat(app.exitCode()).isEqualTo(1);
        assertThat(app.errors())
                .containsExactly("Context value frequency: invalid value: \"Daily\". Expected: one of One_Hour,"
                        + " Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours.");
        assertThat(app.output()).isEmpty();
        assertThat(output().resolve("DaxGuard.template.json")).doesNotExist();
    }

    @Test
    void main_withAHookWhereItIsNotOffered_failsWithOneLine() throws Exception {
        ProcessResult app = run(packaged(), Map.of("hook", "fail"), "us-gov-west-1");

        assertThat(app.exitCode()).isEqualTo(1);
        assertThat(app.errors())
                .containsExactly(
                        "Context value hook: invalid value: \"fail\". Expected: off in us-gov-west-1, where CloudFormation"
                                + " does not offer AWS::CloudFormation::LambdaHook (list of 2026-10-20). If it is offered"
                                + " there now, set allowUnlistedRegion=true.");
        assertThat(app.output()).isEmpty();
        assertThat(output().resolve("DaxGuard.template.json")).doesNotExist();
    }

    @Test
    void main_withARegionWithoutDax_failsWithOneLine() throws Exception {
        ProcessResult app = run(packaged(), Map.of("regions", "eu-west-1,eu-west-9"));

        assertThat(app.exitCode()).isEqualTo(1);
        assertThat(app.errors())
                .containsExactly(
                        "Context value regions: invalid value: \"eu-west-9\". Expected: Regions that have DAX (list of"
                                + " 2026-10-30). If DAX is offered there now, set allowUnlistedRegion=true.");
        assertThat(app.output()).isEmpty();
        assertThat(output().resolve("DaxGuard-eu-west-1.template.json")).doesNotExist();
    }

    @Test
    void main_withoutThePackagedFunction_failsWithOneLine() throws Exception {
        ProcessResult app = run(directory, Map.of());

        assertThat(app.exitCode()).isEqualTo(1);
        assertThat(app.errors())
                .containsExactly("lambda/target/daxguard-lambda.zip does not exist. Build it: ./mvnw package");
        assertThat(app.output()).isEmpty();
    }

    @Test
    @Tag("full")
    void main_withAValidContext_writesTheStackAndThePack() throws Exception {
        ProcessResult app = run(packaged(), Map.of("frequency", "One_Hour"));

        assertThat(app.exitCode()).as(app.errors().toString()).isZero();
        assertThat(app.errors()).isEmpty();
        assertThat(app.output()).isEmpty();
        assertThat(output().resolve("DaxGuard.template.json")).content().contains("One_Hour");
        assertThat(output().resolve("daxguard.conformance-pack.yaml")).content().contains("One_Hour");
    }

    @Test
    @Tag("full")
    void main_withStackSets_writesTheStacksAndTheMemberTemplate() throws Exception {
        ProcessResult app = run(packaged(), Contexts.STACK_SETS);

        assertThat(app.exitCode()).as(app.errors().toString()).isZero();
        assertThat(app.errors()).isEmpty();
        assertThat(app.output()).isEmpty();
        assertThat(output().resolve("DaxGuardOrganization.template.json")).exists();
        assertThat(output().resolve("DaxGuardCode-us-east-1.template.json")).exists();
        assertThat(output().resolve(MemberTemplate.FILE)).exists();
        assertThat(output().resolve("daxguard.conformance-pack.yaml")).doesNotExist();
    }

    /** The files of a repository that the hash of the function covers. */
    private Path packaged() throws IOException {
        Path root = directory.resolve("repository");
        for (String file : List.of(
                "pom.xml",
                "core/pom.xml",
                "core/src/main/A.java",
                "lambda/pom.xml",
                "lambda/src/main/A.java",
                "lambda/src/assembly/zip.xml",
                "lambda/src/shadow/A.java",
                "LICENSE")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), file);
        }
        Path zip = root.resolve("lambda/target/daxguard-lambda.zip");
        Files.createDirectories(zip.getParent());
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(file)) {
            entries.putNextEntry(new ZipEntry("lib/a.jar"));
        }
        return root;
    }

    private Path output() {
        return directory.resolve("cdk.out");
    }

    private ProcessResult run(Path root, Map<String, String> context) throws IOException, InterruptedException {
        return run(root, context, "eu-west-1");
    }

    private ProcessResult run(Path root, Map<String, String> context, String region)
            throws IOException, InterruptedException {
        Path errors = directory.resolve("errors");
        Path output = directory.resolve("output");
        ProcessBuilder app = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Ddaxguard.root=" + root,
                        "-cp",
                        System.getProperty("java.class.path"),
                        DaxGuardApp.class.getName())
                .redirectError(errors.toFile())
                .redirectOutput(output.toFile());
        // Otherwise the JVM and the CDK's library print further lines.
        app.environment().remove("JAVA_TOOL_OPTIONS");
        app.environment().put("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20,22");
        app.environment().put("CDK_CONTEXT_JSON", JSON.writeValueAsString(context));
        app.environment().put("CDK_OUTDIR", output().toString());
        app.environment().put("CDK_DEFAULT_REGION", region);
        Process process = app.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new ProcessResult(process.exitValue(), Files.readAllLines(errors), Files.readAllLines(output));
    }

    private record ProcessResult(int exitCode, List<String> errors, List<String> output) {}
}
