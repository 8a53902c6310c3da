package io.github.daxguard.infra;

import software.amazon.awscdk.LegacyStackSynthesizer;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.organizations.CfnPolicy;
import software.constructs.Construct;

/**
 * The {@link CreationPolicy} in the management account of an organization, attached to its targets. It is deployed alone: all
 * other stacks belong to other accounts.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-policy.html">
 *     AWS::Organizations::Policy</a>
 */
final class DaxGuardPreventionStack extends Stack {

    static final String NAME = "DaxGuardPrevention";

    DaxGuardPreventionStack(Construct scope, CreationPolicy policy) {
        super(
                scope,
                NAME,
                StackProps.builder()
                        .description("daxguard: a service control policy that restricts how DAX clusters are created")
                        // Uses the credentials of the caller. The management account does not require the CDK's
                        // bootstrap resources, one of which is a role with the permissions of an administrator.
                        .synthesizer(new LegacyStackSynthesizer())
                        .build());
        CfnPolicy.Builder.create(this, "CreationPolicy")
                .name("daxguard-cluster-creation")
                .description("Denies the creation of DAX clusters that CloudFormation does not create")
                .type("SERVICE_CONTROL_POLICY")
                .content(policy.document())
                .targetIds(policy.targets())
                .build();
    }
}
