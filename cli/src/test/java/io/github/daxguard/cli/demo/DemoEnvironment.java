package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.process.Verbosity;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.cli.terminal.Operator;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** The environments of the demo, which must neither call AWS nor ask the operator. */
final class DemoEnvironment {

    private DemoEnvironment() {}

    /** Output to a pipe. */
    static ProcessEnvironment pipe(CapturedOutput out, CapturedOutput err) {
        return environment(out, err, false, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    static ProcessEnvironment terminal(CapturedOutput out, CapturedOutput err, InstantSource clock) {
        return environment(out, err, true, clock);
    }

    private static ProcessEnvironment environment(
            CapturedOutput out, CapturedOutput err, boolean isInteractive, InstantSource clock) {
        Operator operator = new Operator() {
            @Override
            public boolean isInteractive() {
                return isInteractive;
            }

            @Override
            public Optional<String> answer() {
                throw new AssertionError("No question is expected");
            }
        };
        return new ProcessEnvironment(
                InputStream.nullInputStream(),
                out.stream(),
                err.stream(),
                operator,
                stop -> exitCode -> {},
                (region, profile, interceptors) -> {
                    throw new AssertionError("No access to AWS is expected");
                },
                clock,
                pause -> {},
                Map.of(),
                Verbosity.NORMAL,
                ConfiguredOptions.NONE);
    }
}
