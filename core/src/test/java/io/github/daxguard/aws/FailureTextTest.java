package io.github.daxguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

class FailureTextTest {

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            DESCRIBE_CLUSTERS | AccessDeniedException         | 400 | Allow dax:DescribeClusters to the role
            LIST_TAGS         | AccessDeniedException         | 400 | Allow dax:ListTags to the role
            ASSUME_ROLE       | AccessDenied                  | 403 | Allow sts:AssumeRole to the role
            PUT_EVALUATIONS   | ThrottlingException           | 400 | AWS limits the rate
            PUT_EVALUATIONS   | InternalFailure               | 500 | The service is at fault
            DESCRIBE_CLUSTERS | ServiceUnavailable            | 503 | The service is at fault
            DESCRIBE_CLUSTERS | ExpiredTokenException         | 400 | The credentials were not accepted
            PUT_EVALUATIONS   | InvalidResultTokenException   | 400 | use the token TESTMODE
            PUT_EVALUATIONS   | NoSuchConfigRuleException     | 400 | The rule does not exist
            PUT_EVALUATIONS   | InvalidParameterValueException| 400 | it does not take AWS::DAX::Cluster
            GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE | ValidationException | 400 | at most 64 characters
            DESCRIBE_CLUSTERS | InvalidParameterValueException| 400 | tell the makers of daxguard
            CREATE_CLUSTER    | AccessDeniedException         | 400 | Allow dax:CreateCluster, dax:TagResource, and iam:PassRole on the cluster's role to the role
            CREATE_CLUSTER    | NodeQuotaForCustomerExceededFault | 400 | have the quota raised
            CREATE_CLUSTER    | InsufficientClusterCapacityFault  | 400 | use another node type
            CREATE_CLUSTER    | InvalidParameterValueException    | 400 | DAX refuses the cluster as planned
            DELETE_CLUSTER    | InvalidClusterStateFault      | 400 | Wait until the cluster is available
            DESCRIBE_CLUSTERS | SomethingNew                  | 400 | See the AWS documentation of dax:DescribeClusters
            """)
    void whatToDo_everyKindOfRefusal_namesTheNextStep(String constant, String code, int status, String advice)
            throws ReflectiveOperationException {
        Operation operation = (Operation) Operation.class.getField(constant).get(null);

        assertThat(FailureText.whatToDo(operation, Caller.EVENT_FUNCTION, serviceError(code, "No.", status)))
                .contains(advice);
    }

    @Test
    void whatToDo_regionWithoutDax_saysSo() {
        AwsServiceException refusal =
                serviceError("InvalidParameterValueException", "Access Denied to API Version: DAX_V3", 400);

        assertThat(FailureText.whatToDo(Operation.DESCRIBE_CLUSTERS, Caller.EVENT_FUNCTION, refusal))
                .contains("does not offer DAX in this Region");
    }

    @Test
    void whatToDo_withoutAnAnswer_pointsToTimeoutOrNetwork() {
        assertThat(advice(Caller.EVENT_FUNCTION, ApiCallTimeoutException.create(5)))
                .contains("raise the timeout");
        assertThat(advice(Caller.EVENT_FUNCTION, SdkClientException.create("Connection refused")))
                .contains("reaches the service's endpoint");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EVENT_FUNCTION | Lambda tries the event again | run the rules of this account less often | check its role   | check the role | (VPC,
            STEP_FUNCTION  | Repeat the step              | repeat the step later                    | check its role   | check the role | (VPC,
            COMMAND_LINE   | Run the command again        | run the command again later              | aws sso login    | still valid    | this machine
            """)
    void whatToDo_tellsWhoeverMadeTheCall(
            Caller caller,
            String again,
            String throttled,
            String noCredentials,
            String refusedCredentials,
            String noAnswer) {
        assertThat(advice(caller, serviceError("InternalFailure", "No.", 500))).contains(again);
        assertThat(advice(caller, serviceError("ThrottlingException", "No.", 400)))
                .contains(throttled);
        assertThat(advice(caller, SdkClientException.create("Unable to load credentials from any of the providers")))
                .contains(noCredentials);
        assertThat(advice(caller, SdkClientException.create("Unable to load SSO token")))
                .contains(noCredentials);
        assertThat(advice(caller, serviceError("ExpiredToken", "No.", 403))).contains(refusedCredentials);
        assertThat(advice(caller, SdkClientException.create("Connection refused")))
                .contains(noAnswer);
    }

    @Test
    void of_answerOfAws_hasCodeMessageStatusAndRequestIdBeforeTheNextStep() {
        assertThat(text(serviceError("SomeFault", "It broke.", 400)))
                .isEqualTo(
                        "SomeFault: It broke. (HTTP 400, request id id-1). See the AWS documentation of dax:ListTags "
                                + "for this error.");
    }

    @Test
    void of_answerWithoutCodeOrRequestId_statesThat() {
        AwsServiceException bare = AwsServiceException.builder()
                .message("Bad gateway")
                .statusCode(502)
                .build();

        assertThat(text(bare)).startsWith("no error code (HTTP 502). ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Unable to load credentials from any of the providers in the chain | There are no credentials: sign in
            The credentials could not be loaded: The source profile of 'a' was configured | The settings do not give credentials
            Unable to execute HTTP request: Connection refused | No usable answer came
            """)
    void of_failureOfTheSdk_hasTheNextStepFirstAndTheSdksTextShortened(String message, String step) {
        String text = text(SdkClientException.create((message + " ").repeat(40)));

        assertThat(text)
                .startsWith(step)
                .contains("(SdkClientException: " + message)
                .endsWith("...)")
                .hasSizeLessThan(500);
    }

    @Test
    void of_credentialsThatTheNetworkKeepsAway_pointsToTheNetwork() {
        assertThat(text(SdkClientException.create(
                        FailureText.UNUSABLE_CREDENTIALS + "no answer", new UnknownHostException("sts"))))
                .startsWith("No usable answer came");
    }

    @Test
    void of_messageWithASecret_repeatsNothingOfIt() {
        assertThat(FailureText.of(
                        Operation.LIST_TAGS, Caller.COMMAND_LINE, serviceError("SomeFault", "Token abc.", 400), true))
                .startsWith("SomeFault (HTTP 400, request id id-1)")
                .doesNotContain("abc");
        assertThat(FailureText.of(
                        Operation.LIST_TAGS, Caller.COMMAND_LINE, SdkClientException.create("Token abc"), true))
                .contains("(SdkClientException, with a message that repeats a secret")
                .doesNotContain("abc");
    }

    private static String text(RuntimeException failure) {
        return FailureText.of(Operation.LIST_TAGS, Caller.COMMAND_LINE, failure, false);
    }

    private static String advice(Caller caller, RuntimeException failure) {
        return FailureText.whatToDo(Operation.LIST_TAGS, caller, failure);
    }

    private static AwsServiceException serviceError(String code, String message, int status) {
        return AwsServiceException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .message(message)
                .statusCode(status)
                .requestId("id-1")
                .build();
    }
}
