package io.github.daxguard.cli.access;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.aws.TimeBudget;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The identity that the clients' credentials belong to.
 *
 * @param account 12 digits
 * @param arn the ARN of the user or of the role session
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
 */
public record CallerIdentity(String account, String arn) {

    private static final Operation GET_CALLER_IDENTITY = Operation.of("sts", "GetCallerIdentity");

    /** Calls GetCallerIdentity, which requires no permission. The caller type determines the advice in messages. */
    public static CallerIdentity of(AwsClients clients, Caller caller, TimeBudget time) {
        AwsCalls calls = AwsCalls.of("of these credentials", clients.region().id(), caller, time);
        try (StsClient sts = clients.newClient(StsClient.builder())) {
            return calls.call(
                    GET_CALLER_IDENTITY,
                    CallerIdentityException::new,
                    configuration ->
                            read(sts.getCallerIdentity(request -> request.overrideConfiguration(configuration))));
        }
    }

    private static CallerIdentity read(GetCallerIdentityResponse answer) {
        if (answer.account() == null || answer.account().isEmpty()) {
            throw SdkClientException.create("The response has no account");
        }
        return new CallerIdentity(answer.account(), Objects.requireNonNullElse(answer.arn(), ""));
    }
}
