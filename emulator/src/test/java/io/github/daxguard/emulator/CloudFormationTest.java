package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.CloudFormation.FailureMode;
import io.github.daxguard.emulator.CloudFormation.Hook;
import io.github.daxguard.emulator.CloudFormation.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.Cluster;
import software.amazon.awssdk.services.dax.model.SSEStatus;
import software.amazon.awssdk.services.dax.model.Tag;

class CloudFormationTest extends EmulatorTest {
    private static final Outcome CREATED = new Outcome(true, Optional.empty(), "");

    private final DaxClient dax = Sdk.of(aws).dax();
    private final CloudFormation cloudFormation = new CloudFormation(state);

    @Test
    void create_allProperties_createsTheCluster() {
        Outcome outcome = cloudFormation.create("Orders", json("""
                {"ClusterName": "orders", "IAMRoleARN": "arn:aws:iam::111122223333:role/dax",
                 "NodeType": "dax.r5.large", "ReplicationFactor": 2, "SSESpecification": {"SSEEnabled": true},
                 "ClusterEndpointEncryptionType": "TLS", "NetworkType": "dual_stack", "Description": "shop",
                 "AvailabilityZones": ["eu-west-1b", "eu-west-1a"], "SecurityGroupIds": ["sg-1"],
                 "SubnetGroupName": "private", "ParameterGroupName": "long-ttl",
                 "PreferredMaintenanceWindow": "mon:01:00-mon:02:00",
                 "NotificationTopicARN": "arn:aws:sns:eu-west-1:111122223333:dax",
                 "Tags": {"team": "shop", "stage": "live"}}"""));

        assertThat(outcome).isEqualTo(CREATED);
        assertThat(cluster().status()).isEqualTo("creating");
        state.settle();
        Cluster cluster = cluster();
        assertThat(cluster.clusterName()).isEqualTo("orders");
        assertThat(cluster.iamRoleArn()).isEqualTo("arn:aws:iam::111122223333:role/dax");
        assertThat(cluster.nodeType()).isEqualTo("dax.r5.large");
        assertThat(cluster.totalNodes()).isEqualTo(2);
        assertThat(cluster.sseDescription().status()).isEqualTo(SSEStatus.ENABLED);
        assertThat(cluster.clusterEndpointEncryptionTypeAsString()).isEqualTo("TLS");
        assertThat(cluster.networkTypeAsString()).isEqualTo("dual_stack");
        assertThat(cluster.description()).isEqualTo("shop");
        assertThat(cluster.nodes())
                .extracting(node -> node.availabilityZone())
                .containsExactly("eu-west-1b", "eu-west-1a");
        assertThat(cluster.securityGroups())
                .extracting(group -> group.securityGroupIdentifier())
                .containsExactly("sg-1");
        assertThat(cluster.subnetGroup()).isEqualTo("private");
        assertThat(cluster.parameterGroup().parameterGroupName()).isEqualTo("long-ttl");
        assertThat(cluster.preferredMaintenanceWindow()).isEqualTo("mon:01:00-mon:02:00");
        assertThat(cluster.notificationConfiguration().topicArn()).isEqualTo("arn:aws:sns:eu-west-1:111122223333:dax");
        assertThat(dax.listTags(r -> r.resourceName(cluster.clusterArn())).tags())
                .containsExactly(tag("stage", "live"), tag("team", "shop"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"SSEEnabled\": true}|ENABLED",
                "{\"SSEEnabled\": \"true\"}|ENABLED",
                "{\"SSEEnabled\": false}|DISABLED",
                "{\"SSEEnabled\": \"false\"}|DISABLED",
                "{}|DISABLED"
            })
    void create_sseSpecification_determinesEncryption(String specification, SSEStatus status) {
        create("SSESpecification", specification);
        state.settle();

        assertThat(cluster().sseDescription().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "OrdersCacheOfTheWholeShop, orderscache-[0-9a-f]{8}",
        "12Orders, orders-[0-9a-f]{8}",
        "-1Orders, orders-[0-9a-f]{8}",
        "123, dax-[0-9a-f]{8}"
    })
    void create_noName_generatesAValidOneFromTheLogicalId(String logicalId, String name) {
        assertThat(cloudFormation.create(logicalId, properties()).created()).isTrue();

        assertThat(cluster().clusterName()).matches(name).hasSizeLessThanOrEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Colour|\"red\"|#: extraneous key [Colour] is not permitted",
                "IamRoleArn|\"arn\"|#: extraneous key [IamRoleArn] is not permitted",
                "SSESpecification|{\"Enabled\":true}|#/SSESpecification: extraneous key [Enabled] is not permitted",
                "SSESpecification|{\"SSEEnabled\":true,\"x\":1}|#/SSESpecification: extraneous key [x] is not permitted",
                "SSESpecification|{\"SSEEnabled\":\"True\"}|#/SSESpecification/SSEEnabled: expected type: Boolean, "
                        + "found: STRING \"True\"",
                "SSESpecification|{\"SSEEnabled\":1}|#/SSESpecification/SSEEnabled: expected type: Boolean, "
                        + "found: NUMBER 1",
                "SSESpecification|{\"SSEEnabled\":null}|#/SSESpecification/SSEEnabled: expected type: Boolean, "
                        + "found: NULL null",
                "SSESpecification|{\"SSEEnabled\":{\"Ref\":\"E\"}}|#/SSESpecification/SSEEnabled: expected type: "
                        + "Boolean, found: OBJECT {\"Ref\":\"E\"}",
                "SSESpecification|{\"Ref\":\"AWS::NoValue\"}|#/SSESpecification: extraneous key [Ref] is not permitted",
                "SSESpecification|true|#/SSESpecification: expected type: JSONObject, found: BOOLEAN true",
                "SSESpecification|null|#/SSESpecification: expected type: JSONObject, found: NULL null",
                "ClusterEndpointEncryptionType|true|#/ClusterEndpointEncryptionType: expected type: String, "
                        + "found: BOOLEAN true",
                "ClusterName|{\"Ref\":\"Name\"}|#/ClusterName: expected type: String, found: OBJECT {\"Ref\":\"Name\"}",
                "NodeType|[\"dax.t3.small\"]|#/NodeType: expected type: String, found: ARRAY [\"dax.t3.small\"]",
                "ReplicationFactor|1.5|#/ReplicationFactor: expected type: Integer, found: NUMBER 1.5",
                "ReplicationFactor|\"three\"|#/ReplicationFactor: expected type: Integer, found: STRING \"three\"",
                "SecurityGroupIds|\"sg-1\"|#/SecurityGroupIds: expected type: JSONArray, found: STRING \"sg-1\"",
                "SecurityGroupIds|[\"sg-1\",{\"Ref\":\"G\"}]|#/SecurityGroupIds/1: expected type: String, "
                        + "found: OBJECT {\"Ref\":\"G\"}",
                "NodeType|absent|#: required key [NodeType] not found",
                "Tags|[]|#/Tags: expected type: JSONObject, found: ARRAY []",
                "Tags|{\"team\":1}|#/Tags/team: expected type: String, found: NUMBER 1",
                "Tags|\"team\"|#/Tags: expected type: JSONObject, found: STRING \"team\"",
                "Tags|\"[1]\"|#/Tags: expected type: JSONObject, found: STRING \"[1]\""
            })
    void create_propertyThatViolatesTheSchema_isRejected(String name, String value, String message) {
        assertThat(create(name, value))
                .isEqualTo(new Outcome(
                        false, Optional.empty(), "Properties validation failed for resource Orders: " + message));
        assertThat(dax.describeClusters().clusters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ClusterEndpointEncryptionType|\"tls\"|InvalidParameterValueException",
                "ClusterName|\"-orders\"|InvalidParameterValueException",
                "ReplicationFactor|0|InvalidParameterValueException",
                "ReplicationFactor|12|NodeQuotaForClusterExceededFault",
                "Tags|{\"aws:x\": \"y\"}|InvalidParameterValueException"
            })
    void create_propertyThatDaxRejects_failsWithItsError(String name, String value, String errorCode) {
        Outcome outcome = create(name, value);

        assertThat(outcome.created()).isFalse();
        assertThat(outcome.message())
                .startsWith("Resource handler returned message: \"")
                .contains("(Service: AmazonDAX; Status Code: 400; Error Code: " + errorCode + "; Request ID: ");
        assertThat(dax.describeClusters().clusters()).isEmpty();
    }

    @Test
    void create_anyCluster_isRecordedAsACallOfCloudFormation() {
        List<JsonNode> events = new ArrayList<>();
        state.onDaxCall(event -> events.add(Json.read(event)));

        create("SSESpecification", "{\"SSEEnabled\": \"true\"}");
        create("ReplicationFactor", "0");
        create("ReplicationFactor", "\"none\"");

        assertThat(events).hasSize(2);
        JsonNode detail = events.get(0).path("detail");
        assertThat(detail.path("eventName").textValue()).isEqualTo("CreateCluster");
        assertThat(detail.path("userAgent").textValue()).isEqualTo("cloudformation.amazonaws.com");
        assertThat(detail.at("/userIdentity/type").textValue()).isEqualTo("AssumedRole");
        assertThat(detail.at("/requestParameters/sSESpecification")).isEqualTo(json("{\"enabled\": true}"));
        assertThat(detail.at("/responseElements/cluster/status").textValue()).isEqualTo("creating");
        assertThat(events.get(1).path("detail").path("errorCode").textValue())
                .isEqualTo("InvalidParameterValueException");
    }

    @Test
    void create_hook_isInvokedOnceBeforeTheClusterExists() {
        List<JsonNode> requests = new ArrayList<>();
        CloudFormation withHook = withHook(
                request -> {
                    assertThat(dax.describeClusters().clusters()).isEmpty();
                    requests.add(Json.read(request));
                    return bytes("{\"hookStatus\": \"SUCCESS\", \"message\": \"fine\"}");
                },
                FailureMode.FAIL);

        Outcome outcome = withHook.create("Orders", properties());

        assertThat(outcome).isEqualTo(new Outcome(true, Optional.of("SUCCESS"), "fine"));
        assertThat(dax.describeClusters().clusters()).hasSize(1);
        assertThat(requests).hasSize(1);
        ObjectNode request = requests.get(0).deepCopy();
        assertThat(UUID.fromString(request.remove("clientRequestToken").textValue()))
                .isNotNull();
        assertThat(request.remove("stackId").textValue())
                .startsWith("arn:aws:cloudformation:eu-west-1:111122223333:stack/");
        assertThat(request).isEqualTo(json("""
                        {"awsAccountId": "111122223333", "changeSetId": null,
                         "hookTypeName": "Daxguard::DAX::Encryption", "hookTypeVersion": "00000001",
                         "hookModel": {
                             "LambdaFunction": "arn:aws:lambda:eu-west-1:111122223333:function:daxguard-hook"},
                         "actionInvocationPoint": "CREATE_PRE_PROVISION",
                         "requestData": {"targetName": "AWS::DAX::Cluster", "targetType": "AWS::DAX::Cluster",
                             "targetLogicalId": "Orders",
                             "targetModel": {
                                 "resourceProperties": {"IAMRoleARN": "arn:aws:iam::111122223333:role/dax",
                                     "NodeType": "dax.t3.small", "ReplicationFactor": 1},
                                 "previousResourceProperties": null}},
                         "requestContext": {"invocation": 1, "callbackContext": null}}"""));
    }

    /** The hook's response in both modes; {@code null} for an exception. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"hookStatus\": \"SUCCESS\", \"message\": \"fine\"} | SUCCESS | fine",
                "{\"hookStatus\": \"FAILED\", \"message\": \"not encrypted\"} | FAILED | not encrypted",
                "null | FAILED | InternalFailure: the hook failed with java.io.IOException: no"
            })
    void create_hookFails_stopsInModeFailOnly(@Nullable String answer, String status, String message) {
        Hook hook = request -> {
            if (answer == null) {
                throw new IOException("no");
            }
            return bytes(answer);
        };
        boolean accepted = status.equals("SUCCESS");

        assertThat(withHook(hook, FailureMode.FAIL).create("Orders", properties()))
                .isEqualTo(new Outcome(accepted, Optional.of(status), message));
        assertThat(withHook(hook, FailureMode.WARN).create("Orders", properties()))
                .isEqualTo(new Outcome(true, Optional.of(status), message));
        assertThat(dax.describeClusters().clusters()).hasSize(accepted ? 2 : 1);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "not JSON",
                "null",
                "[]",
                "\"SUCCESS\"",
                "{}",
                "{\"hookStatus\": null}",
                "{\"hookStatus\": \"success\"}",
                "{\"hookStatus\": \"IN_PROGRESS\"}",
                "{\"HookStatus\": \"SUCCESS\"}"
            })
    void create_invalidHookResponse_isAnInternalFailure(@Nullable String answer) {
        Outcome outcome = withHook(request -> answer == null ? null : bytes(answer), FailureMode.FAIL)
                .create("Orders", properties());

        assertThat(outcome.created()).isFalse();
        assertThat(outcome.hookStatus()).contains("FAILED");
        assertThat(outcome.message()).startsWith("InternalFailure: the hook");
    }

    private Outcome create(String property, String value) {
        return cloudFormation.create("Orders", with(property, value));
    }

    private CloudFormation withHook(Hook hook, FailureMode mode) {
        return new CloudFormation(state, hook, mode);
    }

    private Cluster cluster() {
        List<Cluster> clusters = dax.describeClusters().clusters();
        assertThat(clusters).hasSize(1);
        return clusters.get(0);
    }

    private static ObjectNode properties() {
        return Json.object()
                .put("IAMRoleARN", "arn:aws:iam::111122223333:role/dax")
                .put("NodeType", "dax.t3.small")
                .put("ReplicationFactor", 1);
    }

    private static ObjectNode with(String property, String value) {
        return value.equals("absent")
                ? properties().without(property)
                : properties().set(property, json(value));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(bytes(text));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
