package io.github.daxguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.Estate;
import io.github.daxguard.emulator.LocalAws;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class JsonServiceTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final int SHORT_TIME_MILLIS = 1000;
    private static final String INPUT =
            "{\"Name\":\"/daxguard/orders\",\"Value\":\"dax://orders-v2\",\"Type\":\"String\",\"Overwrite\":true}";

    private final LocalAws aws = LocalAws.start();
    private final Estate estate = aws.estate(ACCOUNT, REGION);
    private final AtomicInteger requests = new AtomicInteger();
    private final AwsClients clients = AwsClients.forEndpoint(aws.endpoint(), REGION, credentials(ACCOUNT));

    @AfterEach
    void close() {
        clients.close();
        aws.close();
    }

    @Test
    void call_isSignedAndAnswered() {
        String answer = put();

        assertThat(answer).contains("\"Version\":1");
        assertThat(estate.parameter("/daxguard/orders").orElseThrow().value()).isEqualTo("dax://orders-v2");
        assertThat(requests).hasValue(1);
    }

    @Test
    void call_credentialsOfTheRequest_goFirst() {
        clients.ssm()
                .call(
                        "PutParameter",
                        INPUT,
                        AwsRequestOverrideConfiguration.builder()
                                .credentialsProvider(credentials("444455556666"))
                                .build());

        assertThat(estate.parameter("/daxguard/orders")).isEmpty();
        assertThat(aws.estate("444455556666", REGION).parameter("/daxguard/orders"))
                .isPresent();
    }

    @Test
    void call_whatPasses_isTriedAgain() {
        aws.faults().on("PutParameter").call(1).throttle();
        aws.faults().on("PutParameter").call(2).dropConnection();

        assertThat(put()).contains("Version");
        assertThat(requests).hasValue(3);
    }

    @Test
    void call_whatLasts_isTriedThreeTimes() {
        aws.faults().on("PutParameter").unavailable();

        assertThatThrownBy(this::put).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(503);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ServiceUnavailableException");
        });
        assertThat(requests).hasValue(3);
    }

    @Test
    void call_refusal_isNotTriedAgain_andTellsCodeMessageAndRequest() {
        aws.faults().on("PutParameter").deny();

        assertThatThrownBy(this::put).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            assertThat(e.awsErrorDetails().errorMessage()).contains("ssm:PutParameter");
            assertThat(e.requestId()).isNotBlank();
        });
        assertThat(requests).hasValue(1);
    }

    /** The step has failed by then; what goes out later changes what nobody expects to change. */
    @Test
    void call_givenUp_isNotTriedAgain() {
        aws.faults().on("PutParameter").stall();
        AwsCalls calls = AwsCalls.of(ACCOUNT, REGION, Caller.STEP_FUNCTION, new TimeBudget(() -> SHORT_TIME_MILLIS));

        assertThatThrownBy(() -> calls.call(
                        Operation.PUT_PARAMETER,
                        IllegalStateException::new,
                        configuration -> clients.ssm().call("PutParameter", INPUT, configuration)))
                .hasMessageContaining("did not end within the function's time");
        aws.faults().clear();

        awaitNoThread();
        assertThat(aws.calls("PutParameter")).hasSize(1);
        assertThat(estate.parameter("/daxguard/orders")).isEmpty();
    }

    /** Waits for the end of the thread that the call was made on. */
    private static void awaitNoThread() {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("daxguard-aws-call"))
                .forEach(thread -> {
                    try {
                        thread.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void call_answerThatIsNotWhole_isNoSuccess() {
        aws.faults().on("PutParameter").cutJson();

        assertThatThrownBy(this::put)
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining("not one whole JSON object");
        assertThat(requests).hasValue(3);
    }

    private String put() {
        return clients.ssm()
                .call(
                        "PutParameter",
                        INPUT,
                        AwsRequestOverrideConfiguration.builder()
                                .putExecutionAttribute(RequestCount.COUNTER, requests)
                                .build());
    }

    private StaticCredentialsProvider credentials(String account) {
        AccessKey key = aws.accessKey(account);
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()));
    }
}
