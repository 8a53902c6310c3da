package io.github.daxguard.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.cli.access.MotoAccount;
import io.github.daxguard.cli.packaged.PackagedCommand.Result;
import io.github.daxguard.external.Emulator;
import io.github.daxguard.external.NeedsEmulator;
import io.github.daxguard.external.RunningEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.EventSelector;
import software.amazon.awssdk.services.cloudtrail.model.ReadWriteType;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.ClusterEndpointEncryptionType;
import software.amazon.awssdk.services.s3.S3Client;

/** Tests of the packaged command with moto's AWS Config, DAX and CloudTrail. */
@NeedsEmulator(Emulator.MOTO)
class DoctorMotoIT {

    private static final String REGION = "eu-west-1";

    private static RunningEmulator moto;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        moto = Emulator.MOTO.start();
    }

    @AfterAll
    static void stop() {
        moto.close();
    }

    @Test
    void doctor_accountWithRecorderClusterAndTrail_isOkWhereMotoResponds() throws Exception {
        MotoAccount shop = MotoAccount.unused(moto.endpoint());
        createRecorder(shop);
        createCluster(shop);
        createTrail(shop);

        Path report = directory.resolve("report.md");
        Result result = doctor(shop, "--report", report.toString());

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(outcomes(result))
                .containsEntry("recorder", "OK")
                .containsEntry("managed-rules", "OK")
                .containsEntry("dax", "OK")
                .containsEntry("cluster-tags", "OK")
                .containsEntry("trail", "OK");
        assertThat(Files.readString(report)).doesNotContain(shop.id()).doesNotContain("orders", "the-trail", "arn:");
    }

    @Test
    void doctor_unusedAccount_reportsProblems() throws Exception {
        Result result = doctor(MotoAccount.unused(moto.endpoint()));

        assertThat(outcomes(result))
                .as(result.toString())
                .containsEntry("recorder", "PROBLEM")
                .containsEntry("dax", "OK")
                .containsEntry("cluster-tags", "NOTE")
                .containsEntry("trail", "PROBLEM");
    }

    /** moto accepts each resource type in test mode, and does not have the other operations. */
    @Test
    void doctor_operationsThatMotoLacks_areNotChecked() throws Exception {
        Result result = doctor(MotoAccount.unused(moto.endpoint()));

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(outcomes(result))
                .containsEntry("resource-type", "UNDECIDED")
                .containsEntry("event-pattern", "NOT_CHECKED")
                .containsEntry("resource-types", "NOT_CHECKED")
                .containsEntry("lambda-concurrency", "NOT_CHECKED");
    }

    private Result doctor(MotoAccount account, String... options) throws Exception {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "doctor";
        arguments[1] = "--format";
        arguments[2] = "json";
        System.arraycopy(options, 0, arguments, 3, options.length);
        return new PackagedCommand(directory).run(account.settings(REGION), arguments);
    }

    private static Map<String, String> outcomes(Result result) throws Exception {
        Map<String, String> outcomes = new HashMap<>();
        new ObjectMapper()
                .readTree(result.out())
                .path("results")
                .forEach(check -> outcomes.put(
                        check.path("check").asText(), check.path("outcome").asText()));
        return outcomes;
    }

    private static void createRecorder(MotoAccount account) {
        try (S3Client s3 = client(S3Client.builder().forcePathStyle(true), account);
                ConfigClient config = client(ConfigClient.builder(), account)) {
            s3.createBucket(request -> request.bucket(bucket(account))
                    .createBucketConfiguration(location -> location.locationConstraint(REGION)));
            config.putConfigurationRecorder(request -> request.configurationRecorder(
                    recorder -> recorder.name("default").roleARN("arn:aws:iam::" + account.id() + ":role/config")));
            config.putDeliveryChannel(request ->
                    request.deliveryChannel(channel -> channel.name("default").s3BucketName(bucket(account))));
        }
    }

    /** Not a client of daxguard, which refuses the empty responses of moto. */
    private static <B extends AwsClientBuilder<B, C>, C> C client(B builder, MotoAccount account) {
        return builder.endpointOverride(account.endpoint())
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(account.credentials()))
                .build();
    }

    private static String bucket(MotoAccount account) {
        return "shop-" + account.id();
    }

    /** moto's cluster becomes available after a number of calls, not after a time. */
    private static void createCluster(MotoAccount account) {
        try (DaxClient dax = client(DaxClient.builder(), account)) {
            dax.createCluster(request -> request.clusterName("orders")
                    .nodeType("dax.r5.large")
                    .replicationFactor(1)
                    .iamRoleArn("arn:aws:iam::" + account.id() + ":role/dax")
                    .sseSpecification(sse -> sse.enabled(true))
                    .clusterEndpointEncryptionType(ClusterEndpointEncryptionType.TLS));
            for (int calls = 0; calls < 20; calls++) {
                dax.describeClusters();
            }
        }
    }

    private static void createTrail(MotoAccount account) {
        try (CloudTrailClient cloudTrail = client(CloudTrailClient.builder(), account)) {
            cloudTrail.createTrail(request -> request.name("the-trail").s3BucketName(bucket(account)));
            cloudTrail.putEventSelectors(request -> request.trailName("the-trail")
                    .eventSelectors(EventSelector.builder()
                            .readWriteType(ReadWriteType.WRITE_ONLY)
                            .includeManagementEvents(true)
                            .build()));
            cloudTrail.startLogging(request -> request.name("the-trail"));
        }
    }
}
