package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.daxguard.contract.Handlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** The function behind the rules, and a queue for the events that it could not handle. */
final class RuleFunction extends Construct {

    /** How often Lambda tries an event again: its default, and its most. */
    private static final int RETRIES = 2;

    private final HandlerFunction handler;
    private final Queue deadLetterQueue;

    RuleFunction(
            Construct scope,
            String id,
            Settings settings,
            FunctionCode code,
            List<PolicyStatement> permissions,
            List<NagPackSuppression> reasons) {
        super(scope, id);
        deadLetterQueue = FailureQueue.of(this, "DeadLetterQueue");
        NagReason.give(
                deadLetterQueue,
                NagReason.of(
                        "AwsSolutions-SQS3",
                        "This queue is where failed events end up; an alarm watches that it is empty."));
        handler = new HandlerFunction(
                this,
                settings,
                code,
                new HandlerFunction.Definition(
                        Handlers.CONFIG_RULE,
                        "evaluates DAX clusters for AWS Config",
                        Duration.seconds(60),
                        Map.of(),
                        permissions,
                        Optional.of(deadLetterQueue),
                        reasons));
        // Not in the definition: no other function needs it.
        settings.reservedConcurrency()
                .ifPresent(executions -> ((CfnFunction) Objects.requireNonNull(
                                handler.function().getNode().getDefaultChild()))
                        .setReservedConcurrentExecutions(executions));
        CfnEventInvokeConfig.Builder.create(this, "Asynchronous")
                .functionName(handler.function().getFunctionName())
                .qualifier("$LATEST")
                .maximumRetryAttempts(RETRIES)
                .destinationConfig(CfnEventInvokeConfig.DestinationConfigProperty.builder()
                        .onFailure(CfnEventInvokeConfig.OnFailureProperty.builder()
                                .destination(deadLetterQueue.getQueueArn())
                                .build())
                        .build())
                .build();
    }

    /**
     * Lets AWS Config invoke the function for the rules of one account. Without the account, any customer's AWS Config could.
     * The rule's ARN cannot be named: a rule can be made only after its permission.
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
