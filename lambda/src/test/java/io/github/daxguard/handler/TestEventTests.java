package io.github.daxguard.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.Faults;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.handler.TestEvent.ExpectedError;
import io.github.daxguard.handler.TestEvent.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests with all {@code test-events} and with events too large for a file. Subclasses provide the function. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TestEventTests {

    /** The length of the start of a secret, in characters, that no output may contain. */
    private static final int SECRET_START_LENGTH = 24;

    abstract FunctionInvoker invoker();

    /** The events of a folder that are sent. */
    List<TestEvent> cases(TestEventFolder folder) throws IOException {
        return folder.cases();
    }

    List<TestEvent> configRule() throws IOException {
        return cases(TestEventFolder.CONFIG_RULE);
    }

    List<TestEvent> clusterChange() throws IOException {
        return cases(TestEventFolder.CLUSTER_CHANGE);
    }

    List<TestEvent> templateHook() throws IOException {
        return cases(TestEventFolder.TEMPLATE_HOOK);
    }

    List<TestEvent> replacement() throws IOException {
        return cases(TestEventFolder.REPLACEMENT);
    }

    List<TestEvent> digest() throws IOException {
        return cases(TestEventFolder.DIGEST);
    }

    static List<TestEvent> bigEvents() {
        return BigEvents.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void configRule(TestEvent testEvent) throws Exception {
        run(testEvent);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void clusterChange(TestEvent testEvent) throws Exception {
        run(testEvent);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void templateHook(TestEvent testEvent) throws Exception {
        run(testEvent);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void replacement(TestEvent testEvent) throws Exception {
        run(testEvent);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void digest(TestEvent testEvent) throws Exception {
        run(testEvent);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void bigEvents(TestEvent testEvent) throws Exception {
        run(testEvent);
    }

    private void run(TestEvent testEvent) throws Exception {
        Scenario scenario = testEvent.scenario();
        try (LocalAws aws = LocalAws.start(invoker().clock())) {
            scenario.prepare(aws, testEvent, invoker().clock().instant());
            scenario.faults().forEach(fault -> inject(aws.faults(), fault));

            Invocation invocation = invoker().invoke(testEvent, aws);

            assertError(testEvent, invocation);
            assertCalls(testEvent, aws);
            scenario.assertOutcome(testEvent, invocation, lastLine(testEvent, invocation), aws);
            assertThat(invocation.everything())
                    .as("%s: log, answer and exceptions", testEvent)
                    .satisfies(text -> assertThat(scenario.secrets(testEvent))
                            .noneMatch(secret -> text.contains(
                                    secret.substring(0, Math.min(secret.length(), SECRET_START_LENGTH)))));
        }
    }

    private static void inject(Faults faults, Fault fault) {
        Faults.Selection selection = faults.on(fault.operation());
        if (fault.call() > 0) {
            selection.call(fault.call());
        } else if (fault.fromCall() > 0) {
            selection.fromCall(fault.fromCall());
        }
        switch (fault.fault()) {
            case "throttle" -> selection.throttle();
            case "serverError" -> selection.serverError();
            case "unavailable" -> selection.unavailable();
            case "dropConnection" -> selection.dropConnection();
            case "truncate" -> selection.truncate();
            case "halveAnswer" -> selection.cutJson();
            case "deny" -> selection.deny();
            case "error" -> selection.error(fault.code(), fault.message(), fault.status());
            case "body" -> selection.body(fault.message());
            case "failEvaluations" ->
                selection.failEvaluations(id -> fault.resourceIds().contains(id));
            case "metricStatus" -> selection.metricStatus(fault.code());
            default -> throw new IllegalArgumentException("Unknown fault: " + fault.fault());
        }
    }

    private static void assertError(TestEvent testEvent, Invocation invocation) {
        Optional<ExpectedError> expected = testEvent.scenario().error();
        if (expected.isEmpty()) {
            assertThat(invocation.failure()).as("%s: failure", testEvent).isEmpty();
            return;
        }
        assertThat(invocation.failure()).as("%s: failure", testEvent).hasValueSatisfying(failure -> {
            assertThat(failure.type()).isEqualTo(expected.get().type());
            assertThat(failure.message()).contains(expected.get().messageContains());
        });
        assertThat(invocation.answer())
                .as("%s: answer of a failed run", testEvent)
                .isEmpty();
    }

    private static void assertCalls(TestEvent testEvent, LocalAws aws) {
        Scenario scenario = testEvent.scenario();
        Map<String, Integer> calls =
                aws.calls().stream().collect(Collectors.toMap(Call::operation, call -> 1, Integer::sum));
        assertThat(calls).as("%s: calls", testEvent).isEqualTo(scenario.calls());
        assertThat(aws.calls()).allSatisfy(call -> {
            assertThat(call.account())
                    .as("%s: account of %s", testEvent, call.operation())
                    .isEqualTo(scenario.accountOf(call.operation()));
            assertThat(call.region())
                    .as("%s: Region of %s", testEvent, call.operation())
                    .isEqualTo(scenario.function().region());
        });
    }

    /** The single log line with the outcome. */
    private static JsonNode lastLine(TestEvent testEvent, Invocation invocation) {
        List<JsonNode> lines =
                invocation.logLines().stream().map(TestEvent::readable).toList();
        assertThat(lines)
                .as("%s: log lines %s", testEvent, invocation.logLines())
                .isNotEmpty()
                .allMatch(JsonNode::isObject);
        List<JsonNode> last = lines.stream().filter(line -> line.has("outcome")).toList();
        assertThat(last)
                .as("%s: lines with an outcome in %s", testEvent, invocation.logLines())
                .singleElement()
                .extracting(line -> new Scenario.LoggedOutcome(
                        line.path("outcome").asText(), line.path("errorType").asText()))
                .isEqualTo(testEvent.scenario().loggedOutcome());
        return last.get(0);
    }
}
