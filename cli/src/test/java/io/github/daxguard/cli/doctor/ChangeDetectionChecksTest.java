package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of CloudTrail and EventBridge before a deployment. */
class ChangeDetectionChecksTest {

    private static final String OTHER_ACCOUNT = "444455556666";

    private final DoctorScenario doctor = new DoctorScenario();

    @AfterEach
    void stop() {
        doctor.close();
    }

    @Test
    void trail_ofAllRegionsThatLogsManagementEvents_isOk() {
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("OK");
        assertThat(doctor.evidence("trail")).contains("management");
    }

    @Test
    void trail_ofThisRegion_isOk() {
        doctor.trails.clear();
        doctor.trails.add("local", DoctorScenario.ACCOUNT, DoctorScenario.REGION, false);
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("OK");
    }

    @Test
    void noTrail_isAProblem() {
        doctor.trails.clear();
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("PROBLEM");
        assertThat(doctor.result("trail").path("nextStep").asText()).contains("-c realTime=false");
    }

    @Test
    void trailOfAnotherRegionOrThatIsStopped_isAProblemThatNamesEachTrail() {
        doctor.trails.clear();
        doctor.trails.add("elsewhere", DoctorScenario.ACCOUNT, "us-west-2", false);
        String stopped = doctor.trails.add("halted", DoctorScenario.ACCOUNT, DoctorScenario.REGION, false);
        doctor.trails.status(stopped, "{\"IsLogging\": false}");
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("PROBLEM");
        assertThat(doctor.evidence("trail")).contains("elsewhere", "us-west-2", "halted");
        assertThat(doctor.aws.calls("GetTrailStatus")).hasSize(1);
    }

    @Test
    void oneSufficientTrail_isOk() {
        doctor.trails.clear();
        String denied = doctor.trails.add("unknown", DoctorScenario.ACCOUNT, DoctorScenario.REGION, false);
        doctor.trails.hide(denied);
        doctor.trails.addIncomplete("{}");
        doctor.trails.add("good", DoctorScenario.ACCOUNT, DoctorScenario.REGION, false);
        doctor.aws.faults().on("GetTrailStatus").call(1).error("InternalFault", "Later", 400);
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("OK");
        assertThat(doctor.evidence("trail")).contains("good");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'IncludeManagementEvents':true,'ReadWriteType':'All'} | OK",
                "{'IncludeManagementEvents':true,'ReadWriteType':'WriteOnly'} | OK",
                "{'IncludeManagementEvents':true,'ReadWriteType':'All','ExcludeManagementEventSources':['kms.amazonaws.com']} | OK",
                "{'IncludeManagementEvents':true,'ReadWriteType':'All','ExcludeManagementEventSources':['dax.amazonaws.com']} | PROBLEM",
                "{'IncludeManagementEvents':true,'ReadWriteType':'ReadOnly'} | PROBLEM",
                "{'IncludeManagementEvents':false,'ReadWriteType':'All'} | PROBLEM",
                "{'IncludeManagementEvents':true,'ReadWriteType':'ReadOnly'},{'IncludeManagementEvents':true,'ReadWriteType':'WriteOnly'} | OK",
                "{'IncludeManagementEvents':false,'ReadWriteType':'All'},{'IncludeManagementEvents':false,'ReadWriteType':'All'} | PROBLEM",
                "{'IncludeManagementEvents':false,'ReadWriteType':'All'},{} | UNDECIDED",
                "{'IncludeManagementEvents':true} | UNDECIDED",
                "{'IncludeManagementEvents':true,'ReadWriteType':'Odd'} | UNDECIDED",
                "{'ReadWriteType':'All'} | UNDECIDED",
                "{} | UNDECIDED",
                "null | UNDECIDED",
                "'' | UNDECIDED",
            })
    void basicSelectors(String selectors, String outcome) {
        doctor.trails.clear();
        String trail = doctor.trails.add("trail", DoctorScenario.ACCOUNT, DoctorScenario.REGION, false);
        doctor.trails.selectors(trail, "{\"EventSelectors\":[" + selectors.replace('\'', '"') + "]}");
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Field':'eventCategory','Equals':['Management']} | OK",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'readOnly','Equals':['false']} | OK",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'readOnly','Equals':['true']} | PROBLEM",
                "{'Field':'eventCategory','Equals':['Data']},{'Field':'resources.type','Equals':['AWS::S3::Object']} | PROBLEM",
                "{'Field':'readOnly','Equals':['false']} | UNDECIDED",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','NotEquals':['kms.amazonaws.com']} | OK",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','NotEquals':['dax.amazonaws.com']} | PROBLEM",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','NotStartsWith':['da']} | PROBLEM",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','NotEndsWith':['amazonaws.com']} | PROBLEM",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','Equals':['dax.amazonaws.com']} | OK",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','Equals':['s3.amazonaws.com']} | PROBLEM",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','StartsWith':['d']} | OK",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','StartsWith':['s']} | PROBLEM",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','EndsWith':['.com']} | OK",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','StartsWith':['d'],'NotEquals':['dax.amazonaws.com']} | PROBLEM",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','StartsWith':['s'],'NotEquals':['kms.amazonaws.com']} | PROBLEM",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource'} | UNDECIDED",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventSource','NotEquals':[null]} | UNDECIDED",
                "{'Field':'eventCategory','Equals':['Management']},{'Field':'eventName','Equals':['CreateCluster']} | UNDECIDED",
                "{'Field':'eventCategory','Equals':['Management']},{'Equals':['x']} | UNDECIDED",
                "{'Field':'eventCategory','Equals':['Management']},null | UNDECIDED",
                "{'Field':'eventCategory'} | UNDECIDED",
            })
    void advancedSelectors(String fields, String outcome) {
        doctor.trails.clear();
        String trail = doctor.trails.add("trail", DoctorScenario.ACCOUNT, DoctorScenario.REGION, false);
        doctor.trails.selectors(
                trail,
                ("{'EventSelectors':[],'AdvancedEventSelectors':[{'Name':'a','FieldSelectors':[" + fields + "]}]}")
                        .replace('\'', '"'));
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"EventSelectors\": null, \"AdvancedEventSelectors\": null}",
                "{\"AdvancedEventSelectors\": [null]}",
                "{\"AdvancedEventSelectors\": [{}]}",
            })
    void selectorsWithoutContent_areUndecided(String selectors) {
        doctor.trails.clear();
        String trail = doctor.trails.add("trail", DoctorScenario.ACCOUNT, DoctorScenario.REGION, false);
        doctor.trails.selectors(trail, selectors);
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("UNDECIDED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"Name\": \"a\", \"HomeRegion\": \"eu-west-1\", \"IsMultiRegionTrail\": true}",
                "{\"TrailARN\": \"arn:aws:cloudtrail:eu-west-1:111122223333:trail/a\", \"IsMultiRegionTrail\": false}",
                "{\"TrailARN\": \"arn:aws:cloudtrail:us-west-2:111122223333:trail/a\", \"HomeRegion\": \"us-west-2\"}",
                "{\"TrailARN\": \"a\", \"HomeRegion\": \"eu-west-1\"}",
            })
    void incompleteTrail_isUndecided(String trail) {
        doctor.trails.clear();
        doctor.trails.addIncomplete(trail);
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("UNDECIDED");
    }

    @Test
    void statusWithoutIsLogging_isUndecided() {
        doctor.aws.faults().on("GetTrailStatus").body("{}");
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("UNDECIDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"trailList\": null}", "{\"trailList\": [null]}"})
    void incompleteListOfTrails_isUndecided(String response) {
        doctor.aws.faults().on("DescribeTrails").body(response);
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("UNDECIDED");
    }

    @Test
    void trailOfTheOrganizationInAMember_isNeverOk() {
        doctor.trails.clear();
        String trail = doctor.trails.add("organization", OTHER_ACCOUNT, "us-east-1", true);
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("UNDECIDED");

        doctor.trails.hide(trail);
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("UNDECIDED");
        assertThat(doctor.evidence("trail")).contains("TrailNotFoundException");
    }

    @Test
    void deniedTrailOfTheOrganization_isNotChecked() {
        doctor.trails.clear();
        doctor.trails.add("organization", OTHER_ACCOUNT, "us-east-1", true);
        doctor.aws.faults().on("GetTrailStatus").deny();
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void report_hasNoNameOfATrail(@TempDir Path folder) throws IOException {
        doctor.trails.clear();
        doctor.trails.add("shop-trail", DoctorScenario.ACCOUNT, "us-west-2", false);
        doctor.trails.hide(doctor.trails.add("audit-trail", OTHER_ACCOUNT, "us-east-1", true));
        Path report = folder.resolve("report.md");
        doctor.run("--report", report.toString());
        assertThat(doctor.written()).contains("audit-trail");
        assertThat(Files.readString(report)).doesNotContain("shop-trail", "audit-trail", OTHER_ACCOUNT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeTrails", "GetTrailStatus", "GetEventSelectors"})
    void deniedCall_namesThePermission(String operation) {
        doctor.aws.faults().on(operation).deny();
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("trail")).containsExactly("cloudtrail:" + operation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeTrails", "GetTrailStatus", "GetEventSelectors"})
    void failedCall_isNotChecked(String operation) {
        doctor.aws.faults().on(operation).error("OperationNotPermittedException", "No", 400);
        doctor.run();
        assertThat(doctor.outcome("trail")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("trail")).isEmpty();
    }

    @Test
    void withoutRealTime_neitherIsRequired() {
        doctor.run("--context", "realTime=false");
        assertThat(doctor.outcome("trail")).isEqualTo("NOTE");
        assertThat(doctor.outcome("event-pattern")).isEqualTo("NOTE");
        assertThat(doctor.aws.calls("DescribeTrails")).isEmpty();
        assertThat(doctor.aws.calls("TestEventPattern")).isEmpty();
    }

    @Test
    void eventPattern_thatMatchesOnlyDax_isOk() {
        doctor.run();
        assertThat(doctor.outcome("event-pattern")).isEqualTo("OK");
    }

    @Test
    void eventPattern_thatDoesNotMatch_isAProblem() {
        doctor.aws.faults().on("TestEventPattern").body("{\"Result\": false}");
        doctor.run();
        assertThat(doctor.outcome("event-pattern")).isEqualTo("PROBLEM");
    }

    @Test
    void eventPattern_thatMatchesEachEvent_isUndecided() {
        doctor.aws.faults().on("TestEventPattern").body("{\"Result\": true}");
        doctor.run();
        assertThat(doctor.outcome("event-pattern")).isEqualTo("UNDECIDED");
    }

    @ParameterizedTest
    @CsvSource({"1, {}", "2, {}", "2, {\"Result\": null}"})
    void eventPattern_withoutAResult_isUndecided(int call, String response) {
        doctor.aws.faults().on("TestEventPattern").call(call).body(response);
        doctor.run();
        assertThat(doctor.outcome("event-pattern")).isEqualTo("UNDECIDED");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void eventPattern_deniedOrFailed_isNotChecked(int call) {
        doctor.aws.faults().on("TestEventPattern").call(call).deny();
        doctor.run();
        assertThat(doctor.outcome("event-pattern")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("event-pattern")).containsExactly("events:TestEventPattern");

        doctor.aws.faults().clear();
        doctor.aws.faults().on("TestEventPattern").call(call).error("InvalidEventPatternException", "No", 400);
        doctor.run();
        assertThat(doctor.outcome("event-pattern")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("event-pattern")).isEmpty();
    }
}
