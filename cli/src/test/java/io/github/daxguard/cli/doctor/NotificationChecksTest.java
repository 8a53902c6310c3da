package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alarms, subscriptions and dead-letter queues. Each listing has two pages. */
class NotificationChecksTest {

    private static final String ALARM = "DaxGuard-MonitoringThrottlesBE7F063A";

    private final LocalDeployment deployment = new LocalDeployment();
    private final ObjectNode alarm = deployment.alarm(ALARM);

    @AfterEach
    void stop() {
        deployment.close();
    }

    @Test
    void missingAlarm_isAProblem() {
        deployment.alarms.remove(ALARM);
        assertThat(deployment.outcome(Check.ALARMS)).isEqualTo("PROBLEM");
        assertThat(deployment.evidence(Check.ALARMS)).contains(ALARM);
    }

    @ParameterizedTest
    @CsvSource({"ALARM, PROBLEM", "INSUFFICIENT_DATA, NOTE", "OK, OK", "NEW, UNDECIDED", "'', UNDECIDED"})
    void state_decides(String state, String outcome) {
        alarm.put("StateValue", state);
        assertThat(deployment.outcome(Check.ALARMS)).isEqualTo(outcome);
        if (!outcome.equals("OK")) {
            assertThat(deployment.evidence(Check.ALARMS)).contains(ALARM);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ActionsEnabled", "AlarmActions"})
    void alarmWithoutAction_isAProblem(String member) {
        alarm.remove(member);
        assertThat(deployment.outcome(Check.ALARMS)).isEqualTo("PROBLEM");
    }

    @Test
    void disabledActions_areAProblem() {
        alarm.put("ActionsEnabled", false);
        assertThat(deployment.outcome(Check.ALARMS)).isEqualTo("PROBLEM");
    }

    @Test
    void otherTopic_isAProblem() {
        alarm.putArray("AlarmActions").add("arn:aws:sns:eu-west-1:111122223333:other");
        assertThat(deployment.outcome(Check.ALARMS)).isEqualTo("PROBLEM");
    }

    @Test
    void stackWithoutAlarms_isAProblem() {
        deployment.resources.keySet().removeIf(id -> id.startsWith("Monitoring"));
        assertThat(deployment.outcome(Check.ALARMS)).isEqualTo("PROBLEM");
    }

    /** As the page of a proxy. */
    @Test
    void responsesWithoutLists_areNotChecked() {
        deployment.doctor.aws.faults().on("DescribeAlarms").body("<html><body/></html>");
        deployment.doctor.aws.faults().on("ListSubscriptionsByTopic").body("<html><body/></html>");
        assertThat(deployment.outcome(Check.ALARMS)).isEqualTo("NOT_CHECKED");
        assertThat(deployment.doctor.outcome("subscriptions")).isEqualTo("NOT_CHECKED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<MetricAlarms></MetricAlarms>", "<MetricAlarms><member/></MetricAlarms>"})
    void emptyListOfAlarms_isAProblem(String alarms) {
        deployment
                .doctor
                .aws
                .faults()
                .on("DescribeAlarms")
                .body("<DescribeAlarmsResponse><DescribeAlarmsResult>" + alarms
                        + "</DescribeAlarmsResult></DescribeAlarmsResponse>");
        assertThat(deployment.outcome(Check.ALARMS)).isEqualTo("PROBLEM");
    }

    private List<String> subscriptions(String output) {
        return deployment.subscriptionsOf(output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Topic", "ApprovalTopic"})
    void pendingSubscription_isAProblem(String output) {
        subscriptions(output).set(1, "PendingConfirmation");
        assertThat(deployment.outcome(Check.SUBSCRIPTIONS)).isEqualTo("PROBLEM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Topic", "ApprovalTopic"})
    void noSubscription_isANoteWithACommand(String output) {
        subscriptions(output).clear();
        assertThat(deployment.outcome(Check.SUBSCRIPTIONS)).isEqualTo("NOTE");
        assertThat(deployment.doctor.result("subscriptions").path("nextStep").asText())
                .contains("aws sns subscribe", deployment.output(output));
    }

    @Test
    void deletedSubscription_doesNotCount() {
        subscriptions("Topic").clear();
        subscriptions("Topic").add("Deleted");
        assertThat(deployment.outcome(Check.SUBSCRIPTIONS)).isEqualTo("NOTE");
    }

    @Test
    void topicWithoutApprovals_isOk() {
        deployment.outputs.remove("ApprovalTopic");
        assertThat(deployment.outcome(Check.SUBSCRIPTIONS)).isEqualTo("OK");
        assertThat(deployment.doctor.aws.calls("ListSubscriptionsByTopic")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<Subscriptions></Subscriptions>", "<Subscriptions><member/></Subscriptions>"})
    void emptyListOfSubscriptions_isNeverOk(String subscriptions) {
        deployment
                .doctor
                .aws
                .faults()
                .on("ListSubscriptionsByTopic")
                .body("<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult>" + subscriptions
                        + "</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>");
        assertThat(deployment.outcome(Check.SUBSCRIPTIONS)).isEqualTo("NOTE");
    }

    @ParameterizedTest
    @CsvSource({
        "EventDeadLetterQueueUrl, ApproximateNumberOfMessages",
        "EventDeadLetterQueueUrl, ApproximateNumberOfMessagesNotVisible",
        "ChangeDeadLetterQueueUrl, ApproximateNumberOfMessagesDelayed"
    })
    void messages_areAProblem(String output, String attribute) {
        String queue = deployment.output(output);
        deployment.queue(output).put(attribute, "2");
        assertThat(deployment.outcome(Check.DEAD_LETTER_QUEUES)).isEqualTo("PROBLEM");
        assertThat(deployment.evidence(Check.DEAD_LETTER_QUEUES)).contains(queue + ": 2 messages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesNotVisible",
                "ApproximateNumberOfMessagesDelayed"
            })
    void missingOrInvalidNumber_isUndecided(String attribute) {
        ObjectNode queue = deployment.queue("ChangeDeadLetterQueueUrl");
        queue.put(attribute, "none");
        assertThat(deployment.outcome(Check.DEAD_LETTER_QUEUES)).isEqualTo("UNDECIDED");
        queue.remove(attribute);
        assertThat(deployment.outcome(Check.DEAD_LETTER_QUEUES)).isEqualTo("UNDECIDED");
    }

    @Test
    void emptyResponseOfAQueue_isUndecided() {
        deployment.doctor.aws.faults().on("GetQueueAttributes").body("{}");
        assertThat(deployment.outcome(Check.DEAD_LETTER_QUEUES)).isEqualTo("UNDECIDED");
    }

    @Test
    void deploymentWithoutRealTime_hasOneQueue() {
        deployment.outputs.remove("ChangeDeadLetterQueueUrl");
        assertThat(deployment.outcome(Check.DEAD_LETTER_QUEUES)).isEqualTo("OK");
        assertThat(deployment.doctor.aws.calls("GetQueueAttributes")).hasSize(1);
    }
}
