package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.cli.access.CallerIdentity;
import io.github.daxguard.cli.access.CallerIdentityException;
import io.github.daxguard.cli.process.ProcessEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the checks of each Region, one after the other. */
final class Doctor {

    /** Bounds the request of the caller identity. */
    private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

    private static final Evidence STOPPED = Evidence.of("Not checked: the command was stopped.");
    private static final Evidence RUN_AGAIN = Evidence.of("Run the command again.");

    private final DoctorOptions options;
    private final String version;
    private final ProcessEnvironment environment;
    private final RunControl control;
    private final DeploymentChecks deploymentChecks;
    private final List<CheckResult> results = new ArrayList<>();

    /** The checks after a deployment, in one Region. */
    @FunctionalInterface
    interface DeploymentChecks {
        Map<Check, Supplier<Finding>> of(CheckContext context, DoctorOptions options, RunControl control);
    }

    Doctor(DoctorOptions options, String version, ProcessEnvironment environment, RunControl control) {
        this(options, version, environment, control, Deployment::checks);
    }

    /** Runs a part of the checks after a deployment. */
    Doctor(
            DoctorOptions options,
            String version,
            ProcessEnvironment environment,
            RunControl control,
            DeploymentChecks deploymentChecks) {
        this.deploymentChecks = deploymentChecks;
        this.options = options;
        this.version = version;
        this.environment = environment;
        this.control = control;
    }

    /**
     * Runs all checks, or those before an interruption.
     *
     * @throws io.github.daxguard.cli.access.NoAccessException if the settings are not sufficient to call AWS
     * @throws io.github.daxguard.cli.access.CallerIdentityException if AWS does not accept the credentials
     */
    DoctorReport run() {
        Instant begin = control.now();
        List<Optional<String>> regions = options.regions().isEmpty()
                ? List.of(Optional.empty())
                : options.regions().stream().map(Optional::of).toList();
        List<AwsClients> all = new ArrayList<>();
        try {
            // Before the first call, so that an invalid Region is refused.
            regions.forEach(region -> all.add(environment.access().open(region, options.profile())));
            CallerIdentity identity = identity(all);
            for (AwsClients clients : all) {
                CheckContext context = new CheckContext(identity, clients, options.settings(), environment.clock());
                run(context, checks(context, clients == all.get(0)));
            }
        } finally {
            all.forEach(AwsClients::close);
        }
        control.endProgress();
        return new DoctorReport(version, begin, options.mode(), results, control.isStopped(), environment.configured());
    }

    /** The credentials are the same in each Region, but a Region that is not enabled does not accept them. */
    private static CallerIdentity identity(List<AwsClients> regions) {
        Optional<CallerIdentityException> failure = Optional.empty();
        for (AwsClients clients : regions) {
            try {
                return CallerIdentity.of(clients, Caller.COMMAND_LINE, time());
            } catch (CallerIdentityException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        throw failure.orElseThrow();
    }

    private Map<Check, Supplier<Finding>> checks(CheckContext context, boolean isFirst) {
        if (options.deployed()) {
            return deploymentChecks.of(context, options, control);
        }
        Map<Check, Supplier<Finding>> checks = new LinkedHashMap<>(Preflight.checks(context, options.organization()));
        if (options.organization()) {
            checks.putAll(OrganizationChecks.checks(context, options, control, isFirst));
        }
        return checks;
    }

    private void run(CheckContext context, Map<Check, Supplier<Finding>> checks) {
        int number = 0;
        for (Map.Entry<Check, Supplier<Finding>> check : checks.entrySet()) {
            number++;
            control.show(
                    context.region() + ": " + check.getKey().title() + " (" + number + " of " + checks.size() + ")");
            results.add(
                    new CheckResult(check.getKey(), context.account(), context.region(), finding(check.getValue())));
        }
    }

    private Finding finding(Supplier<Finding> check) {
        Finding[] finding = {Finding.notChecked(STOPPED, RUN_AGAIN)};
        if (control.isStopped()) {
            return finding[0];
        }
        try {
            control.interruptible(() -> finding[0] = check.get());
        } catch (CallFailure e) {
            return control.isStopped() ? Finding.notChecked(STOPPED, RUN_AGAIN) : Finding.of(e);
        } catch (OpenCheckException e) {
            return e.finding();
        } catch (RuntimeException e) {
            // The other checks still run, and the results are still shown.
            return control.isStopped() ? Finding.notChecked(STOPPED, RUN_AGAIN) : Finding.unexpected(e);
        }
        return finding[0];
    }

    private static TimeBudget time() {
        long end = System.nanoTime() + TIME_LIMIT.toNanos();
        return new TimeBudget(
                () -> (int) Duration.ofNanos(end - System.nanoTime()).toMillis());
    }
}
