package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.emulator.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of DAX before a deployment. */
class DaxChecksTest {

    private final DoctorScenario doctor = new DoctorScenario();

    @AfterEach
    void stop() {
        doctor.close();
    }

    @Test
    void dax_isOkWithASummaryOfEachControl() {
        doctor.state.putCluster(LocalCluster.named("sessions").encrypted());
        doctor.state.putCluster(LocalCluster.named("carts"));
        doctor.state.putCluster(LocalCluster.named("gone").status("deleting"));
        doctor.run();
        assertThat(doctor.outcome("dax")).isEqualTo("OK");
        assertThat(doctor.evidence("dax"))
                .contains("4 clusters")
                .contains("DynamoDB.3 without exemptions: 1 NON_COMPLIANT, 1 NOT_APPLICABLE, 2 COMPLIANT")
                .contains("DynamoDB.7 without exemptions: 2 NON_COMPLIANT, 1 NOT_APPLICABLE, 1 COMPLIANT");
    }

    @Test
    void dax_countsAllPages() {
        for (int i = 0; i < 100; i++) {
            doctor.state.putCluster(LocalCluster.named("cluster-" + i));
        }
        doctor.run();
        assertThat(doctor.outcome("dax")).isEqualTo("OK");
        assertThat(doctor.evidence("dax")).contains("101 clusters", "100 NON_COMPLIANT, 0 NOT_APPLICABLE, 1 COMPLIANT");
        assertThat(doctor.aws.calls("DescribeClusters")).hasSize(2);
    }

    @Test
    void incompleteListing_isNotChecked() {
        for (int i = 0; i < 100; i++) {
            doctor.state.putCluster(LocalCluster.named("cluster-" + i));
        }
        doctor.aws.faults().on("DescribeClusters").fromCall(2).error("InvalidParameterValueException", "Page", 400);
        doctor.run();
        assertThat(doctor.outcome("dax")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("dax")).isEmpty();
    }

    @Test
    void repeatedToken_isNotChecked() {
        doctor.aws.faults().on("DescribeClusters").repeatNextToken();
        doctor.run();
        assertThat(doctor.outcome("dax")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void noClusters_isOk() {
        doctor.state.removeCluster("orders");
        doctor.run();
        assertThat(doctor.outcome("dax")).isEqualTo("OK");
        assertThat(doctor.evidence("dax")).contains("no clusters");
    }

    @Test
    void missingServiceLinkedRole_isOk() {
        doctor.state.removeCluster("orders");
        doctor.state.serviceLinkedRoleMissing();
        doctor.run();
        assertThat(doctor.outcome("dax")).isEqualTo("OK");
        assertThat(doctor.outcome("cluster-tags")).isEqualTo("NOTE");
    }

    @Test
    void daxThatIsNotOffered_isAProblem() {
        doctor.state.daxUnavailable();
        doctor.run();
        assertThat(doctor.outcome("dax")).isEqualTo("PROBLEM");
        assertThat(doctor.outcome("cluster-tags")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void refusalAfterClusters_isNotChecked() {
        for (int i = 0; i < 100; i++) {
            doctor.state.putCluster(LocalCluster.named("cluster-" + i));
        }
        doctor.aws
                .faults()
                .on("DescribeClusters")
                .fromCall(2)
                .error("InvalidParameterValueException", "Access Denied to API Version: DAX_V3", 400);
        doctor.run();
        assertThat(doctor.outcome("dax")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void deniedListing_namesThePermissionInBothChecks() {
        doctor.aws.faults().on("DescribeClusters").deny();
        doctor.run();
        for (String check : new String[] {"dax", "cluster-tags"}) {
            assertThat(doctor.outcome(check)).isEqualTo("NOT_CHECKED");
            assertThat(doctor.missingPermissions(check)).containsExactly("dax:DescribeClusters");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"Clusters\": null}", "{\"Clusters\": [null]}", "{\"Clusters\": [{}]}"})
    void incompleteResponse_isNotChecked(String response) {
        doctor.aws.faults().on("DescribeClusters").body(response);
        doctor.run();
        assertThat(doctor.outcome("dax")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.outcome("cluster-tags")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void clusterTags_areReadFromOneAvailableCluster() {
        doctor.state.removeCluster("orders");
        doctor.state.putCluster(LocalCluster.named("new").status("creating"));
        doctor.state.putCluster(LocalCluster.named("sessions").tag("team", "shop"));
        doctor.state.putCluster(LocalCluster.named("users"));
        doctor.run();
        assertThat(doctor.outcome("cluster-tags")).isEqualTo("OK");
        assertThat(doctor.evidence("cluster-tags")).contains("sessions", "1 tag.");
        assertThat(doctor.aws.calls("ListTags")).hasSize(1);
        assertThat(doctor.aws.calls("DescribeClusters")).hasSize(1);
    }

    @Test
    void report_hasNoNameOfACluster(@TempDir Path folder) throws IOException {
        Path report = folder.resolve("report.md");
        doctor.run("--report", report.toString());
        assertThat(doctor.evidence("cluster-tags")).contains("orders");
        assertThat(Files.readString(report)).contains("cluster-tags").doesNotContain("orders");
    }

    @Test
    void clusterTags_withoutAnAvailableCluster_areANote() {
        doctor.state.putCluster(LocalCluster.named("orders").status("creating"));
        doctor.run();
        assertThat(doctor.outcome("dax")).isEqualTo("OK");
        assertThat(doctor.outcome("cluster-tags")).isEqualTo("NOTE");
        assertThat(doctor.evidence("cluster-tags")).contains("dax:ListTags is not proven");
        assertThat(doctor.aws.calls("ListTags")).isEmpty();
    }

    @Test
    void clusterTags_thatCannotBeReadYet_areUndecided() {
        doctor.aws.faults().on("ListTags").error("InvalidClusterStateFault", "Not yet", 400);
        doctor.run();
        assertThat(doctor.outcome("cluster-tags")).isEqualTo("UNDECIDED");
    }

    @Test
    void clusterTags_withoutAList_areUndecided() {
        doctor.aws.faults().on("ListTags").body("{}");
        doctor.run();
        assertThat(doctor.outcome("cluster-tags")).isEqualTo("UNDECIDED");
    }

    @Test
    void clusterTags_deniedOrFailed_areNotChecked() {
        doctor.aws.faults().on("ListTags").deny();
        doctor.run();
        assertThat(doctor.outcome("cluster-tags")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("cluster-tags")).containsExactly("dax:ListTags");

        doctor.aws.faults().clear();
        doctor.aws.faults().on("ListTags").error("ClusterNotFoundFault", "Gone", 400);
        doctor.run();
        assertThat(doctor.outcome("cluster-tags")).isEqualTo("NOT_CHECKED");
        assertThat(doctor.missingPermissions("cluster-tags")).isEmpty();
    }
}
