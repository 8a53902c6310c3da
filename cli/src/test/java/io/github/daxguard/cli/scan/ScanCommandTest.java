package io.github.daxguard.cli.scan;

import static io.github.daxguard.cli.scan.ScanScenario.ACCOUNT;
import static io.github.daxguard.cli.scan.ScanScenario.EU;
import static io.github.daxguard.cli.scan.ScanScenario.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.daxguard.cli.report.ControlReference;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.rule.Control;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanCommandTest {

    private static final String LAB = "444455556666";

    private final ScanScenario scenario = new ScanScenario();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        scenario.close();
    }

    @Test
    void run_noOptions_scansEachRegionOfThePartitionOnce() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.state("us-west-2")
                .putCluster(LocalCluster.named("sessions").encrypted().tls());

        assertThat(scenario.run()).isEqualTo(1);
        assertThat(scenario.aws.calls("DescribeClusters"))
                .extracting(Call::region)
                .containsExactlyInAnyOrder(
                        "af-south-1",
                        "ap-east-1",
                        "ap-east-2",
                        "ap-northeast-1",
                        "ap-northeast-2",
                        "ap-northeast-3",
                        "ap-south-1",
                        "ap-south-2",
                        "ap-southeast-1",
                        "ap-southeast-2",
                        "ap-southeast-3",
                        "ap-southeast-4",
                        "ap-southeast-5",
                        "ap-southeast-6",
                        "ap-southeast-7",
                        "ca-central-1",
                        "ca-west-1",
                        "eu-central-1",
                        "eu-central-2",
                        "eu-north-1",
                        "eu-south-1",
                        "eu-south-2",
                        "eu-west-1",
                        "eu-west-2",
                        "eu-west-3",
                        "il-central-1",
                        "mx-central-1",
                        "sa-east-1",
                        "us-east-1",
                        "us-east-2",
                        "us-west-1",
                        "us-west-2");
        assertThat(scenario.calls("GetCallerIdentity")).isEqualTo(1);
        assertThat(scenario.calls("ListRegions")).isEqualTo(1);
        assertThat(scenario.calls("GetParametersByPath")).isEqualTo(2);
        assertThat(scenario.aws.calls()).hasSize(36);
        assertThat(scenario.lines())
                .containsExactly(
                        "ACCOUNT       REGION     CLUSTER   STATUS     AT REST   IN TRANSIT  VERDICT        REASON",
                        "111122223333  eu-west-1  orders    available  DISABLED  NONE        NON_COMPLIANT  "
                                + "DynamoDB.3, DynamoDB.7",
                        "111122223333  us-west-2  sessions  available  ENABLED   TLS         COMPLIANT",
                        "",
                        "2 clusters (DynamoDB.3, DynamoDB.7): 1 NON_COMPLIANT, 1 COMPLIANT.",
                        "",
                        "DynamoDB.3: "
                                + ControlReference.of(Control.ENCRYPTION_AT_REST)
                                        .risk(),
                        "",
                        "DynamoDB.7: "
                                + ControlReference.of(Control.ENCRYPTION_IN_TRANSIT)
                                        .risk(),
                        "",
                        "Regions with DAX in the partition aws: 32, by AWS's own list (SSM public parameters) and the list "
                                + "built into daxguard, of 2026-10-30.",
                        "",
                        "Next: show the plan of the replacement. The command changes nothing.",
                        "",
                        "With credentials of account 111122223333:",
                        "",
                        "  daxguard replace orders --region eu-west-1 --endpoint-encryption TLS --dry-run",
                        "");
        assertThat(scenario.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"cn-north-1, cn-northwest-1", "us-gov-west-1, us-gov-east-1"})
    void run_anotherPartition_scansItsRegionsByTheBuiltInList(String region, String other) {
        scenario.settingsRegion(Optional.of(region));

        assertThat(scenario.run()).isZero();
        assertThat(scenario.aws.calls("DescribeClusters"))
                .extracting(Call::region)
                .containsExactlyInAnyOrder(region, other);
        assertThat(scenario.aws.calls()).hasSize(3);
        assertThat(scenario.screen()).contains("No DAX cluster in 2 targets");
    }

    @Test
    void run_partitionWithoutDax_isAGap() {
        scenario.settingsRegion(Optional.of("us-iso-east-1"));

        assertThat(scenario.run()).isEqualTo(2);
        assertThat(scenario.screen())
                .contains("account " + ACCOUNT + " DAX is not available in the partition of the account, aws-iso.");
    }

    @ParameterizedTest
    @CsvSource({"'', us-east-1", "cn-north-1, cn-northwest-1", "eu-south-2, us-east-1"})
    void run_noRegionInTheSettings_readsTheCallerIdentityInARegionOfEveryAccount(String region, String called) {
        scenario.settingsRegion(Optional.empty());

        scenario.run(region.isEmpty() ? new String[0] : new String[] {"--region", region});

        assertThat(scenario.aws.calls("GetCallerIdentity"))
                .extracting(Call::region)
                .containsExactly(called);
    }

    @Test
    void run_regionsGiven_scansOnlyThese() {
        assertThat(scenario.run("--region", "eu-west-1,us-east-1", "--region", "us-east-1", "--region", "ca-west-1"))
                .isZero();
        assertThat(scenario.aws.calls("DescribeClusters"))
                .extracting(Call::region)
                .containsExactlyInAnyOrder("eu-west-1", "us-east-1", "ca-west-1");
    }

    @Test
    void run_regionOfAnotherPartition_isAGapWithoutACall() {
        assertThat(scenario.run("--region", "eu-west-1,cn-north-1")).isEqualTo(2);
        assertThat(scenario.aws.calls("DescribeClusters"))
                .extracting(Call::region)
                .containsExactly("eu-west-1");
        assertThat(scenario.screen())
                .contains("account " + ACCOUNT
                        + ", cn-north-1 The Region is in the partition aws-cn, but the account is in aws.");
    }

    @Test
    void run_onlyRegionsOfAnotherPartition_isAGap() {
        assertThat(scenario.run("--region", "cn-north-1")).isEqualTo(2);
        assertThat(scenario.calls("DescribeClusters")).isZero();
        assertThat(scenario.screen())
                .contains("None of the specified Regions is in the partition of the account, aws.");
    }

    @Test
    void run_eachKindOfFailure_isListedAndTheOtherTargetsAreScanned() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.state("us-west-1").serviceLinkedRoleMissing();
        scenario.state("us-west-2").daxUnavailable();
        scenario.aws.faults().on("DescribeClusters").inRegion(US).deny();
        scenario.aws.faults().on("DescribeClusters").inRegion("us-east-2").dropConnection();
        scenario.aws.faults().on("DescribeClusters").inRegion("sa-east-1").throttle();
        scenario.regions.status(ACCOUNT, "eu-south-2", "DISABLED");

        assertThat(scenario.run()).isEqualTo(2);
        assertThat(scenario.screen())
                .contains("1 cluster (DynamoDB.3, DynamoDB.7): 1 NON_COMPLIANT.")
                .contains("INCOMPLETE: 4 of 32 targets could not be scanned:")
                .contains("account " + ACCOUNT + ", us-east-1 DescribeClusters in account " + ACCOUNT
                        + ", us-east-1, failed: AccessDeniedException")
                .contains("Allow dax:DescribeClusters")
                .contains("account " + ACCOUNT + ", us-east-2 DescribeClusters")
                .contains("Check that this machine can reach the service's endpoint")
                .contains("account " + ACCOUNT + ", sa-east-1 DescribeClusters")
                .contains("AWS throttled the call and its retries")
                .contains("account " + ACCOUNT + ", us-west-2 DescribeClusters")
                .contains("AWS does not offer DAX to this account in this Region")
                .contains("Regions that are not enabled, and were not scanned: account " + ACCOUNT + ": eu-south-2.");
        assertThat(scenario.screen()).doesNotContain("us-west-1", "security token");
    }

    @Test
    void run_regionThatIsDisabled_isExcludedWithoutACall() {
        scenario.regions.status(ACCOUNT, "ap-east-1", "DISABLED");
        scenario.regions.status(ACCOUNT, "eu-south-2", "DISABLED");

        assertThat(scenario.run()).isZero();
        assertThat(scenario.aws.calls("DescribeClusters"))
                .extracting(Call::region)
                .hasSize(30)
                .doesNotContain("ap-east-1", "eu-south-2");
        assertThat(scenario.screen())
                .contains("Regions that are not enabled, and were not scanned: account " + ACCOUNT
                        + ": ap-east-1, eu-south-2.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENABLED", "ENABLING", "DISABLING", "ENABLED_BY_DEFAULT", "PENDING"})
    void run_regionWithAnotherStatus_isScanned(String status) {
        scenario.regions.status(ACCOUNT, "eu-south-2", status);
        scenario.state("eu-south-2").putCluster(LocalCluster.named("orders"));

        assertThat(scenario.run()).isEqualTo(1);
    }

    @Test
    void run_givenRegionThatIsDisabled_isCheckedOnlyAfterARefusal() {
        scenario.regions.status(ACCOUNT, "eu-south-2", "DISABLED");
        refuseCredentials("eu-south-2");

        assertThat(scenario.run("--region", EU)).isZero();
        assertThat(scenario.calls("ListRegions")).isZero();
        assertThat(scenario.run("--region", "eu-west-1,eu-south-2")).isZero();
        assertThat(scenario.calls("ListRegions")).isEqualTo(1);
        assertThat(scenario.screen())
                .contains("Regions that are not enabled, and were not scanned: account " + ACCOUNT + ": eu-south-2.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu-north-1", "eu-south-2", "ca-west-1"})
    void run_refusedByARegionThatIsEnabled_isAGapWithBothReasons(String region) {
        refuseCredentials(region);

        assertThat(scenario.run()).isEqualTo(2);
        assertThat(scenario.screen())
                .contains("1 of 32 targets", "has not enabled this Region, or the Region does not accept")
                .doesNotContain("not enabled, and");
    }

    @Test
    void run_listRegionsDenied_scansAllRegionsAndAddsANote() {
        scenario.aws.faults().on("ListRegions").deny();
        refuseCredentials("eu-south-2");

        assertThat(scenario.run()).isEqualTo(2);
        assertThat(scenario.calls("DescribeClusters")).isEqualTo(32);
        assertThat(scenario.screen())
                .contains("1 of 32 targets", "The list of enabled Regions could not be read for account " + ACCOUNT)
                .contains("Allow account:ListRegions");
    }

    @Test
    void run_publishedListUnreadable_usesTheBuiltInOneAndAddsANote() {
        scenario.aws.faults().on("GetParametersByPath").deny();

        assertThat(scenario.run()).isZero();
        assertThat(scenario.calls("DescribeClusters")).isEqualTo(32);
        assertThat(scenario.screen())
                .contains("Regions with DAX in the partition aws: 32, by the list built into daxguard, of "
                        + DaxRegions.DATE + ". AWS's own list could not be read.")
                .contains("Allow ssm:GetParametersByPath");
    }

    @Test
    void run_publishedListIncomplete_isNotUsed() {
        scenario.regions.publish("eu-west-9");
        scenario.aws.faults().on("GetParametersByPath").fromCall(2).deny();

        assertThat(scenario.run()).isZero();
        assertThat(scenario.screen()).contains("AWS's own list could not be read.");
        assertThat(scenario.calls("DescribeClusters")).isEqualTo(32);
    }

    @Test
    void run_regionThatOnlyThePublishedListHas_isScanned() {
        scenario.regions.publish("eu-west-9");
        scenario.state("eu-west-9").putCluster(LocalCluster.named("orders"));

        assertThat(scenario.run()).isEqualTo(1);
        assertThat(scenario.screen())
                .contains("eu-west-9 orders", "Regions with DAX in the partition aws: 33, by AWS's own");
    }

    @ParameterizedTest(name = "{0}: in AWS''s list: {1}, readable: {2}")
    @CsvSource({
        "ca-west-1, false, true,  0",
        "ca-west-1, true,  true,  2",
        "ca-west-1, false, false, 0",
        "us-west-2, true,  true,  2",
        "us-west-2, false, true,  0",
        "us-west-2, false, false, 2"
    })
    void run_daxRefusesEveryCall_isAGapUnlessTheListsHaveNoDaxThere(
            String region, boolean isPublished, boolean isReadable, int exitCode) {
        scenario.state(region).daxUnavailable();
        scenario.regions.withdraw(region);
        if (isPublished) {
            scenario.regions.publish(region);
        }
        if (!isReadable) {
            scenario.aws.faults().on("GetParametersByPath").deny();
        }

        assertThat(scenario.run("--region", EU + "," + region)).isEqualTo(exitCode);
        assertThat(scenario.screen().contains("AWS's own list of Regions with DAX could not be read."))
                .isEqualTo(!isReadable);
        assertThat(scenario.run()).isEqualTo(exitCode);
        assertThat(scenario.screen().contains("Regions without DAX: account " + ACCOUNT + ": " + region + "."))
                .isEqualTo(exitCode == 0);
    }

    @Test
    void run_everyRegionDenied_isOneEntryOfTheAccount() {
        scenario.aws.faults().on("DescribeClusters").deny();

        assertThat(scenario.run()).isEqualTo(2);
        assertThat(scenario.screen())
                .startsWith("Nothing was scanned (DynamoDB.3, DynamoDB.7).")
                .contains("32 of 32 targets", "account " + ACCOUNT + ", 32 Regions DescribeClusters in account")
                .containsPattern(
                        "The same type of error occurred in ap-east-1, ap-east-2, [^.]*, us-west-1, us-west-2\\.")
                .containsOnlyOnce("Allow dax:DescribeClusters");
        assertThat(scenario.run("--format", "csv")).isEqualTo(2);
        assertThat(scenario.lines())
                .filteredOn(line -> line.contains("NOT_READ"))
                .hasSize(32);
    }

    @Test
    void run_regionsDeniedForTwoReasons_areTwoEntries() {
        scenario.aws.faults().on("DescribeClusters").inRegion(US).deny();
        scenario.aws.faults().on("DescribeClusters").inRegion("us-east-2").deny();
        scenario.aws.faults().on("DescribeClusters").inRegion("us-west-1").throttle();

        assertThat(scenario.run()).isEqualTo(2);
        assertThat(scenario.screen())
                .startsWith("No DAX cluster in 29 targets")
                .contains("account " + ACCOUNT + ", 2 Regions ", "The same type of error occurred in us-east-2.")
                .contains("account " + ACCOUNT + ", us-west-1 ");
    }

    @Test
    void run_sameErrorOfTwoOperations_areTwoEntries() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("ListTags").deny();
        scenario.aws.faults().on("DescribeClusters").inRegion(US).deny();

        assertThat(scenario.run("--region", "eu-west-1,us-east-1", "--exemption-tag", "pass-until"))
                .isEqualTo(2);
        assertThat(scenario.screen())
                .contains("account " + ACCOUNT + ", eu-west-1 All clusters are listed", "Allow dax:ListTags")
                .contains("account " + ACCOUNT + ", us-east-1 DescribeClusters", "Allow dax:DescribeClusters")
                .doesNotContain("The same applies to", "The same type of error");
    }

    @Test
    void run_sameErrorAtTheFirstAndALaterPage_areTwoEntries() {
        for (int i = 0; i < 130; i++) {
            scenario.state(EU).putCluster(LocalCluster.named("c" + i));
        }
        scenario.aws.faults().on("DescribeClusters").inRegion(EU).fromCall(2).deny();
        scenario.aws.faults().on("DescribeClusters").inRegion(US).deny();

        assertThat(scenario.run("--region", "eu-west-1,us-east-1")).isEqualTo(2);
        assertThat(scenario.screen())
                .contains("2 of 2 targets")
                .doesNotContain("The same applies to", "The same type of error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ListRegions         | {\"Regions\":[null]}",
                "ListRegions         | {\"Regions\":[{\"RegionOptStatus\":\"DISABLED\"}]}",
                "ListRegions         | {}",
                "ListRegions         | [",
                "GetParametersByPath | {\"Parameters\":[null]}",
                "GetParametersByPath | {\"Parameters\":[{}]}",
                "GetParametersByPath | {\"Parameters\":[]}",
                "GetParametersByPath | ["
            })
    void run_invalidListOfRegions_isANote(String operation, String body) {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on(operation).body(body);

        assertThat(scenario.run()).isEqualTo(1);
        assertThat(scenario.screen()).contains(operation + " in account", "1 cluster");
        assertThat(scenario.calls("DescribeClusters")).isEqualTo(32);
    }

    @Test
    void run_onlyOneProfileCanReadThePublishedList_itIsUsedForAll() {
        scenario.profile("shop", ACCOUNT);
        scenario.profile("lab", LAB);
        scenario.regions.publish("eu-west-9");
        scenario.aws.state(LAB, "eu-west-9").putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("GetParametersByPath").inAccount(ACCOUNT).deny();

        assertThat(scenario.run("--profile=shop", "--profile=lab")).isEqualTo(1);
        assertThat(scenario.run("--profile=lab", "--profile=shop")).isEqualTo(1);
    }

    @Test
    void sendToSecurityHub_deniedInEveryRegion_isOneLine() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("GetFindings").deny();

        assertThat(scenario.run("--region", "eu-west-1,us-east-1,us-east-2", "--send-to-security-hub"))
                .isEqualTo(2);
        assertThat(scenario.errors().lines())
                .filteredOn(line -> line.contains("not sent"))
                .singleElement()
                .asString()
                .endsWith("The same type of error occurred in us-east-1, us-east-2.");
    }

    @Test
    void run_onlyADisabledRegion_reportsThatNothingWasScanned() {
        scenario.regions.status(ACCOUNT, "eu-south-2", "DISABLED");
        refuseCredentials("eu-south-2");

        assertThat(scenario.run("--region", "eu-south-2")).isEqualTo(2);
        assertThat(scenario.screen())
                .startsWith("Nothing was scanned")
                .contains("Next: scan a Region that is enabled and has DAX.")
                .doesNotContain("No DAX cluster", "Nothing to do");
    }

    @Test
    void run_expiredCredentials_areAGap() {
        scenario.aws
                .faults()
                .on("DescribeClusters")
                .inRegion("eu-south-2")
                .error("ExpiredTokenException", "The security token included in the request is expired", 400);

        assertThat(scenario.run()).isEqualTo(2);
    }

    @Test
    void run_refusedCredentials_areAGapInEachRegion() {
        for (String region : List.of(US, "us-east-2", "eu-south-2")) {
            refuseCredentials(region);
        }

        assertThat(scenario.run("--region", "eu-west-1,us-east-1,us-east-2,eu-south-2"))
                .isEqualTo(2);
        assertThat(scenario.screen())
                .contains("3 of 4 targets", "account " + ACCOUNT + ", 3 Regions DescribeClusters")
                .doesNotContain("not enabled, and");
    }

    @Test
    void run_credentialsRefusedDuringAListing_areAGap() {
        for (int i = 0; i < 130; i++) {
            scenario.state("eu-south-2").putCluster(LocalCluster.named("c" + i));
        }
        scenario.aws
                .faults()
                .on("DescribeClusters")
                .inRegion("eu-south-2")
                .fromCall(2)
                .error("UnrecognizedClientException", "The security token included in the request is invalid.", 400);

        assertThat(scenario.run("--region", "eu-west-1,eu-south-2")).isEqualTo(2);
        assertThat(scenario.screen())
                .contains("100 NON_COMPLIANT", "1 of 2 targets")
                .doesNotContain("not enabled, and");
    }

    @Test
    void run_errorWithoutACode_isAGapOfThatRegionOnly() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("DescribeClusters").inRegion(US).error("", "Bad gateway", 502);

        assertThat(scenario.run("--region", "eu-west-1,us-east-1")).isEqualTo(2);
        assertThat(scenario.screen()).contains("1 cluster", "1 of 2 targets");
    }

    private void refuseCredentials(String region) {
        scenario.aws
                .faults()
                .on("DescribeClusters")
                .inRegion(region)
                .error("UnrecognizedClientException", "The security token included in the request is invalid.", 400);
    }

    @Test
    void run_incompleteListing_evaluatesTheListedClustersAndIsAGap() {
        for (int i = 0; i < 130; i++) {
            scenario.state(EU)
                    .putCluster(LocalCluster.named("c" + i).encrypted().tls());
        }
        scenario.aws.faults().on("DescribeClusters").inRegion(EU).fromCall(2).deny();

        assertThat(scenario.run("--region", EU)).isEqualTo(2);
        assertThat(scenario.screen()).contains("100 COMPLIANT", "1 of 1 target");
    }

    @Test
    void run_moreThanOneHundredClusters_readsAll() {
        for (int i = 0; i < 130; i++) {
            scenario.state(EU)
                    .putCluster(LocalCluster.named("c" + i).encrypted().tls());
        }

        assertThat(scenario.run("--region", EU)).isZero();
        assertThat(scenario.screen()).contains("130 clusters", "130 COMPLIANT");
        assertThat(scenario.calls("DescribeClusters")).isEqualTo(2);
    }

    @Test
    void run_unknownCredentials_areAGap() {
        scenario.aws
                .faults()
                .on("GetCallerIdentity")
                .error("InvalidClientTokenId", "The security token included in the request is invalid.", 403);

        assertThat(scenario.run()).isEqualTo(2);
        assertThat(scenario.screen())
                .contains("the account of these credentials GetCallerIdentity")
                .contains("AWS did not accept the credentials. Check that they are the intended ones");
        assertThat(scenario.calls("DescribeClusters")).isZero();
    }

    @Test
    void run_severalProfiles_scansEachAccountOnce() {
        scenario.profile("shop", ACCOUNT);
        scenario.profile("shop-admin", ACCOUNT);
        scenario.profile("lab", LAB);
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.state(LAB, EU).putCluster(LocalCluster.named("orders").encrypted());

        assertThat(scenario.run("--region", EU, "--profile=shop", "--profile=shop-admin", "--profile=lab"))
                .isEqualTo(1);
        assertThat(scenario.aws.calls("DescribeClusters"))
                .extracting(Call::account)
                .containsExactlyInAnyOrder(ACCOUNT, LAB);
        assertThat(scenario.screen())
                .contains("2 clusters")
                .containsPattern(
                        "Account " + ACCOUNT + " is also reached by profile shop(-admin)?\\. It was scanned once\\.");
    }

    @Test
    void run_oneProfileFails_theOthersAreScanned() {
        scenario.profile("shop", ACCOUNT);
        scenario.profile("lab", LAB);
        scenario.aws.faults().on("GetCallerIdentity").inAccount(LAB).deny();

        assertThat(scenario.run("--region", EU, "--profile=shop", "--profile=lab"))
                .isEqualTo(2);
        assertThat(scenario.screen()).contains("profile lab GetCallerIdentity", "1 of 2 targets");
    }

    @ParameterizedTest
    @CsvSource({
        "--control=encryption-at-rest,    2 NON_COMPLIANT",
        "--control=encryption-in-transit, 1 NON_COMPLIANT",
        "--exempt-clusters=*s@2027-01-31, '1 NON_COMPLIANT, 1 exempt'",
        "--exempt-clusters=*s@2027-01-30, 2 NON_COMPLIANT",
        "--exempt-clusters=*s@2027-03-02 --max-exemption-days=30, '1 NON_COMPLIANT, 1 exempt'",
        "--exempt-clusters=*s@2027-03-03 --max-exemption-days=30, 2 NON_COMPLIANT",
        "--exempt-clusters=* --max-exemption-days=3650, 2 NON_COMPLIANT",
        "--exemption-tag=pass-until,      '1 NON_COMPLIANT, 1 exempt'"
    })
    void run_controlsAndExemptions_areTheRules(String options, String result) {
        scenario.state(EU).putCluster(LocalCluster.named("orders").tls().tag("pass-until", "2027-12-31"));
        scenario.state(EU).putCluster(LocalCluster.named("cart"));
        scenario.state(EU).putCluster(LocalCluster.named("going").status("deleting"));

        assertThat(scenario.run(("--region " + EU + " " + options).split(" ", -1)))
                .isEqualTo(1);
        assertThat(scenario.screen()).contains(result, "1 being deleted");
    }

    @Test
    void run_tagsOfFindings_areReadOnceForBothControls() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.state(EU).putCluster(LocalCluster.named("good").encrypted().tls());

        scenario.run("--region", EU, "--exemption-tag", "pass-until");

        assertThat(scenario.calls("ListTags")).isEqualTo(1);
    }

    @Test
    void run_unreadableTags_areAGapAndAFinding() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("ListTags").deny();

        assertThat(scenario.run("--region", EU, "--exemption-tag", "pass-until"))
                .isEqualTo(2);
        assertThat(scenario.screen())
                .contains("1 NON_COMPLIANT", "Tags could not be read; tag exemptions are ignored.")
                .contains("All clusters are listed. The tags of orders could not be read")
                .contains("Allow dax:ListTags");
    }

    @ParameterizedTest
    @CsvSource({
        "true,  false, non-compliant, 1",
        "true,  false, error,         0",
        "true,  false, never,         0",
        "false, true,  non-compliant, 2",
        "false, true,  error,         2",
        "false, true,  never,         0",
        "true,  true,  non-compliant, 2",
        "true,  true,  error,         2",
        "true,  true,  never,         0",
        "false, false, non-compliant, 0"
    })
    void run_failOn_setsTheExitCode(boolean findings, boolean gaps, String failOn, int exitCode) {
        if (findings) {
            scenario.state(EU).putCluster(LocalCluster.named("orders"));
        }
        if (gaps) {
            scenario.aws.faults().on("DescribeClusters").inRegion(US).deny();
        }

        assertThat(scenario.run("--region", "eu-west-1,us-east-1", "--fail-on", failOn))
                .isEqualTo(exitCode);
    }

    @Test
    void run_interrupted_reportsTheResultsSoFar() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("DescribeClusters").inRegion(US).stall();
        CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(
                () -> scenario.run("--region", "eu-west-1,us-east-1,us-east-2", "--concurrency=1"));
        scenario.aws.awaitCalls("DescribeClusters", 2);

        scenario.interrupt();

        assertThat(exitCode.join()).isEqualTo(2);
        assertThat(scenario.screen())
                .contains("1 cluster (DynamoDB.3, DynamoDB.7): 1 NON_COMPLIANT.")
                .contains("Interrupted: this report is incomplete.", "2 of 3 targets")
                .contains("account " + ACCOUNT + ", 2 Regions The run was interrupted before it reached this target.")
                .contains("The same applies to us-east-2.");
        assertThat(scenario.calls("DescribeClusters")).isEqualTo(2);
    }

    @Test
    void run_interruptedBeforeAnyResult_reportsTheInterruption() {
        scenario.aws.faults().on("GetCallerIdentity").stall();
        CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(scenario::run);
        scenario.aws.awaitCalls("GetCallerIdentity", 1);

        scenario.interrupt();

        assertThat(exitCode.join()).isEqualTo(2);
        assertThat(scenario.screen())
                .contains(
                        "Interrupted",
                        "the account of these credentials The run was interrupted before it reached this target.");
    }

    @Test
    void run_atATerminal_showsAProgressBarOnStderr() {
        scenario.atATerminal();

        scenario.run("--region", "eu-west-1,us-east-1");

        assertThat(scenario.errors())
                .contains("\r[------------------------] 0 of 1 targets scanned; failed: 0; clusters: 0 ")
                .contains("\r[########################] 2 of 2 targets scanned; failed: 0; clusters: 0 ");
        assertThat(scenario.written()).doesNotContain("targets scanned;");
    }

    @Test
    void run_atATerminal_fits80Columns() {
        scenario.atATerminal();
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("DescribeClusters").inRegion(US).deny();

        scenario.run("--region", "eu-west-1,us-east-1");

        assertThat(scenario.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(scenario.screen())
                .contains("NON_COMPLIANT orders in account " + ACCOUNT
                        + ", eu-west-1: available, at rest DISABLED, in transit NONE. DynamoDB.3, DynamoDB.7.");
    }

    @Test
    void run_quiet_writesOnlyTheResult() {
        scenario.atATerminal();
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("DescribeClusters").inRegion(US).deny();

        assertThat(scenario.run("--region", "eu-west-1,us-east-1", "--quiet")).isEqualTo(2);
        assertThat(scenario.errors()).isEmpty();
        assertThat(scenario.screen())
                .contains("NON_COMPLIANT orders in account", "INCOMPLETE: 1 of 2 targets could not be scanned")
                .doesNotContain("Next:", "Without encryption at rest,");
    }

    @Test
    void run_quietWithSecurityHub_writesOnlyFailures() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.run("--region", EU, "--send-to-security-hub", "--quiet");

        assertThat(scenario.calls("BatchImportFindings")).isZero();
        assertThat(scenario.errors()).doesNotContain("Sent to").contains("not sent to Security Hub in account");
    }

    @Test
    void run_quiet_stillNamesTheSourcesOfOptions() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.variable("DAXGUARD_EXEMPT_CLUSTERS", "orders");
        scenario.variable("DAXGUARD_QUIET", "true");

        assertThat(scenario.run("--region", EU)).isZero();
        assertThat(scenario.written())
                .contains("Options from environment variables: DAXGUARD_EXEMPT_CLUSTERS, DAXGUARD_QUIET.")
                .doesNotContain("Nothing to do.");
    }

    @ParameterizedTest
    @CsvSource({"ocsf", "asff"})
    void run_formatWithoutNotes_namesOmittedFindingsAndSourcesOfOptionsOnStderr(String format) {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        String baseline = directory.resolve("last-week.json").toString();
        scenario.run("--region", EU, "--output", baseline);
        scenario.variable("DAXGUARD_BASELINE", baseline);

        assertThat(scenario.run("--region", EU, "--format", format)).isZero();
        assertThat(scenario.written()).doesNotContain("cache/orders");
        assertThat(scenario.errors().lines())
                .containsExactly(
                        "Compared with " + baseline + ": the report omits 2 known findings.",
                        "Options from environment variables: DAXGUARD_BASELINE.");

        // The table on stdout states both.
        String file = directory.resolve("report").toString();
        assertThat(scenario.run("--region", EU, "--format", format, "--output", file))
                .isZero();
        assertThat(scenario.errors()).isEmpty();
    }

    @Test
    void run_ignoredExemptions_nameTheOptions() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.state(EU).putCluster(LocalCluster.named("legacy"));

        assertThat(scenario.run(
                        "--region",
                        EU,
                        "--exempt-clusters=orders@2026-01-31,legacy@9999-12-31",
                        "--max-exemption-days=90"))
                .isEqualTo(1);
        assertThat(scenario.screen())
                .contains("2026-01-31: --exempt-clusters entry \"orders\"")
                .contains("--max-exemption-days 90): --exempt-clusters entry \"legacy\"")
                .doesNotContain("exemptClusters", "maxExemptionDays");
    }

    @Test
    void run_verbose_logsTargetsRequestsAndRetries() {
        scenario.atATerminal();
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.aws.faults().on("DescribeClusters").call(1).throttle();
        scenario.aws.faults().on("DescribeClusters").call(2).dropConnection();

        assertThat(scenario.run("--region", EU, "--verbose")).isEqualTo(1);
        assertThat(scenario.errors().lines())
                .contains(
                        "account " + ACCOUNT + ", eu-west-1: scanning.",
                        "account " + ACCOUNT + ", eu-west-1: COMPLETE, clusters: 1.",
                        "dax DescribeClusters, eu-west-1: retry, attempt 2",
                        "dax DescribeClusters, eu-west-1: retry, attempt 3")
                .anyMatch(line -> line.matches(
                        "sts GetCallerIdentity, eu-west-1: status 200, [0-9]+ ms, request ID [0-9a-f-]{36}"))
                .anyMatch(line -> line.matches(
                        "dax DescribeClusters, eu-west-1: status 400, [0-9]+ ms, request ID [0-9a-f-]{36}"))
                .anyMatch(line -> line.matches(
                        "dax DescribeClusters, eu-west-1: status 200, [0-9]+ ms, request ID [0-9a-f-]{36}"));
        assertThat(scenario.errors())
                .containsPattern("DescribeClusters, eu-west-1: attempt 2: no response, [0-9]+ ms until the retry\\R"
                        + "dax DescribeClusters, eu-west-1: retry, attempt 3\\R")
                .doesNotContain("attempt 1: no response")
                .doesNotContain("\r", "Authorization", "Credential", "AWS4")
                .doesNotContain(scenario.aws.accessKey(ACCOUNT).id())
                .doesNotContain(scenario.aws.accessKey(ACCOUNT).secret());
        assertThat(scenario.written()).doesNotContain("request ID");
    }

    @Test
    void run_verboseWithoutResponse_logsTheFailure() {
        scenario.aws.faults().on("DescribeClusters").dropConnection();

        assertThat(scenario.run("--region", EU, "--verbose")).isEqualTo(2);
        assertThat(scenario.errors())
                .contains("dax DescribeClusters, eu-west-1: retry, attempt 3")
                .containsPattern("dax DescribeClusters, eu-west-1: no response, [0-9]+ ms, ")
                .contains("account " + ACCOUNT + ", eu-west-1: NOT_READ, clusters: 0.");
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 132})
    void run_atATerminal_showsProgressOfItsWidth(int columns) {
        scenario.atATerminal();
        scenario.variable("COLUMNS", String.valueOf(columns));

        scenario.run("--region", EU);

        assertThat(scenario.errors().split("[\r\n]+", -1))
                .filteredOn(line -> !line.isEmpty())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSize(columns - 1));
    }

    @Test
    void run_inAPipe_showsNoProgress() {
        scenario.run();

        assertThat(scenario.errors()).isEmpty();
        assertThat(scenario.written()).doesNotContain("\r", "\u001b");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--quiet --verbose              | --quiet: cannot be combined with --verbose.",
                "--nope                         | unknown option \"--nope\".",
                "extra                          | unknown argument \"extra\".",
                "--region=                      | --region: the value is empty. Specify a value, or omit the option.",
                "--profile=                     | --profile: the value is empty. Specify a value, or omit the option.",
                "--organization                 | --organization: requires --role NAME, the role to assume in each account.",
                "--role=audit                   | --role: requires --organization.",
                "--organization --role=a/b      | --role: invalid value: \"a/b\". Expected: the name of a role in each account",
                "--organization --role=a --profile=b --profile=c | --organization: accepts only one --profile",
                "--concurrency=0                | --concurrency: invalid value: \"0\". Expected: a whole number, 1 to 64.",
                "--concurrency=65               | --concurrency: invalid value: \"65\". Expected: a whole number, 1 to 64.",
                "--concurrency=many             | --concurrency: invalid value: \"many\". Expected: a whole number, 1 to 64.",
                "--control=encryption           | --control: invalid value: \"encryption\". Expected: encryption-at-rest or encryption-in-transit.",
                "--control=                     | --control: the value is empty.",
                "--region=,                     | --region: invalid value: \",\". Expected: Regions, separated by commas.",
                "--region=eu-west-1,            | --region: invalid value: \"eu-west-1,\". Expected: Regions, separated by commas.",
                "--output=r.html --format=json  | --output: the extension of \"r.html\" requires the format html, but --format is json.",
                "--exempt-clusters=             | --exempt-clusters: the value is empty.",
                "--exempt-clusters=a@2027-02-30 | --exempt-clusters: invalid value: \"a@2027-02-30\".",
                "--exempt-clusters=a@+12027-01-01 | --exempt-clusters: invalid value: \"a@+12027-01-01\".",
                "--max-exemption-days=1.5       | --max-exemption-days: invalid value: \"1.5\". Expected: a whole number of days, 1 to 3650.",
                "--max-exemption-days=99999999999 | --max-exemption-days: invalid value: \"99999999999\".",
                "--output=                       | --output: the value is empty.",
                "--profile --region              | --profile: missing. Expected: --profile=NAME.",
                "--send-to-security-hub=maybe    | --send-to-security-hub: invalid value: \"maybe\". Expected: true or false.",
                "--output=r.json --format=csv    | --output: the extension of \"r.json\" requires the format json, sarif, ocsf or asff, but --format is csv.",
                "--output=r.csv --format=json    | --output: the extension of \"r.csv\" requires the format csv, but --format is json.",
                "--output=r.xml --format=html    | --output: the extension of \"r.xml\" requires the format junit, but --format is html.",
                "--output=r.ocsf.jsonl --format=json | --output: the extension of \"r.ocsf.jsonl\" requires the format ocsf, but --format is json.",
                "--max-exemption-days=0         | --max-exemption-days: invalid value: \"0\". Expected: a whole number of days, 1 to 3650.",
                "--exemption-tag=               | --exemption-tag: the value is empty.",
                "--fail-on=warning              | --fail-on: invalid value: \"warning\". Expected: non-compliant, error or never.",
                "--format=pdf                   | --format: invalid value: \"pdf\". Expected: table, json, csv, html, sarif, ocsf, asff or junit.",
                "--format                       | --format: missing. Expected: --format=FORMAT.",
                "--format=json --format=csv     | --format: stdout can have only one report. Specify --output FILE for the others.",
                "--output=report.doc            | --output: the name of \"report.doc\" does not select a format. Specify --format",
                "--output=no/such/report.txt    | --output: the directory",
                "--output=/ --format=json       | --output: \"/\" is a directory. Specify a file.",
                "--color=red                    | --color: invalid value: \"red\". Expected: auto, always or never."
            })
    void run_invalidOption_reportsTheProblemWithoutACall(String options, String message) {
        assertThat(scenario.run(options.split(" "))).isEqualTo(3);
        assertThat(scenario.errors())
                .contains("daxguard scan: ", message, "Try \"daxguard scan --help\".")
                .doesNotContain("\tat ");
        assertThat(scenario.written()).isEmpty();
        assertThat(scenario.aws.calls()).isEmpty();
    }

    @Test
    void output_table_isWrittenToTheFileAndToStdout() throws Exception {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        Path file = Files.writeString(directory.resolve("report.txt"), "previous content");

        assertThat(scenario.run("--region", EU, "--output", file.toString())).isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo(scenario.written()).contains("orders");
        assertThat(files()).containsExactly("report.txt");
    }

    @Test
    void output_everyFormat_isWrittenAndReadAsBaseline() throws Exception {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        List<String> options = new ArrayList<>(List.of("--region", EU));
        for (String name :
                List.of("r.json", "r.csv", "r.html", "r.sarif", "r.ocsf.jsonl", "r.asff.json", "r.xml", "r.txt")) {
            options.addAll(List.of("--output", directory.resolve(name).toString()));
        }

        assertThat(scenario.run(options.toArray(String[]::new))).isEqualTo(1);
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "r.json", "r.csv", "r.html", "r.sarif", "r.ocsf.jsonl", "r.asff.json", "r.xml", "r.txt");
        assertThat(text("r.json")).contains("\"daxguard-report\"", "\"orders\"");
        assertThat(text("r.csv")).startsWith("account,").contains("orders");
        assertThat(text("r.html")).startsWith("<!DOCTYPE html>").contains("orders");
        assertThat(text("r.sarif")).contains("\"2.1.0\"", "orders");
        assertThat(text("r.ocsf.jsonl")).contains("\"class_uid\":2003", "orders");
        assertThat(text("r.asff.json")).contains("\"Findings\"", "cache/orders");
        assertThat(text("r.xml")).startsWith("<?xml").contains("orders");

        scenario.state(EU).putCluster(LocalCluster.named("new"));
        assertThat(scenario.run(
                        "--region",
                        EU,
                        "--baseline",
                        directory.resolve("r.json").toString()))
                .isEqualTo(1);
        assertThat(scenario.screen())
                .contains("111122223333 eu-west-1 new", "2 new findings; 2 known, not shown; 0 fixed.")
                .doesNotContain("111122223333 eu-west-1 orders");
        scenario.state(EU).removeCluster("new");
        scenario.state(EU).removeCluster("orders");
        assertThat(scenario.run(
                        "--region",
                        EU,
                        "--baseline",
                        directory.resolve("r.json").toString()))
                .isZero();
        assertThat(scenario.screen()).contains("0 new findings; 0 known, not shown; 2 fixed.");
    }

    @Test
    void baseline_sameFileAsOutput_isReadBeforeItIsReplaced() throws Exception {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        String file = directory.resolve("r.json").toString();
        scenario.run("--region", EU, "--output", file);

        assertThat(scenario.run("--region", EU, "--output", file, "--baseline", file))
                .isZero();
        assertThat(scenario.run("--region", EU, "--output", file, "--baseline", file))
                .isZero();
        assertThat(scenario.screen()).contains("0 new findings; 2 known");
    }

    @Test
    void baseline_regionNotScannedNow_keepsItsFindings() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.state(US).putCluster(LocalCluster.named("orders"));
        String first = directory.resolve("first.json").toString();
        String second = directory.resolve("second.json").toString();
        scenario.run("--region", "eu-west-1,us-east-1", "--output", first);

        assertThat(scenario.run("--region", US, "--baseline", first, "--output", second))
                .isZero();
        assertThat(scenario.run("--region", "eu-west-1,us-east-1", "--baseline", second))
                .isZero();
        assertThat(scenario.screen()).contains("0 new findings; 4 known, not shown; 0 fixed.");
    }

    @Test
    void sendToSecurityHub_interrupted_sendsNothingAndReportsIt() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.securityHub.enable(ACCOUNT, EU);
        scenario.aws.faults().on("DescribeClusters").inRegion(US).stall();
        CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(() -> scenario.run(
                "--region", "eu-west-1,us-east-1", "--concurrency=1", "--send-to-security-hub", "--fail-on=never"));
        scenario.aws.awaitCalls("DescribeClusters", 2);

        scenario.interrupt();

        assertThat(exitCode.join()).isEqualTo(2);
        assertThat(scenario.errors()).contains("interrupted, so nothing was sent to Security Hub.");
        assertThat(scenario.securityHub.findings(ACCOUNT, EU)).isEmpty();
    }

    @Test
    void format_json_writesOnlyJsonToStdout() {
        scenario.atATerminal();

        assertThat(scenario.run("--region", EU, "--format", "JSON")).isZero();
        assertThat(scenario.written()).startsWith("{").endsWith("}\n").doesNotContain("Nothing to do");
    }

    @ParameterizedTest
    @CsvSource({"no-such-file.json, '--baseline: The baseline'", "report.txt,        '--baseline: The baseline'"})
    void baseline_unreadable_exitsWith3(String name, String message) throws Exception {
        Files.writeString(directory.resolve("report.txt"), "Nothing to do.");

        assertThat(scenario.run("--baseline", directory.resolve(name).toString()))
                .isEqualTo(3);
        assertThat(scenario.errors()).contains(message);
        assertThat(scenario.aws.calls()).isEmpty();
    }

    @Test
    void sendToSecurityHub_enabled_importsTheFindings() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.securityHub.enable(ACCOUNT, EU);

        assertThat(scenario.run("--region", "eu-west-1,us-east-1", "--send-to-security-hub"))
                .isEqualTo(1);
        assertThat(scenario.securityHub.findings(ACCOUNT, EU)).hasSize(2);
        assertThat(scenario.errors()).isEqualTo("Sent to Security Hub: 2 of 2 findings." + System.lineSeparator());
    }

    @Test
    void sendToSecurityHub_notEnabled_failsAfterTheReportIsWritten() {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));

        assertThat(scenario.run("--region", EU, "--send-to-security-hub", "--fail-on=never"))
                .isEqualTo(2);
        assertThat(scenario.written()).contains("orders");
        assertThat(scenario.errors())
                .contains("Sent to Security Hub: 0 of 2 findings.")
                .contains("daxguard scan: not sent to Security Hub in account " + ACCOUNT + ", eu-west-1: GetFindings");
    }

    @Test
    void sendToSecurityHub_withBaseline_sendsKnownFindings() throws Exception {
        scenario.state(EU).putCluster(LocalCluster.named("orders"));
        scenario.securityHub.enable(ACCOUNT, EU);
        String file = directory.resolve("r.json").toString();
        scenario.run("--region", EU, "--output", file);

        assertThat(scenario.run("--region", EU, "--baseline", file, "--send-to-security-hub"))
                .isZero();
        assertThat(scenario.securityHub.findings(ACCOUNT, EU)).hasSize(2);
    }

    @Test
    void output_linkToAFile_keepsTheLinkAndReplacesTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("kept.txt"), "before");
        Path link = Files.createSymbolicLink(directory.resolve("link.txt"), file);

        assertThat(scenario.run("--region", EU, "--output", link.toString())).isZero();
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(file)).contains("No DAX cluster");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Files.getPosixFilePermissions(Files.writeString(directory.resolve("other"), "")));
    }

    @Test
    void output_fullDevice_exitsWith2() {
        assumeThat(Path.of("/dev/full"))
                .as("a device that is always full, on Linux")
                .exists();

        assertThat(scenario.run("--region", EU, "--format=json", "--output=/dev/full", "--fail-on=never"))
                .isEqualTo(2);
        assertThat(scenario.errors())
                .contains(
                        "daxguard: the report could not be written as json to \"/dev/full\": No space left on device.");
        assertThat(scenario.written()).contains("No DAX cluster");
    }

    private String text(String name) throws Exception {
        return Files.readString(directory.resolve(name));
    }

    private List<String> files() throws Exception {
        try (var paths = Files.list(directory)) {
            return paths.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
