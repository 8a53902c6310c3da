package io.github.daxguard.cli.securityhub;

import static io.github.daxguard.cli.securityhub.EvaluatedClusters.at;
import static io.github.daxguard.cli.securityhub.EvaluatedClusters.cluster;
import static io.github.daxguard.cli.securityhub.EvaluatedClusters.clusters;
import static io.github.daxguard.cli.securityhub.EvaluatedClusters.report;
import static io.github.daxguard.cli.securityhub.EvaluatedClusters.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.cli.access.MotoAccount;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.external.Emulator;
import io.github.daxguard.external.NeedsEmulator;
import io.github.daxguard.external.RunningEmulator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.ComplianceStatus;
import software.amazon.awssdk.services.securityhub.model.RecordState;

/** Tests with the Security Hub of moto. */
@NeedsEmulator(Emulator.MOTO)
class SecurityHubMotoIT {

    private static final int TIME_LIMIT_MILLIS = 120_000;

    private static RunningEmulator moto;

    private final Map<String, MotoAccount> accounts = new HashMap<>();
    private final Map<AccountRegion, AwsClients> clients = new HashMap<>();

    @BeforeAll
    static void start() {
        moto = Emulator.MOTO.start();
    }

    @AfterAll
    static void stop() {
        moto.close();
    }

    @AfterEach
    void closeClients() {
        clients.values().forEach(AwsClients::close);
    }

    @Test
    void send_severalAccountsAndRegions_importsTheSentFindings() {
        AccountRegion shopInEurope = newTarget("eu-west-1");
        AccountRegion shopInAmerica = target(shopInEurope.account(), "us-east-1");
        AccountRegion lab = newTarget("eu-west-1");
        Report report = report(
                cluster(shopInEurope, "orders", "DISABLED"),
                cluster(shopInEurope, "sessions", "ENABLED"),
                cluster(shopInAmerica, "orders", "ENABLED"),
                cluster(lab, "orders", ""));

        ImportOutcome outcome = send(report);

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.imported()).isEqualTo(8);
        AsffFindings.byTarget(report)
                .forEach((target, findings) -> assertThat(findings(target)).containsExactlyElementsOf(findings));
    }

    @Test
    void send_twice_updatesTheFindings() {
        AccountRegion shop = newTarget("eu-west-1");
        send(report(cluster(shop, "orders", "DISABLED")));
        assertThat(findings(shop))
                .extracting(finding -> finding.compliance().status())
                .containsExactly(ComplianceStatus.FAILED, ComplianceStatus.PASSED);

        send(report(cluster(shop, "orders", "ENABLED")));

        assertThat(findings(shop))
                .extracting(finding -> finding.compliance().status())
                .containsExactly(ComplianceStatus.PASSED, ComplianceStatus.PASSED);
    }

    @Test
    void send_clusterThatNoLongerExists_isArchived() {
        AccountRegion shop = newTarget("eu-west-1");
        send(report(cluster(shop, "orders", "DISABLED")));

        ImportOutcome outcome = send(at("2027-02-01T00:00:00Z", report(cluster(shop, "orders-v2", "ENABLED"))));

        assertThat(outcome.failures()).isEmpty();
        assertThat(findings(shop))
                .extracting(AwsSecurityFinding::recordState)
                .containsExactly(RecordState.ARCHIVED, RecordState.ARCHIVED, RecordState.ACTIVE, RecordState.ACTIVE);
    }

    @Test
    void send_moreThanOneCall_importsAllFindings() {
        AccountRegion shop = newTarget("eu-west-1");
        Report report = report(clusters(shop, 60));

        ImportOutcome outcome = send(report);

        assertThat(outcome.failures()).isEmpty();
        assertThat(findings(shop)).hasSize(120).containsExactlyElementsOf(AsffFindings.of(report));
    }

    private ImportOutcome send(Report report) {
        return new SecurityHubImport(
                        target -> new SecurityHubImport.Access(
                                clients(target),
                                AwsCalls.of(
                                        target.account(),
                                        target.region(),
                                        Caller.COMMAND_LINE,
                                        new TimeBudget(() -> TIME_LIMIT_MILLIS))),
                        Runnable::run)
                .send(report);
    }

    private List<AwsSecurityFinding> findings(AccountRegion target) {
        List<AwsSecurityFinding> findings = new ArrayList<>();
        try (SecurityHubClient securityHub = clients(target).newClient(SecurityHubClient.builder())) {
            securityHub
                    .getFindingsPaginator(request -> request.maxResults(100))
                    .findings()
                    .forEach(findings::add);
        }
        return findings;
    }

    /** An unused account with Security Hub enabled. */
    private AccountRegion newTarget(String region) {
        MotoAccount account = MotoAccount.unused(moto.endpoint());
        accounts.put(account.id(), account);
        AccountRegion target = target(account.id(), region);
        try (SecurityHubClient securityHub = clients(target).newClient(SecurityHubClient.builder())) {
            securityHub.enableSecurityHub(request -> {});
        }
        return target;
    }

    private AwsClients clients(AccountRegion target) {
        return clients.computeIfAbsent(
                target,
                each -> Objects.requireNonNull(accounts.get(each.account())).clients(each.region()));
    }
}
