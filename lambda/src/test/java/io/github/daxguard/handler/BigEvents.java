package io.github.daxguard.handler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.handler.TemplateHookScenario.Annotation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Generated events of the maximum size that AWS sends, and larger: too large for a file. */
final class BigEvents {

    private static final int MESSAGES = 10_000;

    /** Unreadable bodies by the index of their message. */
    private static final Map<Integer, String> UNREADABLE = Map.of(7, "{", 5_000, "", 9_999, "[]");

    /** Each tenth message is unrelated to a change. */
    private static final int UNRELATED_INTERVAL = 10;

    private static final int BODY_LENGTH = 500;
    private static final int PROPERTIES_LENGTH = 1_000_000;
    private static final int NAME_LENGTH = 20_000;
    private static final String START = "StartConfigRulesEvaluation";
    private static final ObjectMapper JSON = new ObjectMapper();

    private BigEvents() {}

    static List<TestEvent> all() {
        ObjectNode properties = JSON.createObjectNode();
        ObjectNode tags = properties.putObject("Tags");
        for (int i = 0; i < PROPERTIES_LENGTH / 100; i++) {
            tags.put("key-%08d".formatted(i), "v".repeat(80));
        }
        ObjectNode description = JSON.createObjectNode().put("Description", "word ".repeat(PROPERTIES_LENGTH / 5));
        ObjectNode unknown = JSON.createObjectNode().put("Unknown", "x".repeat(PROPERTIES_LENGTH));
        ObjectNode type =
                JSON.createObjectNode().put("ClusterEndpointEncryptionType", "\u0001T".repeat(PROPERTIES_LENGTH / 2));
        ObjectNode name = JSON.createObjectNode().put("ClusterName", "-".repeat(NAME_LENGTH));
        return Stream.of(
                        Stream.of(batch()),
                        hooks("many-tags", properties),
                        hooks("long-description", description),
                        hooks("long-unknown-property", unknown),
                        Stream.of(
                                hook("long-encryption-type", type, false),
                                hook("long-name-against-glob", name, "*-*-*-x", false)))
                .flatMap(each -> each)
                .toList();
    }

    private static TestEvent batch() {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (int i = 0; i < MESSAGES; i++) {
            ObjectNode record = records.addObject()
                    .put("messageId", messageId(i))
                    .put("receiptHandle", "made-up-receipt-handle-of-message-" + i)
                    .put("body", UNREADABLE.getOrDefault(i, body(i)))
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", "arn:aws:sqs:eu-west-1:111122223333:daxguard-changes")
                    .put("awsRegion", "eu-west-1");
            record.putObject("attributes").put("SentTimestamp", "1706680800000");
        }
        return new TestEvent(
                "ten-thousand-messages",
                event.toString(),
                new ClusterChangeScenario(
                        "",
                        TestEvent.Function.DEFAULT,
                        ClusterChangeScenario.Environment.DEFAULT,
                        new ClusterChangeScenario.EmulatedState(null, Map.of()),
                        List.of(),
                        new ClusterChangeScenario.Outcome(
                                UNREADABLE.keySet().stream()
                                        .map(BigEvents::messageId)
                                        .toList(),
                                ClusterChangeScenario.RULES,
                                Map.of(START, 1),
                                new ClusterChangeScenario.ExpectedLog("started", null),
                                null)));
    }

    private static String messageId(int i) {
        return "00000000-0000-4000-8000-%012d".formatted(i);
    }

    private static String body(int i) {
        ObjectNode body =
                JSON.createObjectNode().put("source", "aws.dax").put("detail-type", "AWS API Call via CloudTrail");
        ObjectNode detail = body.putObject("detail")
                .put("eventSource", "dax.amazonaws.com")
                .put("eventName", i % UNRELATED_INTERVAL == 0 ? "UpdateCluster" : "CreateCluster");
        detail.putObject("requestParameters").put("clusterName", "cluster-" + i);
        return body.put("padding", "x".repeat(BODY_LENGTH - body.toString().length()))
                .toString();
    }

    private static Stream<TestEvent> hooks(String name, ObjectNode bigProperties) {
        return Stream.of(
                hook(name + "-encrypted", encrypted(bigProperties), true),
                hook(name + "-unencrypted", bigProperties, false));
    }

    private static ObjectNode encrypted(ObjectNode properties) {
        ObjectNode encrypted = properties.deepCopy().put("ClusterEndpointEncryptionType", "TLS");
        encrypted.putObject("SSESpecification").put("SSEEnabled", true);
        return encrypted;
    }

    private static TestEvent hook(String name, ObjectNode properties, boolean passes) {
        return hook(name, properties, "", passes);
    }

    private static TestEvent hook(String name, ObjectNode properties, String exemptClusters, boolean passes) {
        ObjectNode event = JSON.createObjectNode().put("actionInvocationPoint", "CREATE_PRE_PROVISION");
        event.putObject("requestData")
                .put("targetName", "AWS::DAX::Cluster")
                .put("targetLogicalId", "Cache")
                .putObject("targetModel")
                .set("resourceProperties", properties);
        event.put("clientRequestToken", "f1a4c0de-0000-4000-8000-000000000001");
        String status = passes ? "PASSED" : "FAILED";
        return new TestEvent(
                name,
                event.toString(),
                new TemplateHookScenario(
                        "",
                        new TemplateHookScenario.Environment(List.of(), exemptClusters, "daxguard-exempt", ""),
                        new TemplateHookScenario.Outcome(
                                passes ? "SUCCESS" : "FAILED",
                                passes ? "" : "NonCompliant",
                                passes ? List.of() : List.of("Cache", "SSESpecification: {SSEEnabled: true}"),
                                List.of(),
                                "f1a4c0de-0000-4000-8000-000000000001",
                                List.of(new Annotation("DynamoDB.3", status), new Annotation("DynamoDB.7", status)),
                                new TemplateHookScenario.ExpectedLog("succeeded", ""))));
    }
}
