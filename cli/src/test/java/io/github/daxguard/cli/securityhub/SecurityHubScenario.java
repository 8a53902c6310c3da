package io.github.daxguard.cli.securityhub;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.LocalAws;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Emulated accounts with Security Hub, to which reports are sent over HTTP. */
final class SecurityHubScenario implements AutoCloseable {

    private static final int TIME_LIMIT_MILLIS = 60_000;

    final LocalAws aws = LocalAws.start();
    final LocalSecurityHub securityHub = new LocalSecurityHub(aws);
    /** Accounts whose credentials cannot be obtained. */
    final Set<String> inaccessible = new HashSet<>();

    private final List<AwsClients> opened = new CopyOnWriteArrayList<>();

    ImportOutcome send(Report report) {
        return send(report, Runnable::run);
    }

    ImportOutcome send(Report report, Executor executor) {
        return new SecurityHubImport(this::open, executor).send(report);
    }

    private SecurityHubImport.Access open(AccountRegion target) {
        if (inaccessible.contains(target.account())) {
            throw new IllegalStateException("AssumeRole in " + target.name() + ", failed: AccessDenied.");
        }
        AccessKey key = aws.accessKey(target.account());
        AwsClients clients = AwsClients.forEndpoint(
                aws.endpoint(),
                target.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
        opened.add(clients);
        return new SecurityHubImport.Access(
                clients,
                AwsCalls.of(
                        target.account(),
                        target.region(),
                        Caller.COMMAND_LINE,
                        new TimeBudget(() -> TIME_LIMIT_MILLIS)));
    }

    @Override
    public void close() {
        opened.forEach(AwsClients::close);
        aws.close();
    }
}
