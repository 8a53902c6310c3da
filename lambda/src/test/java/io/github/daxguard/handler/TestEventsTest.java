package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.handler.TestEvent.ExpectedError;
import io.github.daxguard.handler.TestEvent.Fault;
import io.github.daxguard.handler.TestEvent.Reported;
import io.github.daxguard.handler.TestEvent.Scenario;
import io.github.daxguard.localaws.AccessKey;
import io.github.daxguard.localaws.Call;
import io.github.daxguard.localaws.Estate;
import io.github.daxguard.localaws.Faults;
import io.github.daxguard.localaws.LocalAws;
import io.github.daxguard.localaws.LocalCluster;
import io.github.daxguard.localaws.LocalContext;
import io.github.daxguard.localaws.StoredEvaluation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Runs the table of {@code test-events/config-rule}: each event goes through the real function, with its real SDK. */
class TestEventsTest {

    private static final Path TEST_EVENTS = Path.of(System.getProperty("basedir", "."), "..", "test-events");
    private static final Path FOLDER = TEST_EVENTS.resolve("config-rule");
    private static final int LEAST_CASES = 36;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Finds the token in broken events too. */
    private static final Pattern RESULT_TOKEN = Pattern.compile("\"resultToken\"\\s*:\\s*\"(?<token>[^\"]+)");

    /** A message that shows a shortened token shows its start. */
    private static final int TELLING_LENGTH = 24;

    static List<TestEvent> cases() throws IOException {
        List<TestEvent> cases = new ArrayList<>();
        for (String name : names(TestEvent.EVENT_ENDING)) {
            cases.add(TestEvent.read(FOLDER, name));
        }
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void handleRequest_eventOfTheTable_comesToWhatIsExpected(TestEvent testEvent) {
        try (LocalAws aws = LocalAws.start()) {
            prepare(aws, testEvent);

            Run run = run(aws, testEvent);

            assertError(run, testEvent);
            assertEvaluations(aws, testEvent);
            assertCalls(aws, testEvent);
            assertLog(run, testEvent);
            assertNoToken(run, testEvent);
        }
    }

    @Test
    void folder_listed_holdsPairsOnly() throws IOException {
        Set<String> events = names(TestEvent.EVENT_ENDING);

        assertThat(events).hasSizeGreaterThanOrEqualTo(LEAST_CASES).isEqualTo(names(TestEvent.EXPECTED_ENDING));
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files).hasSize(2 * events.size());
        }
    }

    @Test
    void readme_index_tellsEveryCase() throws IOException {
        String rows = cases().stream()
                .map(each -> "| `" + each.name() + "` | " + each.scenario().description() + " |\n")
                .collect(Collectors.joining());

        assertThat(Files.readString(TEST_EVENTS.resolve("README.md"))).contains(rows);
    }

    /**
     * How an invocation ended.
     *
     * @param failure what the handler threw, or null
     */
    private record Run(@Nullable Throwable failure, String answer, List<String> logLines) {}

    private static Set<String> names(String ending) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ending))
                    .map(file -> file.substring(0, file.length() - ending.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void prepare(LocalAws aws, TestEvent testEvent) {
        Scenario scenario = testEvent.scenario();
        Estate estate = aws.estate(scenario.estateAccount(), scenario.function().region());
        scenario.estate().clusters().forEach(cluster -> estate.putCluster(LocalCluster.fromJson(cluster)));
        scenario.estate().roles().forEach(role -> aws.addRole(scenario.estateAccount(), role));
        if (scenario.estate().serviceLinkedRoleMissing()) {
            estate.serviceLinkedRoleMissing();
        }
        JsonNode event = readable(testEvent.event());
        String rule = event.path("configRuleName").asText("");
        if (!rule.isEmpty()) {
            estate.putRule(rule, Map.of());
            resultToken(testEvent).ifPresent(token -> estate.registerToken(rule, token));
            scenario.estate()
                    .results()
                    .forEach(old -> estate.putResult(
                            rule,
                            new StoredEvaluation(
                                    old.resourceType(),
                                    old.resourceId(),
                                    old.complianceType(),
                                    "",
                                    Instant.parse(old.orderingTimestamp()))));
        }
        scenario.faults().forEach(fault -> inject(aws.faults(), fault));
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
            case "deny" -> selection.deny();
            case "error" -> selection.error(fault.code(), fault.message(), fault.status());
            case "failEvaluations" ->
                selection.failEvaluations(id -> fault.resourceIds().contains(id));
            default -> throw new IllegalArgumentException("No fault is called " + fault.fault());
        }
    }

    private static Run run(LocalAws aws, TestEvent testEvent) {
        TestEvent.Function function = testEvent.scenario().function();
        AccessKey key = aws.accessKey(function.account());
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (AwsClients clients = AwsClients.forEndpoint(aws.endpoint(), function.region(), credentials);
                PrintStream logLines = new PrintStream(log, true, UTF_8)) {
            ConfigRuleHandler handler = new ConfigRuleHandler(clients, logLines);
            Throwable failure = catchThrowable(() -> handler.handleRequest(
                    new ByteArrayInputStream(testEvent.event().getBytes(UTF_8)),
                    answer,
                    LocalContext.of(function.account(), function.region(), Duration.ofSeconds(30))));
            return new Run(
                    failure, answer.toString(UTF_8), log.toString(UTF_8).lines().toList());
        }
    }

    private static void assertError(Run run, TestEvent testEvent) {
        ExpectedError expected = testEvent.scenario().expect().error();
        if (expected == null) {
            assertThat(run.failure()).as("%s: failure", testEvent).isNull();
            assertThat(readable(run.answer()).path("outcome").asText())
                    .as("%s: answer's outcome", testEvent)
                    .isEqualTo("succeeded");
            return;
        }
        assertThat(run.failure())
                .as("%s: failure", testEvent)
                .isNotNull()
                .hasMessageContainingAll(expected.messageContains().toArray(CharSequence[]::new))
                .extracting(failure -> failure.getClass().getSimpleName())
                .isEqualTo(expected.type());
        assertThat(run.answer()).as("%s: answer of a failed run", testEvent).isEmpty();
    }

    private static void assertEvaluations(LocalAws aws, TestEvent testEvent) {
        Set<Reported> received = new LinkedHashSet<>();
        for (Call call : aws.calls("PutEvaluations")) {
            call.body().path("Evaluations").forEach(evaluation -> received.add(reported(evaluation)));
            assertThat(call.body().path("TestMode").asBoolean(false))
                    .as("%s: TestMode", testEvent)
                    .isEqualTo(testEvent.scenario().expect().testMode());
            assertThat(call.body().path("ResultToken").asText())
                    .as("%s: ResultToken", testEvent)
                    .isEqualTo(resultToken(testEvent).orElse("none in the event"));
        }
        assertThat(received)
                .as("%s: evaluations that PutEvaluations received", testEvent)
                .containsExactlyInAnyOrderElementsOf(
                        testEvent.scenario().expect().evaluations());
    }

    private static Reported reported(JsonNode evaluation) {
        BigDecimal epochSeconds = evaluation.path("OrderingTimestamp").decimalValue();
        return new Reported(
                evaluation.path("ComplianceResourceType").asText(),
                evaluation.path("ComplianceResourceId").asText(),
                evaluation.path("ComplianceType").asText(),
                evaluation.path("Annotation").asText(),
                Instant.ofEpochMilli(epochSeconds.movePointRight(3).longValueExact())
                        .toString());
    }

    private static void assertCalls(LocalAws aws, TestEvent testEvent) {
        Scenario scenario = testEvent.scenario();
        Map<String, Integer> calls =
                aws.calls().stream().collect(Collectors.toMap(Call::operation, call -> 1, Integer::sum));
        assertThat(calls).as("%s: calls", testEvent).isEqualTo(scenario.expect().calls());
        assertThat(aws.calls()).allSatisfy(call -> {
            boolean own = call.operation().equals("AssumeRole");
            assertThat(call.account())
                    .as("%s: account of %s", testEvent, call.operation())
                    .isEqualTo(own ? scenario.function().account() : scenario.estateAccount());
            assertThat(call.region())
                    .as("%s: Region of %s", testEvent, call.operation())
                    .isEqualTo(scenario.function().region());
        });
    }

    private static void assertLog(Run run, TestEvent testEvent) {
        List<JsonNode> lines =
                run.logLines().stream().map(TestEventsTest::readable).toList();
        assertThat(lines)
                .as("%s: log lines %s", testEvent, run.logLines())
                .isNotEmpty()
                .allMatch(JsonNode::isObject);
        Throwable failure = run.failure();
        assertThat(lines)
                .filteredOn(line -> line.has("outcome"))
                .as("%s: lines with an outcome in %s", testEvent, run.logLines())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("outcome").asText()).isEqualTo(failure == null ? "succeeded" : "failed");
                    assertThat(line.path("errorType").asText())
                            .isEqualTo(failure == null ? "" : failure.getClass().getSimpleName());
                });
    }

    private static void assertNoToken(Run run, TestEvent testEvent) {
        StringWriter everything = new StringWriter();
        try (PrintWriter writer = new PrintWriter(everything)) {
            run.logLines().forEach(writer::println);
            writer.println(run.answer());
            Throwable failure = run.failure();
            if (failure != null) {
                failure.printStackTrace(writer);
            }
        }
        resultToken(testEvent)
                .filter(token -> !token.equals("TESTMODE"))
                .ifPresent(token -> assertThat(everything.toString())
                        .as("%s: log, answer and exceptions", testEvent)
                        .doesNotContain(token.substring(0, Math.min(token.length(), TELLING_LENGTH))));
    }

    private static Optional<String> resultToken(TestEvent testEvent) {
        Matcher matcher = RESULT_TOKEN.matcher(testEvent.event());
        return matcher.find() ? Optional.of(matcher.group("token")) : Optional.empty();
    }

    /** The text as JSON; a missing node if it is none. */
    private static JsonNode readable(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
