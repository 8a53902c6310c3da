package io.github.daxguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalExecution;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class SystemsManagerTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final int SHORT_TIME_MILLIS = 1000;
    private static final String OPERATION = "GetAutomationExecution";
    private static final String ID = "4105a4fc-f944-11e6-9d32-0a1b2c3d495e";
    private static final String INPUT = "{\"AutomationExecutionId\":\"" + ID + "\"}";

    private final LocalAws aws = LocalAws.start();
    private final AtomicInteger requests = new AtomicInteger();
    private final AwsClients clients = AwsClients.forEndpoint(aws.endpoint(), REGION, credentials(ACCOUNT));

    SystemsManagerTest() {
        aws.state(ACCOUNT, REGION).putExecution(LocalExecution.inProgress(ID, "ours", Map.of()));
    }

    @AfterEach
    void close() {
        clients.close();
        aws.close();
    }

    @Test
    void call_signedRequest_returnsTheResponse() {
        assertThat(call()).contains("\"DocumentName\":\"ours\"");
        assertThat(requests).hasValue(1);
    }

    @Test
    void call_credentialsOfTheRequest_takePrecedence() {
        aws.state("444455556666", REGION).putExecution(LocalExecution.inProgress(ID, "theirs", Map.of()));

        String answer = clients.ssm()
                .call(
                        OPERATION,
                        INPUT,
                        AwsRequestOverrideConfiguration.builder()
                                .credentialsProvider(credentials("444455556666"))
                                .build());

        assertThat(answer).contains("\"DocumentName\":\"theirs\"");
    }

    @Test
    void call_temporaryErrors_areRetried() {
        aws.faults().on(OPERATION).call(1).throttle();
        aws.faults().on(OPERATION).call(2).dropConnection();

        assertThat(call()).contains("ours");
        assertThat(requests).hasValue(3);
    }

    @Test
    void call_persistentError_isTriedThreeTimes() {
        aws.faults().on(OPERATION).unavailable();

        assertThatThrownBy(this::call).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(503);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ServiceUnavailableException");
        });
        assertThat(requests).hasValue(3);
    }

    @Test
    void call_refused_isNotRetriedAndHasCodeMessageAndRequestId() {
        aws.faults().on(OPERATION).deny();

        assertThatThrownBy(this::call).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            assertThat(e.awsErrorDetails().errorMessage()).contains("ssm:GetAutomationExecution");
            assertThat(e.requestId()).isNotBlank();
        });
        assertThat(requests).hasValue(1);
    }

    /** The step has already failed. */
    @Test
    void call_cancelled_isNotRetried() {
        aws.faults().on(OPERATION).stall();
        AwsCalls calls = AwsCalls.of(ACCOUNT, REGION, Caller.STEP_FUNCTION, new TimeBudget(() -> SHORT_TIME_MILLIS));

        assertThatThrownBy(() -> calls.call(
                        Operation.GET_AUTOMATION_EXECUTION,
                        IllegalStateException::new,
                        configuration -> clients.ssm().call(OPERATION, INPUT, configuration)))
                .hasMessageContaining("did not end within the function's time");
        aws.faults().clear();

        awaitNoThread();
        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    /** Waits for the end of the call's thread. */
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
    void call_incompleteResponse_fails() {
        aws.faults().on(OPERATION).cutJson();

        assertThatThrownBy(this::call)
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining("not a single complete JSON object");
        assertThat(requests).hasValue(3);
    }

    private String call() {
        return clients.ssm()
                .call(
                        OPERATION,
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
