package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.contract.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of AWS Config before a deployment. */
class ConfigChecksTest {

    private final DoctorScenario doctor = new DoctorScenario();

    @AfterEach
    void stop() {
        doctor.close();
    }

    @Test
    void resourceType_isOkOnlyIfTheTypeIsAcceptedAndNonsenseIsNot() {
        doctor.run();
        assertThat(doctor.outcome("resource-type")).isEqualTo("OK");
    }

    @Test
    void resourceType_isUndecidedIfTestModeDoesNotValidate() {
        doctor.state.acceptAnyTypeInTestMode();
        doctor.run();
        assertThat(doctor.outcome("resource-type")).isEqualTo("UNDECIDED");
    }

    @Test
    void refusedResourceType_isAProblem() {
        doctor.state.refuseType(ResourceType.DAX_CLUSTER);
        doctor.run();
        assertThat(doctor.outcome("resource-type")).isEqualTo("PROBLEM");
    }

    @Test
    void refusalOfEachType_isUndecided() {
        doctor.aws.faults().on("PutEvaluations").error("ValidationException", "Refused", 400);
        doctor.run();
        assertThat(doctor.outcome("resource-type")).isEqualTo("UNDECIDED");
    }

    @Test
    void failedProbe_isNotChecked() {
        doctor.aws.faults().on("PutEvaluations").call(2).error("InternalServerException", "Later", 400);
        doctor.run();
        assertThat(doctor.outcome("resource-type")).isEqualTo("NOT_CHECKED");
    }

    /** AWS Config can accept a call and refuse an evaluation in it. */
    @Test
    void failedEvaluation_isNotChecked() {
        doctor.aws.faults().on("PutEvaluations").failEvaluations("daxguard"::equals);
        doctor.run();
        assertThat(doctor.outcome("resource-type")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void responseWithoutRules_isNotChecked() {
        doctor.aws.faults().on("DescribeConfigRules").body("{}");
        doctor.run();
        assertThat(doctor.outcome("managed-rules")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void probes_changeNothing() {
        doctor.run();
        assertThat(doctor.aws.calls("PutEvaluations"))
                .hasSize(3)
                .allSatisfy(call ->
                        assertThat(call.body().path("TestMode").asBoolean()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "true,  true,  existing, OK",
        "true,  true,  create,   PROBLEM",
        "false, false, existing, PROBLEM",
        "false, false, create,   OK",
        "true,  false, existing, PROBLEM",
        "true,  false, create,   PROBLEM",
        "false, true,  existing, PROBLEM",
        "false, true,  create,   PROBLEM",
    })
    void recorder(boolean recorder, boolean channel, String setting, String outcome) {
        if (!recorder) {
            doctor.recorders.removeRecorder();
        }
        if (!channel) {
            doctor.recorders.removeChannel();
        }
        doctor.run("--context", "recorder=" + setting);
        assertThat(doctor.outcome("recorder")).isEqualTo(outcome);
    }

    /** An empty list would be OK with this setting. */
    @ParameterizedTest
    @ValueSource(strings = {"DescribeConfigurationRecorders", "DescribeDeliveryChannels"})
    void responseWithoutAList_isNotChecked(String operation) {
        doctor.recorders.removeRecorder();
        doctor.recorders.removeChannel();
        doctor.aws.faults().on(operation).body("{}");
        doctor.run("--context", "recorder=create");
        assertThat(doctor.outcome("recorder")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void recorderOfAService_doesNotCount() {
        doctor.recorders.removeRecorder();
        doctor.recorders.addServiceLinkedRecorder();
        doctor.run();
        assertThat(doctor.outcome("recorder")).isEqualTo("PROBLEM");
    }

    @Test
    void managedRules_areANoteOnlyForTheSameControls() {
        doctor.recorders.addManagedRule("tables", "DYNAMODB_PITR_ENABLED");
        doctor.run();
        assertThat(doctor.outcome("managed-rules")).isEqualTo("OK");

        doctor.recorders.addManagedRule("securityhub-dax", "DAX_ENCRYPTION_ENABLED");
        doctor.run();
        assertThat(doctor.outcome("managed-rules")).isEqualTo("NOTE");
        assertThat(doctor.evidence("managed-rules")).contains("securityhub-dax").doesNotContain("tables");
    }
}
