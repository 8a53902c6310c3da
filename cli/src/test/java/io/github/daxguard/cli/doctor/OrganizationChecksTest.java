package io.github.daxguard.cli.doctor;

import static io.github.daxguard.cli.doctor.DoctorScenario.ACCOUNT;
import static io.github.daxguard.cli.doctor.DoctorScenario.MANAGEMENT_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks before a deployment to an organization. */
class OrganizationChecksTest {

    private static final String RULES = "config-multiaccountsetup.amazonaws.com";
    private static final String AGGREGATION = "config.amazonaws.com";
    private static final String STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";
    private static final String MEMBER = "444455556666";
    private static final String OTHER_MEMBER = "555566667777";

    private final DoctorScenario doctor = new DoctorScenario();

    @BeforeEach
    void create() {
        doctor.createOrganization(MEMBER, OTHER_MEMBER);
    }

    @AfterEach
    void stop() {
        doctor.close();
    }

    private int run() {
        return doctor.run("--organization", "--role", DoctorScenario.ROLE);
    }

    private int runCentral() {
        return doctor.run("--organization", "--role", DoctorScenario.ROLE, "--context", "organizationMode=central");
    }

    @Test
    void deploymentByTheDelegatedAdministrator_isOk() {
        run();
        assertThat(doctor.outcome("trusted-access")).isEqualTo("OK");
        assertThat(doctor.outcome("delegated-administrator")).isEqualTo("OK");
        assertThat(doctor.outcome("member-recorders")).isEqualTo("OK");
    }

    @Test
    void organization_isNotCheckedWithoutTheOption() {
        doctor.run();
        assertThat(doctor.json().path("results").findValuesAsText("check"))
                .doesNotContain("trusted-access", "delegated-administrator", "member-recorders");
    }

    @Test
    void recorders_areCheckedInEachRegionAndTheRestOnce() {
        doctor.runAll(
                "doctor",
                "--region",
                "eu-west-1,us-east-1",
                "--organization",
                "--role",
                DoctorScenario.ROLE,
                "--format",
                "json");
        List<String> checks = doctor.json().path("results").findValuesAsText("check");
        assertThat(checks).containsOnlyOnce("trusted-access", "delegated-administrator");
        assertThat(checks).filteredOn("member-recorders"::equals).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({RULES + ", PROBLEM", AGGREGATION + ", PROBLEM", STACK_SETS + ", NOTE"})
    void missingTrustedAccess(String service, String outcome) {
        doctor.organization.distrust(service);
        runCentral();
        assertThat(doctor.outcome("trusted-access")).isEqualTo(outcome);
        assertThat(doctor.evidence("trusted-access")).contains(": " + service + ".");
    }

    @Test
    void trustedAccessOfNoService_isAProblem() {
        List.of(RULES, AGGREGATION, STACK_SETS).forEach(doctor.organization::distrust);
        run();
        assertThat(doctor.outcome("trusted-access")).isEqualTo("PROBLEM");
    }

    @ParameterizedTest
    @ValueSource(strings = {RULES, AGGREGATION, STACK_SETS})
    void accountThatIsNotAdministratorOfEachService_isAProblem(String service) {
        doctor.organization.removeAdministrators(service);
        doctor.organization.delegate(service, MEMBER);
        runCentral();
        assertThat(doctor.outcome("delegated-administrator")).isEqualTo("PROBLEM");
        assertThat(doctor.evidence("delegated-administrator")).contains(": " + service + ".");
    }

    @Test
    void managementAccount_isANoteThatNamesTheAdministrator() {
        doctor.runAsAccount(MANAGEMENT_ACCOUNT, "--organization");
        assertThat(doctor.outcome("delegated-administrator")).isEqualTo("NOTE");
        assertThat(doctor.evidence("delegated-administrator")).contains(ACCOUNT).doesNotContain(MEMBER);
    }

    /** Stack sets do not require organization rules. */
    @Test
    void servicesOfStackSets_areWithoutOrganizationRules() {
        doctor.organization.distrust(RULES);
        doctor.organization.removeAdministrators(RULES);
        run();
        assertThat(doctor.outcome("trusted-access")).isEqualTo("OK");
        assertThat(doctor.outcome("delegated-administrator")).isEqualTo("OK");
        assertThat(doctor.evidence("trusted-access"))
                .contains(AGGREGATION, STACK_SETS)
                .doesNotContain(RULES);
        doctor.organization.distrust(AGGREGATION);
        run();
        assertThat(doctor.outcome("trusted-access")).isEqualTo("PROBLEM");
    }

    @Test
    void managementAccountWithoutAnAdministrator_isAProblem() {
        doctor.organization.removeAdministrators(STACK_SETS);
        doctor.runAsAccount(MANAGEMENT_ACCOUNT, "--organization");
        assertThat(doctor.outcome("delegated-administrator")).isEqualTo("PROBLEM");
    }

    @Test
    void recordersWithoutARole_areNotChecked() {
        doctor.run("--organization");
        assertThat(doctor.outcome("member-recorders")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result("member-recorders").path("nextStep").asText()).contains("--role");
        assertThat(doctor.aws.calls("ListAccounts")).isEmpty();
    }

    @Test
    void recorders_areReadWithTheRoleOfEachActiveMember() {
        doctor.organization.addAccount("666677778888", "closed", "CLOSED");
        run();
        assertThat(doctor.aws.calls("DescribeDeliveryChannels"))
                .filteredOn(call -> !call.account().equals(ACCOUNT))
                .extracting(call -> call.account() + " " + call.sessionName())
                .containsExactlyInAnyOrder(
                        MEMBER + " daxguard-doctor-" + MEMBER, OTHER_MEMBER + " daxguard-doctor-" + OTHER_MEMBER);
    }

    @Test
    void accountWithoutARecorder_isAProblem() {
        doctor.recorders.removeRecorder(OTHER_MEMBER);
        run();
        assertThat(doctor.outcome("member-recorders")).isEqualTo("PROBLEM");
        assertThat(doctor.evidence("member-recorders")).contains(OTHER_MEMBER).doesNotContain(MEMBER);
    }

    @Test
    void accountsWithoutAChannel_areAProblem() {
        doctor.recorders.removeChannel();
        run();
        assertThat(doctor.outcome("member-recorders")).isEqualTo("PROBLEM");
        assertThat(doctor.evidence("member-recorders")).contains(ACCOUNT, MEMBER, OTHER_MEMBER);
    }

    @Test
    void recordersThatTheStackSetCreates_mustNotExist() {
        doctor.recorders.removeRecorder(MEMBER);
        runWithCreatedRecorders();
        assertThat(doctor.outcome("member-recorders")).isEqualTo("PROBLEM");
        assertThat(doctor.evidence("member-recorders")).contains("3 of 3", MEMBER);

        doctor.recorders.removeChannel();
        runWithCreatedRecorders();
        assertThat(doctor.evidence("member-recorders"))
                .contains(ACCOUNT, OTHER_MEMBER)
                .doesNotContain(MEMBER);

        doctor.recorders.removeRecorder(ACCOUNT);
        doctor.recorders.removeRecorder(OTHER_MEMBER);
        runWithCreatedRecorders();
        assertThat(doctor.outcome("member-recorders")).isEqualTo("OK");
    }

    private void runWithCreatedRecorders() {
        doctor.run("--organization", "--role", DoctorScenario.ROLE, "--context", "recorder=create");
    }

    @Test
    void accountThatCannotBeEntered_isNotCheckedAndTheOthersAre() {
        String account = "666677778888";
        doctor.organization.addAccount(account, "without the role", "ACTIVE");
        doctor.recorders.removeRecorder(MEMBER);
        run();
        assertThat(doctor.outcome("member-recorders")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result("member-recorders").path("missingPermissions").toString())
                .isEqualTo("[\"sts:AssumeRole\"]");
        assertThat(doctor.evidence("member-recorders"))
                .contains(account, MEMBER)
                .doesNotContain(OTHER_MEMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeConfigurationRecorders", "DescribeDeliveryChannels"})
    void deniedCallInAMember_isNotChecked(String operation) {
        doctor.aws.faults().on(operation).inAccount(MEMBER).deny();
        run();
        assertThat(doctor.outcome("member-recorders")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result("member-recorders").path("missingPermissions").toString())
                .isEqualTo("[\"config:" + operation + "\"]");
        assertThat(doctor.evidence("member-recorders")).contains(MEMBER).doesNotContain(OTHER_MEMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeConfigurationRecorders", "DescribeDeliveryChannels"})
    void failureOrIncompleteResponseInAMember_isNotChecked(String operation) {
        doctor.aws.faults().on(operation).inAccount(MEMBER).error("Odd", "Odd", 400);
        doctor.aws.faults().on(operation).inAccount(OTHER_MEMBER).body("{}");
        run();
        assertThat(doctor.outcome("member-recorders")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result("member-recorders").path("missingPermissions")).isEmpty();
        assertThat(doctor.evidence("member-recorders"))
                .contains("2 of 3", MEMBER, OTHER_MEMBER)
                .doesNotContain(ACCOUNT);
    }

    @Test
    void secondPageOfAccounts_isChecked() {
        for (int i = 0; i < 25; i++) {
            String account = String.format(Locale.ROOT, "7000000000%02d", i);
            doctor.organization.addAccount(account, "account", "ACTIVE");
            doctor.aws.addRole(account, DoctorScenario.ROLE);
        }
        doctor.recorders.removeRecorder("700000000024");
        run();
        assertThat(doctor.outcome("member-recorders")).isEqualTo("PROBLEM");
        assertThat(doctor.evidence("member-recorders")).contains("700000000024").doesNotContain("700000000023");
    }

    @Test
    void organizationWithoutAMember_isUndecided() {
        try (DoctorScenario alone = new DoctorScenario()) {
            alone.createOrganization();
            alone.organization.addAccount(ACCOUNT, "suspended", "SUSPENDED");
            alone.run("--organization", "--role", DoctorScenario.ROLE);
            assertThat(alone.outcome("member-recorders")).isEqualTo("UNDECIDED");
        }
    }

    @Test
    void accountWithoutAnOrganization_isAProblem() {
        try (DoctorScenario alone = new DoctorScenario()) {
            alone.run("--organization", "--role", DoctorScenario.ROLE);
            assertThat(alone.outcome("trusted-access")).isEqualTo("PROBLEM");
            assertThat(alone.outcome("delegated-administrator")).isEqualTo("PROBLEM");
            assertThat(alone.outcome("member-recorders")).isEqualTo("PROBLEM");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ListAWSServiceAccessForOrganization, trusted-access",
        "DescribeOrganization, delegated-administrator",
        "ListDelegatedAdministrators, delegated-administrator",
        "DescribeOrganization, member-recorders",
        "ListAccounts, member-recorders",
    })
    void deniedFailedAndIncompleteCall_isNotChecked(String operation, String check) {
        doctor.aws.faults().on(operation).deny();
        run();
        assertThat(doctor.outcome(check)).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result(check).path("missingPermissions").toString())
                .isEqualTo("[\"organizations:" + operation + "\"]");

        for (String body : List.of("{}", "{\"Organization\": {}}")) {
            doctor.aws.faults().clear();
            doctor.aws.faults().on(operation).body(body);
            run();
            assertThat(doctor.outcome(check)).isEqualTo("NOT_CHECKED");
        }

        doctor.aws.faults().clear();
        doctor.aws.faults().on(operation).error("ServiceException", "Later", 400);
        run();
        assertThat(doctor.outcome(check)).isEqualTo("NOT_CHECKED");
        assertThat(doctor.result(check).path("missingPermissions")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ListAWSServiceAccessForOrganization, '{\"EnabledServicePrincipals\": [{}]}', trusted-access",
        "ListDelegatedAdministrators, '{\"DelegatedAdministrators\": [{}]}', delegated-administrator",
        "DescribeConfigurationRecorders, '{\"ConfigurationRecorders\": []}', member-recorders",
    })
    void emptyResponse_isAProblem(String operation, String body, String check) {
        doctor.aws.faults().on(operation).body(body);
        run();
        assertThat(doctor.outcome(check)).isEqualTo("PROBLEM");
    }

    @Test
    void interruption_endsTheCheckOfTheMembers() {
        doctor.aws
                .faults()
                .on("DescribeConfigurationRecorders")
                .inAccount(MEMBER)
                .delay(Duration.ofMinutes(1));
        Thread ctrlC = new Thread(() -> {
            doctor.aws.awaitCalls("ListAccounts", 1);
            doctor.aws.awaitCalls("DescribeConfigurationRecorders", 3);
            doctor.interrupt();
        });
        ctrlC.start();
        assertThat(run()).isEqualTo(2);
        assertThat(doctor.outcome("member-recorders")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.evidence("member-recorders")).doesNotContain(MEMBER);
        assertThat(doctor.aws.calls("DescribeConfigurationRecorders"))
                .noneMatch(call -> call.account().equals(OTHER_MEMBER));
    }
}
