package io.github.daxguard.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.access.MotoAccount;
import io.github.daxguard.cli.packaged.PackagedCommand.Result;
import io.github.daxguard.external.Emulator;
import io.github.daxguard.external.NeedsEmulator;
import io.github.daxguard.external.RunningEmulator;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dax.model.Cluster;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Tests of the packaged command with moto's DAX and Parameter Store. */
@NeedsEmulator(Emulator.MOTO)
class ReplaceMotoIT {

    private static final String REGION = "eu-west-1";

    @TempDir
    private Path directory;

    @Test
    void replace_endpointParameter_holdsTheReplacementClustersEndpoint() throws Exception {
        try (RunningEmulator moto = Emulator.MOTO.start()) {
            MotoAccount shop = MotoAccount.unused(moto.endpoint());
            try (AwsClients clients = shop.clients(REGION);
                    SsmClient parameters = clients.newClient(SsmClient.builder())) {
                clients.dax()
                        .createCluster(request -> request.clusterName("orders")
                                .nodeType("dax.r5.large")
                                .replicationFactor(3)
                                .iamRoleArn("arn:aws:iam::" + shop.id() + ":role/dax"));
                available(clients, "orders");
                Result created = replaceOrders(shop);
                assertThat(created.exitCode()).as(created.toString()).isEqualTo(1);
                Cluster replacement = available(clients, "orders-v2");

                Result verified = replaceOrders(shop);

                assertThat(verified.exitCode()).as(verified.toString()).isEqualTo(1);
                assertThat(parameters
                                .getParameter(request -> request.name("/shop/dax"))
                                .parameter()
                                .value())
                        .isEqualTo(replacement.clusterDiscoveryEndpoint().url());
                assertThat(available(clients, "orders").clusterName()).isEqualTo("orders");
            }
        }
    }

    /** moto creates a security group for each cluster, so this difference is accepted. */
    private Result replaceOrders(MotoAccount account) throws Exception {
        return new PackagedCommand(directory)
                .run(
                        account.settings(REGION),
                        "replace",
                        "orders",
                        "--yes",
                        "--no-wait",
                        "--accept-differences",
                        "securityGroups",
                        "--endpoint-parameter",
                        "/shop/dax");
    }

    /** moto's cluster becomes available after a number of calls, not after a time. */
    private static Cluster available(AwsClients clients, String name) {
        for (int calls = 0; calls < 20; calls++) {
            Cluster cluster = clients.dax()
                    .describeClusters(request -> request.clusterNames(name))
                    .clusters()
                    .get(0);
            if (cluster.status().equals("available")) {
                return cluster;
            }
        }
        throw new AssertionError(name + " does not become available");
    }
}
