package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class RegionCheckTest {

    /** The list and its date are those of {@code daxguard scan}, which is not a dependency of this module. */
    @Test
    void list_isThatOfTheScan() throws IOException {
        Properties module = new Properties();
        try (InputStream in =
                Region.class.getResourceAsStream("/META-INF/maven/software.amazon.awssdk/regions/pom.properties")) {
            module.load(in);
        }

        assertThat(Path.of("..", "cli/src/main/java/io/github/daxguard/cli/scan/DaxRegions.java"))
                .content()
                .contains("VERSION = \"" + module.getProperty("version") + "\"")
                .contains("DATE = \"" + RegionCheck.LIST_DATE + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eu-west-1",
                "us-east-1,eu-west-1,ap-southeast-7,mx-central-1",
                "cn-north-1,cn-northwest-1",
                "us-gov-east-1,us-gov-west-1"
            })
    void regionsWithDax_areAccepted(String regions) {
        assertAccepted(Map.of("regions", regions));
    }

    @ParameterizedTest
    @CsvSource({"eu-west-9", "us-iso-east-1", "xx-south-1"})
    void regionWithoutDax_isRefusedWithTheDateOfTheList(String region) {
        assertThatThrownBy(() -> check(Map.of("regions", region)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith(
                        "Context value regions: invalid value: \"" + region + "\". Expected: Regions that have DAX")
                .hasMessageContaining("list of 2026-10-30")
                .hasMessageContaining("allowUnlistedRegion=true")
                .hasMessageNotContaining("\n");
        assertAccepted(Map.of("regions", region, "allowUnlistedRegion", "true"));
    }

    @Test
    void anyRegionWithoutDax_isRefused() {
        assertThatThrownBy(() -> check(Map.of("regions", "eu-west-1,eu-west-9")))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("\"eu-west-9\"");
    }

    @ParameterizedTest
    @CsvSource({
        "hook, fail, eu-north-1, AWS::DAX::Cluster",
        "replacement, true, mx-central-1, AWS::Config::RemediationConfiguration",
    })
    void anyRegionWithoutARequiredType_isRefusedWithTheDateOfTheList(
            String name, String value, String region, String type) {
        Map<String, Object> context = Map.of(name, value, "regions", "eu-west-1," + region);

        assertThatThrownBy(() -> check(context))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(region)
                .hasMessageContaining(type)
                .hasMessageContaining(RegionalType.LIST_DATE);
        assertAccepted(Map.of(name, value, "regions", "eu-west-1," + region, "allowUnlistedRegion", "true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void regionsOfTwoPartitions_areRefused(String allowUnlistedRegion) {
        assertThatThrownBy(() ->
                        check(Map.of("regions", "eu-west-1,cn-north-1", "allowUnlistedRegion", allowUnlistedRegion)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("Context value regions: invalid value: \"eu-west-1,cn-north-1\"")
                .hasMessageContaining("one partition");
    }

    @Test
    void regionsOfAnOrganization_inChina_areRefused() {
        Map<String, Object> context = Map.of(
                "organization", "r-ab12",
                "organizationId", "o-ab12cd34ef",
                "managementAccount", "123456789012",
                "allowUnlistedRegion", "true",
                "regions", "cn-north-1,cn-northwest-1");

        assertThatThrownBy(() -> check(context))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("Context value regions: invalid value: \"cn-north-1,cn-northwest-1\"")
                .hasMessageContaining("outside China");
    }

    /** Its stack has no Region: the Region is that of the AWS settings. */
    @ParameterizedTest
    @ValueSource(strings = {"cn-north-1", " CN-NORTHWEST-1 "})
    void organizationWithOneFunction_inChina_isRefused(String region) {
        Settings settings = ContextReader.read(
                Map.of("organization", "r-ab12", "organizationMode", "central", "memberAccounts", "111122223333"));

        assertThatThrownBy(() -> RegionCheck.check(settings, Optional.of(region)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("Context value organization: invalid value: \"r-ab12\"")
                .hasMessageContaining("China");
        assertThatCode(() -> RegionCheck.check(settings, Optional.of("eu-west-1")))
                .doesNotThrowAnyException();
        assertThatCode(() -> RegionCheck.check(settings, Optional.empty())).doesNotThrowAnyException();
        assertThatCode(() -> RegionCheck.check(ContextReader.read(Map.of()), Optional.of(region)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws-cn:events:eu-west-1:111122223333:event-bus/daxguard, eu-west-1",
        "arn:aws:events:us-gov-west-1:111122223333:event-bus/daxguard, us-gov-west-1",
        "arn:aws:events:eu-west-1:111122223333:event-bus/daxguard, us-gov-west-1",
        "arn:aws-us-gov:events:us-gov-west-1:111122223333:event-bus/daxguard, eu-west-1",
    })
    void eventBusOfAnotherPartition_isRefused(String bus, String region) {
        assertThatThrownBy(() -> check(Map.of("eventBus", bus, "regions", region)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("Context value eventBus: invalid value: \"" + bus + "\"")
                .hasMessageContaining("partition");
    }

    @Test
    void eventBusWhosePartitionIsNotThatOfItsRegion_isRefused() {
        String bus = "arn:aws:events:us-gov-west-1:111122223333:event-bus/daxguard";

        assertThatThrownBy(() -> check(Map.of("eventBus", bus)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("Context value eventBus: invalid value: \"" + bus + "\"");
    }

    @Test
    void eventBusOfTheSamePartition_isAccepted() {
        assertAccepted(Map.of(
                "eventBus",
                "arn:aws-us-gov:events:us-gov-west-1:111122223333:event-bus/daxguard",
                "regions",
                "us-gov-west-1,us-gov-east-1"));
    }

    /** A type is required in each Region of the stack set. */
    @Test
    void regionsOfAnOrganization_oneWithoutTheTypesOfAHook_areRefused() {
        Map<String, Object> context = Map.of(
                "organization", "r-ab12",
                "organizationId", "o-ab12cd34ef",
                "managementAccount", "123456789012",
                "hook", "fail");

        assertAccepted(with(context, "eu-west-1,us-east-1"));
        assertThatThrownBy(() -> check(with(context, "eu-west-1,us-east-1,eu-north-1")))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("Context value hook")
                .hasMessageContaining("eu-north-1");
    }

    private static Map<String, Object> with(Map<String, Object> context, String regions) {
        Map<String, Object> more = new HashMap<>(context);
        more.put("regions", regions);
        return more;
    }

    /** Its stack is not deployed there. */
    @Test
    void defaultRegion_withRegions_isNotChecked() {
        assertThatCode(() -> RegionCheck.check(
                        ContextReader.read(Map.of("hook", "fail", "regions", "eu-west-1")), Optional.of("eu-north-1")))
                .doesNotThrowAnyException();
    }

    @Test
    void defaultRegion_withoutRegions_isCheckedForRequiredTypes() {
        assertThatThrownBy(
                        () -> RegionCheck.check(ContextReader.read(Map.of("hook", "fail")), Optional.of("eu-north-1")))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("eu-north-1");
        assertThatCode(() -> RegionCheck.check(ContextReader.read(Map.of("hook", "fail")), Optional.empty()))
                .doesNotThrowAnyException();
    }

    private static void assertAccepted(Map<String, Object> context) {
        assertThatCode(() -> check(context)).doesNotThrowAnyException();
    }

    private static void check(Map<String, Object> context) {
        RegionCheck.check(ContextReader.read(context), Optional.of("eu-west-1"));
    }
}
