package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.daxguard.contract.EnvironmentVariables;
import io.github.daxguard.contract.Handlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** The function that the rules invoke, and the dead-letter queue of its events. */
final class RuleFunction extends Construct {

    private final HandlerFunction handler;
    private final Queue deadLetterQueue;

    RuleFunction(
            Construct scope,
            String id,
            Settings settings,
            Code code,
            List<PolicyStatement> permissions,
            List<NagPackSuppression> reasons) {
        super(scope, id);
        deadLetterQueue = FailureQueue.withReason(this, "DeadLetterQueue");
        handler = new HandlerFunction(
                this,
                settings,
                code,
                new HandlerFunction.Definition(
                        Handlers.CONFIG_RULE,
                        "rule function",
                        "evaluates DAX clusters for AWS Config",
                        Duration.seconds(60),
                        Map.of(
                                EnvironmentVariables.FREQUENCY_HOURS,
                                String.valueOf(settings.frequency().hours())),
                        permissions,
                        Optional.of(deadLetterQueue),
                        reasons));
        // Not in the definition, because only this function has it.
        settings.reservedConcurrency()
                .ifPresent(executions -> ((CfnFunction) Objects.requireNonNull(
                                handler.function().getNode().getDefaultChild()))
                        .setReservedConcurrentExecutions(executions));
        handler.retryAsynchronousEvents(this, deadLetterQueue);
    }

    /**
     * Allows AWS Config to invoke the function for the rules of one account. Without the account, AWS Config could invoke it for
     * any AWS account. The permission cannot contain the ARN of a rule, because it must exist before the rule.
     */
    CfnPermission permitConfig(Construct scope, String id, String account) {
        return CfnPermission.Builder.create(scope, id)
                .action("lambda:InvokeFunction")
                .functionName(handler.arn())
                .principal("config.amazonaws.com")
                .sourceAccount(account)
                .build();
    }

    HandlerFunction handler() {
        return handler;
    }

    IQueue deadLetterQueue() {
        return deadLetterQueue;
    }
}
