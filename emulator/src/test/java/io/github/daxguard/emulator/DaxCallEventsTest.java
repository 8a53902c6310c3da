package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.ClusterAlreadyExistsException;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;
import software.amazon.awssdk.services.dax.model.DaxException;
import software.amazon.awssdk.services.dax.model.Tag;
import software.amazon.awssdk.services.sts.model.Credentials;

class DaxCallEventsTest extends EmulatorTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/dax";
    private static final String ARN = "arn:aws:dax:eu-west-1:111122223333:cache/orders";

    private final DaxClient dax = Sdk.of(aws).dax();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        state.onDaxCall(event -> events.add(Json.read(event)));
    }

    @Test
    void onDaxCall_createCluster_deliversTheEventBridgeEvent() throws IOException {
        String requestId = create("orders");

        ObjectNode event = (ObjectNode) events.get(0);
        ObjectNode detail = (ObjectNode) event.path("detail");
        assertThat(UUID.fromString(event.remove("id").textValue())).isNotNull();
        assertThat(UUID.fromString(detail.remove("eventID").textValue())).isNotNull();
        assertThat(detail.remove("requestID").textValue()).isEqualTo(requestId);
        assertThat(detail.remove("userAgent").textValue()).startsWith("aws-sdk-java/2.");
        JsonNode cluster = detail.remove("responseElements").path("cluster");
        assertThat(cluster.path("clusterName").textValue()).isEqualTo("orders");
        assertThat(cluster.at("/sSEDescription/status").textValue()).isEqualTo("ENABLED");
        assertThat(cluster.at("/securityGroups/0/status").textValue()).isEqualTo("active");
        assertThat(event).isEqualTo(json("""
                {"version": "0", "detail-type": "AWS API Call via CloudTrail", "source": "aws.dax",
                 "account": "111122223333", "time": "2026-03-01T12:00:00Z", "region": "eu-west-1", "resources": [],
                 "detail": {
                     "eventVersion": "1.10",
                     "userIdentity": {"type": "IAMUser", "principalId": "AIDALOCALAWSLOCALAWS",
                         "arn": "arn:aws:iam::111122223333:user/local", "accountId": "111122223333"},
                     "eventTime": "2026-03-01T12:00:00Z", "eventSource": "dax.amazonaws.com",
                     "eventName": "CreateCluster", "awsRegion": "eu-west-1", "sourceIPAddress": "192.0.2.1",
                     "requestParameters": {"clusterName": "orders", "nodeType": "dax.t3.small",
                         "replicationFactor": 1, "iamRoleArn": "arn:aws:iam::111122223333:role/dax",
                         "sSESpecification": {"enabled": true}, "tags": [{"key": "Team", "value": "Shop"}]},
                     "readOnly": false, "eventType": "AwsApiCall", "managementEvent": true,
                     "recipientAccountId": "111122223333", "eventCategory": "Management"}}"""));
    }

    @Test
    void onDaxCall_rejectedCalls_areDeliveredWithTheirErrors() throws Exception {
        create("orders");
        events.clear();

        assertThatThrownBy(() -> create("orders")).isInstanceOf(ClusterAlreadyExistsException.class);
        RawRequest.json(aws, "AmazonDAXV3.DeleteCluster", "dax", "{\"ClusterName\": 1}")
                .send();

        assertThat(errorCodes()).containsExactly("ClusterAlreadyExistsFault", "SerializationException");
        JsonNode detail = events.get(0).path("detail");
        assertThat(detail.path("errorMessage").textValue()).isEqualTo("Cluster already exists: orders");
        assertThat(detail.at("/requestParameters/clusterName").textValue()).isEqualTo("orders");
        assertThat(detail.path("responseElements").isNull()).isTrue();
    }

    @Test
    void onDaxCall_readsUnexecutedCallsAndOtherLocations_areNotDelivered() throws Exception {
        state.putCluster(LocalCluster.named("orders"));
        aws.faults().on("CreateCluster").inRegion(Sdk.REGION).call(1).dropConnection();

        dax.describeClusters();
        dax.listTags(r -> r.resourceName(ARN));
        assertThatThrownBy(() -> create("carts")).isInstanceOf(SdkClientException.class);
        RawRequest.json(aws, "AmazonDAXV3.DeleteCluster", "dax", "{}")
                .without("Authorization")
                .send();
        RawRequest.json(aws, "AmazonDAXV3.DeleteCluster", "dax", "{").send();
        Sdk.of(aws, Sdk.ACCOUNT, "us-east-1").dax().createCluster(request("orders"));
        Sdk.of(aws, "444455556666", Sdk.REGION).dax().createCluster(request("orders"));

        assertThat(events).isEmpty();
    }

    @Test
    void onDaxCall_eachWriteOperation_isDelivered() {
        state.putCluster(LocalCluster.named("orders"));

        dax.tagResource(
                r -> r.resourceName(ARN).tags(Tag.builder().key("k").value("v").build()));
        dax.untagResource(r -> r.resourceName(ARN).tagKeys("k"));
        dax.deleteCluster(r -> r.clusterName("orders"));
        create("carts");

        assertThat(events)
                .extracting(event -> event.at("/detail/eventName").textValue())
                .containsExactly("TagResource", "UntagResource", "DeleteCluster", "CreateCluster");
        assertThat(events.get(1)
                        .path("detail")
                        .path("requestParameters")
                        .path("tagKeys")
                        .path(0)
                        .textValue())
                .isEqualTo("k");
    }

    @Test
    void onDaxCall_callRejectedByAFault_isDelivered() {
        aws.faults().on("CreateCluster").call(1).deny();
        aws.faults().on("CreateCluster").call(2).throttle();
        aws.faults().on("DescribeClusters").deny();

        assertThatThrownBy(() -> create("orders")).isInstanceOf(DaxException.class);
        assertThatThrownBy(() -> create("orders")).isInstanceOf(DaxException.class);
        assertThatThrownBy(dax::describeClusters).isInstanceOf(DaxException.class);
        create("orders");

        assertThat(errorCodes()).containsExactly("AccessDeniedException", "ThrottlingException", "");
    }

    @Test
    void onDaxCall_userAndSession_haveDifferentIdentities() {
        aws.addRole(Sdk.ACCOUNT, "ops/Deploy");
        Credentials session = Sdk.of(aws)
                .sts()
                .assumeRole(r ->
                        r.roleArn("arn:aws:iam::111122223333:role/ops/Deploy").roleSessionName("anna"))
                .credentials();

        create("orders");
        Sdk.of(aws, session).dax().createCluster(request("carts"));

        JsonNode user = events.get(0).path("detail").path("userIdentity");
        assertThat(user.path("type").textValue()).isEqualTo("IAMUser");
        assertThat(user.path("accountId").textValue()).isEqualTo(Sdk.ACCOUNT);
        assertThat(user.path("arn").textValue()).isEqualTo("arn:aws:iam::111122223333:user/local");
        JsonNode role = events.get(1).path("detail").path("userIdentity");
        assertThat(role.path("type").textValue()).isEqualTo("AssumedRole");
        assertThat(role.path("accountId").textValue()).isEqualTo(Sdk.ACCOUNT);
        assertThat(role.path("arn").textValue()).isEqualTo("arn:aws:sts::111122223333:assumed-role/Deploy/anna");
    }

    @Test
    void onDaxCall_severalTargetsOneOfWhichThrows_deliversToAllAndRecordsTheFailure() {
        IllegalStateException failure = new IllegalStateException("no");
        List<byte[]> more = new ArrayList<>();
        state.onDaxCall(event -> {
            throw failure;
        });
        state.onDaxCall(more::add);

        create("orders");

        assertThat(events).hasSize(1);
        assertThat(more).hasSize(1);
        assertThat(aws.deliveryFailures()).containsExactly(failure);
    }

    @Test
    void daxCallEvent_anyCall_hasUnchangedParametersAndNoResponse() throws IOException {
        ObjectNode parameters = Json.object().put("clusterName", "orders").put("Odd", true);

        JsonNode event = Json.read(state.daxCallEvent("UpdateCluster", parameters));

        assertThat(event.path("detail-type").textValue()).isEqualTo("AWS API Call via CloudTrail");
        assertThat(event.path("time").textValue()).isEqualTo("2026-03-01T12:00:00Z");
        JsonNode detail = event.path("detail");
        assertThat(detail.path("eventName").textValue()).isEqualTo("UpdateCluster");
        assertThat(detail.path("requestParameters")).isEqualTo(parameters);
        assertThat(detail.path("responseElements").isNull()).isTrue();
        assertThat(detail.has("errorCode")).isFalse();
        assertThat(detail.at("/userIdentity/type").textValue()).isEqualTo("AssumedRole");
        assertThat(events).isEmpty();
    }

    private String create(String name) {
        return dax.createCluster(request(name)).responseMetadata().requestId();
    }

    private static CreateClusterRequest request(String name) {
        return CreateClusterRequest.builder()
                .clusterName(name)
                .nodeType("dax.t3.small")
                .replicationFactor(1)
                .iamRoleArn(ROLE)
                .sseSpecification(sse -> sse.enabled(true))
                .tags(Tag.builder().key("Team").value("Shop").build())
                .build();
    }

    private List<String> errorCodes() {
        return events.stream()
                .map(event -> event.at("/detail/errorCode").asText(""))
                .toList();
    }

    private static JsonNode json(String text) throws IOException {
        return Json.read(text.getBytes(UTF_8));
    }
}
