package io.github.daxguard.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.access.MotoAccount;
import io.github.daxguard.cli.packaged.PackagedCommand.Result;
import io.github.daxguard.external.Emulator;
import io.github.daxguard.external.NeedsEmulator;
import io.github.daxguard.external.RunningEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dax.model.ClusterEndpointEncryptionType;
import software.amazon.awssdk.services.dax.model.Tag;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;

/** Tests of the packaged command with moto's DAX, STS and Organizations, in several accounts and Regions. */
@NeedsEmulator(Emulator.MOTO)
class ScanMotoIT {

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
    void scan_profilesThatAssumeRoles_findsTheClustersOfEachAccountAndRegion() throws Exception {
        MotoAccount shop = MotoAccount.unused(moto.endpoint());
        MotoAccount lab = MotoAccount.unused(moto.endpoint());
        create(shop, "eu-west-1", "orders", false);
        create(shop, "us-east-1", "sessions", true);
        create(lab, "ap-south-1", "orders", false);
        Path config = Files.writeString(
                directory.resolve("config"),
                "[profile me]%naws_access_key_id = test%naws_secret_access_key = test%n%s%s"
                        .formatted(profile("shop", shop), profile("lab", lab)));

        // moto does not have every Region that has DAX.
        Result result = scan(
                Map.of("AWS_CONFIG_FILE", config.toString()),
                "--profile",
                "shop",
                "--profile",
                "lab",
                "--region",
                "eu-west-1,us-east-1,ap-south-1");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(clusters(result))
                .containsExactlyInAnyOrder(
                        tuple(shop.id(), "eu-west-1", "orders", "DISABLED", "NONE", "NON_COMPLIANT"),
                        tuple(shop.id(), "us-east-1", "sessions", "ENABLED", "TLS", "COMPLIANT"),
                        tuple(lab.id(), "ap-south-1", "orders", "DISABLED", "NONE", "NON_COMPLIANT"));
        assertThat(report(result).path("targets")).hasSize(6);
    }

    private static String profile(String name, MotoAccount account) {
        return "[profile %s]%nregion = eu-west-1%nsource_profile = me%nrole_arn = arn:aws:iam::%s:role/Auditor%n"
                .formatted(name, account.id());
    }

    @Test
    void scan_organization_findsTheClustersOfEachMember() throws Exception {
        MotoAccount management = MotoAccount.unused(moto.endpoint());
        MotoAccount member = organizationOf(management);
        create(management, "eu-west-1", "orders", true);
        create(member, "eu-west-1", "orders", false);
        create(member, "us-west-2", "exempt", false);

        Result result = scan(
                management.settings("eu-west-1"),
                "--region",
                "eu-west-1,us-west-2",
                "--organization",
                "--role",
                "OrganizationAccountAccessRole",
                "--exemption-tag",
                "pass-until");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(clusters(result))
                .containsExactlyInAnyOrder(
                        tuple(management.id(), "eu-west-1", "orders", "ENABLED", "TLS", "COMPLIANT"),
                        tuple(member.id(), "eu-west-1", "orders", "DISABLED", "NONE", "NON_COMPLIANT"),
                        tuple(member.id(), "us-west-2", "exempt", "DISABLED", "NONE", "NOT_APPLICABLE"));
    }

    /** moto does not emulate CloudTrail's event history. */
    @Test
    void scan_tables_readsInlineAndAttachedPoliciesOfTheRole() throws Exception {
        MotoAccount shop = MotoAccount.unused(moto.endpoint());
        create(shop, "eu-west-1", "orders", false);
        String table = "arn:aws:dynamodb:eu-west-1:" + shop.id() + ":table/";
        try (AwsClients clients = shop.clients("eu-west-1");
                IamClient iam = clients.newClient(IamClient.builder())) {
            iam.createRole(request -> request.roleName("dax").assumeRolePolicyDocument(policy("sts:AssumeRole", "*")));
            iam.putRolePolicy(request -> request.roleName("dax")
                    .policyName("Inline")
                    .policyDocument(policy("dynamodb:Get*", table + "orders/index/by-day")));
            String attached = iam.createPolicy(request ->
                            request.policyName("Attached").policyDocument(policy("dynamodb:Query", table + "stock-*")))
                    .policy()
                    .arn();
            iam.attachRolePolicy(request -> request.roleName("dax").policyArn(attached));

            Result result = scan(shop.settings("eu-west-1"), "--region", "eu-west-1", "--tables");

            assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
            assertThat(report(result).at("/clusters/0/readableTables/tables"))
                    .extracting(JsonNode::asText)
                    .containsExactly(table + "orders", table + "stock-*");
        }
    }

    private static String policy(String action, String resource) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"" + action
                + "\", \"Resource\": \"" + resource + "\"}]}";
    }

    @Test
    void scan_sendToSecurityHub_importsTheFindings() throws Exception {
        MotoAccount shop = MotoAccount.unused(moto.endpoint());
        create(shop, "eu-west-1", "orders", false);
        try (AwsClients clients = shop.clients("eu-west-1");
                SecurityHubClient securityHub = clients.newClient(SecurityHubClient.builder())) {
            securityHub.enableSecurityHub(request -> {});

            Result result = scan(shop.settings("eu-west-1"), "--region", "eu-west-1", "--send-to-security-hub");

            assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
            assertThat(result.err()).contains("Sent to Security Hub: 2 of 2 findings.");
            assertThat(securityHub.getFindings(request -> {}).findings())
                    .extracting(finding -> finding.resources().get(0).id())
                    .containsOnly("arn:aws:dax:eu-west-1:" + shop.id() + ":cache/orders");
        }
    }

    private Result scan(Map<String, String> variables, String... options) throws Exception {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("AWS_ENDPOINT_URL", moto.endpoint().toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        List<String> arguments = new ArrayList<>(List.of("scan", "--format", "json"));
        arguments.addAll(List.of(options));
        return new PackagedCommand(directory).run(environment, arguments.toArray(String[]::new));
    }

    private static JsonNode report(Result result) throws Exception {
        return new ObjectMapper().readTree(result.out());
    }

    private static List<Tuple> clusters(Result result) throws Exception {
        List<Tuple> clusters = new ArrayList<>();
        report(result)
                .path("clusters")
                .forEach(cluster -> clusters.add(tuple(
                        cluster.at("/target/account").asText(),
                        cluster.at("/target/region").asText(),
                        cluster.path("name").asText(),
                        cluster.path("encryptionAtRest").asText(),
                        cluster.path("endpointEncryption").asText(),
                        cluster.path("compliance").asText())));
        return clusters;
    }

    private static void create(MotoAccount account, String region, String name, boolean isEncrypted) {
        try (AwsClients clients = account.clients(region)) {
            clients.dax()
                    .createCluster(request -> request.clusterName(name)
                            .nodeType("dax.r5.large")
                            .replicationFactor(1)
                            .iamRoleArn("arn:aws:iam::" + account.id() + ":role/dax")
                            .sseSpecification(sse -> sse.enabled(isEncrypted))
                            .clusterEndpointEncryptionType(
                                    isEncrypted
                                            ? ClusterEndpointEncryptionType.TLS
                                            : ClusterEndpointEncryptionType.NONE)
                            .tags(
                                    name.equals("exempt")
                                            ? List.of(Tag.builder()
                                                    .key("pass-until")
                                                    .value("9999-12-31")
                                                    .build())
                                            : List.of()));
        }
    }

    /** Creates an organization with a member account. */
    private static MotoAccount organizationOf(MotoAccount management) {
        try (AwsClients clients = management.clients("us-east-1");
                OrganizationsClient organizations = clients.newClient(OrganizationsClient.builder())) {
            organizations.createOrganization(request -> request.featureSet("ALL"));
            String member = organizations
                    .createAccount(request -> request.accountName("Lab").email("lab@example.com"))
                    .createAccountStatus()
                    .accountId();
            assertThat(new TreeSet<>(organizations.listAccounts().accounts().stream()
                            .map(account -> account.id())
                            .toList()))
                    .containsExactlyInAnyOrder(management.id(), member);
            return MotoAccount.of(management.endpoint(), member);
        }
    }
}
