package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.emulator.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of the CDK's bootstrapping before a deployment. */
class BootstrapChecksTest {

    private static final String DEPLOY = "cdk-hnb659fds-deploy-role-111122223333-eu-west-1";
    private static final String PUBLISH = "cdk-hnb659fds-file-publishing-role-111122223333-eu-west-1";
    private static final String LOOKUP = "cdk-hnb659fds-lookup-role-111122223333-eu-west-1";

    private final DoctorScenario doctor = new DoctorScenario();

    @AfterEach
    void stop() {
        doctor.close();
    }

    @ParameterizedTest
    @CsvSource({"6, OK", "30, OK", "5, PROBLEM", "0, PROBLEM", "'', UNDECIDED", "v6, UNDECIDED", "-6, UNDECIDED"})
    void version(String version, String outcome) {
        doctor.bootstrap.version(version);
        doctor.run();
        assertThat(doctor.outcome("bootstrap")).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"Parameter\": {}}", "{\"Parameter\": null}"})
    void responseWithoutVersion_isUndecided(String body) {
        doctor.aws.faults().on("GetParameter").body(body);
        doctor.run();
        assertThat(doctor.outcome("bootstrap")).isEqualTo("UNDECIDED");
    }

    @Test
    void missingVersion_isAProblemWithTheCommandOfTheGuide() throws IOException {
        doctor.bootstrap.removeVersion();
        doctor.run();
        assertThat(doctor.outcome("bootstrap")).isEqualTo("PROBLEM");
        assertThat(doctor.result("bootstrap").path("nextStep").asText()).contains(BootstrapChecks.COMMAND);
        assertThat(Files.readString(Path.of("../docs/get-started/deploy.md"))).contains(BootstrapChecks.COMMAND + " ");
    }

    @Test
    void otherFailureOfTheVersion_isNotChecked() {
        doctor.aws.faults().on("GetParameter").error("InternalServerError", "Later", 400);
        doctor.run();
        assertThat(doctor.outcome("bootstrap")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void missingPermissionForTheVersion_isNamed() {
        doctor.aws.faults().on("GetParameter").deny();
        doctor.run();
        assertIsMissing("bootstrap", "ssm:GetParameter");
    }

    @Test
    void assumedRoles_areOkAndTheirCredentialsAreNotUsedOrShown() {
        doctor.run();
        assertThat(doctor.outcome("bootstrap-roles")).isEqualTo("OK");
        assertThat(doctor.aws.calls("AssumeRole"))
                .extracting(call -> call.body().path("RoleArn").asText())
                .containsExactly(
                        "arn:aws:iam::111122223333:role/" + DEPLOY,
                        "arn:aws:iam::111122223333:role/" + PUBLISH,
                        "arn:aws:iam::111122223333:role/" + LOOKUP);
        assertThat(doctor.aws.calls("AssumeRole")).allSatisfy(call -> {
            assertThat(call.body().path("DurationSeconds").asText()).isEqualTo("900");
            assertThat(call.body().path("RoleSessionName").asText()).isEqualTo("daxguard-doctor");
        });
        assertThat(doctor.aws.calls()).extracting(Call::sessionName).containsOnly("");
        assertThat(doctor.written() + doctor.errors()).doesNotContain("ASIA");
    }

    @ParameterizedTest
    @CsvSource({"1, PROBLEM, " + DEPLOY, "2, PROBLEM, " + PUBLISH, "3, NOTE, " + LOOKUP})
    void roleThatCannotBeAssumed(int call, String outcome, String role) {
        doctor.aws.faults().on("AssumeRole").call(call).deny();
        doctor.run();
        assertThat(doctor.outcome("bootstrap-roles")).isEqualTo(outcome);
        for (String each : List.of(DEPLOY, PUBLISH, LOOKUP)) {
            assertThat(doctor.evidence("bootstrap-roles").contains(each)).isEqualTo(each.equals(role));
        }
        assertThat(doctor.result("bootstrap-roles").path("missingPermissions").toString())
                .isEqualTo("[\"sts:AssumeRole\"]");
    }

    @Test
    void deniedRolesOfARegionThatIsNotBootstrapped_haveOneNextStep() {
        doctor.bootstrap.removeVersion();
        doctor.aws.faults().on("AssumeRole").deny();
        doctor.run();
        assertThat(doctor.outcome("bootstrap-roles")).isEqualTo("PROBLEM");
        assertThat(doctor.result("bootstrap-roles").path("nextStep"))
                .isEqualTo(doctor.result("bootstrap").path("nextStep"));
        assertThat(doctor.evidence("bootstrap-roles")).contains(DEPLOY, PUBLISH, LOOKUP);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void otherFailureOfARole_isNotChecked(int call) {
        doctor.aws.faults().on("AssumeRole").call(call).error("RegionDisabledException", "No", 403);
        doctor.run();
        assertThat(doctor.outcome("bootstrap-roles")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void responseWithoutCredentials_isNotChecked() {
        doctor.aws
                .faults()
                .on("AssumeRole")
                .body("<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult/>"
                        + "</AssumeRoleResponse>");
        doctor.run();
        assertThat(doctor.outcome("bootstrap-roles")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void allowedSimulation_isANoteAndReadsAllPages() {
        doctor.run();
        assertThat(doctor.outcome("execution-role")).isEqualTo("NOTE");
        assertThat(doctor.evidence("execution-role")).contains("Indicative");
        assertThat(doctor.aws.calls("SimulatePrincipalPolicy").size()).isGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource({
        "sqs:SetQueueAttributes, implicitDeny",
        "cloudwatch:PutDashboard, explicitDeny",
        "sqs:SetQueueAttributes, perhaps",
        "sqs:SetQueueAttributes, ''"
    })
    void actionThatIsNotAllowed_isUndecided(String action, String decision) {
        doctor.bootstrap.decide(action, decision);
        doctor.run();
        assertThat(doctor.outcome("execution-role")).isEqualTo("UNDECIDED");
        assertThat(doctor.evidence("execution-role")).contains("Indicative", ": " + action + ".");
    }

    @Test
    void conditions_areUndecided() {
        doctor.bootstrap.addCondition("sqs:SetQueueAttributes", "aws:PrincipalTag/team");
        doctor.run();
        assertThat(doctor.outcome("execution-role")).isEqualTo("UNDECIDED");
        assertThat(doctor.evidence("execution-role")).contains("aws:PrincipalTag/team");
    }

    @Test
    void emptySimulation_isUndecided() {
        doctor.aws
                .faults()
                .on("SimulatePrincipalPolicy")
                .body("<SimulatePrincipalPolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                        + "<SimulatePrincipalPolicyResult/></SimulatePrincipalPolicyResponse>");
        doctor.run();
        assertThat(doctor.outcome("execution-role")).isEqualTo("UNDECIDED");
    }

    @Test
    void missingExecutionRole_isAProblem() {
        doctor.aws.faults().on("SimulatePrincipalPolicy").error("NoSuchEntity", "No such role", 404);
        doctor.run();
        assertThat(doctor.outcome("execution-role")).isEqualTo("PROBLEM");
    }

    @Test
    void otherFailureOfTheSimulation_isNotChecked() {
        doctor.aws.faults().on("SimulatePrincipalPolicy").call(2).error("PolicyEvaluation", "Odd", 400);
        doctor.run();
        assertThat(doctor.outcome("execution-role")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void missingPermissionForTheSimulation_isNamed() {
        doctor.aws.faults().on("SimulatePrincipalPolicy").deny();
        doctor.run();
        assertIsMissing("execution-role", "iam:SimulatePrincipalPolicy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "realTime=true | lambda:CreateEventSourceMapping | true",
                "realTime=false | lambda:CreateEventSourceMapping | false",
                "hook=off | cloudformation:ActivateType | false",
                "hook=warn | cloudformation:ActivateType | true",
                "replacement=false | ssm:CreateDocument | false",
                "replacement=true | ssm:CreateDocument | true",
                "replacement=true | config:PutRemediationConfigurations | true",
                "packaging=conformance-pack | config:PutConformancePack | true",
                "packaging=conformance-pack | config:PutConfigRule | false",
                "packaging=rules | config:PutConfigRule | true",
                "recorder=existing | config:PutDeliveryChannel | false",
                "recorder=create | config:PutDeliveryChannel | true",
                "recorder=existing | config:PutOrganizationConfigRule | false",
            })
    void simulatedActions_dependOnTheSettings(String setting, String action, boolean isSimulated) {
        doctor.run("--context", setting);
        assertThat(simulated().contains(action)).isEqualTo(isSimulated);
    }

    @Test
    void remediation_isNotPartOfAConformancePack() {
        doctor.run("--context", "packaging=conformance-pack", "--context", "replacement=true");
        assertThat(simulated()).contains("ssm:CreateDocument").doesNotContain("config:PutRemediationConfigurations");
    }

    @Test
    void simulatedActions_areThoseOfTheOrganization() {
        doctor.run("--organization", "--context", "organizationMode=central");
        assertThat(simulated())
                .contains("config:PutOrganizationConfigRule", "lambda:CreateFunction")
                .doesNotContain("config:PutConfigRule");
    }

    @Test
    void simulatedActions_areThoseOfTheAdministratorOfStackSets() {
        doctor.run("--organization");
        assertThat(simulated())
                .contains("cloudformation:CreateStackSet", "s3:PutBucketPolicy", "lambda:PublishLayerVersion")
                .doesNotContain("config:PutOrganizationConfigRule", "config:PutConfigRule");
    }

    @Test
    void report_hasNoNamesOfRoles(@TempDir Path folder) throws IOException {
        doctor.aws.faults().on("AssumeRole").deny();
        Path report = folder.resolve("report.md");
        doctor.run("--report", report.toString());
        assertThat(Files.readString(report)).doesNotContain(DoctorScenario.ACCOUNT, "cdk-hnb659fds-");
    }

    private Set<String> simulated() {
        Set<String> actions = new TreeSet<>();
        for (JsonNode action :
                doctor.aws.calls("SimulatePrincipalPolicy").get(0).body().path("ActionNames")) {
            actions.add(action.asText());
        }
        return actions;
    }

    private void assertIsMissing(String check, String action) {
        assertThat(doctor.outcome(check)).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result(check).path("missingPermissions").toString()).isEqualTo("[\"" + action + "\"]");
    }
}
