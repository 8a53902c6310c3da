package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class CannedAnswerTest extends EmulatorTest {
    private List<RawRequest> requests() {
        return List.of(
                RawRequest.json(aws, "AWSOrganizationsV20161128.ListAccounts", "organizations", "{\"Name\":\"a\"}"),
                RawRequest.rest(aws, "/findings/import", "securityhub", "{\"Name\":\"a\"}"),
                RawRequest.form(aws, "Action=GetSessionToken&Version=2011-06-15&Name=a"));
    }

    private void answerAll() {
        aws.answer("organizations", "ListAccounts", CannedAnswerTest::echo);
        aws.answer("securityhub", "BatchImportFindings", CannedAnswerTest::echo);
        aws.answer("sts", "GetSessionToken", CannedAnswerTest::echo);
    }

    private static ObjectNode echo(Call call) {
        if (call.body().path("Name").asText().equals("refused")) {
            throw new AwsError("OwnException", "No.", 401);
        }
        return Json.object()
                .put(
                        "Echo",
                        call.account() + " " + call.region() + " "
                                + call.body().path("Name").asText());
    }

    @Test
    void answer_everyProtocol_isCalledLikeASupportedOperation() throws Exception {
        answerAll();

        for (RawRequest request : requests()) {
            HttpResponse<String> response = request.send();
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("Echo", "111122223333 eu-west-1 a");
            assertThat(request.without("Authorization").send().statusCode()).isBetween(400, 403);
        }
        assertThat(aws.calls())
                .extracting(call -> call.operation() + " " + call.status())
                .containsExactly(
                        "ListAccounts 200", "ListAccounts 400",
                        "BatchImportFindings 200", "BatchImportFindings 403",
                        "GetSessionToken 200", "GetSessionToken 403");
    }

    @Test
    void answer_error_isSentInTheServicesProtocol() throws Exception {
        answerAll();

        HttpResponse<String> json =
                requests().get(0).body("{\"Name\":\"refused\"}").send();
        HttpResponse<String> rest =
                requests().get(1).body("{\"Name\":\"refused\"}").send();
        HttpResponse<String> query = requests()
                .get(2)
                .body("Action=GetSessionToken&Version=2011-06-15&Name=refused")
                .send();

        assertThat(List.of(json.statusCode(), rest.statusCode(), query.statusCode()))
                .containsOnly(401);
        assertThat(json.body()).isEqualTo("{\"__type\":\"OwnException\",\"message\":\"No.\"}");
        assertThat(rest.body()).isEqualTo("{\"Message\":\"No.\",\"Code\":\"OwnException\"}");
        assertThat(query.body()).contains("<Code>OwnException</Code><Message>No.</Message>");
    }

    @Test
    void answer_download_isTheObject() throws Exception {
        aws.answer("s3", "GetObject", call -> {
            if (call.body().path("Key").asText().equals("absent")) {
                throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
            }
            return Json.object()
                    .put(
                            "Body",
                            (call.body().path("Bucket").asText() + " "
                                            + call.body().path("Key").asText())
                                    .getBytes(UTF_8));
        });

        HttpResponse<String> found =
                RawRequest.rest(aws, "/bucket/key", "s3", "").method("GET").send();
        HttpResponse<String> absent =
                RawRequest.rest(aws, "/bucket/absent", "s3", "").method("GET").send();
        aws.faults().on("GetObject").deny();
        HttpResponse<String> denied =
                RawRequest.rest(aws, "/bucket/key", "s3", "").method("GET").send();

        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).isEqualTo("bucket key");
        assertThat(absent.statusCode()).isEqualTo(404);
        assertThat(absent.body()).contains("<Error><Code>NoSuchKey</Code>");
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("<Code>AccessDenied</Code>");
        // A path of another service has the same form.
        assertThat(RawRequest.rest(aws, "/2016-08-19/account-settings", "lambda", "")
                        .method("GET")
                        .send()
                        .body())
                .contains("GetAccountSettings");
    }

    @Test
    void answer_faults_applyFirst() throws Exception {
        answerAll();
        for (String operation : List.of("ListAccounts", "BatchImportFindings", "GetSessionToken")) {
            aws.faults().on(operation).call(1).throttle();
            aws.faults().on(operation).call(2).deny();
        }

        for (RawRequest request : requests()) {
            assertThat(request.send().body()).containsPattern("Throttling|TooManyRequests");
            assertThat(request.send().body()).contains("AccessDenied");
            assertThat(request.send().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answer_notRegistered_isRejected() throws Exception {
        assertThat(requests().get(0).refusal()).startsWith("400 UnknownOperationException");
        assertThatThrownBy(() -> aws.answer("ec2", "DescribeRegions", CannedAnswerTest::echo))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ec2");
        assertThatThrownBy(() -> aws.faults().on("GetSessionToken")).isInstanceOf(IllegalArgumentException.class);
    }
}
