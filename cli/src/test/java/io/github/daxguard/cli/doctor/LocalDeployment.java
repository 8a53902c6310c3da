package io.github.daxguard.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.handler.ConfigRuleHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * An account in which the stack is deployed and works, and in which tests can change everything. The rule function is the real
 * one and runs in this JVM. Every listing has several pages.
 */
final class LocalDeployment implements AutoCloseable {

    static final String AT_REST = "dax-cluster-encrypted-at-rest";
    static final String IN_TRANSIT = "dax-cluster-encrypted-in-transit";
    static final String LOG_GROUP = "DaxGuard-RuleLog6AA554C2";
    static final String RULE_FUNCTION = "DaxGuard-RuleFunction03D08227";
    static final String REPLACEMENT_FUNCTION = "DaxGuard-ReplacementFunction592F5CFC";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET = DoctorScenario.REGION + ":" + DoctorScenario.ACCOUNT + ":";

    final DoctorScenario doctor = new DoctorScenario();

    /** The template, which tests can change. */
    final ObjectNode template = template();

    /** The deployed stack as in DescribeStacks. */
    final ObjectNode stack = JSON.createObjectNode();

    /** The outputs of the stack by their keys. */
    final Map<String, String> outputs = new TreeMap<>();

    /** The physical ids of the stack's resources by their logical ids. */
    final Map<String, String> resources = new LinkedHashMap<>();

    /** The functions by their names, as in GetFunctionConfiguration. */
    final Map<String, ObjectNode> functions = new TreeMap<>();

    /** The rules by their names, as in DescribeConfigRules. */
    final Map<String, ObjectNode> rules = new TreeMap<>();

    /** The alarms by their names, as in DescribeAlarms. */
    final Map<String, ObjectNode> alarms = new TreeMap<>();

    /** The ARNs of subscriptions by the ARNs of topics. */
    final Map<String, List<String>> subscriptions = new TreeMap<>();

    /** The attributes of queues by their URLs. */
    final Map<String, ObjectNode> queues = new TreeMap<>();

    /** The objects in S3 by their keys. */
    final Map<String, byte[]> objects = new TreeMap<>();

    /** The lines in the log of the rule function. */
    final List<String> log = new ArrayList<>();

    /** Answers test events in place of the function. */
    Optional<Function<JsonNode, ObjectNode>> answer = Optional.empty();

    private final AwsClients clients;

    LocalDeployment() {
        AccessKey key = doctor.aws.accessKey(DoctorScenario.ACCOUNT);
        clients = AwsClients.forEndpoint(
                doctor.aws.endpoint(),
                DoctorScenario.REGION,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
        stack.put("StackName", "DaxGuard")
                .put("StackId", "arn:aws:cloudformation:" + TARGET + "stack/DaxGuard/1")
                .put("StackStatus", "CREATE_COMPLETE")
                .put("CreationTime", "2027-01-30T06:00:00Z");
        template.path("Resources").properties().forEach(entry -> create(entry.getKey(), entry.getValue()));
        template.path("Outputs").properties().forEach(output -> {
            JsonNode value = output.getValue().path("Value");
            outputs.put(
                    output.getKey(),
                    value.has("Ref")
                            ? resources.getOrDefault(value.path("Ref").asText(), "DaxGuard-Runbook")
                            : arn(value.path("Fn::GetAtt").path(0).asText()));
        });
        functions.values().forEach(this::resolve);
        outputs.forEach((output, value) -> {
            if (output.endsWith("Topic")) {
                subscriptions.put(value, new ArrayList<>(List.of(value + ":1", value + ":2")));
            }
            if (output.endsWith("QueueUrl")) {
                queues.put(
                        value,
                        JSON.createObjectNode()
                                .put("ApproximateNumberOfMessages", "0")
                                .put("ApproximateNumberOfMessagesNotVisible", "0")
                                .put("ApproximateNumberOfMessagesDelayed", "0"));
            }
        });
        alarms.values().forEach(alarm -> alarm.putArray("AlarmActions").add(output("Topic")));
        doctor.state.putCluster(LocalCluster.named("catalog").encrypted().tls());
        doctor.state.putCluster(LocalCluster.named("orders").unencrypted());
        rules.forEach((name, rule) -> putRule(name));
        serve();
    }

    private static ObjectNode template() {
        try (InputStream in = LocalDeployment.class.getResourceAsStream("/doctor/DaxGuard.template.json")) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create(String logicalId, JsonNode resource) {
        JsonNode properties = resource.path("Properties");
        String name = "DaxGuard-" + logicalId;
        switch (resource.path("Type").asText()) {
            case "AWS::SQS::Queue" ->
                name = "https://sqs.eu-west-1.amazonaws.com/" + DoctorScenario.ACCOUNT + "/" + name;
            case "AWS::SNS::Topic" -> name = "arn:aws:sns:" + TARGET + name;
            case "AWS::CloudWatch::Alarm" ->
                alarms.put(
                        name,
                        JSON.createObjectNode()
                                .put("AlarmName", name)
                                .put("ActionsEnabled", true)
                                .put("StateValue", "OK"));
            case "AWS::Config::ConfigRule" -> {
                name = properties.path("ConfigRuleName").asText();
                rules.put(name, rule(name, properties));
            }
            case "AWS::Lambda::Function" -> {
                ObjectNode function = properties.deepCopy();
                byte[] zip = "the function".getBytes(UTF_8);
                objects.put(properties.path("Code").path("S3Key").asText(), zip);
                function.remove("Code");
                functions.put(
                        name,
                        function.put("FunctionName", name)
                                .put("CodeSha256", sha256(zip))
                                .put("State", "Active")
                                .put("LastUpdateStatus", "Successful"));
            }
            default -> {}
        }
        resources.put(logicalId, name);
    }

    private static ObjectNode rule(String name, JsonNode properties) {
        ObjectNode rule = JSON.createObjectNode()
                .put("ConfigRuleName", name)
                .put("ConfigRuleArn", "arn:aws:config:" + TARGET + "config-rule/config-rule-abc123")
                .put("ConfigRuleId", "config-rule-abc123")
                .put("ConfigRuleState", "ACTIVE")
                // AWS Config formats the parameters as it received them.
                .put("InputParameters", properties.path("InputParameters").toPrettyString());
        rule.set("Source", properties.path("Source").deepCopy());
        ((ObjectNode) rule.path("Source"))
                .put("SourceIdentifier", "arn:aws:lambda:" + TARGET + "function:" + RULE_FUNCTION);
        return rule;
    }

    /** Replaces the functions in the settings of a function by their values. */
    private void resolve(ObjectNode function) {
        ((ObjectNode) function.path("LoggingConfig"))
                .put(
                        "LogGroup",
                        resources.get(function.path("LoggingConfig")
                                .path("LogGroup")
                                .path("Ref")
                                .asText()));
        function.put("Role", "arn:aws:iam::" + DoctorScenario.ACCOUNT + ":role/any");
        ObjectNode variables = (ObjectNode) function.path("Environment").path("Variables");
        if (variables.has("DAXGUARD_APPROVERS")) {
            variables.put("DAXGUARD_APPROVERS", outputs.get("ApproverRoleArn"));
        }
    }

    private String arn(String logicalId) {
        String name = resources.get(logicalId);
        return functions.containsKey(name)
                ? "arn:aws:lambda:" + TARGET + "function:" + name
                : "arn:aws:iam::" + DoctorScenario.ACCOUNT + ":role/" + name;
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String output(String key) {
        return Objects.requireNonNull(outputs.get(key));
    }

    ObjectNode rule(String name) {
        return Objects.requireNonNull(rules.get(name));
    }

    ObjectNode function(String name) {
        return Objects.requireNonNull(functions.get(name));
    }

    ObjectNode alarm(String name) {
        return Objects.requireNonNull(alarms.get(name));
    }

    /** The attributes of the queue in an output. */
    ObjectNode queue(String key) {
        return Objects.requireNonNull(queues.get(output(key)));
    }

    /** The subscriptions of the topic in an output. */
    List<String> subscriptionsOf(String key) {
        return Objects.requireNonNull(subscriptions.get(output(key)));
    }

    /** Creates a rule that runs the function, or changes its parameters to those in {@link #rules}. */
    void putRule(String name) {
        Map<String, String> parameters = new TreeMap<>();
        try {
            JSON.readTree(rule(name).path("InputParameters").asText())
                    .properties()
                    .forEach(parameter -> parameters.put(
                            parameter.getKey(), parameter.getValue().asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        doctor.state.putRule(name, parameters);
        doctor.state.onEvent(name, this::invoke);
    }

    /** Sets the parameters of both rules, also in the template, after the control. */
    void parameters(String name, String value) {
        for (JsonNode resource : template.path("Resources")) {
            if (resource.path("Type").asText().equals("AWS::Config::ConfigRule")) {
                ObjectNode parameters = (ObjectNode) resource.path("Properties").path("InputParameters");
                parameters.put(name, value);
                String rule = resource.path("Properties").path("ConfigRuleName").asText();
                rule(rule).put("InputParameters", parameters.toString());
                putRule(rule);
            }
        }
    }

    /** Runs the rule function. */
    private byte[] invoke(byte[] event) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        try {
            new ConfigRuleHandler(
                            clients,
                            Optional.of(Duration.ofHours(24)),
                            new PrintStream(lines, true, UTF_8),
                            doctor.clock)
                    .handleRequest(
                            new ByteArrayInputStream(event),
                            result,
                            LocalContext.of(DoctorScenario.ACCOUNT, DoctorScenario.REGION, Duration.ofMinutes(1)));
        } finally {
            synchronized (log) {
                lines.toString(UTF_8).lines().forEach(log::add);
            }
        }
        return result.toByteArray();
    }

    private void serve() {
        doctor.aws.answer("cloudformation", "DescribeStacks", this::describeStacks);
        doctor.aws.answer("cloudformation", "ListStackResources", call -> {
            requireStack(call);
            List<ObjectNode> all = new ArrayList<>();
            resources.forEach((logicalId, physicalId) -> all.add(JSON.createObjectNode()
                    .put("LogicalResourceId", logicalId)
                    .put("PhysicalResourceId", physicalId)
                    .put("ResourceStatus", "CREATE_COMPLETE")
                    .put(
                            "ResourceType",
                            template.path("Resources")
                                    .path(logicalId)
                                    .path("Type")
                                    .asText())));
            return page(call, "StackResourceSummaries", "NextToken", all);
        });
        doctor.aws.answer("cloudformation", "GetTemplate", call -> {
            requireStack(call);
            if (!call.body().path("TemplateStage").asText().equals("Processed")) {
                throw AwsError.of("ValidationException", "Not the processed template");
            }
            return JSON.createObjectNode().put("TemplateBody", template.toString());
        });
        doctor.aws.answer("config", "DescribeConfigRules", call -> {
            List<ObjectNode> found = new ArrayList<>();
            for (JsonNode name : call.body().path("ConfigRuleNames")) {
                if (!rules.containsKey(name.asText())) {
                    throw AwsError.of("NoSuchConfigRuleException", "The ConfigRule '" + name.asText() + "' is invalid");
                }
                found.add(rules.get(name.asText()));
            }
            return page(call, "ConfigRules", "NextToken", found);
        });
        doctor.aws.answer(
                "lambda",
                "GetFunctionConfiguration",
                call -> functions.computeIfAbsent(
                        call.body().path("FunctionName").asText(), name -> {
                            throw new AwsError("ResourceNotFoundException", "Function not found: " + name, 404);
                        }));
        doctor.aws.answer("lambda", "Invoke", this::invoke);
        doctor.aws.answer("s3", "GetObject", call -> {
            byte[] object = objects.get(call.body().path("Key").asText());
            if (object == null
                    || !call.body().path("Bucket").asText().equals("cdk-hnb659fds-assets-111122223333-eu-west-1")) {
                throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
            }
            return JSON.createObjectNode().put("Body", object);
        });
        doctor.aws.answer("logs", "FilterLogEvents", this::filterLogEvents);
        doctor.aws.answer("monitoring", "DescribeAlarms", call -> {
            List<ObjectNode> found = new ArrayList<>();
            call.body()
                    .path("AlarmNames")
                    .forEach(name ->
                            Optional.ofNullable(alarms.get(name.asText())).ifPresent(found::add));
            return page(call, "MetricAlarms", "NextToken", found);
        });
        doctor.aws.answer(
                "sns",
                "ListSubscriptionsByTopic",
                call -> page(
                        call,
                        "Subscriptions",
                        "NextToken",
                        subscriptions.getOrDefault(call.body().path("TopicArn").asText(), List.of()).stream()
                                .map(arn -> JSON.createObjectNode().put("SubscriptionArn", arn))
                                .toList()));
        doctor.aws.answer("sqs", "GetQueueAttributes", call -> {
            ObjectNode result = JSON.createObjectNode();
            result.set("Attributes", queues.get(call.body().path("QueueUrl").asText()));
            return result;
        });
    }

    private ObjectNode describeStacks(Call call) {
        requireStack(call);
        ObjectNode result = JSON.createObjectNode();
        ObjectNode described = result.putArray("Stacks").addObject().setAll(stack);
        ArrayNode list = described.putArray("Outputs");
        outputs.forEach((key, value) -> list.addObject().put("OutputKey", key).put("OutputValue", value));
        return result;
    }

    private void requireStack(Call call) {
        String name = call.body().path("StackName").asText();
        if (!name.equals(stack.path("StackName").asText())) {
            throw AwsError.of("ValidationError", "Stack with id " + name + " does not exist");
        }
    }

    private ObjectNode invoke(Call call) {
        if (answer.isPresent()) {
            return answer.get().apply(call.body());
        }
        try {
            return (ObjectNode) JSON.readTree(invoke(JSON.writeValueAsBytes(call.body())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            return JSON.createObjectNode()
                    .put("errorMessage", e.getMessage())
                    .put("errorType", e.getClass().getName())
                    .put("X-Amz-Function-Error", "Unhandled");
        }
    }

    private ObjectNode filterLogEvents(Call call) {
        if (!call.body().path("logGroupName").asText().equals(LOG_GROUP)) {
            throw AwsError.of("ResourceNotFoundException", "The specified log group does not exist.");
        }
        doctor.aws.awaitDeliveries();
        List<ObjectNode> events = new ArrayList<>();
        List<String> lines;
        synchronized (log) {
            lines = List.copyOf(log);
        }
        for (String line : lines) {
            JsonNode fields = json(line);
            long time = Instant.parse(fields.path("timestamp").asText()).toEpochMilli();
            // The pattern in the request.
            boolean matches = fields.path("messageType").asText().equals("ScheduledNotification")
                    && fields.path("mode").asText().equals("report")
                    && fields.has("outcome");
            if (matches && time >= call.body().path("startTime").asLong()) {
                events.add(JSON.createObjectNode()
                        .put("eventId", String.valueOf(events.size()))
                        .put("timestamp", time)
                        .put("message", line));
            }
        }
        return page(call, "events", "nextToken", events);
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page of one element, or of a quarter of many. */
    private static ObjectNode page(Call call, String member, String token, List<ObjectNode> all) {
        int size = Math.max(1, all.size() / 4);
        int start = call.body().path(token).asInt(0);
        int end = Math.min(all.size(), start + size);
        ObjectNode result = JSON.createObjectNode();
        ArrayNode page = result.putArray(member);
        all.subList(start, end).forEach(page::add);
        return end < all.size() ? result.put(token, String.valueOf(end)) : result;
    }

    /** Runs {@code daxguard doctor --deployed}. */
    int run(String... options) {
        return doctor.run(
                Stream.concat(Stream.of("--deployed"), Stream.of(options)).toArray(String[]::new));
    }

    /** Runs it, and returns the outcome of a check. */
    String outcome(Check check) {
        run();
        return doctor.outcome(check.id());
    }

    /** The evidence of a check in the last run. */
    String evidence(Check check) {
        return doctor.evidence(check.id());
    }

    @Override
    public void close() {
        doctor.close();
        clients.close();
    }
}
