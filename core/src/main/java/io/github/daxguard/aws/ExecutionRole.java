package io.github.daxguard.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The role in a member account that the function assumes to evaluate a rule of that account.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public final class ExecutionRole {

    private static final int LONGEST_SESSION_NAME = 64;

    private final AwsClients clients;

    public ExecutionRole(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * Assumes the role for one invocation.
     *
     * @param own calls with the function's own credentials
     * @param account 12 digits: the event's account, which contains the role
     * @param ruleName a part of the session name, so that CloudTrail in the member account shows the rule
     * @return the same calls with the role's credentials, which are valid for an hour: longer than any invocation
     * @throws ExecutionRoleException if the role cannot be assumed
     */
    public AwsCalls assume(AwsCalls own, String account, String roleName, String ruleName) {
        return own.as(account, session(own, account, roleName, ruleName));
    }

    /**
     * Opens a session of the role.
     *
     * @param own calls with the credentials of the principal that assumes the role
     * @param account 12 digits: the role's account
     * @param purpose a part of the session name
     * @return credentials that are valid for an hour
     * @throws ExecutionRoleException if the role cannot be assumed
     */
    public AwsCredentialsProvider session(AwsCalls own, String account, String roleName, String purpose) {
        String arn = "arn:" + PartitionMetadata.of(clients.region()).id() + ":iam::" + account + ":role/" + roleName;
        try (StsClient sts = clients.newSts()) {
            return StaticCredentialsProvider.create(own.call(
                    Operation.ASSUME_ROLE,
                    (message, cause) -> new ExecutionRoleException(
                            message + " The trust policy of " + arn + " must allow "
                                    + own.caller().principal() + " to assume the role.",
                            cause),
                    configuration -> credentials(sts.assumeRole(request -> request.roleArn(arn)
                            .roleSessionName(sessionName(purpose, account))
                            .overrideConfiguration(configuration)))));
        }
    }

    private static AwsSessionCredentials credentials(AssumeRoleResponse answer) {
        Credentials given = answer.credentials();
        if (given == null
                || given.accessKeyId() == null
                || given.secretAccessKey() == null
                || given.sessionToken() == null) {
            throw SdkClientException.create("The response does not contain usable credentials");
        }
        return AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }

    /** {@code daxguard-RULE-ACCOUNT}. A long rule name is shortened; characters that STS does not accept become hyphens. */
    static String sessionName(String ruleName, String account) {
        String prefix = "daxguard-";
        String rule = ruleName.replaceAll("[^A-Za-z0-9_=,.@-]", "-");
        int room = LONGEST_SESSION_NAME - prefix.length() - 1 - account.length();
        return prefix + rule.substring(0, Math.min(rule.length(), room)) + "-" + account;
    }
}
