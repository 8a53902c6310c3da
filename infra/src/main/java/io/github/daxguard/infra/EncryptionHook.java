package io.github.daxguard.infra;

import io.github.daxguard.contract.EnvironmentVariables;
import io.github.daxguard.contract.Handlers;
import io.github.daxguard.contract.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.CfnLambdaHook;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;

/**
 * A hook: CloudFormation invokes a function before it creates or changes a DAX cluster.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks.html">Lambda Hooks</a>
 */
final class EncryptionHook extends Construct {

    private static final String ALIAS = "Daxguard::DAX::Encryption";

    /** Half of the time that CloudFormation waits for the response. */
    private static final Duration TIMEOUT = Duration.seconds(15);

    private final HandlerFunction handler;

    EncryptionHook(Construct scope, String id, Settings settings, Code code) {
        super(scope, id);
        handler = new HandlerFunction(
                this,
                settings,
                code,
                new HandlerFunction.Definition(
                        Handlers.TEMPLATE_HOOK,
                        "hook function",
                        "evaluates DAX clusters before CloudFormation creates or changes them",
                        TIMEOUT,
                        environment(settings),
                        List.of(),
                        Optional.empty(),
                        List.of(HandlerFunction.reasonOfTraces())));
        CfnLambdaHook hook = CfnLambdaHook.Builder.create(this, "Activation")
                .alias(ALIAS)
                .hookStatus("ENABLED")
                .failureMode(settings.hook().name())
                .lambdaFunction(handler.arn())
                .executionRole(executionRole().getRoleArn())
                // The Cloud Control API cannot create a cluster today, because the type has no handlers. If AWS adds
                // them, the hook applies.
                .targetOperations(List.of("RESOURCE", "CLOUD_CONTROL"))
                .build();
        // Not the typed property: it supports only single targets, which the CDK's own template check refuses.
        // https://github.com/aws/aws-cdk/issues/34591
        hook.addPropertyOverride(
                "TargetFilters",
                OrderedMap.of(
                        "TargetNames", List.of(ResourceType.DAX_CLUSTER),
                        "Actions", List.of("CREATE", "UPDATE"),
                        "InvocationPoints", List.of("PRE_PROVISION")));
    }

    private static Map<String, String> environment(Settings settings) {
        Map<String, String> environment = new TreeMap<>();
        environment.put(EnvironmentVariables.CONTROLS, settings.controlNames());
        settings.exemptClusters().ifPresent(value -> environment.put(EnvironmentVariables.EXEMPT_CLUSTERS, value));
        settings.exemptionTag().ifPresent(value -> environment.put(EnvironmentVariables.EXEMPTION_TAG, value));
        settings.maxExemptionDays().ifPresent(value -> environment.put(EnvironmentVariables.MAX_EXEMPTION_DAYS, value));
        return environment;
    }

    /** With an inline policy, so that the hook, which refers to the role, is created after both. */
    private Role executionRole() {
        return Role.Builder.create(this, "ExecutionRole")
                .description("Role with which CloudFormation invokes the daxguard hook function")
                // Without a condition, as AWS documents it for hooks: a condition that is not met would block every
                // deployment.
                // https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-prepare-to-create-hook.html
                .assumedBy(new ServicePrincipal("hooks.cloudformation.amazonaws.com"))
                .inlinePolicies(Map.of(
                        "Invoke",
                        RulePermissions.policy(PolicyStatement.Builder.create()
                                .actions(List.of("lambda:InvokeFunction"))
                                .resources(List.of(handler.arn()))
                                .build())))
                .build();
    }

    HandlerFunction handler() {
        return handler;
    }
}
