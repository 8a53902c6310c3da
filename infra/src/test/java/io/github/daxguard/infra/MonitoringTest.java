package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.handler.ConfigRuleHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The metric filters are applied to lines that the function really logs. */
@RequiresNode
class MonitoringTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final String RULE = "dax-cluster-encrypted-at-rest";
    private static final Instant NOW = Instant.parse("2027-01-31T06:00:00Z");

    private static final int SECONDS_OF_A_DAY = 86_400;

    @Test
    void filters_ofASuccessfulRun_countClusters() throws IOException {
        List<JsonNode> lines = linesOfARun((aws, state) -> {
            state.putCluster(LocalCluster.named("safe").encrypted());
            state.putCluster(LocalCluster.named("plain-1"));
            state.putCluster(LocalCluster.named("plain-2"));
        });

        assertThat(lines).hasSize(3);
        assertThat(metricsOf(lines))
                .isEqualTo(Map.of(
                        "SuccessfulRuns", List.of("1 of encryption-at-rest"),
                        "Clusters", List.of("3 of encryption-at-rest"),
                        "NonCompliantClusters", List.of("2 of encryption-at-rest"),
                        "UnboundedExemptions", List.of("0 of encryption-at-rest"),
                        "FailedEvaluations", List.of("0 of encryption-at-rest"),
                        "UnchangedEvaluations", List.of("0 of encryption-at-rest")));
    }

    @Test
    void filters_ofARunWithUnboundedExemptions_countTheExemptions() throws IOException {
        List<JsonNode> lines = linesOfARun((aws, state) ->
                state.putRule(RULE, Map.of("exemptClusters", "legacy,*@2027-02-28,batch-*@2027-02-28")));

        assertThat(metricsOf(lines)).containsEntry("UnboundedExemptions", List.of("2 of encryption-at-rest"));
    }

    @Test
    void filters_ofARunWithFailedEvaluations_countTheEvaluationsAndNoSuccess() throws IOException {
        List<JsonNode> lines = linesOfAFailedRun("plain", (aws, state) -> {
            state.putCluster(LocalCluster.named("safe").encrypted());
            state.putCluster(LocalCluster.named("plain"));
            aws.faults().on("PutEvaluations").failEvaluations("plain"::equals);
        });

        assertThat(metricsOf(lines)).isEqualTo(Map.of("FailedEvaluations", List.of("1 of encryption-at-rest")));
    }

    @Test
    void filters_ofARunWithoutListing_countNoSuccess() throws IOException {
        List<JsonNode> lines = linesOfAFailedRun("DescribeClusters", (aws, state) -> state.daxUnavailable());

        assertThat(metricsOf(lines)).isEqualTo(Map.of("FailedEvaluations", List.of("0 of encryption-at-rest")));
    }

    @Test
    void filters_ofARunWithARefusedType_countTheRunAndItsClusters() throws IOException {
        List<JsonNode> lines = linesOfARun((aws, state) -> {
            state.refuseType("AWS::DAX::Cluster");
            state.putCluster(LocalCluster.named("plain"));
        });

        assertThat(metricsOf(lines))
                .containsEntry("RefusedResourceTypes", List.of("1 of encryption-at-rest"))
                .containsEntry("SuccessfulRuns", List.of("1 of encryption-at-rest"))
                .containsEntry("NonCompliantClusters", List.of("1 of encryption-at-rest"))
                .containsEntry("FailedEvaluations", List.of("0 of encryption-at-rest"));
    }

    @Test
    void filters_ofAFailedRunWithARefusedType_countTheRun() throws IOException {
        List<JsonNode> lines = linesOfAFailedRun("ListTags", (aws, state) -> {
            state.putRule(RULE, Map.of("exemptionTag", "exempt-until"));
            state.refuseType("AWS::DAX::Cluster");
            state.putCluster(LocalCluster.named("plain"));
            aws.faults().on("ListTags").deny();
        });

        assertThat(metricsOf(lines))
                .containsEntry("RefusedResourceTypes", List.of("1 of encryption-at-rest"))
                .doesNotContainKey("SuccessfulRuns");
    }

    @Test
    void filters_ofATestEventWithARefusedType_countNothing() throws IOException {
        List<JsonNode> lines = lines(
                (aws, state) -> {
                    state.refuseType("AWS::DAX::Cluster");
                    state.putCluster(LocalCluster.named("plain"));
                },
                state -> {
                    ObjectNode event = (ObjectNode) JSON.readTree(state.scheduledEvent(RULE, NOW));
                    return JSON.writeValueAsBytes(event.put("resultToken", "TESTMODE"));
                },
                MonitoringTest::run);

        assertThat(lines)
                .anySatisfy(line -> assertThat(line.has("refusedResourceType")).isTrue());
        assertThat(metricsOf(lines)).doesNotContainKey("RefusedResourceTypes");
    }

    @ParameterizedTest
    @CsvSource({"One_Hour, 3", "TwentyFour_Hours, 26"})
    void alarm_ofARefusedType_staysInAlarmUntilTheNextRun(String frequency, int hours) {
        JsonNode alarm = StackTemplate.of(Map.of("frequency", frequency)).properties("MonitoringRefusedResourceType");

        assertThat(alarm.get("MetricName").asText()).isEqualTo("RefusedResourceTypes");
        assertThat(alarm.get("Namespace").asText()).isEqualTo("DaxGuard");
        assertThat(alarm.get("Statistic").asText()).isEqualTo("Sum");
        assertThat(alarm.has("Dimensions")).isFalse();
        assertThat(alarm.get("Period").asInt()).isEqualTo(3600);
        assertThat(alarm.get("EvaluationPeriods").asInt()).isEqualTo(hours);
        assertThat(alarm.get("DatapointsToAlarm").asInt()).isEqualTo(1);
        assertThat(alarm.get("Threshold").asInt()).isZero();
        assertThat(alarm.get("ComparisonOperator").asText()).isEqualTo("GreaterThanThreshold");
        assertThat(alarm.get("TreatMissingData").asText()).isEqualTo("notBreaching");
        assertThat(alarm.get("AlarmDescription").asText()).contains("AWS::DAX::Cluster", "resourceType=AWS::::Account");
    }

    @Test
    void filters_ofATestEvent_countNoSuccess() throws IOException {
        List<JsonNode> lines = lines(
                (aws, state) -> state.putCluster(LocalCluster.named("plain")),
                state -> {
                    ObjectNode event = (ObjectNode) JSON.readTree(state.scheduledEvent(RULE, NOW));
                    return JSON.writeValueAsBytes(event.put("resultToken", "TESTMODE"));
                },
                MonitoringTest::run);

        assertThat(metricsOf(lines)).isEqualTo(Map.of("FailedEvaluations", List.of("0 of encryption-at-rest")));
    }

    @Test
    void filters_ofAnItemChange_countNoScheduledRun() throws IOException {
        List<JsonNode> lines = lines(
                (aws, state) -> state.putCluster(LocalCluster.named("plain")),
                state -> state.itemChangeEvent(RULE, json("""
                        {
                          "resourceType": "AWS::DAX::Cluster", "resourceId": "plain", "resourceName": "plain",
                          "ARN": "arn:aws:dax:eu-west-1:111122223333:cache/plain",
                          "awsAccountId": "111122223333", "awsRegion": "eu-west-1",
                          "configurationItemStatus": "OK", "configurationItemCaptureTime": "2027-01-31T05:59:00.000Z",
                          "configuration": {}, "supplementaryConfiguration": {}, "tags": {}, "relationships": []
                        }"""), NOW),
                MonitoringTest::run);

        assertThat(lines).hasSize(2);
        assertThat(metricsOf(lines)).isEqualTo(Map.of("FailedEvaluations", List.of("0 of encryption-at-rest")));
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void filters_inEveryMode_readTheLogOfTheFunction(Map<String, String> context) {
        Map<String, JsonNode> filters = new TreeMap<>(StackTemplate.of(context).resources("AWS::Logs::MetricFilter"));

        assertThat(filters.remove("MonitoringUnevaluatedRequests") != null).isEqualTo(Contexts.hasHook(context));
        assertThat(filters.values()).hasSize(7).allSatisfy(filter -> {
            assertThat(filter.at("/Properties/LogGroupName").asText()).isEqualTo("${RuleLog}");
            assertThat(filter.at("/Properties/MetricTransformations")).hasSize(1);
            assertThat(filter.at("/Properties/MetricTransformations/0/MetricNamespace")
                            .asText())
                    .isEqualTo(namespace(context));
            // CloudWatch does not accept a default value for a metric with dimensions.
            assertThat(filter.at("/Properties/MetricTransformations/0").has("DefaultValue"))
                    .isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void alarms_inEveryMode_notifyTheTopicIfThereIsOne(Map<String, String> context) {
        List<String> expected = new ArrayList<>(List.of(
                "MonitoringErrors",
                "MonitoringThrottles",
                "MonitoringDeadLetteredEvents",
                "MonitoringRefusedResourceType",
                "MonitoringNoRunEncryptionAtRest",
                "MonitoringNoRunEncryptionInTransit"));
        if (Contexts.hasRealTime(context)) {
            expected.addAll(List.of("MonitoringDeadLetteredChanges", "MonitoringChangeErrors"));
        }
        if (Contexts.hasHook(context)) {
            expected.add("MonitoringHookErrors");
        }
        if (Contexts.hasForwarding(context)) {
            expected.add("MonitoringUndeliveredEvents");
        }

        assertThat(StackTemplate.of(context).resources("AWS::CloudWatch::Alarm"))
                .containsOnlyKeys(expected.toArray(String[]::new))
                .allSatisfy((id, alarm) -> {
                    JsonNode actions = Contexts.hasStackSets(context)
                            ? MissingNode.getInstance()
                            : json("[\"${NotificationsTopic}\"]");
                    assertThat(alarm.at("/Properties/AlarmActions")).isEqualTo(actions);
                    assertThat(alarm.at("/Properties/OKActions")).isEqualTo(actions);
                    assertThat(alarm.at("/Properties/ActionsEnabled").asBoolean(true))
                            .isTrue();
                    assertThat(alarm.at("/Properties/AlarmDescription").asText())
                            .isNotEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "MonitoringErrors, AWS/Lambda, Errors, Sum, FunctionName, ${RuleFunction}",
        "MonitoringThrottles, AWS/Lambda, Throttles, Sum, FunctionName, ${RuleFunction}",
        "MonitoringDeadLetteredEvents, AWS/SQS, ApproximateNumberOfMessagesVisible, Maximum, QueueName,"
                + " ${RuleDeadLetterQueue.QueueName}",
        "MonitoringChangeErrors, AWS/Lambda, Errors, Sum, FunctionName, ${RealTimeFunction}",
        "MonitoringDeadLetteredChanges, AWS/SQS, ApproximateNumberOfMessagesVisible, Maximum, QueueName,"
                + " ${RealTimeDeadLetterQueue.QueueName}",
    })
    void alarm_ofAFunction_hasThresholdZero(
            String id, String namespace, String metric, String statistic, String dimension, String value) {
        JsonNode alarm = StackTemplate.of(Contexts.EXEMPTIONS).properties(id);

        assertThat(alarm.get("Namespace").asText()).isEqualTo(namespace);
        assertThat(alarm.get("MetricName").asText()).isEqualTo(metric);
        assertThat(alarm.get("Statistic").asText()).isEqualTo(statistic);
        assertThat(alarm.get("Dimensions"))
                .isEqualTo(json("[{\"Name\": \"%s\", \"Value\": \"%s\"}]".formatted(dimension, value)));
        assertThat(alarm.get("ComparisonOperator").asText()).isEqualTo("GreaterThanThreshold");
        assertThat(alarm.get("Threshold").asInt()).isZero();
        assertThat(alarm.get("Period").asInt()).isEqualTo(300);
        assertThat(alarm.get("EvaluationPeriods").asInt()).isEqualTo(1);
        assertThat(alarm.get("TreatMissingData").asText()).isEqualTo("notBreaching");
    }

    @Test
    void alarm_ofTheHook_countsRequestsWithoutAVerdictErrorsAndThrottles() {
        StackTemplate template = StackTemplate.of(Contexts.EXEMPTIONS);

        assertThat(template.properties("MonitoringUnevaluatedRequests")).isEqualTo(json("""
                {
                  "LogGroupName": "${HookLog}",
                  "FilterPattern": "{ $.outcome = \\"failed\\" }",
                  "MetricTransformations": [
                    {"MetricNamespace": "DaxGuard", "MetricName": "UnevaluatedRequests", "MetricValue": "1", "DefaultValue": 0}
                  ]
                }"""));
        JsonNode alarm = template.properties("MonitoringHookErrors");
        assertThat(alarm.get("Threshold").asInt()).isZero();
        assertThat(alarm.get("ComparisonOperator").asText()).isEqualTo("GreaterThanThreshold");
        assertThat(alarm.get("Metrics")).isEqualTo(json("""
                [
                  {"Id": "expr_1", "Label": "Requests without a verdict", "ReturnData": true,
                   "Expression": "FILL(unevaluated, 0) + FILL(unanswered, 0) + FILL(throttled, 0)"},
                  {"Id": "unevaluated", "ReturnData": false, "MetricStat": {"Period": 300, "Stat": "Sum", "Metric":
                    {"Namespace": "DaxGuard", "MetricName": "UnevaluatedRequests"}}},
                  {"Id": "unanswered", "ReturnData": false, "MetricStat": {"Period": 300, "Stat": "Sum", "Metric":
                    {"Namespace": "AWS/Lambda", "MetricName": "Errors",
                     "Dimensions": [{"Name": "FunctionName", "Value": "${HookFunction}"}]}}},
                  {"Id": "throttled", "ReturnData": false, "MetricStat": {"Period": 300, "Stat": "Sum", "Metric":
                    {"Namespace": "AWS/Lambda", "MetricName": "Throttles",
                     "Dimensions": [{"Name": "FunctionName", "Value": "${HookFunction}"}]}}}
                ]"""));
    }

    @ParameterizedTest
    @CsvSource({"warn, WARN", "fail, FAIL"})
    void alarm_ofTheHook_statesTheFailureMode(String hook, String failureMode) {
        assertThat(StackTemplate.of(Map.of("hook", hook))
                        .properties("MonitoringHookErrors")
                        .get("AlarmDescription")
                        .asText())
                .contains("could not evaluate")
                .contains("failure mode (" + failureMode + ")");
    }

    @ParameterizedTest
    @CsvSource({"One_Hour, 1", "Three_Hours, 3", "Six_Hours, 6", "Twelve_Hours, 12", "TwentyFour_Hours, 24"})
    void alarm_ofNoSuccessfulRun_evaluatesAtMostTwoHoursMoreThanTheFrequency(String frequency, int hours) {
        StackTemplate template = StackTemplate.of(Map.of("frequency", frequency));

        JsonNode alarm = template.properties("MonitoringNoRunEncryptionInTransit");
        JsonNode metric = alarm.at("/Metrics/0/MetricStat");
        assertThat(alarm.get("Metrics")).hasSize(1);
        assertThat(metric.get("Stat").asText()).isEqualTo("Sum");
        assertThat(metric.get("Metric")).isEqualTo(json("""
                {
                  "Namespace": "DaxGuard",
                  "MetricName": "SuccessfulRuns",
                  "Dimensions": [{"Name": "Control", "Value": "encryption-in-transit"}]
                }"""));
        assertThat(alarm.get("ComparisonOperator").asText()).isEqualTo("LessThanThreshold");
        assertThat(alarm.get("Threshold").asInt()).isEqualTo(1);
        assertThat(alarm.get("TreatMissingData").asText()).isEqualTo("breaching");
        int periods = alarm.get("EvaluationPeriods").asInt();
        assertThat(alarm.get("DatapointsToAlarm").asInt()).isEqualTo(periods);
        int seconds = metric.get("Period").asInt() * periods;
        assertThat(seconds).isGreaterThan(hours * 3600).isLessThanOrEqualTo((hours + 2) * 3600);
        // CloudWatch's limit for periods of one hour or more is 7 days in total, and one day for shorter periods.
        assertThat(metric.get("Period").asInt()).isBetween(3600, SECONDS_OF_A_DAY);
        assertThat(seconds).isLessThanOrEqualTo(7 * SECONDS_OF_A_DAY);
    }

    @Test
    void alarms_withOneControl_areOnlyForItsRule() {
        assertThat(StackTemplate.of(Map.of("controls", "encryption-at-rest")).resources("AWS::CloudWatch::Alarm"))
                .containsKey("MonitoringNoRunEncryptionAtRest")
                .doesNotContainKey("MonitoringNoRunEncryptionInTransit");
    }

    static List<Map<String, String>> withDashboard() {
        return Contexts.all().stream()
                .filter(context -> !Contexts.hasStackSets(context))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("withDashboard")
    void dashboard_ofEachStack_showsEveryAlarmAndMetric(Map<String, String> context) throws IOException {
        StackTemplate template = StackTemplate.of(context);

        JsonNode dashboard = template.properties("MonitoringDashboard");
        assertThat(dashboard.get("DashboardName").asText())
                .isEqualTo(
                        context.containsKey("regions") ? "DaxGuard-us-east-1" : namespace(context) + "-${AWS::Region}");
        JsonNode body = JSON.readTree(dashboard.get("DashboardBody").asText());
        assertThat(body.at("/widgets/0/properties/alarms"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(template.resources("AWS::CloudWatch::Alarm").keySet().stream()
                        .map("${%s.Arn}"::formatted)
                        .toList());
        TreeSet<String> shown = new TreeSet<>();
        body.get("widgets")
                .forEach(widget -> widget.at("/properties/metrics")
                        .forEach(metric -> shown.add(
                                metric.get(1).asText() + " of " + metric.get(3).asText())));
        assertThat(shown)
                .containsExactlyInAnyOrder(
                        "Clusters of encryption-at-rest",
                        "Clusters of encryption-in-transit",
                        "NonCompliantClusters of encryption-at-rest",
                        "NonCompliantClusters of encryption-in-transit",
                        "SuccessfulRuns of encryption-at-rest",
                        "SuccessfulRuns of encryption-in-transit",
                        "UnboundedExemptions of encryption-at-rest",
                        "UnboundedExemptions of encryption-in-transit",
                        "FailedEvaluations of encryption-at-rest",
                        "FailedEvaluations of encryption-in-transit",
                        "UnchangedEvaluations of encryption-at-rest",
                        "UnchangedEvaluations of encryption-in-transit",
                        "Invocations of ${RuleFunction}",
                        "Errors of ${RuleFunction}",
                        "Throttles of ${RuleFunction}",
                        "Duration of ${RuleFunction}");
        assertThat(body.get("widgets"))
                .allSatisfy(widget -> assertThat(
                                widget.get("x").asInt() + widget.get("width").asInt())
                        .isLessThanOrEqualTo(24));
    }

    @Test
    void dashboard_ofFindings_queriesFieldsThatTheFunctionLogs() throws IOException {
        JsonNode body = JSON.readTree(StackTemplate.of(Contexts.DEFAULT)
                .properties("MonitoringDashboard")
                .get("DashboardBody")
                .asText());
        String query = body.get("widgets").findValuesAsText("query").get(0);
        List<JsonNode> lines = linesOfARun((aws, state) -> state.putCluster(LocalCluster.named("plain")));

        assertThat(query).startsWith("SOURCE '${RuleLog}' | ").contains("compliance = \"NON_COMPLIANT\"");
        JsonNode finding = lines.get(0);
        assertThat(finding.get("compliance").asText()).isEqualTo("NON_COMPLIANT");
        String fields =
                query.replaceFirst("(?s).*fields @timestamp, ([^\n|]+).*", "$1").strip();
        for (String field : fields.split(", ", -1)) {
            assertThat(finding.has(field)).as(field).isTrue();
        }
    }

    private interface Setting {
        void prepare(LocalAws aws, EmulatorState state);
    }

    private interface Event {
        byte[] of(EmulatorState state) throws IOException;
    }

    private interface Run {
        void log(LocalAws aws, byte[] event, List<JsonNode> lines) throws IOException;
    }

    private static List<JsonNode> linesOfARun(Setting setting) throws IOException {
        return lines(setting, state -> state.scheduledEvent(RULE, NOW), MonitoringTest::run);
    }

    private static List<JsonNode> linesOfAFailedRun(String message, Setting setting) throws IOException {
        return lines(
                setting,
                state -> state.scheduledEvent(RULE, NOW),
                (aws, event, lines) ->
                        assertThatThrownBy(() -> run(aws, event, lines)).hasMessageContaining(message));
    }

    private static List<JsonNode> lines(Setting setting, Event event, Run run) throws IOException {
        try (LocalAws aws = LocalAws.start()) {
            EmulatorState state = aws.state(ACCOUNT, REGION);
            state.putRule(RULE, Map.of("control", "encryption-at-rest"));
            setting.prepare(aws, state);
            List<JsonNode> lines = new ArrayList<>();
            run.log(aws, event.of(state), lines);
            return lines;
        }
    }

    /** Runs the function and adds its log lines, also if it fails. */
    private static void run(LocalAws aws, byte[] event, List<JsonNode> lines) throws IOException {
        AccessKey key = aws.accessKey(ACCOUNT);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (AwsClients clients = AwsClients.forEndpoint(
                aws.endpoint(),
                REGION,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())))) {
            new ConfigRuleHandler(clients, Optional.empty(), new PrintStream(log, true, UTF_8), InstantSource.system())
                    .handleRequest(
                            new ByteArrayInputStream(event),
                            new ByteArrayOutputStream(),
                            LocalContext.of(ACCOUNT, REGION, Duration.ofSeconds(60)));
        } finally {
            for (String line : log.toString(UTF_8).lines().toList()) {
                lines.add(JSON.readTree(line));
            }
        }
    }

    /** The values of each metric that the filters extract, with the control that is their dimension. */
    private static Map<String, List<String>> metricsOf(List<JsonNode> lines) {
        Map<String, List<String>> metrics = new TreeMap<>();
        for (JsonNode filter : StackTemplate.of(Contexts.DEFAULT)
                .resources("AWS::Logs::MetricFilter")
                .values()) {
            String pattern = filter.at("/Properties/FilterPattern").asText();
            JsonNode metric = filter.at("/Properties/MetricTransformations/0");
            if (!metric.get("MetricName").asText().equals("RefusedResourceTypes")) {
                assertThat(metric.get("Dimensions"))
                        .isEqualTo(json("[{\"Key\": \"Control\", \"Value\": \"$.control\"}]"));
            }
            for (JsonNode line : lines) {
                // CloudWatch publishes no metric for a line without the field of the dimension.
                if (matches(pattern, line) && line.has("control")) {
                    String value = metric.get("MetricValue").asText();
                    JsonNode number = value.startsWith("$.") ? line.path(value.substring(2)) : json(value);
                    assertThat(number.isIntegralNumber()).as(value).isTrue();
                    metrics.computeIfAbsent(metric.get("MetricName").asText(), name -> new ArrayList<>())
                            .add(number + " of " + line.get("control").asText());
                }
            }
        }
        return metrics;
    }

    /** Supports the part of CloudWatch's filter syntax that the stack uses: fields that equal a text, or * for any text. */
    private static boolean matches(String pattern, JsonNode line) {
        Matcher whole = Pattern.compile("\\{ (.+) }").matcher(pattern);
        assertThat(whole.matches()).as(pattern).isTrue();
        for (String condition : whole.group(1).split(" && ", -1)) {
            Matcher parts = Pattern.compile("\\$\\.(\\w+) = \"(.+)\"").matcher(condition);
            assertThat(parts.matches()).as(condition).isTrue();
            JsonNode field = line.path(parts.group(1));
            if (!field.isTextual()
                    || !(parts.group(2).equals("*") || field.asText().equals(parts.group(2)))) {
                return false;
            }
        }
        return true;
    }

    private static String namespace(Map<String, String> context) {
        return Contexts.hasStackSets(context)
                ? "DaxGuard"
                : Synthesis.stacks(context).get(0);
    }
}
