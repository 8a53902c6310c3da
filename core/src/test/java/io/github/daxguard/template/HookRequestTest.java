package io.github.daxguard.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.json.JsonTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookRequestTest {

    /** "Update requires: Replacement" in CloudFormation's reference of AWS::DAX::Cluster. */
    private static final List<String> REPLACING = List.of(
            "ClusterEndpointEncryptionType",
            "ClusterName",
            "IAMRoleARN",
            "NetworkType",
            "NodeType",
            "SSESpecification",
            "SubnetGroupName");

    private static final List<Object> UNRESOLVED = List.of(
            "{{resolve:ssm:/dax/value}}",
            "{{resolve:ssm:/dax/value:3}}",
            "{{resolve:ssm-secure:/dax/value}}",
            "{{resolve:secretsmanager:dax:SecretString:value}}",
            "{{RESOLVE:SSM:/dax/value}}",
            "  {{ resolve : ssm:/dax/value }} ",
            "prefix-{{resolve:ssm:/dax/value}}-suffix",
            "{{literal}}{{resolve:ssm:/dax/value}}",
            List.of("literal", "{{resolve:ssm:/dax/value}}"),
            Map.of("SSEEnabled", "{{resolve:ssm:/dax/value}}"),
            Map.of("Outer", List.of(Map.of("Inner", "{{resolve:ssm:/dax/value}}"))),
            Map.of("Ref", "Value"),
            List.of(Map.of("Ref", "Value")),
            Map.of("Outer", List.of(Map.of("Fn::ImportValue", "Value"))));

    static Stream<Arguments> replacingPropertiesWithUnresolvedValues() {
        return REPLACING.stream().flatMap(name -> UNRESOLVED.stream().map(value -> Arguments.of(name, value)));
    }

    @ParameterizedTest
    @MethodSource("replacingPropertiesWithUnresolvedValues")
    void updatesInPlace_unresolvedValueOfReplacingProperty_isFalse(String name, Object value) {
        assertThat(update(Map.of(name, value), Map.of(name, value)).updatesInPlace())
                .isFalse();
    }

    static Stream<Arguments> replacingPropertiesWithLiteralValues() {
        return REPLACING.stream()
                .flatMap(name -> Stream.of(
                                "literal", true, List.of("literal"), Map.of("SSEEnabled", "true"), "{{literal}}")
                        .map(value -> Arguments.of(name, value)));
    }

    @ParameterizedTest
    @MethodSource("replacingPropertiesWithLiteralValues")
    void updatesInPlace_sameLiteralValueOfReplacingProperty_isTrue(String name, Object value) {
        assertThat(update(Map.of(name, value), Map.of(name, value)).updatesInPlace())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AvailabilityZones",
                "Description",
                "NotificationTopicARN",
                "ParameterGroupName",
                "PreferredMaintenanceWindow",
                "ReplicationFactor",
                "SecurityGroupIds",
                "Tags"
            })
    void updatesInPlace_unresolvedValueOfOtherProperty_isTrue(String name) {
        List<String> value = List.of("{{resolve:ssm:/dax/value}}");

        assertThat(update(Map.of(name, value), Map.of(name, value)).updatesInPlace())
                .isTrue();
    }

    private static HookRequest update(Map<String, Object> properties, Map<String, Object> previous) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("resourceProperties", properties);
        model.put("previousResourceProperties", previous);
        return HookRequest.of(JsonTree.of(Map.of(
                "actionInvocationPoint",
                "UPDATE_PRE_PROVISION",
                "requestData",
                Map.of("targetName", "AWS::DAX::Cluster", "targetModel", model))));
    }
}
