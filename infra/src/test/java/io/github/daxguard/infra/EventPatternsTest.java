package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.rule.Control;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link NotificationsTest} has the events of AWS Config. */
class EventPatternsTest {

    private static final String ALARM = "DaxGuard-MonitoringErrors6F2A3B1C-ABCDEFGHIJKL";

    private static final Map<String, Object> AT_REST =
            EventPatterns.unencryptedCreations(List.of(Control.ENCRYPTION_AT_REST));
    private static final Map<String, Object> IN_TRANSIT =
            EventPatterns.unencryptedCreations(List.of(Control.ENCRYPTION_IN_TRANSIT));
    private static final Map<String, Object> BOTH = EventPatterns.unencryptedCreations(List.of(Control.values()));

    @ParameterizedTest
    @CsvSource({
        "OK, ALARM, true",
        "INSUFFICIENT_DATA, ALARM, true",
        "ALARM, OK, true",
        "INSUFFICIENT_DATA, OK, false",
        "ALARM, INSUFFICIENT_DATA, false",
        "OK, INSUFFICIENT_DATA, false",
    })
    void alarmStates_matchAlarmAndTheReturnToOk(String previous, String state, boolean expected) {
        JsonNode event = TestEvents.alarmState(ALARM, previous, state);

        assertThat(matches(EventPatterns.alarmStates(List.of()), event)).isEqualTo(expected);
        assertThat(matches(EventPatterns.alarmStates(List.of(ALARM)), event)).isEqualTo(expected);
    }

    @Test
    void alarmStates_withNames_matchOnlyTheseAlarms() {
        JsonNode other = TestEvents.alarmState(ALARM + "2", "OK", "ALARM");

        assertThat(matches(EventPatterns.alarmStates(List.of(ALARM)), other)).isFalse();
        assertThat(matches(EventPatterns.alarmStates(List.of()), other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                                     | true  | true",
                "{'sSESpecification': {}}                                                               | true  | true",
                "{'sSESpecification': {'enabled': false}}                                               | true  | true",
                "{'sSESpecification': {'enabled': true}}                                                | false | true",
                "{'sSESpecification': {'enabled': false}, 'clusterEndpointEncryptionType': 'TLS'}       | true  | false",
                "{'sSESpecification': {'enabled': true}, 'clusterEndpointEncryptionType': 'NONE'}       | false | true",
                "{'sSESpecification': {'enabled': true}, 'clusterEndpointEncryptionType': 'TLS'}        | false | false",
                "{'clusterEndpointEncryptionType': 'TLS'}                                               | true  | false",
            })
    void unencryptedCreations_matchByTheMembersOfTheRequest(String members, boolean atRest, boolean inTransit) {
        ObjectNode request = (ObjectNode) StackTemplate.json(members.replace('\'', '"'));
        JsonNode event = creation(request.put("clusterName", "orders"));

        assertThat(matches(AT_REST, event)).isEqualTo(atRest);
        assertThat(matches(IN_TRANSIT, event)).isEqualTo(inTransit);
        assertThat(matches(BOTH, event)).isEqualTo(atRest || inTransit);
        assertThat(matches(EventPatterns.creations(), event)).isTrue();
    }

    @Test
    void unencryptedCreations_ofRecordedEvents_matchOnlyTheUnencryptedCluster() {
        assertThat(matches(BOTH, TestEvents.change("change-create-cluster-unencrypted")))
                .isTrue();
        assertThat(matches(BOTH, TestEvents.change("change-create-by-cloudformation")))
                .isFalse();
        assertThat(matches(EventPatterns.creations(), TestEvents.change("change-create-by-cloudformation")))
                .isTrue();
    }

    @Test
    void creations_ofAFailedCall_doNotMatch() {
        ObjectNode event = (ObjectNode) creation(StackTemplate.json("{\"clusterName\": \"orders\"}"));
        ((ObjectNode) event.get("detail")).put("errorCode", "ClusterAlreadyExistsFault");

        assertThat(matches(BOTH, event)).isFalse();
        assertThat(matches(EventPatterns.creations(), event)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"change-delete-cluster", "change-tag-resource", "change-untag-resource"})
    void creations_ofOtherCalls_doNotMatch(String event) {
        assertThat(matches(BOTH, TestEvents.change(event))).isFalse();
        assertThat(matches(EventPatterns.creations(), TestEvents.change(event))).isFalse();
    }

    private static boolean matches(Map<String, Object> pattern, JsonNode event) {
        return EventPattern.matches(TestEvents.json(pattern), event);
    }

    private static JsonNode creation(JsonNode request) {
        try (LocalAws aws = LocalAws.start()) {
            EmulatorState state = aws.state("111122223333", "eu-west-1");
            return StackTemplate.json(new String(state.daxCallEvent("CreateCluster", request), StandardCharsets.UTF_8));
        }
    }
}
