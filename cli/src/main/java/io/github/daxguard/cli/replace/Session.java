package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.access.CallerIdentityException;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.Surroundings;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.replacement.ReplacementException;
import io.github.daxguard.results.StartException;
import java.util.Optional;

/** One run of the command, from the first call of AWS to the exit code. */
final class Session {

    private Session() {}

    /**
     * Runs it.
     *
     * @return the exit code
     * @throws io.github.daxguard.cli.access.NoAccessException if the person's settings do not suffice to ask AWS
     */
    static int run(
            Choices choices,
            Optional<String> region,
            Optional<String> profile,
            Terminal terminal,
            Surroundings surroundings) {
        try (AwsClients clients = surroundings.access().open(region, profile)) {
            return new GuidedReplacement(choices, terminal, surroundings, clients).lead()
                    ? ExitCode.CLEAN
                    : ExitCode.FINDINGS;
        } catch (CallerIdentityException e) {
            complain(e, surroundings);
            return ExitCode.INCOMPLETE;
        } catch (DaxReadException | ReplacementException | EndpointParameter.WriteException | StartException e) {
            complain(e, surroundings);
            surroundings.err().println("What was done before stays done: the same command goes on from there.");
            return ExitCode.INCOMPLETE;
        }
    }

    private static void complain(RuntimeException e, Surroundings surroundings) {
        surroundings.err().println("daxguard replace: " + e.getMessage());
    }
}
