package io.github.daxguard.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.Shell;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.process.Verbosity;
import io.github.daxguard.cli.replace.ScriptedOperator;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.cli.scan.LocalOrganization;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.cli.terminal.Interruption;
import io.github.daxguard.emulator.AccessKey;
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
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An account in which daxguard can be deployed, and runs of {@code daxguard doctor}. */
final class DoctorScenario implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";

    /** The account whose organization contains {@link #ACCOUNT} if a test adds it. */
    static final String MANAGEMENT_ACCOUNT = "999988887777";

    /** The role of {@link #createOrganization}. */
    static final String ROLE = "Audit";

    static final Instant START = Instant.parse("2027-01-31T06:00:00Z");

    /** More pauses than in any test, so that a test does not run indefinitely. */
    private static final int MOST_PAUSES = 1000;

    private static final ObjectMapper JSON = new ObjectMapper();

    final SettableClock clock = SettableClock.at(START);
    final LocalAws aws = LocalAws.start(clock);
    final EmulatorState state = aws.state(ACCOUNT, REGION);
    final LocalRecorders recorders = new LocalRecorders(aws);
    final LocalTrails trails = new LocalTrails(aws);
    final LocalServices services = new LocalServices(aws);
    final LocalBootstrap bootstrap = new LocalBootstrap(aws, ACCOUNT, REGION);
    final LocalOrganization organization = new LocalOrganization(aws, MANAGEMENT_ACCOUNT);
    final ScriptedOperator operator = new ScriptedOperator();
    final Map<String, String> variables = new HashMap<>();
    private final Deque<Runnable> duringPauses = new ArrayDeque<>();
    private final CompletableFuture<Runnable> interruption = new CompletableFuture<>();
    private String caller = ACCOUNT;
    private int pauses;
    private CapturedOutput out = new CapturedOutput();
    private CapturedOutput err = new CapturedOutput();

    DoctorScenario() {
        operator.usePipe();
        state.putCluster(LocalCluster.named("orders").encrypted().endpointEncryption("TLS"));
    }

    /** Scripts an event for the next pause without an event. */
    void duringPause(Runnable event) {
        duringPauses.add(event);
    }

    /** The operator presses Ctrl-C, after the command has registered for interruptions. */
    void interrupt() {
        interruption.join().run();
    }

    /** Runs {@code daxguard doctor} with these options in eu-west-1, and with JSON as the format. */
    int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("doctor", "--region", REGION, "--format", "json"));
        arguments.addAll(List.of(options));
        return runAll(arguments.toArray(String[]::new));
    }

    /** Runs {@code daxguard doctor} as {@link #run}, with credentials of another account. */
    int runAsAccount(String account, String... options) {
        caller = account;
        return run(options);
    }

    /**
     * Creates an organization with {@link #ACCOUNT}, which is the delegated administrator, and other members with the role
     * {@link #ROLE}.
     */
    void createOrganization(String... members) {
        organization.addAccount(ACCOUNT, "Delegated administrator", "ACTIVE");
        for (String service : List.of(
                "config-multiaccountsetup.amazonaws.com",
                "config.amazonaws.com",
                "member.org.stacksets.cloudformation.amazonaws.com")) {
            organization.trust(service);
            organization.delegate(service, ACCOUNT);
        }
        // A second page.
        organization.delegate("config.amazonaws.com", "000011112222");
        for (String member : members) {
            organization.addAccount(member, "Member", "ACTIVE");
            aws.addRole(member, ROLE);
        }
    }

    /** Runs a whole command line. */
    int runAll(String... arguments) {
        out = new CapturedOutput();
        err = new CapturedOutput();
        return Shell.execute(environment(), arguments);
    }

    /**
     * Runs only the tests on request of these options.
     *
     * @return the report, which is the output as JSON too
     */
    DoctorReport runRequestedTests(DoctorOptions options) {
        out = new CapturedOutput();
        err = new CapturedOutput();
        ProcessEnvironment environment = environment();
        RunControl control = new RunControl(environment, options.isConfirmed());
        Interruption.Watch watch = environment.interruption().watch(control::stop);
        DoctorReport report = new Doctor(
                        options,
                        "1.0",
                        environment,
                        control,
                        (context, ignored, ignoredToo) -> RequestedTests.checks(
                                context, new DeployedStack(context, options.stack()), options, control))
                .run();
        watch.end(report.exitCode());
        out.stream().println(DoctorJson.of(report));
        return report;
    }

    private ProcessEnvironment environment() {
        AccessKey key = aws.accessKey(caller);
        return new ProcessEnvironment(
                InputStream.nullInputStream(),
                out.stream(),
                err.stream(),
                operator,
                stop -> {
                    interruption.complete(stop);
                    return exitCode -> {};
                },
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
    }

    private void sleep(Duration duration) {
        if (++pauses > MOST_PAUSES) {
            throw new AssertionError("The command waits indefinitely");
        }
        clock.advance(duration);
        Runnable event = duringPauses.poll();
        if (event != null) {
            event.run();
        }
    }

    /** The result of a check in eu-west-1, by the id of the check. */
    JsonNode result(String check) {
        return StreamSupport.stream(json().path("results").spliterator(), false)
                .filter(result -> result.path("check").asText().equals(check)
                        && result.path("region").asText().equals(REGION))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No result of " + check + " in " + out.text()));
    }

    /** The outcome of a check in eu-west-1. */
    String outcome(String check) {
        return result(check).path("outcome").asText();
    }

    String evidence(String check) {
        return result(check).path("evidence").asText();
    }

    /** The permissions that the check lacks. */
    List<String> missingPermissions(String check) {
        return JSON.convertValue(result(check).path("missingPermissions"), new TypeReference<>() {});
    }

    JsonNode json() {
        try {
            return JSON.readTree(out.text());
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + out.text() + err.text(), e);
        }
    }

    /** A JSON object, for results of emulated operations. */
    static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + json, e);
        }
    }

    /** The stdout of the last run. */
    String written() {
        return out.text();
    }

    String errors() {
        return err.text();
    }

    @Override
    public void close() {
        aws.close();
    }
}
