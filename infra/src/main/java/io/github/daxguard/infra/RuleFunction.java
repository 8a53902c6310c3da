package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.ApplicationLogLevel;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.SystemLogLevel;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** The function behind the rules, with its role, its log, and a queue for the events that it could not handle. */
final class RuleFunction extends Construct {

    private static final String HANDLER = "io.github.daxguard.handler.ConfigRuleHandler";
    private static final String ALIAS = "live";

    /** How often Lambda tries an event again: its default, and its most. */
    private static final int RETRIES = 2;

    private final Function function;
    private final IFunction invoked;
    private final Role role;
    private final LogGroup log;
    private final Queue failedEvents;

    /**
     * Defines the function.
     *
     * @param permissions what its role may do, besides writing its log and traces and failed events
     * @param reasons why those permissions, and X-Ray's, cannot do without wildcards
     */
    RuleFunction(
            Construct scope,
            String id,
            Settings settings,
            FunctionCode code,
            List<PolicyStatement> permissions,
            List<NagPackSuppression> reasons) {
        super(scope, id);
        log = LogGroup.Builder.create(this, "Log")
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
        ((CfnLogGroup) Objects.requireNonNull(log.getNode().getDefaultChild()))
                .setRetentionInDays(settings.logRetentionDays());
        failedEvents = Queue.Builder.create(this, "FailedEvents")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(14))
                .build();
        role = Role.Builder.create(this, "Role")
                .description("What daxguard's function may do")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(Map.of("Function", policy(permissions)))
                .build();
        function = Function.Builder.create(this, "Function")
                .description("daxguard: evaluates DAX clusters for AWS Config")
                .code(code.asAsset())
                .handler(HANDLER)
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .memorySize(512)
                .timeout(Duration.seconds(60))
                // As it stands: the CDK would add what it finds missing, and the exact list would no longer be here.
                .role(role.withoutPolicyUpdates())
                .logGroup(log)
                .loggingFormat(LoggingFormat.JSON)
                .applicationLogLevelV2(ApplicationLogLevel.INFO)
                .systemLogLevelV2(SystemLogLevel.INFO)
                .tracing(Tracing.ACTIVE)
                .snapStart(settings.snapStart() ? SnapStartConf.ON_PUBLISHED_VERSIONS : null)
                .build();
        // The alias below publishes a version.
        Annotations.of(function).acknowledgeWarning("@aws-cdk/aws-lambda:snapStartRequirePublish");
        invoked = settings.snapStart() ? alias() : function;
        CfnEventInvokeConfig.Builder.create(this, "Asynchronous")
                .functionName(function.getFunctionName())
                .qualifier(settings.snapStart() ? ALIAS : "$LATEST")
                .maximumRetryAttempts(RETRIES)
                .destinationConfig(CfnEventInvokeConfig.DestinationConfigProperty.builder()
                        .onFailure(CfnEventInvokeConfig.OnFailureProperty.builder()
                                .destination(failedEvents.getQueueArn())
                                .build())
                        .build())
                .build()
                .getNode()
                .addDependency(invoked);
        justify(reasons);
    }

    /** Snapshots are made of published versions only, and AWS Config must be given a name that leads to the newest. */
    private Alias alias() {
        return Alias.Builder.create(this, "Alias")
                .aliasName(ALIAS)
                .version(function.getCurrentVersion())
                .build();
    }

    private PolicyDocument policy(List<PolicyStatement> permissions) {
        List<PolicyStatement> statements = new ArrayList<>(permissions);
        statements.add(PolicyStatement.Builder.create()
                .sid("WriteLog")
                .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                .resources(List.of(log.getLogGroupArn()))
                .build());
        statements.add(PolicyStatement.Builder.create()
                .sid("WriteTraces")
                .actions(List.of("xray:PutTelemetryRecords", "xray:PutTraceSegments"))
                .resources(List.of("*"))
                .build());
        statements.add(PolicyStatement.Builder.create()
                .sid("KeepFailedEvents")
                .actions(List.of("sqs:SendMessage"))
                .resources(List.of(failedEvents.getQueueArn()))
                .build());
        return PolicyDocument.Builder.create().statements(statements).build();
    }

    private void justify(List<NagPackSuppression> reasons) {
        NagSuppressions.addResourceSuppressions(
                failedEvents,
                List.of(NagReason.of(
                        "AwsSolutions-SQS3",
                        "This queue is where failed events end up; an alarm watches that it is empty.")));
        NagSuppressions.addResourceSuppressions(role, reasons);
    }

    /** The function itself, for its metrics. */
    IFunction function() {
        return function;
    }

    /** What AWS Config invokes: the function, or with SnapStart its alias. */
    IFunction invoked() {
        return invoked;
    }

    Role role() {
        return role;
    }

    ILogGroup log() {
        return log;
    }

    IQueue failedEvents() {
        return failedEvents;
    }
}
