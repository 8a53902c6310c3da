package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.Shell;
import io.github.daxguard.cli.access.AwsAccess;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.process.Verbosity;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.cli.securityhub.LocalSecurityHub;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.cli.terminal.Operator;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.SettableClock;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** An emulated account, further accounts of profiles, and runs of {@code daxguard scan}. */
final class ScanScenario implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String EU = "eu-west-1";
    static final String US = "us-east-1";

    final SettableClock clock = SettableClock.at(Instant.parse("2027-01-31T06:00:00Z"));
    final LocalAws aws = LocalAws.start(clock);
    final LocalOrganization organization = new LocalOrganization(aws, ACCOUNT);
    final LocalRegions regions = new LocalRegions(aws);
    final LocalSecurityHub securityHub = new LocalSecurityHub(aws);
    final LocalEventHistory history = new LocalEventHistory(aws);
    final LocalRoles roles = new LocalRoles(aws);
    /** The pauses between calls whose rate AWS limits. */
    final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, String> profiles = new HashMap<>();
    private final CompletableFuture<Runnable> interruption = new CompletableFuture<>();
    private Optional<String> settingsRegion = Optional.of(EU);
    private final Map<String, String> variables = new HashMap<>();
    private boolean isTerminal;
    private CapturedOutput out = new CapturedOutput();
    private CapturedOutput err = new CapturedOutput();

    /** The emulated state of the account in a Region. */
    EmulatorState state(String region) {
        return aws.state(ACCOUNT, region);
    }

    /** Adds a profile of this account to the settings. */
    void profile(String name, String account) {
        profiles.put(name, account);
    }

    /** Sets the Region of the settings; empty: none. */
    void settingsRegion(Optional<String> region) {
        settingsRegion = region;
    }

    /** Sets an environment variable. */
    void variable(String name, String value) {
        variables.put(name, value);
    }

    /** Makes input and output a terminal. */
    void atATerminal() {
        isTerminal = true;
    }

    /** Interrupts the command, after it has registered for interruptions. */
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
                        operator(),
                        stop -> {
                            interruption.complete(stop);
                            return exitCode -> {};
                        },
                        access(),
                        clock,
                        pauses::add,
                        variables,
                        Verbosity.NORMAL,
                        ConfiguredOptions.NONE),
                arguments.toArray(String[]::new));
    }

    private Operator operator() {
        return new Operator() {
            @Override
            public boolean isInteractive() {
                return isTerminal;
            }

            @Override
            public Optional<String> answer() {
                throw new AssertionError("No question is expected");
            }
        };
    }

    private AwsAccess access() {
        return new AwsAccess() {
            @Override
            public AwsClients open(
                    Optional<String> region, Optional<String> profile, List<ExecutionInterceptor> interceptors) {
                AccessKey key = aws.accessKey(
                        profile.map(name -> profiles.getOrDefault(name, "")).orElse(ACCOUNT));
                return AwsClients.forEndpoint(
                        aws.endpoint(),
                        region.orElseThrow(),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())),
                        interceptors);
            }

            @Override
            public Optional<String> region(Optional<String> profile) {
                return settingsRegion;
            }
        };
    }

    /** The stdout of the last run. */
    String written() {
        return out.text();
    }

    /** The stdout of the last run with single spaces instead of white space. */
    String screen() {
        return out.text().replaceAll("\\s+", " ");
    }

    List<String> lines() {
        return out.lines();
    }

    String errors() {
        return err.text();
    }

    /** The number of calls of an operation, including the SDK's retries. */
    int calls(String operation) {
        return aws.calls(operation).size();
    }

    @Override
    public void close() {
        aws.close();
    }
}
