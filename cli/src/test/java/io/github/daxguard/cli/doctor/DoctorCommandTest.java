package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, output, exit codes and interruption of the command. */
class DoctorCommandTest {

    private final DoctorScenario doctor = new DoctorScenario();

    @AfterEach
    void stop() {
        doctor.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--region ,",
                "--context realtime=false",
                "--context hook=on",
                "--context hook",
                "--context reservedConcurrency=0",
                "--stack Other",
                "--change-test orders",
                "--hook-test",
                "--runbook-test",
                "--yes",
                "--deployed --organization",
                "--deployed --context hook=fail",
                "--deployed --change-test 1orders",
                "--role Audit",
                "--organization --role arn:aws:iam::111122223333:role/Audit",
                "--report no-such-folder/report.md",
                "--report .",
                "--format csv",
            })
    void invalidOption_isRefusedBeforeACall(String options) {
        assertThat(doctor.run(options.split(" "))).isEqualTo(3);
        assertThat(doctor.aws.calls()).isEmpty();
        assertThat(doctor.written()).isEmpty();
    }

    @Test
    void deniedIdentity_isIncomplete() {
        doctor.aws.faults().on("GetCallerIdentity").deny();
        assertThat(doctor.run()).isEqualTo(2);
        assertThat(doctor.errors()).contains("GetCallerIdentity");
    }

    @Test
    void missingPermission_isNamedAndNeverOk() {
        doctor.aws.faults().on("DescribeDeliveryChannels").deny();
        assertThat(doctor.run()).isEqualTo(2);
        assertThat(doctor.outcome("recorder")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result("recorder").path("missingPermissions").path(0).asText())
                .isEqualTo("config:DescribeDeliveryChannels");
        assertThat(doctor.evidence("recorder"))
                .isEqualTo("Not checked: missing permission config:DescribeDeliveryChannels.");
    }

    /** A Region that is not enabled does not accept the credentials. */
    @Test
    void deniedIdentityInOneRegion_leavesTheOtherChecksAsTheyAre() {
        doctor.aws.faults().on("GetCallerIdentity").inRegion("eu-west-1").deny();
        doctor.runAll("doctor", "--region", "eu-west-1,us-east-1", "--format", "json");
        assertThat(doctor.outcome("recorder")).isEqualTo("OK");
    }

    /** Nonsense in a response is an error of one check, not of the command. */
    @Test
    void unexpectedResponse_leavesTheOtherChecksAsTheyAre() {
        doctor.aws.faults().on("DescribeConfigurationRecorders").body("{\"ConfigurationRecorders\":[null]}");
        assertThat(doctor.run()).isEqualTo(2);
        assertThat(doctor.outcome("recorder")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.outcome("managed-rules")).isEqualTo("OK");
    }

    @Test
    void configuredOptionsOfTheOtherMode_areIgnored() {
        doctor.variables.put("DAXGUARD_STACK", "Other");
        assertThat(doctor.run()).isNotEqualTo(3);
    }

    @Test
    void repeatedRegion_isCheckedOnce() {
        doctor.runAll("doctor", "--region", "eu-west-1,eu-west-1", "--format", "json");
        assertThat(doctor.json().path("results").findValuesAsText("check")).doesNotHaveDuplicates();
    }

    @Test
    void eachRegion_isChecked() {
        doctor.runAll("doctor", "--region", "eu-west-1,us-east-1", "--format", "json");
        assertThat(doctor.json().path("results").findValuesAsText("region")).contains("eu-west-1", "us-east-1");
    }

    @Test
    void table_hasEachOutcomeAndNextStep() {
        doctor.recorders.removeChannel();
        doctor.runAll("doctor", "--region", DoctorScenario.REGION);
        assertThat(doctor.written().lines())
                .anyMatch(line -> line.startsWith("problem") && line.contains("Configuration recorder"))
                .anyMatch(line -> line.contains("Next: Complete the set-up of AWS Config."));
    }

    @Test
    void report_hasNoIdentifiers(@TempDir Path folder) throws IOException {
        doctor.recorders.addManagedRule("the-rule-of-the-shop", "DAX_ENCRYPTION_ENABLED");
        doctor.aws.faults().on("DescribeDeliveryChannels").error("Odd", "arn:aws:iam::111122223333:user/shop", 400);
        Path report = folder.resolve("report.md");
        doctor.run("--report", report.toString());
        assertThat(doctor.written()).contains("the-rule-of-the-shop", "user/shop");
        assertThat(Files.readString(report))
                .doesNotContain(List.of("the-rule-of-the-shop", DoctorScenario.ACCOUNT, "arn:", "shop"))
                .contains("\\<rule 1>", "Odd");
    }

    @Test
    void interruption_leavesTheOtherChecksOpen() {
        doctor.aws.faults().on("DescribeConfigurationRecorders").delay(Duration.ofMinutes(1));
        Thread ctrlC = new Thread(() -> {
            doctor.aws.awaitCalls("DescribeConfigurationRecorders", 1);
            doctor.interrupt();
        });
        ctrlC.start();
        assertThat(doctor.run()).isEqualTo(2);
        assertThat(doctor.json().path("interrupted").asBoolean()).isTrue();
        assertThat(doctor.outcome("recorder")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.outcome("managed-rules")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.aws.calls("DescribeConfigRules")).isEmpty();
    }
}
