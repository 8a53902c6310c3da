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
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SystemLogLevel;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/** What all functions have: a log, a role and the settings of Lambda. */
final class HandlerFunction {

    private final LogGroup log;
    private final Role role;
    private final Function function;

    /** The properties of one function; {@code purpose} is the end of a sentence in descriptions. */
    record Definition(
            String handler,
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

    HandlerFunction(Construct scope, Settings settings, FunctionCode code, Definition definition) {
        log = LogGroup.Builder.create(scope, "Log")
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
        ((CfnLogGroup) Objects.requireNonNull(log.getNode().getDefaultChild()))
                .setRetentionInDays(settings.logRetentionDays());
        role = Role.Builder.create(scope, "Role")
                .description("What daxguard's function may do that " + definition.purpose())
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(Map.of("Function", policy(definition)))
                .build();
        NagReason.give(role, definition.reasons().toArray(NagPackSuppression[]::new));
        function = Function.Builder.create(scope, "Function")
                .description("daxguard: " + definition.purpose())
                .code(code.asAsset())
                .handler(definition.handler())
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .memorySize(512)
                .timeout(definition.timeout())
                .environment(definition.environment().isEmpty() ? null : definition.environment())
                // As it stands: the CDK would add what it finds missing, and the exact list would no longer be here.
                .role(role.withoutPolicyUpdates())
                .logGroup(log)
                .loggingFormat(LoggingFormat.JSON)
                .applicationLogLevelV2(ApplicationLogLevel.INFO)
                .systemLogLevelV2(SystemLogLevel.INFO)
                .tracing(Tracing.ACTIVE)
                .build();
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
                        "KeepFailedEvents", List.of("sqs:SendMessage"), queue.getQueueArn())));
        return RulePermissions.policy(statements.toArray(PolicyStatement[]::new));
    }

    /** Why the traces cannot do without a wildcard, for a function whose own permissions can. */
    static NagPackSuppression reasonOfTraces() {
        return NagReason.ofWildcard("*", "X-Ray's actions know no resource but *.");
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
