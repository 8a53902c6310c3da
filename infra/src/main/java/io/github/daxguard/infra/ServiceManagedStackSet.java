package io.github.daxguard.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnStackSet;
import software.constructs.Construct;

/**
 * A stack set that the delegated administrator deploys to organizational units, including accounts that join later.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html">
 *     AWS::CloudFormation::StackSet</a>
 */
final class ServiceManagedStackSet {

    private ServiceManagedStackSet() {}

    /** The properties that every such stack set has. */
    static CfnStackSet.Builder of(Construct scope, String id, String capability, Map<String, String> parameters) {
        return CfnStackSet.Builder.create(scope, id)
                .permissionModel("SERVICE_MANAGED")
                .callAs("DELEGATED_ADMIN")
                .capabilities(List.of(capability))
                .autoDeployment(CfnStackSet.AutoDeploymentProperty.builder()
                        .enabled(true)
                        .retainStacksOnAccountRemoval(false)
                        .build())
                // Not the typed property: the CDK writes it with a name that CloudFormation does not accept.
                .managedExecution(Map.of("Active", true))
                .parameters(new TreeMap<>(parameters)
                        .entrySet().stream()
                                .map(parameter -> CfnStackSet.ParameterProperty.builder()
                                        .parameterKey(parameter.getKey())
                                        .parameterValue(parameter.getValue())
                                        .build())
                                .toList());
    }
}
