package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.StoredEvaluation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The results in AWS Config, compared with the clusters: {@code catalog} is encrypted, {@code orders} is not. */
class ResultsCheckTest {

    private final LocalDeployment deployment = new LocalDeployment();

    @AfterEach
    void stop() {
        deployment.close();
    }

    private String outcome() {
        return deployment.outcome(Check.RESULTS);
    }

    private void assertProblem(String... texts) {
        assertThat(outcome()).as(deployment.doctor.written()).isEqualTo("PROBLEM");
        assertThat(deployment.evidence(Check.RESULTS)).contains(texts);
    }

    /** After the run of the rules, because the first call to read the results is that of the run. */
    private void afterTheRun(Runnable change) {
        for (String rule : deployment.rules.keySet()) {
            deployment.doctor.state.onEvent(rule, event -> {});
        }
        deployment.doctor.duringPause(() -> {
            for (String rule : deployment.rules.keySet()) {
                deployment.putRule(rule);
                try {
                    deployment.doctor.state.deliverScheduled(rule, deployment.doctor.clock.instant());
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            change.run();
        });
    }

    /** Sets a result after the run. */
    private void put(String type, String id, String compliance) {
        deployment.doctor.state.putResult(
                LocalDeployment.AT_REST,
                new StoredEvaluation(
                        type,
                        id,
                        compliance,
                        "",
                        deployment.doctor.clock.instant().plus(Duration.ofDays(1))));
    }

    @Test
    void exemptCluster_hasNoResult() {
        deployment.parameters("exemptClusters", "orders");
        assertThat(outcome()).isEqualTo("OK");
        assertThat(deployment.evidence(Check.RESULTS)).contains("1 compliant, 0 non-compliant, 1 without a result");
    }

    @Test
    void tagOfACluster_isRead() {
        deployment.parameters("exemptionTag", "exempt-until");
        deployment.doctor.state.putCluster(
                LocalCluster.named("orders").unencrypted().tag("exempt-until", "2027-02-28"));
        assertThat(outcome()).isEqualTo("OK");
        assertThat(deployment.evidence(Check.RESULTS)).contains("1 compliant, 0 non-compliant, 1 without a result");
    }

    @Test
    void deniedTags_areNotChecked() {
        deployment.parameters("exemptionTag", "exempt-until");
        deployment.doctor.aws.faults().on("ListTags").deny();
        assertThat(outcome()).isEqualTo("NOT_CHECKED");
        assertThat(deployment
                        .doctor
                        .result("results")
                        .path("missingPermissions")
                        .path(0)
                        .asText())
                .isEqualTo("dax:ListTags");
    }

    @Test
    void clusterThatIsBeingDeleted_hasNoResult() {
        deployment.doctor.state.putCluster(
                LocalCluster.named("orders").unencrypted().status("deleting"));
        assertThat(outcome()).isEqualTo("OK");
    }

    @Test
    void accountWithoutClusters_isANote_becauseItProvesNothing() {
        deployment.doctor.state.removeCluster("orders");
        deployment.doctor.state.removeCluster("catalog");
        assertThat(outcome()).isEqualTo("NOTE");
    }

    @Test
    void manyClusters_areRead() {
        for (int i = 0; i < 120; i++) {
            deployment.doctor.state.putCluster(LocalCluster.named("c" + i).encrypted());
        }
        assertThat(outcome()).isEqualTo("OK");
        assertThat(deployment.evidence(Check.RESULTS)).contains("121 compliant, 1 non-compliant");
        afterTheRun(() -> put(ResourceType.DAX_CLUSTER, "c99", "NON_COMPLIANT"));
        deployment.doctor.clock.advance(Duration.ofMinutes(2));
        assertProblem("c99");
    }

    @ParameterizedTest
    @CsvSource({"orders, COMPLIANT", "catalog, NON_COMPLIANT"})
    void otherResult_isAProblem(String cluster, String compliance) {
        afterTheRun(() -> put(ResourceType.DAX_CLUSTER, cluster, compliance));
        assertProblem(cluster, compliance);
        assertThat(deployment.doctor.outcome("rule-run")).isEqualTo("OK");
    }

    @Test
    void missingResult_isAProblem() {
        afterTheRun(() -> put(ResourceType.DAX_CLUSTER, "orders", "NOT_APPLICABLE"));
        assertProblem("orders", "none", "NON_COMPLIANT");
    }

    @Test
    void resultOfAnExemptCluster_isAProblem() {
        deployment.parameters("exemptClusters", "orders");
        afterTheRun(() -> put(ResourceType.DAX_CLUSTER, "orders", "NON_COMPLIANT"));
        assertProblem("orders");
    }

    @Test
    void staleResult_isAProblem() {
        afterTheRun(() -> put(ResourceType.DAX_CLUSTER, "gone", "COMPLIANT"));
        assertProblem("gone", "does not exist");
    }

    @Test
    void resultOfAnotherType_isAProblem() {
        afterTheRun(() -> put("AWS::DynamoDB::Table", "orders", "COMPLIANT"));
        assertProblem("orders");
    }

    @Test
    void resultByArn_isThatOfTheCluster() {
        afterTheRun(() ->
                put(ResourceType.DAX_CLUSTER, "arn:aws:dax:eu-west-1:111122223333:cache/orders", "NON_COMPLIANT"));
        assertThat(outcome()).as(deployment.doctor.written()).isEqualTo("OK");
        deployment.doctor.clock.advance(Duration.ofMinutes(2));
        afterTheRun(
                () -> put(ResourceType.DAX_CLUSTER, "arn:aws:dax:eu-west-1:111122223333:cache/orders", "COMPLIANT"));
        assertProblem("orders");
    }

    @Test
    void arnOfAnotherAccount_isStale() {
        afterTheRun(() ->
                put(ResourceType.DAX_CLUSTER, "arn:aws:dax:eu-west-1:444455556666:cache/orders", "NON_COMPLIANT"));
        assertProblem("does not exist");
    }

    @Test
    void staleResultOfTheAccount_isAProblem() {
        afterTheRun(() -> put(ResourceType.ACCOUNT, DoctorScenario.ACCOUNT, "NON_COMPLIANT"));
        assertProblem("account");
    }

    /** AWS Config can return results late. */
    @Test
    void lateResult_isAwaited() {
        afterTheRun(() -> {
            put(ResourceType.DAX_CLUSTER, "orders", "COMPLIANT");
            deployment.doctor.duringPause(() -> deployment.doctor.state.putResult(
                    LocalDeployment.AT_REST,
                    new StoredEvaluation(
                            ResourceType.DAX_CLUSTER,
                            "orders",
                            "NON_COMPLIANT",
                            "",
                            deployment.doctor.clock.instant().plus(Duration.ofDays(2)))));
        });
        assertThat(outcome()).isEqualTo("OK");
    }

    @Test
    void refusedType_isANoteIfTheAccountAgrees() {
        deployment.doctor.state.refuseType(ResourceType.DAX_CLUSTER);
        assertThat(outcome()).as(deployment.doctor.written()).isEqualTo("NOTE");
        assertThat(deployment.evidence(Check.RESULTS)).contains(ResourceType.DAX_CLUSTER);
        assertThat(deployment.doctor.outcome("rule-run")).isEqualTo("OK");
    }

    @Test
    void refusedType_isAProblemIfTheAccountDiffers() {
        deployment.doctor.state.refuseType(ResourceType.DAX_CLUSTER);
        afterTheRun(() -> put(ResourceType.ACCOUNT, DoctorScenario.ACCOUNT, "COMPLIANT"));
        assertProblem("account", "COMPLIANT", "NON_COMPLIANT");
    }

    @Test
    void refusedType_isAProblemIfOldResultsRemain() {
        put(ResourceType.DAX_CLUSTER, "orders", "NON_COMPLIANT");
        deployment.doctor.state.refuseType(ResourceType.DAX_CLUSTER);
        assertProblem("orders");
    }

    @Test
    void requestedAccount_isOkIfItAgrees() {
        deployment.parameters("resourceType", ResourceType.ACCOUNT);
        assertThat(outcome()).as(deployment.doctor.written()).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLIANT", "NOT_APPLICABLE"})
    void requestedAccount_isAProblemIfItDiffers(String compliance) {
        deployment.parameters("resourceType", ResourceType.ACCOUNT);
        afterTheRun(() -> put(ResourceType.ACCOUNT, DoctorScenario.ACCOUNT, compliance));
        assertProblem("account");
    }

    @Test
    void requestedAccount_isAProblemWithResultsOfClusters() {
        deployment.parameters("resourceType", ResourceType.ACCOUNT);
        afterTheRun(() -> put(ResourceType.DAX_CLUSTER, "orders", "NON_COMPLIANT"));
        assertProblem("orders");
    }

    @Test
    void clusterThatIsCreatedDuringTheCheck_isUndecided() {
        afterTheRun(() ->
                deployment.doctor.state.putCluster(LocalCluster.named("fresh").encrypted()));
        assertThat(outcome()).as(deployment.doctor.written()).isEqualTo("UNDECIDED");
        assertThat(deployment.evidence(Check.RESULTS)).contains("fresh");
    }

    @Test
    void clusterThatIsDeletedDuringTheCheck_isUndecided() {
        afterTheRun(() -> deployment.doctor.state.removeCluster("orders"));
        assertThat(outcome()).as(deployment.doctor.written()).isEqualTo("UNDECIDED");
    }

    @Test
    void otherProblem_isReportedAlthoughAClusterChanges() {
        afterTheRun(() -> {
            deployment.doctor.state.putCluster(LocalCluster.named("fresh").encrypted());
            put(ResourceType.DAX_CLUSTER, "gone", "COMPLIANT");
        });
        assertProblem("gone");
    }

    @Test
    void agreementWithoutARun_isUndecided() {
        assertThat(outcome()).isEqualTo("OK");
        deployment.doctor.aws.faults().on("StartConfigRulesEvaluation").deny();
        assertThat(outcome()).isEqualTo("UNDECIDED");
    }

    @Test
    void differenceWithoutARun_isUndecided() {
        deployment.doctor.aws.faults().on("StartConfigRulesEvaluation").deny();
        assertThat(outcome()).isEqualTo("UNDECIDED");
        assertThat(deployment.evidence(Check.RESULTS)).contains("orders");
    }

    @Test
    void emptyListOfResults_isAProblem() {
        deployment.doctor.aws.faults().on("GetComplianceDetailsByConfigRule").body("{}");
        assertProblem("orders", "catalog");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"EvaluationResults\":[{}]}", "{\"EvaluationResults\":[null]}"})
    void nonsenseResults_areNotChecked(String body) {
        deployment.doctor.aws.faults().on("GetComplianceDetailsByConfigRule").body(body);
        assertThat(outcome()).isIn("NOT_CHECKED", "UNDECIDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"Clusters\":[{}]}"})
    void nonsenseClusters_areNotChecked(String body) {
        deployment.doctor.aws.faults().on("DescribeClusters").body(body);
        assertThat(outcome()).isEqualTo("NOT_CHECKED");
    }

    @Test
    void refusedParameters_areAProblem() {
        deployment.rules.values().forEach(rule -> rule.put("InputParameters", "{\"exemptClusters\":\"a@2027-02-30\"}"));
        assertProblem("exemptClusters");
    }

    @Test
    void deletedRule_isNotChecked() {
        deployment
                .doctor
                .aws
                .faults()
                .on("GetComplianceDetailsByConfigRule")
                .error("NoSuchConfigRuleException", "", 400);
        assertThat(outcome()).isEqualTo("NOT_CHECKED");
        assertThat(List.of(deployment.evidence(Check.RESULTS)))
                .first()
                .asString()
                .contains("NoSuchConfigRuleException");
    }
}
