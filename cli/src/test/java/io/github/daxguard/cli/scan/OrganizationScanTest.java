package io.github.daxguard.cli.scan;

import static io.github.daxguard.cli.scan.ScanScenario.ACCOUNT;
import static io.github.daxguard.cli.scan.ScanScenario.EU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrganizationScanTest {

    private static final String LAB = "444455556666";
    private static final String[] OPTIONS = {"--organization", "--role", "audit", "--region", EU};

    private final ScanScenario scenario = new ScanScenario();

    @AfterEach
    void stop() {
        scenario.close();
    }

    @Test
    void run_membersWithTheRole_areScannedWithIt() {
        scenario.organization.addAccount(LAB, "Lab", "ACTIVE");
        scenario.aws.addRole(ACCOUNT, "audit");
        scenario.aws.addRole(LAB, "audit");
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.state(LAB, EU).putCluster(LocalCluster.named("tests"));

        assertThat(scenario.run(OPTIONS)).isEqualTo(1);
        assertThat(scenario.screen())
                .contains(ACCOUNT + " Management eu-west-1 orders", LAB + " Lab eu-west-1 tests", "2 clusters");
        assertThat(scenario.aws.calls("DescribeClusters"))
                .extracting(Call::account, Call::sessionName)
                .containsExactlyInAnyOrder(
                        tuple(ACCOUNT, "daxguard-scan-" + ACCOUNT), tuple(LAB, "daxguard-scan-" + LAB));
        assertThat(scenario.calls("AssumeRole")).isEqualTo(2);
        assertThat(scenario.calls("ListAccounts")).isEqualTo(1);
        assertThat(scenario.calls("GetCallerIdentity")).isEqualTo(1);
    }

    @Test
    void run_accountsWithDifferentEnabledRegions_areScannedInTheirOwn() {
        scenario.organization.addAccount(LAB, "Lab", "ACTIVE");
        scenario.aws.addRole(ACCOUNT, "audit");
        scenario.aws.addRole(LAB, "audit");
        scenario.regions.status(ACCOUNT, "ap-east-1", "DISABLED");
        scenario.regions.status(LAB, "eu-south-2", "DISABLED");
        scenario.aws.state(LAB, "ap-east-1").putCluster(LocalCluster.named("tests"));

        assertThat(scenario.run("--organization", "--role", "audit")).isEqualTo(1);
        assertThat(scenario.aws.calls("DescribeClusters"))
                .extracting(call -> call.account() + " " + call.region())
                .hasSize(62)
                .contains(LAB + " ap-east-1", ACCOUNT + " eu-south-2")
                .doesNotContain(ACCOUNT + " ap-east-1", LAB + " eu-south-2");
        assertThat(scenario.aws.calls("ListRegions")).extracting(Call::account).containsExactlyInAnyOrder(ACCOUNT, LAB);
        assertThat(scenario.screen())
                .contains("Regions that are not enabled, and were not scanned: account " + ACCOUNT
                        + " (Management): ap-east-1; account " + LAB + " (Lab): eu-south-2.");
    }

    @Test
    void run_noActiveAccount_isAGap() {
        scenario.organization.addAccount(LAB, "Lab", "ACTIVE");
        scenario.aws.faults().on("ListAccounts").body("{\"Accounts\":[]}");

        assertThat(scenario.run("--organization", "--role", "audit", "--format", "html"))
                .isEqualTo(2);
        assertThat(scenario.written()).contains("Nothing could be scanned").doesNotContain("class=\"answer good\"");
    }

    @Test
    void run_listRegionsDenied_scansAllRegions() {
        scenario.organization.addAccount(LAB, "Lab", "ACTIVE");
        scenario.aws.addRole(ACCOUNT, "audit");
        scenario.aws.addRole(LAB, "audit");
        scenario.aws.faults().on("ListRegions").deny();
        scenario.aws.faults().on("GetParametersByPath").fromCall(3).deny();

        assertThat(scenario.run("--organization", "--role", "audit")).isZero();
        assertThat(scenario.calls("DescribeClusters")).isEqualTo(64);
        assertThat(scenario.aws.calls("GetParametersByPath"))
                .extracting(Call::sessionName)
                .containsOnly("");
        assertThat(scenario.screen())
                .contains("The list of enabled Regions could not be read for 2 accounts", "32, by AWS's own list");
    }

    @Test
    void run_managementAccountWithoutTheRole_isScannedWithItsOwnCredentials() {
        scenario.organization.addAccount(LAB, "Lab", "ACTIVE");
        scenario.aws.addRole(LAB, "audit");

        assertThat(scenario.run(OPTIONS)).isZero();
        assertThat(scenario.aws.calls("DescribeClusters"))
                .extracting(Call::account, Call::sessionName)
                .contains(tuple(ACCOUNT, ""));
    }

    @Test
    void run_memberWithoutTheRole_isAGapOfTheWholeAccount() {
        scenario.organization.addAccount(LAB, "Lab", "ACTIVE");

        assertThat(scenario.run(OPTIONS)).isEqualTo(2);
        assertThat(scenario.screen())
                .contains("account " + LAB + " (Lab) AssumeRole in account " + ACCOUNT
                        + ", eu-west-1, failed: AccessDenied")
                .contains("The trust policy of arn:aws:iam::" + LAB
                        + ":role/audit must allow your principal to assume the role.");
        assertThat(scenario.screen()).contains("1 of 2 targets");
    }

    @Test
    void run_inactiveAccounts_areNotScannedAndNoted() {
        scenario.organization.addAccount(LAB, "Lab", "SUSPENDED");
        scenario.organization.addAccount("777788889999", "Old", "PENDING_CLOSURE");

        assertThat(scenario.run(OPTIONS)).isZero();
        assertThat(scenario.calls("AssumeRole")).isEqualTo(1);
        assertThat(scenario.screen()).contains("2 accounts of the organization are not active and were not scanned.");
    }

    @Test
    void run_moreAccountsThanOnePage_scansAll() {
        for (int i = 0; i < 45; i++) {
            String account = String.format("%012d", 200_000_000_000L + i);
            scenario.organization.addAccount(account, "Account " + i, "ACTIVE");
            scenario.aws.addRole(account, "audit");
        }

        assertThat(scenario.run(OPTIONS)).isZero();
        assertThat(scenario.calls("ListAccounts")).isEqualTo(3);
        assertThat(scenario.calls("DescribeClusters")).isEqualTo(46);
        assertThat(scenario.screen()).contains("No DAX cluster in 46 targets");
    }

    @Test
    void run_accountsWithoutStatus_areSelectedByState() {
        scenario.organization.addAccount(LAB, "Lab", "ACTIVE");
        scenario.organization.addAccount("777788889999", "Old", "CLOSED");
        scenario.organization.retireStatus();
        scenario.aws.addRole(LAB, "audit");
        scenario.aws.state(LAB, EU).putCluster(LocalCluster.named("tests"));

        assertThat(scenario.run(OPTIONS)).isEqualTo(1);
        assertThat(scenario.screen())
                .contains(LAB + " Lab eu-west-1 tests", "1 account of the organization is not active");
    }

    @Test
    void run_regionOfAnotherPartition_isAGapOfEachAccount() {
        scenario.organization.addAccount(LAB, "Lab", "ACTIVE");
        scenario.aws.addRole(ACCOUNT, "audit");
        scenario.aws.addRole(LAB, "audit");

        assertThat(scenario.run("--organization", "--role", "audit", "--region", "cn-north-1"))
                .isEqualTo(2);
        assertThat(scenario.screen())
                .contains(
                        "2 of 2 targets",
                        " and 1 more None of the specified Regions",
                        "The same applies to account " + LAB + " (Lab).");
    }

    @Test
    void run_roleMissingInManyAccounts_isOneEntryWithTheAccounts() {
        scenario.organization.addAccount(LAB, "Lab", "ACTIVE");
        scenario.organization.addAccount("777788889999", "Finance", "ACTIVE");
        scenario.organization.addAccount("888899990000", "Sales", "ACTIVE");
        scenario.aws.addRole(ACCOUNT, "audit");

        assertThat(scenario.run(OPTIONS)).isEqualTo(2);
        assertThat(scenario.screen())
                .contains("3 of 4 targets could not be scanned: account " + LAB + " (Lab) and 2 more AssumeRole")
                .containsOnlyOnce("failed: AccessDenied")
                .contains(
                        "The same type of error occurred in account 777788889999 (Finance); account 888899990000 (Sales). "
                                + "The formats json and csv contain each reason.");
    }

    @Test
    void run_noManagementAccount_isAGapWithThePermittedCallers() {
        assertThat(scenario.run(OPTIONS)).isEqualTo(2);
        assertThat(scenario.screen())
                .contains("the organization of account " + ACCOUNT + " ListAccounts")
                .contains("Only the management account and delegated administrators can list");
        assertThat(scenario.calls("DescribeClusters")).isZero();
    }

    @Test
    void run_incompleteListingOfAccounts_isAGap() {
        for (int i = 0; i < 45; i++) {
            scenario.organization.addAccount(String.format("%012d", 200_000_000_000L + i), "Account " + i, "ACTIVE");
        }
        scenario.aws.faults().on("ListAccounts").fromCall(2).deny();

        assertThat(scenario.run(OPTIONS)).isEqualTo(2);
        assertThat(scenario.screen()).contains("INCOMPLETE: 1 of 1 target could not be scanned:");
    }
}
