package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.Shell;
import io.github.daxguard.cli.access.AwsAccess;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.securityhub.LocalSecurityHub;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.cli.terminal.Operator;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.SettableClock;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An account, others that profiles lead to, and AWS for all of them. */
final class ScanScenario implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String EU = "eu-west-1";
    static final String US = "us-east-1";

    final SettableClock clock = SettableClock.at(Instant.parse("2027-01-31T06:00:00Z"));
    final LocalAws aws = LocalAws.start(clock);
    final LocalOrganization organization = new LocalOrganization(aws, ACCOUNT);
    final LocalRegions regions = new LocalRegions(aws);
    final LocalSecurityHub securityHub = new LocalSecurityHub(aws);
    private final Map<String, String> profiles = new HashMap<>();
    private final CompletableFuture<Runnable> interruption = new CompletableFuture<>();
    private Optional<String> settingsRegion = Optional.of(EU);
    private boolean isSomebodyThere;
    private CapturedOutput out = new CapturedOutput();
    private CapturedOutput err = new CapturedOutput();

    /** What the account has in a Region. */
    EmulatorState state(String region) {
        return aws.state(ACCOUNT, region);
    }

    /** The settings have a profile that leads to this account. */
    void profile(String name, String account) {
        profiles.put(name, account);
    }

    /** The settings name this Region; empty: none. */
    void settingsRegion(Optional<String> region) {
        settingsRegion = region;
    }

    /** Input and output are a terminal. */
    void atATerminal() {
        isSomebodyThere = true;
    }

    /** Presses Ctrl-C, once the command looks out for it. */
    void interrupt() {
        interruption.join().run();
    }

    /** Runs {@code daxguard scan} with these options. */
    int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("scan"));
        arguments.addAll(List.of(options));
        out = new CapturedOutput();
        err = new CapturedOutput();
        return Shell.execute(
                new ProcessEnvironment(
                        InputStream.nullInputStream(),
                        out.stream(),
                        err.stream(),
                        person(),
                        stop -> {
                            interruption.complete(stop);
                            return exitCode -> {};
                        },
                        access(),
                        clock,
                        pause -> {}),
                arguments.toArray(String[]::new));
    }

    private Operator person() {
        return new Operator() {
            @Override
            public boolean isThere() {
                return isSomebodyThere;
            }

            @Override
            public Optional<String> answer() {
                throw new AssertionError("Nobody is asked");
            }
        };
    }

    private AwsAccess access() {
        return new AwsAccess() {
            @Override
            public AwsClients open(Optional<String> region, Optional<String> profile) {
                AccessKey key = aws.accessKey(
                        profile.map(name -> profiles.getOrDefault(name, "")).orElse(ACCOUNT));
                return AwsClients.forEndpoint(
                        aws.endpoint(),
                        region.orElseThrow(),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
            }

            @Override
            public Optional<String> region(Optional<String> profile) {
                return settingsRegion;
            }
        };
    }

    /** What the last run has written. */
    String written() {
        return out.text();
    }

    /** What the last run has written, with its line breaks taken out. */
    String screen() {
        return out.text().replaceAll("\\s+", " ");
    }

    List<String> lines() {
        return out.lines();
    }

    String errors() {
        return err.text();
    }

    /** How often this was called, the SDK's retries included. */
    int calls(String operation) {
        return aws.calls(operation).size();
    }

    @Override
    public void close() {
        aws.close();
    }
}
