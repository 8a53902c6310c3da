package io.github.daxguard.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.packaged.PackagedCommand.Result;
import io.github.daxguard.cli.packaged.PackagedCommand.Running;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A signal to {@code daxguard doctor} in its own process. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The test sends a signal with the program kill.")
@Tag("full")
class DoctorJarIT {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final String TAG = "daxguard-doctor";

    private final LocalAws aws = LocalAws.start();

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void deploy() {
        aws.state(ACCOUNT, REGION).putCluster(LocalCluster.named("orders"));
        aws.answer("cloudformation", "DescribeStacks", call -> stack());
        aws.answer("cloudformation", "GetTemplate", call -> object().put("TemplateBody", "{}"));
        aws.answer("logs", "FilterLogEvents", call -> object());
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode stack() {
        ObjectNode result = object();
        ObjectNode stack = result.putArray("Stacks")
                .addObject()
                .put("StackName", "DaxGuard")
                .put("StackId", "arn:aws:cloudformation:eu-west-1:111122223333:stack/DaxGuard/1")
                .put("StackStatus", "CREATE_COMPLETE");
        stack.putArray("Outputs")
                .add(object().put("OutputKey", "ChangeLogGroup").put("OutputValue", "changes"))
                .add(object().put("OutputKey", "LogGroup").put("OutputValue", "rule"));
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void signalWhileTheTestWaits_removesTheTag(String signal) throws Exception {
        Running doctor = start(signal);
        aws.awaitCalls("FilterLogEvents", 1);
        assertThat(tags()).contains(TAG);

        assertIsStopped(doctor, signal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void signalDuringTheCreation_removesTheTag(String signal) throws Exception {
        aws.faults().on("TagResource").delay(Duration.ofMinutes(1));
        Running doctor = start(signal);
        aws.awaitCalls("TagResource", 1);

        assertIsStopped(doctor, signal);
    }

    private Running start(String signal) throws IOException {
        assumeThat(signal.equals("INT") && Programs.ignoresInterrupts())
                .as("the tests were started with SIGINT ignored")
                .isFalse();
        return new PackagedCommand(directory)
                .start(
                        PackagedCommand.settings(aws, ACCOUNT, REGION),
                        "doctor",
                        "--deployed",
                        "--change-test",
                        "orders",
                        "--yes",
                        "--format",
                        "json");
    }

    private void assertIsStopped(Running doctor, String signal) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + signal, String.valueOf(doctor.process().pid()))
                .start();
        assertThat(kill.waitFor(PackagedCommand.TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        aws.faults().clear();
        Result result = doctor.result();

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(tags()).isEmpty();
        assertThat(aws.calls("UntagResource")).hasSize(1);
        JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(report.path("interrupted").asBoolean()).isTrue();
        JsonNode last = report.path("results").path(report.path("results").size() - 1);
        assertThat(last.path("check").asText()).isEqualTo("change-test");
        assertThat(last.path("outcome").asText()).isEqualTo("NOT_CHECKED");
    }

    private Iterable<String> tags() {
        return aws.state(ACCOUNT, REGION).cluster("orders").orElseThrow().tags().keySet();
    }
}
