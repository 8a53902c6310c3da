package io.github.daxguard.handler;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.handler.TestEvent.ExpectedError;
import io.github.daxguard.handler.TestEvent.Fault;
import io.github.daxguard.handler.TestEvent.Function;
import io.github.daxguard.packaged.PackagedFunction;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An expected file of {@code test-events/config-rule}. */
record ConfigRuleScenario(
        String description, Function function, EmulatedState emulator, List<Fault> faults, Outcome expect)
        implements Scenario {

    /** Finds the token in malformed events, too. */
    private static final Pattern RESULT_TOKEN = Pattern.compile("\"resultToken\"\\s*:\\s*\"(?<token>[^\"]+)");

    ConfigRuleScenario {
        requireNonNull(description, "description");
        function = requireNonNullElse(function, Function.DEFAULT);
        emulator = requireNonNullElse(
                emulator, new EmulatedState("", List.of(), List.of(), List.of(), false, List.of(), false));
        faults = TestEvent.orNone(faults);
        requireNonNull(expect, "expect");
    }

    /** The state of the emulator before the event. */
    record EmulatedState(
            String account,
            List<JsonNode> clusters,
            List<PreviousResult> results,
            List<String> roles,
            boolean serviceLinkedRoleMissing,
            List<String> refusedTypes,
            boolean testModeAcceptsAnyType) {
        EmulatedState {
            account = TestEvent.orElse(account, "");
            clusters = TestEvent.orNone(clusters);
            results = TestEvent.orNone(results);
            roles = TestEvent.orNone(roles);
            refusedTypes = TestEvent.orNone(refusedTypes);
        }
    }

    /** A previous evaluation result in AWS Config. */
    record PreviousResult(String resourceType, String resourceId, String complianceType, String orderingTimestamp) {}

    /** The expected results. */
    record Outcome(
            List<Reported> evaluations,
            boolean testMode,
            List<String> probedTypes,
            Map<String, Integer> calls,
            Map<String, Integer> log,
            @Nullable ExpectedError error) {
        Outcome {
            evaluations = TestEvent.orNone(evaluations);
            probedTypes = TestEvent.orNone(probedTypes);
            calls = Map.copyOf(requireNonNullElse(calls, Map.of()));
            log = Map.copyOf(requireNonNullElse(log, Map.of()));
        }
    }

    /** An evaluation as received by PutEvaluations, with its time in ISO 8601. */
    record Reported(
            String resourceType,
            String resourceId,
            String complianceType,
            String annotation,
            String orderingTimestamp) {}

    @Override
    public String entryPoint() {
        return PackagedFunction.CONFIG_RULE_HANDLER;
    }

    @Override
    public Map<String, String> variables() {
        return Map.of();
    }

    @Override
    public RequestStreamHandler handler(AwsClients clients, PrintStream logLines) {
        return new ConfigRuleHandler(clients, Optional.empty(), logLines, InstantSource.system());
    }

    @Override
    public void prepare(LocalAws aws, TestEvent testEvent, Instant now) {
        EmulatorState state = aws.state(emulatedAccount(), function.region());
        emulator.clusters().forEach(cluster -> state.putCluster(LocalCluster.fromJson(cluster)));
        emulator.roles().forEach(role -> aws.addRole(emulatedAccount(), role));
        if (emulator.serviceLinkedRoleMissing()) {
            state.serviceLinkedRoleMissing();
        }
        emulator.refusedTypes().forEach(state::refuseType);
        if (emulator.testModeAcceptsAnyType()) {
            state.acceptAnyTypeInTestMode();
        }
        String rule = testEvent.json().path("configRuleName").asText("");
        if (rule.isEmpty()) {
            return;
        }
        state.putRule(rule, Map.of());
        resultToken(testEvent).ifPresent(token -> state.registerToken(rule, token));
        emulator.results()
                .forEach(previous -> state.putResult(
                        rule,
                        new StoredEvaluation(
                                previous.resourceType(),
                                previous.resourceId(),
                                previous.complianceType(),
                                "",
                                Instant.parse(previous.orderingTimestamp()))));
    }

    @Override
    public Map<String, Integer> calls() {
        return expect.calls();
    }

    @Override
    public String accountOf(String operation) {
        return operation.equals("AssumeRole") ? function.account() : emulatedAccount();
    }

    @Override
    public Optional<ExpectedError> error() {
        return Optional.ofNullable(expect.error());
    }

    @Override
    public List<String> secrets(TestEvent testEvent) {
        return resultToken(testEvent)
                .filter(token -> !token.equals("TESTMODE"))
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public void assertOutcome(TestEvent testEvent, Invocation invocation, JsonNode lastLine, LocalAws aws) {
        if (error().isEmpty()) {
            assertThat(TestEvent.readable(invocation.answer()).path("outcome").asText())
                    .as("%s: outcome of the response", testEvent)
                    .isEqualTo("succeeded");
        }
        expect.log()
                .forEach((count, value) -> assertThat(lastLine.path(count).asInt(-1))
                        .as("%s: %s of the last log line", testEvent, count)
                        .isEqualTo(value));
        Set<Reported> received = new LinkedHashSet<>();
        List<String> probed = new ArrayList<>();
        for (Call call : aws.calls("PutEvaluations")) {
            if (isProbe(call)) {
                call.body()
                        .path("Evaluations")
                        .forEach(evaluation -> probed.add(
                                evaluation.path("ComplianceResourceType").asText()));
                continue;
            }
            call.body().path("Evaluations").forEach(evaluation -> received.add(reported(evaluation)));
            assertThat(call.body().path("TestMode").asBoolean(false))
                    .as("%s: TestMode", testEvent)
                    .isEqualTo(expect.testMode());
            assertThat(call.body().path("ResultToken").asText())
                    .as("%s: ResultToken", testEvent)
                    .isEqualTo(resultToken(testEvent).orElse("none in the event"));
        }
        assertThat(received)
                .as("%s: evaluations that PutEvaluations received", testEvent)
                .containsExactlyInAnyOrderElementsOf(expect.evaluations());
        assertThat(probed)
                .as("%s: types that were probed in test mode", testEvent)
                .isEqualTo(expect.probedTypes());
    }

    /** A call that determines which types AWS Config refuses. Every other evaluation has an annotation. */
    private static boolean isProbe(Call call) {
        return call.body().path("TestMode").asBoolean(false)
                && call.body().at("/Evaluations/0/Annotation").isMissingNode();
    }

    /** The account of the clusters and the rule. */
    private String emulatedAccount() {
        return emulator.account().isEmpty() ? function.account() : emulator.account();
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

    private static Optional<String> resultToken(TestEvent testEvent) {
        Matcher matcher = RESULT_TOKEN.matcher(testEvent.event());
        return matcher.find() ? Optional.of(matcher.group("token")) : Optional.empty();
    }
}
