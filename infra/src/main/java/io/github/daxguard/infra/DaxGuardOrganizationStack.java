package io.github.daxguard.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnStackSet;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.config.CfnConfigurationAggregator;
import software.amazon.awscdk.services.config.CfnOrganizationConfigRule;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * daxguard for an organization, in the delegated administrator's account: one function, a role for it in every member
 * account, an organization rule for each control, and an aggregator.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html">
 *     Organization rules</a>
 */
final class DaxGuardOrganizationStack extends Stack {

    static final String NAME = "DaxGuardOrganization";

    private static final String AGGREGATOR = "daxguard";

    DaxGuardOrganizationStack(
            Construct scope, Settings settings, Settings.Organization organization, FunctionCode code) {
        super(
                scope,
                NAME,
                StackProps.builder()
                        .description(
                                "daxguard: AWS Config rules that keep DynamoDB Accelerator (DAX) encrypted in every"
                                        + " account of an organization")
                        .build());
        String memberRole = "arn:" + Aws.PARTITION + ":iam::*:role/" + MemberRole.name();
        RuleFunction function = new RuleFunction(
                this,
                "Rule",
                settings,
                code,
                List.of(RulePermissions.statement("AssumeMemberRole", List.of("sts:AssumeRole"), memberRole)),
                List.of(
                        NagReason.ofWildcard(
                                memberRole, "The role has one name in every account, also in those that join later."),
                        HandlerFunction.reasonOfTraces()));

        // A rule is tried out in each account as soon as it is made: the role and the permission must be there before.
        List<IDependable> before = new ArrayList<>();
        before.add(memberRoles(settings, organization, function));
        for (String account : organization.memberAccounts()) {
            before.add(function.permitConfig(this, "InvokeByConfigOf" + account, account));
        }
        for (RuleDefinition rule : RuleDefinition.periodic(settings)) {
            organizationRule(MemberRole.usedBy(rule), organization, function)
                    .getNode()
                    .addDependency(before.toArray(IDependable[]::new));
        }
        aggregator();

        // Calls to DAX and compliance changes are events in the member accounts; the alarms alone are here.
        Notifications notifications = new Notifications(this, "Notifications", settings, List.of());
        new Monitoring(
                this, "Monitoring", settings, function, Optional.empty(), Optional.empty(), notifications.topic());
        Outputs outputs = new Outputs(this);
        outputs.of(function, notifications);
        outputs.add("Aggregator", "The AWS Config aggregator that shows all accounts", AGGREGATOR);
    }

    /** In each account of the units, those that join later too. */
    private CfnStackSet memberRoles(Settings settings, Settings.Organization organization, RuleFunction function) {
        return CfnStackSet.Builder.create(this, "MemberRoles")
                .stackSetName("DaxGuardMember")
                .description("daxguard: the role that its function assumes in each account")
                .permissionModel("SERVICE_MANAGED")
                .callAs("DELEGATED_ADMIN")
                .capabilities(List.of("CAPABILITY_NAMED_IAM"))
                .autoDeployment(CfnStackSet.AutoDeploymentProperty.builder()
                        .enabled(true)
                        .retainStacksOnAccountRemoval(false)
                        .build())
                // Not the typed property: it writes a name that CloudFormation does not know.
                .managedExecution(Map.of("Active", true))
                .templateBody(MemberRole.template(this, settings))
                .parameters(List.of(CfnStackSet.ParameterProperty.builder()
                        .parameterKey(MemberRole.FUNCTION_ROLE_ARN)
                        .parameterValue(function.handler().role().getRoleArn())
                        .build()))
                .stackInstancesGroup(List.of(CfnStackSet.StackInstancesProperty.builder()
                        .deploymentTargets(CfnStackSet.DeploymentTargetsProperty.builder()
                                .organizationalUnitIds(organization.units())
                                .build())
                        .regions(List.of(getRegion()))
                        .build()))
                .operationPreferences(CfnStackSet.OperationPreferencesProperty.builder()
                        .failureTolerancePercentage(10)
                        .maxConcurrentPercentage(25)
                        .build())
                .build();
    }

    private CfnOrganizationConfigRule organizationRule(
            RuleDefinition rule, Settings.Organization organization, RuleFunction function) {
        return CfnOrganizationConfigRule.Builder.create(this, rule.id())
                .organizationConfigRuleName(rule.name())
                .excludedAccounts(organization.excludedAccounts().isEmpty() ? null : organization.excludedAccounts())
                .organizationCustomRuleMetadata(
                        CfnOrganizationConfigRule.OrganizationCustomRuleMetadataProperty.builder()
                                .description(rule.description())
                                .lambdaFunctionArn(function.handler().arn())
                                .organizationConfigRuleTriggerTypes(List.of(RuleDefinition.SCHEDULED))
                                .maximumExecutionFrequency(
                                        rule.frequency().orElseThrow().configValue())
                                .inputParameters(rule.parametersAsJson())
                                .build())
                .build();
    }

    private void aggregator() {
        String policy = "service-role/AWSConfigRoleForOrganizations";
        Role role = Role.Builder.create(this, "AggregatorRole")
                .description("What AWS Config finds the organization's accounts with")
                .assumedBy(new ServicePrincipal("config.amazonaws.com"))
                .managedPolicies(List.of(ManagedPolicy.fromAwsManagedPolicyName(policy)))
                .build();
        NagReason.give(
                role,
                NagReason.ofManagedPolicy(
                        policy, "AWS documents this managed policy for an organization's aggregator."));
        CfnConfigurationAggregator.Builder.create(this, "ConfigurationAggregator")
                .configurationAggregatorName(AGGREGATOR)
                .organizationAggregationSource(
                        CfnConfigurationAggregator.OrganizationAggregationSourceProperty.builder()
                                .allAwsRegions(true)
                                .roleArn(role.getRoleArn())
                                .build())
                .build();
    }
}
