package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.ApplicationLogLevel;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SystemLogLevel;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/** A Lambda function with its log group, role and settings, which are the same for all functions. */
final class HandlerFunction {

    /** The number of times that Lambda retries an asynchronous event: its default and maximum. */
    private static final int RETRIES = 2;

    private final LogGroup log;
    private final Role role;
    private final Function function;

    /**
     * The properties of one function.
     *
     * @param name for the description of the role: {@code rule function}
     * @param purpose for the description of the function: {@code evaluates ...}
     */
    record Definition(
            String handler,
            String name,
            String purpose,
            Duration timeout,
            Map<String, String> environment,
            List<PolicyStatement> permissions,
            Optional<IQueue> deadLetterQueue,
            List<NagPackSuppression> reasons) {

        Definition {
            environment = Collections.unmodifiableMap(new TreeMap<>(environment));
            permissions = List.copyOf(permissions);
            reasons = List.copyOf(reasons);
        }
    }

    HandlerFunction(Construct scope, Settings settings, Code code, Definition definition) {
        log = log(
                settings,
                LogGroup.Builder.create(scope, "Log").removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE));
        role = Role.Builder.create(scope, "Role")
                .description("Execution role of the daxguard " + definition.name())
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(Map.of("Function", policy(definition)))
                .build();
        NagReason.suppress(role, definition.reasons().toArray(NagPackSuppression[]::new));
        function = Function.Builder.create(scope, "Function")
                .description("daxguard: " + definition.purpose())
                .code(code)
                .handler(definition.handler())
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .memorySize(512)
                .timeout(definition.timeout())
                .environment(definition.environment().isEmpty() ? null : definition.environment())
                // Without policy updates: otherwise the CDK adds permissions, and the list above is not complete.
                .role(role.withoutPolicyUpdates())
                .logGroup(log)
                .loggingFormat(LoggingFormat.JSON)
                .applicationLogLevelV2(ApplicationLogLevel.INFO)
                .systemLogLevelV2(SystemLogLevel.INFO)
                .tracing(Tracing.ACTIVE)
                .build();
    }

    /** A log group with the retention of the settings, which can be a number that the CDK's own type does not have. */
    static LogGroup log(Settings settings, LogGroup.Builder builder) {
        LogGroup log = builder.build();
        ((CfnLogGroup) Objects.requireNonNull(log.getNode().getDefaultChild()))
                .setRetentionInDays(settings.logRetentionDays());
        return log;
    }

    private PolicyDocument policy(Definition definition) {
        List<PolicyStatement> statements = new ArrayList<>(definition.permissions());
        statements.add(RulePermissions.statement(
                "WriteLog", List.of("logs:CreateLogStream", "logs:PutLogEvents"), log.getLogGroupArn()));
        statements.add(RulePermissions.statement(
                "WriteTraces", List.of("xray:PutTelemetryRecords", "xray:PutTraceSegments"), "*"));
        definition
                .deadLetterQueue()
                .ifPresent(queue -> statements.add(RulePermissions.statement(
                        "SendDeadLetteredEvents", List.of("sqs:SendMessage"), queue.getQueueArn())));
        return RulePermissions.policy(statements.toArray(PolicyStatement[]::new));
    }

    /** Lambda retries asynchronous events, and then sends them to the queue. The definition must have the same queue. */
    void retryAsynchronousEvents(Construct scope, IQueue deadLetterQueue) {
        CfnEventInvokeConfig.Builder.create(scope, "Asynchronous")
                .functionName(function.getFunctionName())
                .qualifier("$LATEST")
                .maximumRetryAttempts(RETRIES)
                .destinationConfig(CfnEventInvokeConfig.DestinationConfigProperty.builder()
                        .onFailure(CfnEventInvokeConfig.OnFailureProperty.builder()
                                .destination(deadLetterQueue.getQueueArn())
                                .build())
                        .build())
                .build();
    }

    /** The reason for the wildcard of the traces, for a function whose own permissions have no wildcard. */
    static NagPackSuppression reasonOfTraces() {
        return NagReason.ofWildcard("*", "X-Ray's actions do not support resource-level permissions.");
    }

    Function function() {
        return function;
    }

    String arn() {
        return function.getFunctionArn();
    }

    String logGroupName() {
        return log.getLogGroupName();
    }

    Role role() {
        return role;
    }

    LogGroup log() {
        return log;
    }
}
