package io.github.daxguard.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnStackSet;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.config.CfnOrganizationConfigRule;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * daxguard for an organization, in the account of the delegated administrator: one function, a role in every member account
 * that it assumes, an organization rule for each control, and an aggregator.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html">
 *     Organization rules</a>
 */
final class CentralOrganizationStack extends Stack {

    CentralOrganizationStack(Construct scope, Settings settings, Organization.Central organization, FunctionCode code) {
        super(
                scope,
                Organization.STACK,
                StackProps.builder()
                        .description(
                                "daxguard: AWS Config rules on the encryption of DynamoDB Accelerator (DAX) clusters in"
                                        + " every account of an organization")
                        .build());
        String memberRole = "arn:" + Aws.PARTITION + ":iam::*:role/" + MemberRole.name();
        RuleFunction function = new RuleFunction(
                this,
                "Rule",
                settings,
                code.asAsset(),
                List.of(RulePermissions.statement("AssumeMemberRole", List.of("sts:AssumeRole"), memberRole)),
                List.of(
                        NagReason.ofWildcard(
                                memberRole,
                                "The role has the same name in every account, including accounts that join the organization later."),
                        HandlerFunction.reasonOfTraces()));

        // AWS Config invokes a rule in each account as soon as it exists: role and permission must exist before.
        List<IDependable> prerequisites = new ArrayList<>();
        prerequisites.add(memberRoles(settings, organization, function));
        for (String account : organization.memberAccounts()) {
            prerequisites.add(function.permitConfig(this, "InvokeByConfigOf" + account, account));
        }
        for (RuleDefinition rule : RuleDefinition.periodic(settings)) {
            organizationRule(MemberRole.usedBy(rule), organization, function)
                    .getNode()
                    .addDependency(prerequisites.toArray(IDependable[]::new));
        }
        OrganizationAggregator.addTo(this);

        // Calls to DAX and compliance changes are events in the member accounts. Only the alarms are in this account.
        Notifications notifications = new Notifications(this, "Notifications", settings, List.of());
        new Monitoring(
                this,
                "Monitoring",
                settings,
                function,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(notifications.topic()));
        Outputs outputs = new Outputs(this);
        outputs.of(function);
        outputs.of(notifications);
        outputs.ofAggregator();
    }

    /** The role in each account of the units, including accounts that join later. */
    private CfnStackSet memberRoles(Settings settings, Organization.Central organization, RuleFunction function) {
        return ServiceManagedStackSet.of(
                        this,
                        "MemberRoles",
                        "CAPABILITY_NAMED_IAM",
                        Map.of(
                                MemberRole.FUNCTION_ROLE_ARN,
                                function.handler().role().getRoleArn()))
                .stackSetName("DaxGuardMember")
                .description("daxguard: the role that the rule function assumes in each account")
                .templateBody(MemberRole.template(this, settings))
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
            RuleDefinition rule, Organization.Central organization, RuleFunction function) {
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
}
