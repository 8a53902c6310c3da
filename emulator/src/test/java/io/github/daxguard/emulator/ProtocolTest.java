package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest extends EmulatorTest {
    @Test
    void request_wellFormed_getsTheResponseOfAws() throws Exception {
        HttpResponse<String> response = RawRequest.describeClusters(aws).send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-amz-json-1.1");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(response.body()).isEqualTo("{\"Clusters\":[]}");
    }

    @Test
    void error_anyRequest_hasTypeMessageAndHeaders() throws Exception {
        HttpResponse<String> response = RawRequest.describeClusters(aws)
                .body("{\"ClusterNames\":[\"gone\"]}")
                .send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"__type\":\"ClusterNotFoundFault\",\"message\":\"Cluster not found: gone\"}");
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("ClusterNotFoundFault");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    /** Each row: the header, its replaced part (everything if empty), the replacement, and the error. */
    @ParameterizedTest
    @CsvSource({
        "Authorization, AWS4-HMAC-SHA256, Bearer, IncompleteSignatureException",
        "Authorization, Signature=, Sign=, IncompleteSignatureException",
        "Authorization, host;, '', InvalidSignatureException: 'Host'",
        "Authorization, /dax/, /dynamodb/, InvalidSignatureException: Credential should be scoped to correct service: 'dax'",
        "Authorization, eu-west-1, nowhere, InvalidSignatureException",
        "Authorization, AKIADAXG, AKIAOTHER, UnrecognizedClientException",
        "X-Amz-Date, 20260301T, 20260302T, InvalidSignatureException: Date in Credential scope",
        "X-Amz-Security-Token, '', token, UnrecognizedClientException",
        "Content-Type, x-amz-json-1.1, json, UnknownOperationException: The content type",
        "X-Amz-Target, .DescribeClusters, .DescribeEvents, UnknownOperationException",
        "X-Amz-Target, .DescribeClusters, '', UnknownOperationException",
        "X-Amz-Target, AmazonDAXV3, StarlingDoveService, UnknownOperationException",
        "X-Amz-Target, AmazonDAXV3, AmazonDAXV2, UnknownOperationException",
    })
    void header_invalid_isRejected(String name, String part, String replacement, String refusal) throws Exception {
        assertThat(RawRequest.describeClusters(aws)
                        .change(name, part, replacement)
                        .refusal())
                .startsWith("400 " + refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, MissingAuthenticationTokenException",
        "X-Amz-Date, IncompleteSignatureException",
        "X-Amz-Target, UnknownOperationException",
    })
    void header_missing_isRejected(String name, String refusal) throws Exception {
        assertThat(RawRequest.describeClusters(aws).without(name).refusal()).startsWith("400 " + refusal);
        assertThat(aws.calls()).hasSize(1);
    }

    @Test
    void accessKey_asText_omitsTheSecret() {
        AccessKey key = aws.accessKey(Sdk.ACCOUNT);

        assertThat(key.id()).hasSize(20);
        assertThat(key.secret()).hasSize(40);
        assertThat(key.toString()).contains(key.id()).doesNotContain(key.secret());
    }

    @Test
    void method_otherThanPost_isRejected() throws Exception {
        assertThat(RawRequest.describeClusters(aws).method("PUT").refusal())
                .startsWith("404 UnknownOperationException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}{}", "null"})
    void body_notAJsonObject_isRejected(String body) throws Exception {
        assertThat(RawRequest.describeClusters(aws).body(body).refusal()).startsWith("400 SerializationException");
        assertThat(aws.calls()).hasSize(1).allSatisfy(call -> {
            assertThat(call.body().isMissingNode()).isTrue();
            assertThat(call.account()).isEqualTo(Sdk.ACCOUNT);
        });
    }

    @Test
    void body_unknownAndNullMembers_areIgnored() throws Exception {
        assertThat(RawRequest.describeClusters(aws)
                        .body("{\"Future\":1,\"MaxResults\":null,\"ClusterNames\":[]}")
                        .send()
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        // version, signed for, status, response
        "2011-06-15, sts, 200, GetCallerIdentityResponse",
        "2011-06-15, monitoring, 403, SignatureDoesNotMatch",
        "2010-08-01, sts, 400, InvalidAction",
        "2010-08-01, monitoring, 400, InvalidAction",
        "2011-06-16, sts, 400, InvalidAction",
        "'', sts, 400, InvalidAction"
    })
    void form_version_identifiesTheService(String version, String scope, int status, String expectedText)
            throws Exception {
        String named = version.isEmpty() ? "" : "&Version=" + version;

        HttpResponse<String> response =
                RawRequest.form(aws, scope, "Action=GetCallerIdentity" + named).send();

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(expectedText);
    }

    @Test
    void form_cloudWatchSignedForAnotherService_isRejectedInItsNamespace() throws Exception {
        HttpResponse<String> response = RawRequest.form(aws, "sts", "Action=GetMetricData&Version=2010-08-01")
                .send();

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body())
                .contains("xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"", "SignatureDoesNotMatch")
                .contains("Credential should be scoped to correct service: 'monitoring'.");
    }

    @Test
    void calls_everyRequest_isLoggedInOrderWithItsStatus() throws Exception {
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
