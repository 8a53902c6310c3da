package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.contract.ResourceType;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DeprecatedStatus;
import software.amazon.awssdk.services.cloudformation.model.DescribeTypeResponse;
import software.amazon.awssdk.services.cloudformation.model.RegistryType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AccountLimit;

/** The resource types and the concurrency that CloudFormation and Lambda offer to the account in the Region. */
final class ServiceChecks {

    private static final Operation DESCRIBE_TYPE = Operation.of("cloudformation", "DescribeType");
    private static final Operation GET_ACCOUNT_SETTINGS = Operation.of("lambda", "GetAccountSettings");

    /**
     * The number of concurrent executions that cannot be reserved.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html">PutFunctionConcurrency</a>
     */
    private static final int MINIMUM_UNRESERVED = 100;

    /** The quota of new accounts, with which other functions can delay those of the deployment. */
    private static final int LOW_QUOTA = 10;

    private static final Evidence QUOTA_INCREASE =
            Evidence.of("Request a quota increase for concurrent executions in Service Quotas.");

    private final CheckContext context;

    ServiceChecks(CheckContext context) {
        this.context = context;
    }

    /**
     * A resource type that CloudFormation does not offer in every Region.
     *
     * @param isRequired whether the chosen settings require it
     * @param requiredBy the setting that requires it
     * @param without the value of a deployment that does not require it
     */
    private record RegionalType(String name, boolean isRequired, String requiredBy, String without) {}

    private enum Availability {
        OFFERED,
        NOT_OFFERED,
        UNDECIDED
    }

    private List<RegionalType> regionalTypes() {
        DeploymentSettings settings = context.settings();
        return List.of(
                new RegionalType("AWS::CloudFormation::LambdaHook", settings.hasHook(), "hook", "hook=off"),
                // The target of the hook: where it is not offered, the hook is never invoked.
                new RegionalType(ResourceType.DAX_CLUSTER, settings.hasHook(), "hook", "hook=off"),
                // The rules of a conformance pack have no remediation.
                new RegionalType(
                        "AWS::Config::RemediationConfiguration",
                        settings.replacement() && settings.packaging().equals("rules"),
                        "replacement",
                        "replacement=false"));
    }

    /**
     * Whether CloudFormation offers the resource types in the Region that the chosen settings require.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeType.html">DescribeType</a>
     */
    Finding resourceTypes() {
        List<RegionalType> missing = new ArrayList<>();
        List<RegionalType> undecided = new ArrayList<>();
        try (CloudFormationClient cloudFormation = context.clients().newClient(CloudFormationClient.builder())) {
            for (RegionalType type : regionalTypes()) {
                switch (availability(cloudFormation, type.name())) {
                    case OFFERED -> {}
                    case NOT_OFFERED -> missing.add(type);
                    case UNDECIDED -> undecided.add(type);
                }
            }
        }
        List<RegionalType> required =
                missing.stream().filter(RegionalType::isRequired).toList();
        if (!required.isEmpty()) {
            return Finding.problem(
                    notOffered(required)
                            .and(Evidence.of(
                                    "Settings that require this: %s.",
                                    required.stream()
                                            .map(RegionalType::requiredBy)
                                            .distinct()
                                            .toList())),
                    Evidence.of(
                            "Deploy with -c %s.",
                            String.join(
                                    " -c ",
                                    required.stream()
                                            .map(RegionalType::without)
                                            .distinct()
                                            .toList())));
        }
        if (!undecided.isEmpty()) {
            return Finding.undecided(
                    Evidence.of("The response of DescribeType does not describe %s.", names(undecided)),
                    Evidence.of("Run the command again."));
        }
        if (!missing.isEmpty()) {
            return Finding.note(
                    notOffered(missing).and(Evidence.of("The chosen settings do not require this.")), Evidence.NONE);
        }
        return Finding.ok(Evidence.of("CloudFormation offers %s in %s.", names(regionalTypes()), context.region()));
    }

    private Evidence notOffered(List<RegionalType> types) {
        return Evidence.of("CloudFormation does not offer %s in %s.", names(types), context.region());
    }

    private static List<String> names(List<RegionalType> types) {
        return types.stream().map(RegionalType::name).toList();
    }

    private Availability availability(CloudFormationClient cloudFormation, String type) {
        DescribeTypeResponse response;
        try {
            response = context.call(
                    DESCRIBE_TYPE,
                    configuration -> cloudFormation.describeType(request ->
                            request.type(RegistryType.RESOURCE).typeName(type).overrideConfiguration(configuration)));
        } catch (CallFailure e) {
            if (e.code().equals("TypeNotFoundException")) {
                return Availability.NOT_OFFERED;
            }
            throw e;
        }
        if (!type.equals(response.typeName())) {
            return Availability.UNDECIDED;
        }
        return response.deprecatedStatus() == DeprecatedStatus.DEPRECATED
                ? Availability.NOT_OFFERED
                : Availability.OFFERED;
    }

    /**
     * Whether the functions can run, and whether the chosen concurrency can be reserved.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html">GetAccountSettings</a>
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html">Configuring reserved
     *     concurrency</a>
     */
    Finding lambdaConcurrency() {
        AccountLimit limit;
        try (LambdaClient lambda = context.clients().newClient(LambdaClient.builder())) {
            limit = context.call(
                            GET_ACCOUNT_SETTINGS,
                            configuration ->
                                    lambda.getAccountSettings(request -> request.overrideConfiguration(configuration)))
                    .accountLimit();
        }
        if (limit == null || limit.concurrentExecutions() == null || limit.unreservedConcurrentExecutions() == null) {
            return Finding.undecided(
                    Evidence.of(
                            "The response of GetAccountSettings does not contain the quota of concurrent executions."),
                    Evidence.of("Run the command again."));
        }
        int unreserved = limit.unreservedConcurrentExecutions();
        int reserved = context.settings().reservedConcurrency().orElse(0);
        Evidence quota = Evidence.of(
                "The quota of concurrent executions is %s, of which %s are not reserved.",
                limit.concurrentExecutions(), unreserved);
        if (unreserved <= 0) {
            return Finding.problem(
                    quota,
                    Evidence.of("Reduce the reserved concurrency of other functions, or request a quota increase."));
        }
        if (reserved > 0 && unreserved - reserved < MINIMUM_UNRESERVED) {
            return Finding.problem(
                    quota.and(Evidence.of(
                            "Lambda requires %s that are not reserved, so that reservedConcurrency=%s is refused.",
                            MINIMUM_UNRESERVED, reserved)),
                    Evidence.of("Deploy without -c reservedConcurrency.").and(QUOTA_INCREASE));
        }
        return unreserved <= LOW_QUOTA
                ? Finding.note(
                        quota.and(
                                Evidence.of(
                                        "The functions share them with the other functions of the account, which can delay the rules.")),
                        QUOTA_INCREASE)
                : Finding.ok(quota);
    }
}
