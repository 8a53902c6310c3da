package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.handler.ClusterChangeHandler;
import io.github.daxguard.handler.ConfigRuleHandler;
import io.github.daxguard.handler.ReplacementHandler;
import io.github.daxguard.handler.TemplateHookHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresNode
class RuleFunctionTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static List<Arguments> functions() {
        String rules = "\"DAXGUARD_RULE_NAMES\": \"dax-cluster-encrypted-at-rest,dax-cluster-encrypted-in-transit\"";
        String controls = "\"DAXGUARD_CONTROLS\": \"encryption-at-rest,encryption-in-transit\"";
        return List.of(
                arguments(
                        Contexts.DEFAULT,
                        "Rule",
                        "evaluates DAX clusters for AWS Config",
                        ConfigRuleHandler.class,
                        60,
                        "\"DAXGUARD_FREQUENCY_HOURS\": \"24\""),
                arguments(
                        Contexts.DEFAULT,
                        "RealTime",
                        "starts the rules when a DAX cluster has changed",
                        ClusterChangeHandler.class,
                        15,
                        rules),
                arguments(
                        Map.of("hook", "fail"),
                        "Hook",
                        "evaluates DAX clusters before CloudFormation creates or changes them",
                        TemplateHookHandler.class,
                        15,
                        controls),
                arguments(
                        Contexts.REPLACEMENT,
                        "Replacement",
                        "replaces a DAX cluster with an encrypted one",
                        ReplacementHandler.class,
                        60,
                        rules + ", " + controls + ", \"DAXGUARD_APPROVERS\": \"${ReplacementApprover.Arn}\","
                                + " \"DAXGUARD_MIN_QUIET_MINUTES\": \"60\", \"DAXGUARD_REQUIRE_METRICS\": \"true\""));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("functions")
    void function_eachHandler_hasExactlyThesePropertiesAndAClassThatLambdaCanRun(
            Map<String, String> context, String part, String purpose, Class<?> handler, int timeout, String variables) {
        ObjectNode function = (ObjectNode) StackTemplate.of(context).properties(part + "Function");

        JsonNode code = function.remove("Code");
        assertThat(code.get("S3Bucket").asText()).isEqualTo("cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}");
        assertThat(code.get("S3Key").asText()).matches("[0-9a-f]{64}\\.zip");
        assertThat(code)
                .isEqualTo(StackTemplate.of(Contexts.DEFAULT)
                        .properties("RuleFunction")
                        .get("Code"));
        ObjectNode expected = (ObjectNode) json("""
                {
                  "Description": "daxguard: %1$s",
                  "Runtime": "java25",
                  "Architectures": ["arm64"],
                  "Handler": "%2$s",
                  "MemorySize": 512,
                  "Timeout": %3$d,
                  "Role": "${%4$sRole.Arn}",
                  "TracingConfig": {"Mode": "Active"},
                  "LoggingConfig": {
                    "LogFormat": "JSON",
                    "LogGroup": "${%4$sLog}",
                    "ApplicationLogLevel": "INFO",
                    "SystemLogLevel": "INFO"
                  }
                }""".formatted(purpose, handler.getName(), timeout, part));
        expected.set("Environment", json("{\"Variables\": {" + variables + "}}"));
        assertThat(function).isEqualTo(expected);
        assertThat(handler).isPublic();
        assertThat(RequestStreamHandler.class).isAssignableFrom(handler);
        assertThat(handler.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0);
    }

    @Test
    void reservedConcurrency_isSetOnlyOnTheRuleFunction() {
        StackTemplate.of(Contexts.EXEMPTIONS)
                .resources("AWS::Lambda::Function")
                .forEach((id, function) -> assertThat(function.at("/Properties/ReservedConcurrentExecutions"))
                        .as(id)
                        .isEqualTo(id.equals("RuleFunction") ? JSON.numberNode(5) : JSON.missingNode()));
        assertThat(StackTemplate.of(Contexts.ORGANIZATION_WITH_TAG)
                        .properties("RuleFunction")
                        .get("ReservedConcurrentExecutions")
                        .asInt())
                .isEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void functions_inEveryMode_areExactlyThese(Map<String, String> context) {
        List<String> functions = new ArrayList<>(List.of("RuleFunction"));
        if (Contexts.hasRealTime(context)) {
            functions.add("RealTimeFunction");
        }
        if (Contexts.hasHook(context)) {
            functions.add("HookFunction");
        }
        if (Contexts.hasReplacement(context)) {
            functions.add("ReplacementFunction");
        }

        assertThat(StackTemplate.of(context).resources("AWS::Lambda::Function"))
                .containsOnlyKeys(functions.toArray(String[]::new));
    }

    @Test
    void log_byDefault_isKeptForAYearAndRetainedWithoutTheStack() {
        JsonNode log = StackTemplate.of(Contexts.DEFAULT).resource("RuleLog");

        assertThat(log.get("Properties")).isEqualTo(json("{\"RetentionInDays\": 365}"));
        assertThat(log.get("DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate");
    }

    @Test
    void log_withRetention_hasThatRetention() {
        assertThat(StackTemplate.of(Contexts.RULES).properties("RuleLog")).isEqualTo(json("{\"RetentionInDays\": 30}"));
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void log_ofEachFunction_hasTheSameRetention(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.resources("AWS::Logs::LogGroup").values())
                .hasSameSizeAs(template.resources("AWS::Lambda::Function").values())
                .containsOnly(template.resource("RuleLog"));
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void events_thatFail_areSentToAnEncryptedQueue(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        JsonNode asynchronous = template.properties("RuleAsynchronous");
        assertThat(asynchronous.get("FunctionName").asText()).isEqualTo("${RuleFunction}");
        assertThat(asynchronous.get("MaximumRetryAttempts").asInt()).isEqualTo(2);
        assertThat(asynchronous.get("DestinationConfig"))
                .isEqualTo(json("{\"OnFailure\": {\"Destination\": \"${RuleDeadLetterQueue.Arn}\"}}"));
        assertThat(template.properties("RuleDeadLetterQueue"))
                .isEqualTo(json("{\"SqsManagedSseEnabled\": true, \"MessageRetentionPeriod\": 1209600}"));
        assertThat(template.properties("RuleDeadLetterQueuePolicy")).isEqualTo(json("""
                {
                  "Queues": ["${RuleDeadLetterQueue}"],
                  "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [{
                      "Effect": "Deny",
                      "Principal": {"AWS": "*"},
                      "Action": "sqs:*",
                      "Resource": "${RuleDeadLetterQueue.Arn}",
                      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
                    }]
                  }
                }"""));
    }

    /** AWS Config does not support versions and aliases of a function. */
    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void invocation_inEveryMode_isOfTheUnqualifiedFunction(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.resources("AWS::Lambda::Version")).isEmpty();
        assertThat(template.resources("AWS::Lambda::Alias")).isEmpty();
        assertThat(template.resources("AWS::Lambda::Function").values())
                .noneMatch(function -> function.required("Properties").has("SnapStart"));
        assertThat(template.properties("RuleAsynchronous").get("Qualifier").asText())
                .isEqualTo("$LATEST");
        assertThat(template.resources("AWS::Lambda::Permission").values())
                .isNotEmpty()
                .allMatch(permission ->
                        permission.at("/Properties/FunctionName").asText().equals("${RuleFunction.Arn}"));
    }
}
