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
            DESCRIBE_CLUSTERS | AccessDeniedException         | 400 | Allow dax:DescribeClusters for the calling principal
            LIST_TAGS         | AccessDeniedException         | 400 | Allow dax:ListTags for the calling principal
            ASSUME_ROLE       | AccessDenied                  | 403 | Allow sts:AssumeRole for the calling principal
            PUT_EVALUATIONS   | ThrottlingException           | 400 | AWS throttled the call
            PUT_EVALUATIONS   | InternalFailure               | 500 | The service returned a server error
            DESCRIBE_CLUSTERS | ServiceUnavailable            | 503 | The service returned a server error
            DESCRIBE_CLUSTERS | ExpiredTokenException         | 400 | AWS did not accept the credentials
            PUT_EVALUATIONS   | InvalidResultTokenException   | 400 | use the token TESTMODE
            PUT_EVALUATIONS   | NoSuchConfigRuleException     | 400 | The rule does not exist
            PUT_EVALUATIONS   | InvalidParameterValueException| 400 | does not accept AWS::DAX::Cluster
            GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE | ValidationException | 400 | at most 64 characters
            DESCRIBE_CLUSTERS | InvalidParameterValueException| 400 | Report an issue to the daxguard project
            CREATE_CLUSTER    | AccessDeniedException         | 400 | Allow dax:CreateCluster, dax:TagResource, and iam:PassRole on the cluster's role for the calling principal
            CREATE_CLUSTER    | NodeQuotaForCustomerExceededFault | 400 | request a quota increase
            CREATE_CLUSTER    | InsufficientClusterCapacityFault  | 400 | use another node type
            CREATE_CLUSTER    | InvalidParameterValueException    | 400 | DAX does not accept the planned cluster
            DELETE_CLUSTER    | InvalidClusterStateFault      | 400 | Wait until the cluster is available
            DESCRIBE_CLUSTERS | SomethingNew                  | 400 | See the AWS documentation of dax:DescribeClusters
            """)
    void nextStep_errorCode_isSpecific(String constant, String code, int status, String advice)
            throws ReflectiveOperationException {
        Operation operation = (Operation) Operation.class.getField(constant).get(null);

        assertThat(FailureText.nextStep(operation, Caller.EVENT_FUNCTION, serviceError(code, "No.", status)))
                .contains(advice);
    }

    @Test
    void nextStep_regionWithoutDax_statesIt() {
        AwsServiceException refusal =
                serviceError("InvalidParameterValueException", "Access Denied to API Version: DAX_V3", 400);

        assertThat(FailureText.nextStep(Operation.DESCRIBE_CLUSTERS, Caller.EVENT_FUNCTION, refusal))
                .contains("does not offer DAX in this Region");
    }

    @Test
    void nextStep_noResponse_namesTimeoutOrNetwork() {
        assertThat(advice(Caller.EVENT_FUNCTION, ApiCallTimeoutException.create(5)))
                .contains("Increase the time-out");
        assertThat(advice(Caller.EVENT_FUNCTION, SdkClientException.create("Connection refused")))
                .contains("can reach the service's endpoint");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EVENT_FUNCTION | Lambda retries the event | Run the rules of this account less often | Check its role   | Check the function's role | (VPC,
            STEP_FUNCTION  | Repeat the step          | Repeat the step later                    | Check its role   | Check the function's role | (VPC,
            COMMAND_LINE   | Run the command again    | Run the command again later              | aws sso login    | still valid               | this machine
            """)
    void nextStep_kindOfCaller_isSpecific(
            Caller caller,
            String retry,
            String throttled,
            String noCredentials,
            String refusedCredentials,
            String noResponse) {
        assertThat(advice(caller, serviceError("InternalFailure", "No.", 500))).contains(retry);
        assertThat(advice(caller, serviceError("ThrottlingException", "No.", 400)))
                .contains(throttled);
        assertThat(advice(caller, SdkClientException.create("Unable to load credentials from any of the providers")))
                .contains(noCredentials);
        assertThat(advice(caller, SdkClientException.create("Unable to load SSO token")))
                .contains(noCredentials);
        assertThat(advice(caller, serviceError("ExpiredToken", "No.", 403))).contains(refusedCredentials);
        assertThat(advice(caller, SdkClientException.create("Connection refused")))
                .contains(noResponse);
    }

    @Test
    void of_errorOfAws_hasCodeMessageStatusAndRequestIdBeforeTheNextStep() {
        assertThat(text(serviceError("SomeFault", "It broke.", 400)))
                .isEqualTo(
                        "SomeFault: It broke. (HTTP 400, request id id-1). See the AWS documentation of dax:ListTags "
                                + "for this error.");
    }

    @Test
    void of_errorWithoutCodeOrRequestId_statesIt() {
        AwsServiceException bare = AwsServiceException.builder()
                .message("Bad gateway")
                .statusCode(502)
                .build();

        assertThat(text(bare)).startsWith("no error code (HTTP 502). ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Unable to load credentials from any of the providers in the chain | No credentials found. Sign in
            The credentials could not be loaded: The source profile of 'a' was configured | The settings do not provide credentials
            Unable to execute HTTP request: Connection refused | No usable response
            """)
    void of_sdkFailure_startsWithTheNextStepAndShortensTheMessage(String message, String step) {
        String text = text(SdkClientException.create((message + " ").repeat(40)));

        assertThat(text)
                .startsWith(step)
                .contains("(SdkClientException: " + message)
                .endsWith("...)")
                .hasSizeLessThan(500);
    }

    @Test
    void of_credentialsNotReachable_namesTheNetwork() {
        assertThat(text(SdkClientException.create(
                        FailureText.UNUSABLE_CREDENTIALS + "no answer", new UnknownHostException("sts"))))
                .startsWith("No usable response");
    }

    @Test
    void of_messageWithASecret_omitsTheMessage() {
        assertThat(FailureText.of(
                        Operation.LIST_TAGS, Caller.COMMAND_LINE, serviceError("SomeFault", "Token abc.", 400), true))
                .startsWith("SomeFault (HTTP 400, request id id-1)")
                .doesNotContain("abc");
        assertThat(FailureText.of(
                        Operation.LIST_TAGS, Caller.COMMAND_LINE, SdkClientException.create("Token abc"), true))
                .contains("(SdkClientException, message omitted because it contains a secret")
                .doesNotContain("abc");
    }

    private static String text(RuntimeException failure) {
        return FailureText.of(Operation.LIST_TAGS, Caller.COMMAND_LINE, failure, false);
    }

    private static String advice(Caller caller, RuntimeException failure) {
        return FailureText.nextStep(Operation.LIST_TAGS, caller, failure);
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
