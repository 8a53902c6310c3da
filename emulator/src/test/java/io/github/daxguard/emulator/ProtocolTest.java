package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {
    private final LocalAws aws = LocalAws.start(SettableClock.at(Sdk.START));

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void request_wellFormed_isAnsweredAsAwsDoes() throws Exception {
        HttpResponse<String> response = RawRequest.describeClusters(aws).send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-amz-json-1.1");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(response.body()).isEqualTo("{\"Clusters\":[]}");
    }

    @Test
    void refusal_hasTypeMessageAndHeaders() throws Exception {
        HttpResponse<String> response = RawRequest.describeClusters(aws)
                .body("{\"ClusterNames\":[\"gone\"]}")
                .send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"__type\":\"ClusterNotFoundFault\",\"message\":\"Cluster not found: gone\"}");
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("ClusterNotFoundFault");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    @Test
    void signature_missing_isRefused() throws Exception {
        assertThat(RawRequest.describeClusters(aws).without("Authorization").refusal())
                .startsWith("400 MissingAuthenticationTokenException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x", "AWS4-HMAC-SHA256 Credential=AKIADAXG111122223333", "AWS4-HMAC-SHA256"})
    void signature_malformed_isRefused(String authorization) throws Exception {
        assertThat(RawRequest.describeClusters(aws)
                        .header("Authorization", authorization)
                        .refusal())
                .startsWith("400 IncompleteSignatureException");
    }

    @Test
    void signature_dateMissing_isRefused() throws Exception {
        assertThat(RawRequest.describeClusters(aws).without("X-Amz-Date").refusal())
                .startsWith("400 IncompleteSignatureException");
    }

    @Test
    void signature_ofAnotherDay_isRefused() throws Exception {
        assertThat(RawRequest.describeClusters(aws)
                        .header("X-Amz-Date", "20260302T120000Z")
                        .refusal())
                .startsWith("400 InvalidSignatureException: Date in Credential scope");
    }

    @Test
    void signature_withoutHost_isRefused() throws Exception {
        String authorization =
                RawRequest.authorization(aws.accessKey(Sdk.ACCOUNT).id(), "dax");

        assertThat(RawRequest.describeClusters(aws)
                        .header("Authorization", authorization.replace("host;", ""))
                        .refusal())
                .startsWith("400 InvalidSignatureException: 'Host'");
    }

    @Test
    void signature_forAnotherService_isRefused() throws Exception {
        assertThat(RawRequest.describeClusters(aws)
                        .signed(aws.accessKey(Sdk.ACCOUNT).id(), "dynamodb")
                        .refusal())
                .isEqualTo("400 InvalidSignatureException: Credential should be scoped to correct service: 'dax'.");
    }

    @Test
    void signature_forNoRegion_isRefused() throws Exception {
        String authorization =
                RawRequest.authorization(aws.accessKey(Sdk.ACCOUNT).id(), "dax");

        assertThat(RawRequest.describeClusters(aws)
                        .header("Authorization", authorization.replace("eu-west-1", "nowhere"))
                        .refusal())
                .startsWith("400 InvalidSignatureException");
    }

    @Test
    void key_unknown_isRefused() throws Exception {
        assertThat(RawRequest.describeClusters(aws)
                        .signed("AKIAUNKNOWNUNKNOWNUN", "dax")
                        .refusal())
                .isEqualTo("400 UnrecognizedClientException: The security token included in the request is invalid.");
    }

    @Test
    void key_longTermWithASessionToken_isRefused() throws Exception {
        assertThat(RawRequest.describeClusters(aws)
                        .header("X-Amz-Security-Token", "token")
                        .refusal())
                .startsWith("400 UnrecognizedClientException");
    }

    @Test
    void accessKey_badAccount_isRefused() {
        assertThatThrownBy(() -> aws.accessKey("123"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("123");
        assertThatThrownBy(() -> aws.estate(Sdk.ACCOUNT, "Ireland"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Ireland");
    }

    @Test
    void accessKey_asText_keepsTheSecret() {
        AccessKey key = aws.accessKey(Sdk.ACCOUNT);

        assertThat(key.id()).hasSize(20);
        assertThat(key.secret()).hasSize(40);
        assertThat(key.toString()).contains(key.id()).doesNotContain(key.secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AmazonDAXV3.DescribeEvents",
                "AmazonDAXV3",
                "StarlingDoveService.DescribeClusters",
                "AmazonDAXV2.DescribeClusters",
                ".DescribeClusters"
            })
    void operation_unknown_isRefused(String target) throws Exception {
        assertThat(RawRequest.describeClusters(aws)
                        .header("X-Amz-Target", target)
                        .refusal())
                .startsWith("400 UnknownOperationException");
    }

    @Test
    void operation_none_isRefused() throws Exception {
        assertThat(RawRequest.describeClusters(aws).without("X-Amz-Target").refusal())
                .startsWith("400 UnknownOperationException");
        assertThat(aws.calls()).extracting(Call::service).containsExactly("");
    }

    @Test
    void method_otherThanPost_isRefused() throws Exception {
        assertThat(RawRequest.describeClusters(aws).method("PUT").refusal())
                .startsWith("404 UnknownOperationException");
    }

    @Test
    void contentType_another_isRefused() throws Exception {
        assertThat(RawRequest.describeClusters(aws)
                        .header("Content-Type", "application/json")
                        .refusal())
                .startsWith("400 UnknownOperationException: The content type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}{}", "null"})
    void body_notAJsonObject_isRefused(String body) throws Exception {
        assertThat(RawRequest.describeClusters(aws).body(body).refusal()).startsWith("400 SerializationException");
        assertThat(aws.calls()).hasSize(1).allSatisfy(call -> {
            assertThat(call.body().isMissingNode()).isTrue();
            assertThat(call.account()).isEqualTo(Sdk.ACCOUNT);
        });
    }

    @Test
    void body_unknownAndNullMembers_arePassedOver() throws Exception {
        assertThat(RawRequest.describeClusters(aws)
                        .body("{\"Future\":1,\"MaxResults\":null,\"ClusterNames\":[]}")
                        .send()
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        // version, signed for, status, what is answered
        "2011-06-15, sts, 200, GetCallerIdentityResponse",
        "'', sts, 200, GetCallerIdentityResponse",
        "2011-06-15, monitoring, 403, SignatureDoesNotMatch",
        "2010-08-01, sts, 400, InvalidAction",
        "2010-08-01, monitoring, 400, InvalidAction",
        "'', monitoring, 400, InvalidAction",
        "2011-06-16, sts, 400, InvalidAction",
        "'', dax, 403, SignatureDoesNotMatch"
    })
    void form_service_isToldByVersionThenByScope(String version, String scope, int status, String answered)
            throws Exception {
        String named = version.isEmpty() ? "" : "&Version=" + version;

        HttpResponse<String> response =
                RawRequest.form(aws, scope, "Action=GetCallerIdentity" + named).send();

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(answered);
    }

    @Test
    void form_cloudWatchSignedForAnother_isRefusedInItsNamespace() throws Exception {
        HttpResponse<String> response = RawRequest.form(aws, "sts", "Action=GetMetricData&Version=2010-08-01")
                .send();

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body())
                .contains("xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"", "SignatureDoesNotMatch")
                .contains("Credential should be scoped to correct service: 'monitoring'.");
    }

    @Test
    void calls_everyRequest_isKeptInOrderWithItsStatus() throws Exception {
        RawRequest.describeClusters(aws).body("{\"MaxResults\":20}").send();
        RawRequest.describeClusters(aws).body("{\"MaxResults\":1}").send();
        RawRequest.describeClusters(aws).without("Authorization").send();

        assertThat(aws.calls("DescribeClusters"))
                .extracting(call -> call.service() + " " + call.account() + " " + call.region() + " " + call.body()
                        + " " + call.status())
                .containsExactly(
                        "dax 111122223333 eu-west-1 {\"MaxResults\":20} 200",
                        "dax 111122223333 eu-west-1 {\"MaxResults\":1} 400",
                        "dax   {} 400");

        aws.clearCalls();

        assertThat(aws.calls()).isEmpty();
    }
}
