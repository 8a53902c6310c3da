package io.github.daxguard.infra;

import java.util.List;
import software.amazon.awscdk.services.config.CfnConfigurationAggregator;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * The aggregator that shows the results of all accounts and Regions of the organization.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html">Multi-account multi-Region data
 *     aggregation for AWS Config</a>
 */
final class OrganizationAggregator {

    static final String NAME = "daxguard";

    private static final String POLICY = "service-role/AWSConfigRoleForOrganizations";

    private OrganizationAggregator() {}

    static CfnConfigurationAggregator addTo(Construct scope) {
        Role role = Role.Builder.create(scope, "AggregatorRole")
                .description(
                        "Role with which AWS Config lists the accounts of the organization for the daxguard aggregator")
                .assumedBy(new ServicePrincipal("config.amazonaws.com"))
                .managedPolicies(List.of(ManagedPolicy.fromAwsManagedPolicyName(POLICY)))
                .build();
        NagReason.suppress(
                role,
                NagReason.ofManagedPolicy(
                        POLICY, "AWS documents this managed policy for an organization's aggregator."));
        return CfnConfigurationAggregator.Builder.create(scope, "ConfigurationAggregator")
                .configurationAggregatorName(NAME)
                .organizationAggregationSource(
                        CfnConfigurationAggregator.OrganizationAggregationSourceProperty.builder()
                                .allAwsRegions(true)
                                .roleArn(role.getRoleArn())
                                .build())
                .build();
    }
}
