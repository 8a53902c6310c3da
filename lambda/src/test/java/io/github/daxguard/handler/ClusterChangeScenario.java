package io.github.daxguard.handler;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.handler.TestEvent.ExpectedError;
import io.github.daxguard.handler.TestEvent.Fault;
import io.github.daxguard.handler.TestEvent.Function;
import io.github.daxguard.packaged.PackagedFunction;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An expected file of {@code test-events/cluster-change}. */
record ClusterChangeScenario(
        String description,
        Function function,
        Environment environment,
        EmulatedState emulator,
        List<Fault> faults,
        Outcome expect)
        implements Scenario {

    static final List<String> RULES = List.of("dax-cluster-encrypted-at-rest", "dax-cluster-encrypted-in-transit");

    /** The maximum number of messages of a batch that are logged one by one. */
    private static final int MAX_LINES = 20;

    ClusterChangeScenario {
        requireNonNull(description, "description");
        function = requireNonNullElse(function, Function.DEFAULT);
        environment = requireNonNullElse(environment, Environment.DEFAULT);
        emulator = requireNonNullElse(emulator, new EmulatedState(null, Map.of()));
        faults = TestEvent.orNone(faults);
        requireNonNull(expect, "expect");
    }

    /** The configuration of the function. */
    record Environment(List<String> ruleNames, String conformancePack) {

        static final Environment DEFAULT = new Environment(RULES, "");

        Environment {
            ruleNames = List.copyOf(requireNonNullElse(ruleNames, RULES));
            conformancePack = TestEvent.orElse(conformancePack, "");
        }

        Optional<String> pack() {
            return Optional.of(conformancePack).filter(pack -> !pack.isEmpty());
        }

        Map<String, String> variables() {
            Map<String, String> variables = new HashMap<>();
            variables.put("DAXGUARD_RULE_NAMES", String.join(",", ruleNames));
            pack().ifPresent(pack -> variables.put("DAXGUARD_CONFORMANCE_PACK", pack));
            return variables;
        }

        /** Adds rules (null for those that the function starts) and conformance packs with their rules. */
        void putRules(EmulatorState state, @Nullable List<String> rules, Map<String, List<String>> conformancePacks) {
            requireNonNullElse(rules, ruleNames).forEach(rule -> state.putRule(rule, Map.of()));
            conformancePacks.forEach((pack, packRules) -> {
                packRules.forEach(rule -> state.putRule(rule, Map.of()));
                state.putConformancePack(pack, packRules);
            });
        }
    }

    /**
     * The state of the emulator before the event.
     *
     * @param rules names of rules; null for those that the function starts
     * @param conformancePacks names of packs, each with the names of its rules
     */
    record EmulatedState(@Nullable List<String> rules, Map<String, List<String>> conformancePacks) {
        EmulatedState {
            conformancePacks = Map.copyOf(requireNonNullElse(conformancePacks, Map.of()));
        }
    }

    /**
     * The expected results.
     *
     * @param answer ids of the messages that are redelivered
     * @param started names of rules, in the order in which StartConfigRulesEvaluation received them
     */
    record Outcome(
            List<String> answer,
            List<String> started,
            Map<String, Integer> calls,
            ExpectedLog log,
            @Nullable ExpectedError error) {
        Outcome {
            answer = TestEvent.orNone(answer);
            started = TestEvent.orNone(started);
            calls = Map.copyOf(requireNonNullElse(calls, Map.of()));
            log = requireNonNullElse(log, new ExpectedLog("", null));
        }
    }

    /**
     * The expected log.
     *
     * @param start of the last line; empty for a run that fails
     * @param created the lines about created clusters: each cluster's name and the ARN of the principal, or an empty text; null
     *     if they are not compared
     */
    record ExpectedLog(String start, @Nullable Map<String, String> created) {
        ExpectedLog {
            start = TestEvent.orElse(start, "");
        }
    }

    @Override
    public String entryPoint() {
        return PackagedFunction.CLUSTER_CHANGE_HANDLER;
    }

    @Override
    public Map<String, String> variables() {
        return environment.variables();
    }

    @Override
    public RequestStreamHandler handler(AwsClients clients, PrintStream logLines) {
        return new ClusterChangeHandler(
                clients, environment.ruleNames(), environment.pack(), logLines, () -> LocalFunction.NOW);
    }

    @Override
    public void prepare(LocalAws aws, TestEvent testEvent, Instant now) {
        environment.putRules(
                aws.state(function.account(), function.region()), emulator.rules(), emulator.conformancePacks());
    }

    @Override
    public Map<String, Integer> calls() {
        return expect.calls();
    }

    @Override
    public Optional<ExpectedError> error() {
        return Optional.ofNullable(expect.error());
    }

    /**
     * The receipt handles, which allow deleting a message from the queue, and everything that identifies the caller of a recorded
     * call except its ARN.
     */
    @Override
    public List<String> secrets(TestEvent testEvent) {
        List<String> secrets = new ArrayList<>(testEvent.json().findValuesAsText("receiptHandle"));
        for (String body : testEvent.json().findValuesAsText("body")) {
            JsonNode event = TestEvent.readable(body);
            for (String member : List.of("accessKeyId", "principalId", "sourceIPAddress")) {
                secrets.addAll(event.findValuesAsText(member));
            }
        }
        return secrets;
    }

    @Override
    public void assertOutcome(TestEvent testEvent, Invocation invocation, JsonNode lastLine, LocalAws aws) {
        assertThat(started(aws))
                .as("%s: rules that StartConfigRulesEvaluation received", testEvent)
                .isEqualTo(expect.started());
        assertThat(lastLine.path("start").asText())
                .as("%s: start", testEvent)
                .isEqualTo(expect.log().start());
        if (error().isEmpty()) {
            JsonNode answer = TestEvent.readable(invocation.answer());
            assertThat(answer.properties())
                    .as("%s: answer %s", testEvent, answer)
                    .hasSize(1);
            assertThat(answer.path("batchItemFailures"))
                    .as("%s: messages that are redelivered", testEvent)
                    .allMatch(failure -> failure.size() == 1)
                    .extracting(failure -> failure.path("itemIdentifier").asText())
                    .containsExactlyInAnyOrderElementsOf(expect.answer());
            assertCounts(testEvent, invocation, lastLine);
        }
    }

    private void assertCounts(TestEvent testEvent, Invocation invocation, JsonNode lastLine) {
        assertThat(lastLine.path("messages").asInt(-1))
                .as("%s: messages in %s", testEvent, lastLine)
                .isEqualTo(testEvent.json().path("Records").size())
                .isEqualTo(lastLine.path("changes").asInt(-1)
                        + lastLine.path("unrelated").asInt(-1)
                        + lastLine.path("unreadable").asInt(-1));
        Map<String, String> created = expect.log().created();
        if (created != null) {
            assertThat(invocation.logLines().stream().map(TestEvent::readable).filter(line -> line.has("cluster")))
                    .as("%s: lines about created clusters", testEvent)
                    .allMatch(line -> line.path("level").asText().equals("INFO")
                            && line.path("account").asText().equals(function.account())
                            && line.path("region").asText().equals(function.region()))
                    .extracting(
                            line -> line.path("cluster").asText(),
                            line -> line.path("createdBy").asText())
                    .containsExactlyInAnyOrderElementsOf(created.entrySet().stream()
                            .map(entry -> tuple(entry.getKey(), entry.getValue()))
                            .toList());
        }
        assertThat(lastLine.path("returned").asInt(-1))
                .as("%s: returned in %s", testEvent, lastLine)
                .isEqualTo(expect.answer().size());
        int loggedMessages = Math.min(lastLine.path("unrelated").asInt(), MAX_LINES)
                + Math.min(lastLine.path("unreadable").asInt(), MAX_LINES);
        assertThat(invocation.logLines().stream().map(TestEvent::readable).filter(line -> line.has("messageId")))
                .as("%s: lines about single messages", testEvent)
                .hasSize(loggedMessages);
    }

    /** Names of rules, in the order in which StartConfigRulesEvaluation received them. */
    static List<String> started(LocalAws aws) {
        List<String> names = new ArrayList<>();
        // A retried request counts once.
        aws.calls("StartConfigRulesEvaluation").stream()
                .map(call -> call.body().path("ConfigRuleNames"))
                .distinct()
                .forEach(request -> request.forEach(name -> names.add(name.asText())));
        return names;
    }
}
