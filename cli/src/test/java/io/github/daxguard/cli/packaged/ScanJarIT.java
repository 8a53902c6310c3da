package io.github.daxguard.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.daxguard.cli.packaged.PackagedCommand.Result;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the settings, and on the process: profiles, Regions, interruption. */
class ScanJarIT {

    private static final String SHOP = "111122223333";
    private static final String LAB = "444455556666";

    @TempDir
    private Path directory;

    private final LocalAws aws = LocalAws.start();
    private PackagedCommand daxguard = new PackagedCommand(Path.of(""));

    @BeforeEach
    void start() {
        daxguard = new PackagedCommand(directory);
        aws.state(SHOP, "eu-west-1").putCluster(LocalCluster.named("orders"));
        aws.state(LAB, "us-east-1")
                .putCluster(LocalCluster.named("tests").encrypted().tls());
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void scan_environmentVariables_scansAllRegions() throws Exception {
        Result result = daxguard.run(PackagedCommand.settings(aws, SHOP, "eu-west-1"), "scan");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("orders", "1 cluster (DynamoDB.3, DynamoDB.7): 1 NON_COMPLIANT.");
        assertThat(aws.calls("DescribeClusters")).hasSize(32);
    }

    @Test
    void scan_severalProfiles_usesTheirCredentialsRegionsAndEndpoints() throws Exception {
        String profile =
                "[profile %s]%nregion = %s%nendpoint_url = %s%naws_access_key_id = %s%naws_secret_access_key = s%n";
        Path config = Files.writeString(
                directory.resolve("config"),
                profile.formatted(
                                "shop",
                                "eu-west-1",
                                aws.endpoint(),
                                aws.accessKey(SHOP).id())
                        + profile.formatted(
                                "lab",
                                "us-east-2",
                                aws.endpoint(),
                                aws.accessKey(LAB).id()));
        Result result = daxguard.run(
                Map.of(
                        "AWS_CONFIG_FILE",
                        config.toString(),
                        "AWS_ACCESS_KEY_ID",
                        "other",
                        "AWS_SECRET_ACCESS_KEY",
                        "s"),
                "scan",
                "--profile=shop",
                "--profile=lab",
                "--region=eu-west-1,us-east-1");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.out()).contains(SHOP + "  shop     eu-west-1  orders", LAB + "  lab      us-east-1  tests");
        assertThat(result.out().lines())
                .contains(
                        "  daxguard replace orders --profile shop --region eu-west-1 --endpoint-encryption TLS --dry-run");
        assertThat(aws.calls("GetCallerIdentity"))
                .extracting(Call::account, Call::region)
                .containsExactlyInAnyOrder(tuple(SHOP, "eu-west-1"), tuple(LAB, "us-east-2"));
    }

    @Test
    void scan_unknownProfile_listsTheProfilesWithoutACall() throws Exception {
        Path config = Files.writeString(
                directory.resolve("config"), "[default]%n[profile shop]%nregion = eu-west-1%n".formatted());
        Result result = daxguard.run(
                Map.of(
                        "AWS_CONFIG_FILE",
                        config.toString(),
                        "AWS_ENDPOINT_URL",
                        aws.endpoint().toString()),
                "scan",
                "--profile=shop",
                "--profile=shpo");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .contains(
                        "daxguard scan: --profile: the profile \"shpo\" does not exist in the AWS configuration files. Profiles: default, shop.");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void scan_credentialProcess_runsOnceForAllRegions() throws Exception {
        Path count = directory.resolve("count");
        Path config = Files.writeString(directory.resolve("config"), """
                [profile shop]
                region = eu-west-1
                credential_process = sh -c "echo asked >> '%s'; echo '{\\"Version\\": 1, \\"AccessKeyId\\": \\"%s\\", \\"SecretAccessKey\\": \\"s\\"}'"
                """.formatted(
                        count, aws.accessKey(SHOP).id()));
        Result result = daxguard.run(
                Map.of(
                        "AWS_CONFIG_FILE",
                        config.toString(),
                        "AWS_ENDPOINT_URL",
                        aws.endpoint().toString()),
                "scan",
                "--profile=shop");

        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(Files.readAllLines(count)).hasSize(1);
        assertThat(aws.calls("DescribeClusters")).hasSize(32);
    }

    @ParameterizedTest
    @CsvSource({
        "scan --region eu-west-1, 1",
        "scan --region eu-west-1 --format json, 1",
        "scan --region us-east-1, 0",
        "replace orders --dry-run --endpoint-encryption TLS, 0",
        "replace orders --yes --no-wait, 1",
        "check-template src/test/resources/templates/several-clusters.yaml, 1",
        "demo, 0",
        "scan --help, 0"
    })
    void anyCommand_readerClosesThePipe_isSilentAndKeepsItsExitCode(String arguments, int exitCode) throws Exception {
        Result result =
                daxguard.runIntoClosedPipe(PackagedCommand.settings(aws, SHOP, "eu-west-1"), arguments.split(" ", -1));

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void scan_readerClosesThePipe_stillWritesTheFile() throws Exception {
        Path csv = directory.resolve("report.csv");

        Result result = daxguard.runIntoClosedPipe(
                PackagedCommand.settings(aws, SHOP, "eu-west-1"),
                "scan",
                "--region=eu-west-1",
                "--format=json",
                "--output=-",
                "--output=" + csv);

        assertThat(result.err()).isEmpty();
        assertThat(csv).content().contains("orders");
    }

    @Test
    void scan_fullDevice_reportsItAndExitsWith2() throws Exception {
        assumeThat(new File("/dev/full"))
                .as("a device that is always full, on Linux")
                .exists();
        ProcessBuilder builder = new ProcessBuilder(
                PackagedCommand.java(),
                "-jar",
                PackagedCommand.jar().toString(),
                "scan",
                "--region=eu-west-1",
                "--format=csv");
        builder.environment().putAll(PackagedCommand.settings(aws, SHOP, "eu-west-1"));
        Path err = directory.resolve("err");
        Process process = builder.redirectOutput(new File("/dev/full"))
                .redirectError(err.toFile())
                .start();

        assertThat(process.waitFor(PackagedCommand.TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(err)).contains("daxguard: the report could not be written as csv: ");
    }

    @Test
    void scan_noRegionInTheSettings_succeeds() throws Exception {
        Map<String, String> settings = PackagedCommand.settings(aws, SHOP, "eu-west-1");
        settings.remove("AWS_REGION");
        settings.put("AWS_EC2_METADATA_DISABLED", "true");
        Result result = daxguard.run(settings, "scan", "--region", "eu-west-1");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(aws.calls("GetCallerIdentity")).extracting(Call::region).containsExactly("us-east-1");
    }

    @Test
    void scan_invalidRegion_exitsWith3WithoutACall() throws Exception {
        Result result =
                daxguard.run(PackagedCommand.settings(aws, SHOP, "eu-west-1"), "scan", "--region", "eu-west-1,Ireland");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .contains("daxguard scan: --region: invalid Region \"Ireland\". Expected: a Region such as eu-west-1.");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void scan_noCredentials_reportsHowToSignIn() throws Exception {
        Result result = daxguard.run(Map.of("AWS_REGION", "eu-west-1", "AWS_EC2_METADATA_DISABLED", "true"), "scan");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).contains("No credentials found. Sign in (aws sso login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source_profile = none",
                "credential_source = Nowhere",
                "sso_session = none\nsso_account_id = 111122223333\nsso_role_name = Auditor"
            })
    void scan_profileWithoutCredentials_reportsTheSettings(String settings) throws Exception {
        Path config = Files.writeString(
                directory.resolve("config"),
                "[profile shop]%nrole_arn = arn:aws:iam::111122223333:role/Auditor%nregion = eu-west-1%n%s%n"
                        .formatted(settings));

        Result result = daxguard.run(Map.of("AWS_CONFIG_FILE", config.toString()), "scan", "--profile", "shop");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out())
                .startsWith("Nothing was scanned")
                .contains("failed: The settings do not provide credentials")
                .doesNotContain("network");
    }

    @Test
    void scan_terminated_writesPartialReportsAndExitsWith2() throws Exception {
        Path file = directory.resolve("report.txt");
        aws.faults().on("DescribeClusters").inRegion("us-east-1").stall();
        PackagedCommand.Running scan = daxguard.start(
                PackagedCommand.settings(aws, SHOP, "eu-west-1"),
                "scan",
                "--region=eu-west-1,us-east-1",
                "--concurrency=1",
                "--format=table",
                "--output=" + file,
                "--format=table");
        aws.awaitCalls("DescribeClusters", 2);

        // The same as Ctrl-C, which a test cannot send on every system.
        scan.process().destroy();
        Result result = scan.result();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).contains("orders", "Interrupted: this report is incomplete.", "us-east-1");
        assertThat(Files.readString(file)).isEqualTo(result.out());
    }
}
