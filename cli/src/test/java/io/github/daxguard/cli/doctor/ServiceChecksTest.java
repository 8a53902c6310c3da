package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of CloudFormation and Lambda before a deployment. */
class ServiceChecksTest {

    private static final String HOOK = "AWS::CloudFormation::LambdaHook";
    private static final String REMEDIATION = "AWS::Config::RemediationConfiguration";
    private static final String CLUSTER = "AWS::DAX::Cluster";

    private final DoctorScenario doctor = new DoctorScenario();

    @AfterEach
    void stop() {
        doctor.close();
    }

    @Test
    void resourceTypes_thatAreOffered_areOk() {
        doctor.run("--context", "hook=fail", "--context", "replacement=true");
        assertThat(doctor.outcome("resource-types")).isEqualTo("OK");
        assertThat(doctor.evidence("resource-types")).contains(HOOK, REMEDIATION, CLUSTER);
        assertThat(doctor.aws.calls("DescribeType")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        HOOK + ",        hook=off,         NOTE",
        HOOK + ",        hook=warn,        PROBLEM",
        HOOK + ",        hook=fail,        PROBLEM",
        CLUSTER + ",     hook=off,         NOTE",
        CLUSTER + ",     hook=fail,        PROBLEM",
        CLUSTER + ",     replacement=true, NOTE",
        REMEDIATION + ", replacement=true, PROBLEM",
        REMEDIATION + ", hook=fail,        NOTE",
    })
    void missingType(String type, String setting, String outcome) {
        doctor.services.removeType(type);
        doctor.run("--context", setting);
        assertThat(doctor.outcome("resource-types")).isEqualTo(outcome);
        assertThat(doctor.evidence("resource-types")).contains(type);
    }

    @Test
    void remediation_isNotRequiredByAConformancePack() {
        doctor.services.removeType(REMEDIATION);
        doctor.run("--context", "replacement=true", "--context", "packaging=conformance-pack");
        assertThat(doctor.outcome("resource-types")).isEqualTo("NOTE");
    }

    @Test
    void nextStep_namesEachSettingOnce() {
        doctor.services.removeType(HOOK);
        doctor.services.removeType(CLUSTER);
        doctor.services.removeType(REMEDIATION);
        doctor.run("--context", "hook=fail", "--context", "replacement=true");
        assertThat(doctor.result("resource-types").path("nextStep").asText())
                .isEqualTo("Deploy with -c hook=off -c replacement=false.");
    }

    @Test
    void deprecatedType_isNotOffered() {
        doctor.services.deprecateTypes();
        doctor.run("--context", "hook=fail");
        assertThat(doctor.outcome("resource-types")).isEqualTo("PROBLEM");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void responseWithoutAType_isUndecided(int call) {
        doctor.aws
                .faults()
                .on("DescribeType")
                .call(call)
                .body("<DescribeTypeResponse><DescribeTypeResult/></DescribeTypeResponse>");
        doctor.run();
        assertThat(doctor.outcome("resource-types")).isEqualTo("UNDECIDED");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void deniedOrFailedDescription_isNotChecked(int call) {
        doctor.aws.faults().on("DescribeType").call(call).deny();
        doctor.run();
        assertThat(doctor.outcome("resource-types")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("resource-types")).containsExactly("cloudformation:DescribeType");

        doctor.aws.faults().clear();
        doctor.aws.faults().on("DescribeType").call(call).error("CFNRegistryException", "No", 400);
        doctor.run();
        assertThat(doctor.outcome("resource-types")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("resource-types")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000,     , OK",
        "1000,  200,  100, OK",
        "1000,  199,  100, PROBLEM",
        "1000,  101,    1, OK",
        "1000,  100,    1, PROBLEM",
        "  10,   10,    1, PROBLEM",
        "  10,   10,     , NOTE",
        "1000,   11,     , OK",
        "1000,   10,     , NOTE",
        "1000,    1,     , NOTE",
        "1000,    0,     , PROBLEM",
        "1000,    0,    1, PROBLEM",
    })
    void lambdaConcurrency(int quota, int unreserved, String reserved, String outcome) {
        doctor.services.concurrency(quota, unreserved);
        doctor.run("--context", "reservedConcurrency=" + (reserved == null ? "" : reserved));
        assertThat(doctor.outcome("lambda-concurrency")).isEqualTo(outcome);
        assertThat(doctor.evidence("lambda-concurrency")).contains(quota + ",", unreserved + " are not reserved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ConcurrentExecutions", "UnreservedConcurrentExecutions"})
    void settingsWithoutAQuota_areUndecided(String member) {
        doctor.services.omitLimit(member);
        doctor.run();
        assertThat(doctor.outcome("lambda-concurrency")).isEqualTo("UNDECIDED");
    }

    @Test
    void settingsWithoutALimit_areUndecided() {
        doctor.aws.faults().on("GetAccountSettings").body("{}");
        doctor.run();
        assertThat(doctor.outcome("lambda-concurrency")).isEqualTo("UNDECIDED");
    }

    @Test
    void settings_deniedOrFailed_areNotChecked() {
        doctor.aws.faults().on("GetAccountSettings").deny();
        doctor.run();
        assertThat(doctor.outcome("lambda-concurrency")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("lambda-concurrency")).containsExactly("lambda:GetAccountSettings");

        doctor.aws.faults().clear();
        doctor.aws.faults().on("GetAccountSettings").error("ServiceException", "No", 400);
        doctor.run();
        assertThat(doctor.outcome("lambda-concurrency")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("lambda-concurrency")).isEmpty();
    }
}
