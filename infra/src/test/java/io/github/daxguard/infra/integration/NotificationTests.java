package io.github.daxguard.infra.integration;

import static io.github.daxguard.packaged.PackagedFunction.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.infra.Synthesis;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** Verifies with emulators of EventBridge which events the pattern of the stack matches. */
interface NotificationTests {

    AwsServer aws();

    @Test
    default void complianceChanges_ofTheStacksRulesOnly_matchItsPattern() throws Exception {
        Template template = new Template(Synthesis.template(Map.of()), aws().newAccount());
        String pattern = template.resources("AWS::Events::Rule").stream()
                .map(rule -> rule.at("/Properties/EventPattern"))
                .filter(of -> of.at("/source/0").asText().equals("aws.config"))
                .findFirst()
                .orElseThrow()
                .toString();
        List<String> rules = template.resources("AWS::Config::ConfigRule").stream()
                .map(rule -> rule.at("/Properties/ConfigRuleName").asText())
                .toList();

        try (EventBridgeClient events = aws().client(EventBridgeClient.builder(), aws().session(template.account()))
                .build()) {
            // An archive counts the events that match its pattern, and needs no target.
            events.createArchive(archive -> archive.archiveName("matched")
                    .eventSourceArn("arn:aws:events:" + REGION + ":" + template.account() + ":event-bus/default")
                    .eventPattern(pattern));
            PutEventsResponse sent = events.putEvents(request ->
                    request.entries(Stream.concat(rules.stream(), Stream.of("dynamodb-in-backup-plan"))
                            .map(rule -> complianceChange(rule, template.account(), REGION))
                            .toList()));

            assertThat(sent.failedEntryCount()).isZero();
            assertThat(rules).hasSize(2);
            assertThat(events.describeArchive(archive -> archive.archiveName("matched"))
                            .eventCount())
                    .isEqualTo(2);
        }
    }

    static PutEventsRequestEntry complianceChange(String rule, String account, String region) {
        ObjectNode detail = new ObjectMapper()
                .createObjectNode()
                .put("resourceId", "plain")
                .put("resourceType", "AWS::DAX::Cluster")
                .put("awsRegion", region)
                .put("awsAccountId", account)
                .put("configRuleName", rule)
                .put("messageType", "ComplianceChangeNotification")
                .put("recordVersion", "1.0");
        detail.putObject("newEvaluationResult").put("complianceType", "NON_COMPLIANT");
        return PutEventsRequestEntry.builder()
                .source("aws.config")
                .detailType("Config Rules Compliance Change")
                .detail(detail.toString())
                .build();
    }
}
