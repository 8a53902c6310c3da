package io.github.daxguard.handler;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.handler.TestEvent.ExpectedError;
import io.github.daxguard.handler.TestEvent.Fault;
import io.github.daxguard.handler.TestEvent.Function;
import io.github.daxguard.packaged.PackagedFunction;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An expected file of {@code test-events/template-hook}. */
record TemplateHookScenario(String description, Environment environment, Outcome expect) implements Scenario {

    /** The limit of HookStatusReason, in characters. */
    private static final int MAX_MESSAGE_LENGTH = 1024;

    private static final Set<String> ANSWER_MEMBERS =
            Set.of("hookStatus", "errorCode", "message", "clientRequestToken", "annotations");

    TemplateHookScenario {
        requireNonNull(description, "description");
        environment = requireNonNullElse(environment, new Environment(List.of(), "", "", ""));
        requireNonNull(expect, "expect");
    }

    /** The configuration of the function; an empty value is not set. */
    record Environment(List<String> controls, String exemptClusters, String exemptionTag, String maxExemptionDays) {
        Environment {
            controls = TestEvent.orNone(controls);
            exemptClusters = TestEvent.orElse(exemptClusters, "");
            exemptionTag = TestEvent.orElse(exemptionTag, "");
            maxExemptionDays = TestEvent.orElse(maxExemptionDays, "");
        }
    }

    /**
     * The expected results.
     *
     * @param errorCode empty if the response has none
     * @param clientRequestToken empty if the response has none
     * @param annotations in their order
     */
    record Outcome(
            String hookStatus,
            String errorCode,
            List<String> messageContains,
            List<String> messageOmits,
            String clientRequestToken,
            List<Annotation> annotations,
            ExpectedLog log) {
        Outcome {
            requireNonNull(hookStatus, "hookStatus");
            errorCode = TestEvent.orElse(errorCode, "");
            messageContains = TestEvent.orNone(messageContains);
            messageOmits = TestEvent.orNone(messageOmits);
            clientRequestToken = TestEvent.orElse(clientRequestToken, "");
            annotations = TestEvent.orNone(annotations);
            log = requireNonNullElse(log, new ExpectedLog("", ""));
        }
    }

    /** The response's annotation of one control. */
    record Annotation(String name, String status) {}

    /** The expected last log line; a run that rejects a resource succeeds. */
    record ExpectedLog(String outcome, String errorType) {
        ExpectedLog {
            outcome = TestEvent.orElse(outcome, "succeeded");
            errorType = TestEvent.orElse(errorType, "");
        }
    }

    @Override
    public Function function() {
        return Function.DEFAULT;
    }

    /** Empty, because the hook does not call AWS. */
    @Override
    public List<Fault> faults() {
        return List.of();
    }

    @Override
    public String entryPoint() {
        return PackagedFunction.TEMPLATE_HOOK_HANDLER;
    }

    @Override
    public Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        put(variables, "DAXGUARD_CONTROLS", String.join(",", environment.controls()));
        put(variables, "DAXGUARD_EXEMPT_CLUSTERS", environment.exemptClusters());
        put(variables, "DAXGUARD_EXEMPTION_TAG", environment.exemptionTag());
        put(variables, "DAXGUARD_MAX_EXEMPTION_DAYS", environment.maxExemptionDays());
        return variables;
    }

    @Override
    public RequestStreamHandler handler(AwsClients clients, PrintStream logLines) {
        List<Control> controls = environment.controls().isEmpty()
                ? List.of(Control.values())
                : environment.controls().stream()
                        .map(name -> Control.ofParameterValue(name).orElseThrow())
                        .toList();
        Map<String, String> exemptions = new HashMap<>();
        put(exemptions, "exemptClusters", environment.exemptClusters());
        put(exemptions, "exemptionTag", environment.exemptionTag());
        put(exemptions, "maxExemptionDays", environment.maxExemptionDays());
        return new TemplateHookHandler(
                function().region(), controls, RuleParameters.parse(exemptions), logLines, () -> LocalFunction.NOW);
    }

    @Override
    public void prepare(LocalAws aws, TestEvent testEvent, Instant now) {
        // The hook evaluates only the event.
    }

    @Override
    public Map<String, Integer> calls() {
        return Map.of();
    }

    /** Empty, because the hook always responds. */
    @Override
    public Optional<ExpectedError> error() {
        return Optional.empty();
    }

    @Override
    public LoggedOutcome loggedOutcome() {
        return new LoggedOutcome(expect.log().outcome(), expect.log().errorType());
    }

    @Override
    public void assertOutcome(TestEvent testEvent, Invocation invocation, JsonNode lastLine, LocalAws aws) {
        JsonNode answer = TestEvent.readable(invocation.answer());
        assertThat(ANSWER_MEMBERS)
                .as("%s: members of the answer %s", testEvent, answer)
                .containsAll(answer.properties().stream().map(Map.Entry::getKey).toList());
        assertThat(answer.path("hookStatus").asText())
                .as("%s: %s", testEvent, answer)
                .isEqualTo(expect.hookStatus());
        assertThat(answer.path("errorCode").asText())
                .as("%s: %s", testEvent, answer)
                .isEqualTo(expect.errorCode());
        assertThat(answer.path("message").asText())
                .as("%s: message", testEvent)
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(MAX_MESSAGE_LENGTH)
                .satisfies(message -> {
                    assertThat(expect.messageContains()).allMatch(message::contains);
                    assertThat(expect.messageOmits()).noneMatch(message::contains);
                });
        assertThat(answer.path("clientRequestToken").asText())
                .as("%s: clientRequestToken", testEvent)
                .isEqualTo(expect.clientRequestToken());
        assertThat(annotations(answer)).as("%s: annotations", testEvent).isEqualTo(expect.annotations());
        assertThat(lastLine.path("hookStatus").asText())
                .as("%s: hookStatus of the log", testEvent)
                .isEqualTo(expect.hookStatus());
    }

    private static List<Annotation> annotations(JsonNode answer) {
        List<Annotation> annotations = new ArrayList<>();
        for (JsonNode annotation : answer.path("annotations")) {
            String status = annotation.path("status").asText();
            annotations.add(new Annotation(annotation.path("annotationName").asText(), status));
            assertThat(annotation.path("statusMessage").asText()).isNotBlank();
            assertThat(annotation.path("remediationMessage").asText().isEmpty()).isEqualTo(!status.equals("FAILED"));
        }
        return annotations;
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (!value.isEmpty()) {
            values.put(name, value);
        }
    }
}
