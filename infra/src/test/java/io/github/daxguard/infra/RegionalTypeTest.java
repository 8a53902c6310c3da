package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresNode
class RegionalTypeTest {

    @ParameterizedTest
    @CsvSource({
        "hook, warn, cn-north-1, AWS::CloudFormation::LambdaHook",
        "hook, fail, cn-northwest-1, AWS::CloudFormation::LambdaHook",
        "hook, fail, us-gov-east-1, AWS::CloudFormation::LambdaHook",
        "hook, warn, us-gov-west-1, AWS::CloudFormation::LambdaHook",
        "hook, fail, eu-north-1, AWS::DAX::Cluster",
        "hook, fail, eu-south-2, AWS::DAX::Cluster",
        "hook, warn, ap-east-2, AWS::DAX::Cluster",
        "replacement, true, ap-east-2, AWS::Config::RemediationConfiguration",
        "replacement, true, ap-southeast-6, AWS::Config::RemediationConfiguration",
        "replacement, true, ap-southeast-7, AWS::Config::RemediationConfiguration",
        "replacement, true, mx-central-1, AWS::Config::RemediationConfiguration",
    })
    void check_typeNotOffered_isRefusedInOneLine(String name, String value, String region, String type) {
        Settings settings = ContextReader.read(Map.of(name, value));

        assertThatThrownBy(() -> RegionalType.check(settings, region))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("Context value " + name + ": invalid value: \"" + value + "\". Expected: "
                        + ContextReader.DEFAULTS.get(name) + " in " + region)
                .hasMessageContaining(type)
                .hasMessageContaining(RegionalType.LIST_DATE)
                .hasMessageContaining("allowUnlistedRegion=true")
                .hasMessageNotContaining("\n");
        assertThatCode(() -> RegionalType.check(
                        ContextReader.read(Map.of(name, value, "allowUnlistedRegion", "true")), region))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "hook, off, cn-north-1",
        "hook, fail, eu-west-1",
        "hook, fail, cn-southwest-9",
        "replacement, true, cn-north-1",
        "replacement, false, mx-central-1",
    })
    void check_typeOfferedOrNotRequired_isAccepted(String name, String value, String region) {
        Settings settings = ContextReader.read(Map.of(name, value));

        assertThatCode(() -> RegionalType.check(settings, region)).doesNotThrowAnyException();
    }

    static List<Map<String, String>> modes() {
        return Stream.concat(
                        Contexts.all().stream(),
                        Stream.of(Map.of("replacement", "true", "controls", "encryption-in-transit")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void isRequiredBy_everyMode_agreesWithTheTemplate(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);
        Settings settings = ContextReader.read(new HashMap<>(context));

        for (RegionalType type : List.of(RegionalType.LAMBDA_HOOK, RegionalType.REMEDIATION)) {
            assertThat(type.isRequiredBy(settings))
                    .as(type.typeName())
                    .isEqualTo(!template.resources(type.typeName()).isEmpty());
        }
        assertThat(RegionalType.HOOK_TARGET.isRequiredBy(settings))
                .isEqualTo(RegionalType.LAMBDA_HOOK.isRequiredBy(settings));
    }
}
