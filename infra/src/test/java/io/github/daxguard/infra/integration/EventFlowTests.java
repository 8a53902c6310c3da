package io.github.daxguard.infra.integration;

import static io.github.daxguard.packaged.PackagedFunction.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.infra.Synthesis;
import io.github.daxguard.infra.TestEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Verifies with an emulator of EventBridge that events of an account in one Region reach the topic and the log of the
 * administrator's account in another Region, through the rules, the role and the event bus of the templates.
 *
 * <p>AWS reserves sources such as {@code aws.config} for its services. The emulator accepts them from any sender, so that the test
 * can send the events in place of the services. It does not evaluate the policies of the bus, the role and the queues,
 * which the template tests assert.
 */
interface EventFlowTests {

    ObjectMapper JSON = new ObjectMapper();

    Map<String, String> ORGANIZATION = Map.of(
            "organization", "r-ab12",
            "organizationId", "o-ab12cd34ef",
            "managementAccount", "123456789012",
            "regions", "eu-west-1,us-east-1");

    /** The Region of the account that forwards events. */
    Region MEMBER_REGION = Region.US_EAST_1;

    Region HOME_REGION = Region.of(REGION);

    /** The maximum number of requests, each of which waits up to 20 s for a message. A test requires less time. */
    int RECEIVES = 6;

    int LOG_READS = 2_000;

    AwsServer aws();

    @Test
    default void forwardedEvents_ofAnotherAccountAndRegion_reachTopicAndLog() throws Exception {
        String administrator = aws().newAccount();
        String member = aws().newAccount();
        AwsCredentials home = aws().session(administrator);
        AwsCredentials away = aws().session(member);
        PartialStack view = createView(home);
        String bus = "arn:aws:events:" + REGION + ":" + administrator + ":event-bus/daxguard";
        PartialStack forwarding = createForwarding(away, bus);

        try (SqsClient sqs = aws().client(SqsClient.builder(), home).build();
                EventBridgeClient events = aws().client(EventBridgeClient.builder(), away)
                        .region(MEMBER_REGION)
                        .build()) {
            String queue = subscribe(sqs, home, view.name("ViewNotificationsTopic"));
            String alarm = forwarding.name("MonitoringErrors");
            send(
                    events,
                    complianceChange("dynamodb-in-backup-plan", member),
                    TestEvents.alarmState("another-alarm", "OK", "ALARM"),
                    TestEvents.alarmState(alarm, "INSUFFICIENT_DATA", "OK"),
                    failed(TestEvents.change("change-create-cluster-unencrypted")),
                    TestEvents.change("change-delete-cluster"));
            send(
                    events,
                    complianceChange("dax-cluster-encrypted-at-rest", member),
                    TestEvents.alarmState(alarm, "OK", "ALARM"),
                    TestEvents.change("change-create-cluster-unencrypted"),
                    TestEvents.change("change-create-by-cloudformation"));

            String place = "account " + member + ", " + MEMBER_REGION;
            assertThat(messages(sqs, queue, 3))
                    .containsExactlyInAnyOrder(
                            "daxguard: AWS::DAX::Cluster plain is now NON_COMPLIANT, " + place
                                    + ". AWS Config rule dax-cluster-encrypted-at-rest shows the reason.",
                            "daxguard: alarm " + alarm + " is now ALARM, " + place + ".",
                            "daxguard: DAX cluster promo was created without encryption at rest or without encryption in"
                                    + " transit, " + place
                                    + ". Created by arn:aws:sts::111122223333:assumed-role/developers/ana.");
            assertThat(loggedEvents(home, view.name("ViewLog"), 4))
                    .allSatisfy(event -> {
                        assertThat(event.get("account").asText()).isEqualTo(member);
                        assertThat(event.get("region").asText()).isEqualTo(MEMBER_REGION.id());
                    })
                    .extracting(event -> event.get("source").asText())
                    .containsExactlyInAnyOrder("aws.config", "aws.cloudwatch", "aws.dax", "aws.dax");
        }
    }

    private PartialStack createView(AwsCredentials home) {
        try (CloudFormationClient cloudFormation =
                aws().client(CloudFormationClient.builder(), home).build()) {
            return PartialStack.create(
                    cloudFormation, "DaxGuardOrganization", Synthesis.template(ORGANIZATION, "DaxGuardOrganization"));
        }
    }

    private PartialStack createForwarding(AwsCredentials away, String bus) {
        try (CloudFormationClient cloudFormation = aws().client(CloudFormationClient.builder(), away)
                .region(MEMBER_REGION)
                .build()) {
            return PartialStack.create(cloudFormation, "DaxGuard", Synthesis.template(Map.of("eventBus", bus)));
        }
    }

    /** Creates a queue that receives the messages of a topic. */
    private String subscribe(SqsClient sqs, AwsCredentials home, String topic) {
        String queue = sqs.createQueue(request -> request.queueName("messages")).queueUrl();
        String queueArn = sqs.getQueueAttributes(
                        request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        try (SnsClient sns = aws().client(SnsClient.builder(), home).build()) {
            sns.subscribe(request -> request.topicArn(topic).protocol("sqs").endpoint(queueArn));
        }
        return queue;
    }

    private static void send(EventBridgeClient events, JsonNode... sent) {
        assertThat(events.putEvents(request -> request.entries(Stream.of(sent)
                                .map(event -> PutEventsRequestEntry.builder()
                                        .source(event.get("source").asText())
                                        .detailType(event.get("detail-type").asText())
                                        .detail(event.get("detail").toString())
                                        .build())
                                .toList()))
                        .failedEntryCount())
                .isZero();
    }

    /** The texts of the messages that the topic has sent to a queue: at least the expected number. */
    private static List<String> messages(SqsClient sqs, String queue, int expected) throws Exception {
        List<String> messages = new ArrayList<>();
        for (int receive = 0; receive < RECEIVES && messages.size() < expected; receive++) {
            for (Message message : sqs.receiveMessage(request ->
                            request.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(20))
                    .messages()) {
                String text = JSON.readTree(message.body()).get("Message").asText();
                messages.add(JSON.readTree(text).asText());
                sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
            }
        }
        return messages;
    }

    private List<JsonNode> loggedEvents(AwsCredentials home, String logGroup, int expected) throws Exception {
        try (CloudWatchLogsClient logs =
                aws().client(CloudWatchLogsClient.builder(), home).build()) {
            List<JsonNode> events = new ArrayList<>();
            for (int read = 0; read < LOG_READS && events.size() < expected; read++) {
                events.clear();
                for (var event : logs.filterLogEvents(request -> request.logGroupName(logGroup))
                        .events()) {
                    events.add(JSON.readTree(event.message()));
                }
            }
            return events;
        }
    }

    private static JsonNode complianceChange(String rule, String account) {
        PutEventsRequestEntry entry = NotificationTests.complianceChange(rule, account, MEMBER_REGION.id());
        ObjectNode event = JSON.createObjectNode().put("source", entry.source()).put("detail-type", entry.detailType());
        return event.set("detail", TestEvents.parse(entry.detail()));
    }

    private static JsonNode failed(JsonNode call) {
        ((ObjectNode) call.get("detail")).put("errorCode", "AccessDenied");
        return call;
    }
}
