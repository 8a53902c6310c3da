package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackCheckTest {

    private final LocalDeployment deployment = new LocalDeployment();

    @AfterEach
    void stop() {
        deployment.close();
    }

    /** Without it, the other checks would be OK for the remaining resources. */
    @Test
    void resourceThatIsNotListed_isUndecided() {
        deployment.resources.remove("ConfigRulesInTransitFCF0EE79");
        assertThat(deployment.outcome(Check.STACK)).isEqualTo("UNDECIDED");
        assertThat(deployment.evidence(Check.STACK)).contains("ConfigRulesInTransitFCF0EE79");
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE_COMPLETE, OK",
        "UPDATE_COMPLETE, OK",
        "UPDATE_ROLLBACK_COMPLETE, NOTE",
        "ROLLBACK_COMPLETE, PROBLEM",
        "DELETE_COMPLETE, PROBLEM",
        "CREATE_FAILED, PROBLEM",
        "UPDATE_ROLLBACK_FAILED, PROBLEM",
        "UPDATE_IN_PROGRESS, UNDECIDED",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, UNDECIDED",
        "SOMETHING_NEW, UNDECIDED",
        "'', UNDECIDED"
    })
    void status_decides(String status, String outcome) {
        deployment.stack.put("StackStatus", status);
        assertThat(deployment.outcome(Check.STACK)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FunctionArn", "LogGroup", "EventDeadLetterQueueUrl", "Topic"})
    void missingOutput_isAProblem(String output) {
        deployment.outputs.remove(output);
        assertThat(deployment.outcome(Check.STACK)).isEqualTo("PROBLEM");
        assertThat(deployment.evidence(Check.STACK)).contains(output);
    }

    @Test
    void missingStack_isAProblemAndLeavesTheOtherChecksOpen() {
        deployment.run("--stack", "Other");
        assertThat(deployment.doctor.outcome("stack")).isEqualTo("PROBLEM");
        assertThat(deployment
                        .doctor
                        .json()
                        .path("results")
                        .findValuesAsText("outcome")
                        .subList(1, 10))
                .containsOnly("NOT_CHECKED");
    }

    @Test
    void otherName_isRead() {
        deployment.stack.put("StackName", "Other");
        deployment.run("--stack", "Other");
        assertThat(deployment.doctor.outcome("stack")).isEqualTo("OK");
    }

    @Test
    void timeOfTheLastUpdate_isReported() {
        deployment.stack.put("LastUpdatedTime", "2027-01-31T01:02:03Z");
        assertThat(deployment.outcome(Check.STACK)).isEqualTo("OK");
        assertThat(deployment.evidence(Check.STACK)).contains("2027-01-31T01:02:03Z");
    }

    @Test
    void emptyResponse_isNeverOk() {
        deployment
                .doctor
                .aws
                .faults()
                .on("DescribeStacks")
                .body("<DescribeStacksResponse><DescribeStacksResult/></DescribeStacksResponse>");
        assertThat(deployment.outcome(Check.STACK)).isEqualTo("NOT_CHECKED");
        assertThat(deployment.doctor.json().path("results").findValuesAsText("outcome"))
                .doesNotContain("OK");
    }

    @Test
    void stackWithoutMembers_isNeverOk() {
        deployment
                .doctor
                .aws
                .faults()
                .on("DescribeStacks")
                .body("<DescribeStacksResponse><DescribeStacksResult><Stacks><member/></Stacks></DescribeStacksResult>"
                        + "</DescribeStacksResponse>");
        assertThat(deployment.outcome(Check.STACK)).isEqualTo("UNDECIDED");
        assertThat(deployment.doctor.json().path("results").findValuesAsText("outcome"))
                .filteredOn("OK"::equals)
                // These need no output.
                .hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<TemplateBody>AWSTemplateFormatVersion: 2010-09-09</TemplateBody>",
                "<TemplateBody>[]</TemplateBody>",
                "<TemplateBody></TemplateBody>",
                ""
            })
    void unreadableTemplate_isNotChecked(String body) {
        deployment
                .doctor
                .aws
                .faults()
                .on("GetTemplate")
                .body("<GetTemplateResponse><GetTemplateResult>" + body + "</GetTemplateResult></GetTemplateResponse>");
        assertThat(deployment.outcome(Check.STACK)).isEqualTo("NOT_CHECKED");
        assertThat(deployment.doctor.outcome("rule-parameters")).isEqualTo("NOT_CHECKED");
        assertThat(deployment.doctor.outcome("function-settings")).isEqualTo("NOT_CHECKED");
        assertThat(deployment.doctor.outcome("alarms")).isEqualTo("OK");
    }

    @Test
    void emptyTemplate_isUndecided() {
        deployment.template.removeAll();
        assertThat(deployment.outcome(Check.STACK)).isEqualTo("UNDECIDED");
        assertThat(deployment.doctor.outcome("rule-parameters")).isNotEqualTo("OK");
        assertThat(deployment.doctor.outcome("function-settings")).isNotEqualTo("OK");
        assertThat(deployment.doctor.outcome("function-code")).isNotEqualTo("OK");
    }

    @Test
    void noResources_areNeverOk() {
        deployment.resources.clear();
        assertThat(deployment.outcome(Check.STACK)).isEqualTo("UNDECIDED");
        for (Check check : List.of(Check.RULE_PARAMETERS, Check.FUNCTION_SETTINGS, Check.ALARMS)) {
            assertThat(deployment.doctor.outcome(check.id())).isEqualTo("PROBLEM");
        }
        for (Check check : List.of(Check.FUNCTION_CODE, Check.INVOCATION, Check.RULE_RUN, Check.RESULTS)) {
            assertThat(deployment.doctor.outcome(check.id())).isEqualTo("NOT_CHECKED");
        }
    }
}
