package io.github.daxguard.infra;

import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.CfnStackSet;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.config.CfnConfigurationAggregator;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * daxguard for an organization, in the home Region of the account of the delegated administrator: a stack set with the complete
 * stack for each account and Region, an aggregator, and the view of their events and results.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html">
 *     AWS::CloudFormation::StackSet</a>
 */
final class StackSetOrganizationStack extends Stack {

    static final String STACK_SET = "DaxGuard";

    /** {@code template} is the file of the template for the member accounts. */
    StackSetOrganizationStack(
            Construct scope, Settings settings, Organization.StackSets organization, Path template, FunctionCode code) {
        super(
                scope,
                Organization.STACK,
                StackProps.builder()
                        .description(
                                "daxguard: AWS Config rules on the encryption of DynamoDB Accelerator (DAX) clusters in"
                                        + " every account and Region of an organization")
                        .env(Environment.builder()
                                .region(settings.regions().get(0))
                                .build())
                        .build());
        CfnConfigurationAggregator aggregator = OrganizationAggregator.addTo(this);
        OrganizationView view = new OrganizationView(
                this,
                "View",
                settings,
                code.asAsset(),
                new OrganizationView.Sources(
                        organization.id(),
                        organization.managementAccount(),
                        OrganizationAggregator.NAME,
                        aggregator.getAttrConfigurationAggregatorArn()),
                RuleDefinition.all(settings).stream().map(RuleDefinition::name).toList());
        // Through S3: a template in a request has at most 51,200 bytes.
        // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
        Asset file = Asset.Builder.create(this, "MemberTemplate")
                .path(template.toString())
                .build();
        ServiceManagedStackSet.of(this, "Members", "CAPABILITY_IAM", MemberParameters.values(settings, view.busArn()))
                .stackSetName(STACK_SET)
                .description("daxguard: AWS Config rules on the encryption of DAX clusters")
                .templateUrl(file.getHttpUrl())
                .stackInstancesGroup(List.of(CfnStackSet.StackInstancesProperty.builder()
                        .deploymentTargets(targets(organization))
                        .regions(settings.regions())
                        .build()))
                .operationPreferences(CfnStackSet.OperationPreferencesProperty.builder()
                        .regionConcurrencyType(organization.regionConcurrency().name())
                        .regionOrder(settings.regions())
                        .failureTolerancePercentage(organization.failureTolerancePercentage())
                        .maxConcurrentPercentage(organization.maxConcurrentPercentage())
                        // In the strict mode, the tolerance also limits the concurrency.
                        // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/concurrency-mode.html
                        .concurrencyMode("SOFT_FAILURE_TOLERANCE")
                        .build())
                .build();

        Outputs outputs = new Outputs(this);
        outputs.add("StackSet", "Name of the stack set that deploys daxguard to the accounts", STACK_SET);
        outputs.add(
                "ManagementAccount",
                "Account that stack sets do not deploy to. Deploy the stacks " + DaxGuardStack.NAME + "-REGION there",
                organization.managementAccount());
        outputs.ofAggregator();
        outputs.of(view);
    }

    private static CfnStackSet.DeploymentTargetsProperty targets(Organization.StackSets organization) {
        CfnStackSet.DeploymentTargetsProperty.Builder targets =
                CfnStackSet.DeploymentTargetsProperty.builder().organizationalUnitIds(organization.units());
        if (!organization.excludedAccounts().isEmpty()) {
            targets.accountFilterType("DIFFERENCE").accounts(organization.excludedAccounts());
        }
        return targets.build();
    }
}
