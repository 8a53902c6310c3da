package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.Shell;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.process.Verbosity;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.SettableClock;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An account with the unencrypted cluster {@code orders}, and an operator at a terminal. */
final class ReplaceScenario implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    static final Instant START = Instant.parse("2027-01-31T06:00:00Z");

    /** More pauses than in any test, so that a test does not run indefinitely. */
    private static final int MOST_PAUSES = 300;

    private static final Set<String> CHANGING = Set.of(
            "CreateCluster",
            "DeleteCluster",
            "TagResource",
            "UntagResource",
            "PutParameter",
            "StartConfigRulesEvaluation");

    /** Ends the command, like Ctrl-C. */
    static final class CtrlC extends Error {}

    final SettableClock clock = SettableClock.at(START);
    final LocalAws aws = LocalAws.start(clock);
    final LocalParameterStore parameters = new LocalParameterStore(aws);
    final EmulatorState state = aws.state(ACCOUNT, REGION);
    final ScriptedOperator operator = new ScriptedOperator();
    final List<Duration> pauses = new ArrayList<>();
    final Map<String, String> variables = new HashMap<>();
    private final Deque<Runnable> duringPauses = new ArrayDeque<>();
    private CapturedOutput out = new CapturedOutput();
    private CapturedOutput err = new CapturedOutput();

    ReplaceScenario() {
        state.putCluster(LocalCluster.named("orders"));
    }

    /** Scripts an event for the next pause without an event. */
    void duringPause(Runnable event) {
        duringPauses.add(event);
    }

    /** DAX completes its operations in the next pause. */
    void settlesDuringPause() {
        duringPause(state::settle);
    }

    /** The operator presses Ctrl-C in the next pause. */
    void ctrlCDuringPause() {
        duringPause(() -> {
            throw new CtrlC();
        });
    }

    /** A client uses the cluster now. */
    void traffic(String cluster) {
        state.putDaxTraffic(cluster, clock.instant(), 120, 4);
    }

    /** Creates the replacement cluster with an earlier run of the command. */
    void createReplacement() {
        run("--yes", "--no-wait");
        state.settle();
        aws.clearCalls();
    }

    /** Runs {@code daxguard replace orders} with these options, in eu-west-1. */
    int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("replace", "orders", "--region", REGION));
        arguments.addAll(List.of(options));
        return runAll(arguments.toArray(String[]::new));
    }

    /** Runs a whole command line. */
    int runAll(String... arguments) {
        out = new CapturedOutput();
        err = new CapturedOutput();
        AccessKey key = aws.accessKey(ACCOUNT);
        ProcessEnvironment environment = new ProcessEnvironment(
                InputStream.nullInputStream(),
                out.stream(),
                err.stream(),
                operator,
                stop -> exitCode -> {},
                (region, profile, interceptors) -> AwsClients.forEndpoint(
                        aws.endpoint(),
                        region.orElse(REGION),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())),
                        interceptors),
                clock,
                this::sleep,
                variables,
                Verbosity.NORMAL,
                ConfiguredOptions.NONE);
        return Shell.execute(environment, arguments);
    }

    private void sleep(Duration duration) {
        pauses.add(duration);
        if (pauses.size() > MOST_PAUSES) {
            throw new AssertionError("The command waits indefinitely");
        }
        clock.advance(duration);
        Runnable event = duringPauses.poll();
        if (event != null) {
            event.run();
        }
    }

    /** The output of the last run, without line breaks. */
    String output() {
        return out.text().replaceAll("\\s+", " ");
    }

    String written() {
        return out.text();
    }

    List<String> lines() {
        return out.lines();
    }

    String errors() {
        return err.text();
    }

    /** The names of the calls that change resources, in order. */
    List<String> changes() {
        return aws.calls().stream()
                .map(Call::operation)
                .filter(CHANGING::contains)
                .toList();
    }

    String statusOf(String cluster) {
        return state.cluster(cluster)
                .map(found -> found.json().path("Status").asText())
                .orElse("none");
    }

    @Override
    public void close() {
        aws.close();
    }
}
