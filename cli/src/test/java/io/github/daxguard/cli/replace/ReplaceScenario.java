package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.Shell;
import io.github.daxguard.cli.process.ProcessEnvironment;
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
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An account with the cluster {@code orders}, not encrypted, and somebody at a terminal. */
final class ReplaceScenario implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    static final Instant START = Instant.parse("2027-01-31T06:00:00Z");

    /** Whoever waits longer waits for ever. */
    private static final int MOST_PAUSES = 300;

    private static final Set<String> CHANGING = Set.of(
            "CreateCluster",
            "DeleteCluster",
            "TagResource",
            "UntagResource",
            "PutParameter",
            "StartConfigRulesEvaluation");

    /** As Ctrl-C does, it ends the command where it is. */
    static final class CtrlC extends Error {}

    final SettableClock clock = SettableClock.at(START);
    final LocalAws aws = LocalAws.start(clock);
    final LocalParameterStore parameters = new LocalParameterStore(aws);
    final EmulatorState state = aws.state(ACCOUNT, REGION);
    final ScriptedOperator person = new ScriptedOperator();
    final List<Duration> pauses = new ArrayList<>();
    private final Deque<Runnable> duringPauses = new ArrayDeque<>();
    private CapturedOutput out = new CapturedOutput();
    private CapturedOutput err = new CapturedOutput();

    ReplaceScenario() {
        state.putCluster(LocalCluster.named("orders"));
    }

    /** What happens in the next pause for which nothing is scripted yet; in later ones nothing does. */
    void duringPause(Runnable event) {
        duringPauses.add(event);
    }

    /** DAX ends what it has begun, in the next pause. */
    void settlesDuringPause() {
        duringPause(state::settle);
    }

    /** Somebody presses Ctrl-C in the next pause. */
    void ctrlCDuringPause() {
        duringPause(() -> {
            throw new CtrlC();
        });
    }

    /** A client talks to the cluster now. */
    void traffic(String cluster) {
        state.putDaxTraffic(cluster, clock.instant(), 120, 4);
    }

    /** Makes the replacement cluster as an earlier run of the command would have, up to its end. */
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
        ProcessEnvironment surroundings = new ProcessEnvironment(
                InputStream.nullInputStream(),
                out.stream(),
                err.stream(),
                person,
                stop -> exitCode -> {},
                (region, profile) -> AwsClients.forEndpoint(
                        aws.endpoint(),
                        region.orElse(REGION),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()))),
                clock,
                this::sleep);
        return Shell.execute(surroundings, arguments);
    }

    private void sleep(Duration duration) {
        pauses.add(duration);
        if (pauses.size() > MOST_PAUSES) {
            throw new AssertionError("It waits for ever");
        }
        clock.advance(duration);
        Runnable event = duringPauses.poll();
        if (event != null) {
            event.run();
        }
    }

    /** What the last run has written, with its line breaks taken out. */
    String screen() {
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

    /** The calls that change something, by their names, in order. */
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
