package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.ExecutionRole;
import io.github.daxguard.aws.Pause;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.config.RuleEvent;
import io.github.daxguard.config.RuleEventReader;
import io.github.daxguard.config.RuleRun;
import io.github.daxguard.config.RunResult;
import io.github.daxguard.dax.DaxClusters;
import io.github.daxguard.rule.InvalidEventException;
import io.github.daxguard.rule.RuleParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.regions.PartitionMetadata;

/**
 * The entry point for AWS Config: evaluates the clusters of the event's account and reports the verdicts.
 *
 * <p>Returns the counts as JSON for a manual invocation; AWS Config ignores them. Throws if anything was not reported, so that
 * Lambda retries and alarms work.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html">
 *     Custom Lambda rules</a>
 */
public final class ConfigRuleHandler implements RequestStreamHandler {

    private final AwsClients clients;
    private final JsonLog log;
    private final RuleEventReader events;
    private final InstantSource clock;
    private final Optional<Duration> frequency;

    /** The constructor that Lambda calls. */
    public ConfigRuleHandler() {
        this(
                AwsClients.forFunction(FunctionEnvironment.region()),
                FunctionEnvironment.frequency(),
                System.out,
                InstantSource.system());
        Priming.of(clients.region().id(), log);
    }

    /**
     * A constructor for programs other than Lambda.
     *
     * @param clients the caller closes them
     * @param frequency the frequency of the rules; empty if it is not known
     * @param logLines receives the log, one JSON object a line
     * @param clock determines the times of the log, and whether an unchanged result is reported again
     */
    public ConfigRuleHandler(
            AwsClients clients, Optional<Duration> frequency, PrintStream logLines, InstantSource clock) {
        this.clients = clients;
        this.frequency = frequency;
        this.clock = clock;
        this.log = new JsonLog(logLines, FunctionEnvironment.logLevel(), clock);
        this.events = new RuleEventReader(clients.region().id());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String summary = handle(
                input.readAllBytes(),
                context.getAwsRequestId(),
                InvokedFunction.account(context),
                new TimeBudget(context::getRemainingTimeInMillis));
        output.write(summary.getBytes(UTF_8));
    }

    /** Handles one event; returns the counts as JSON. */
    String handle(byte[] json, String requestId, Optional<String> functionAccount, TimeBudget time) {
        RunLog run = new RunLog(log, requestId, clients.region().id());
        try {
            RuleEvent event = events.read(json);
            run.received(event);
            if (isForeign(event, functionAccount)) {
                event.requireOrganizationRule(
                        PartitionMetadata.of(clients.region()).id());
            }
            RuleParameters parameters = RuleParameters.parse(event.ruleParameters());
            AwsCalls own = AwsCalls.of(
                    functionAccount.orElse(event.account()), clients.region().id(), Caller.EVENT_FUNCTION, time);
            run.counting(own);
            AwsCalls calls = inAccountOf(event, parameters, own, functionAccount);
            run.evaluating(event, parameters);
            RunResult result = new RuleRun(
                            new DaxClusters(clients.dax(), calls),
                            clients.config(),
                            calls,
                            Pause.real(),
                            event,
                            parameters,
                            clock.instant(),
                            frequency,
                            run::reporting)
                    .run();
            run.evaluated(result);
            if (result.failure().isPresent()) {
                throw result.failure().get();
            }
        } catch (RuntimeException e) {
            run.failed(e);
            throw e;
        }
        return run.succeeded();
    }

    private AwsCalls inAccountOf(
            RuleEvent event, RuleParameters parameters, AwsCalls own, Optional<String> functionAccount) {
        Optional<String> role = parameters.executionRoleName();
        if (role.isPresent()) {
            return new ExecutionRole(clients).assume(own, event.account(), role.get(), event.ruleName());
        }
        // Otherwise the function would report the clusters of its own account for the other account.
        if (isForeign(event, functionAccount)) {
            throw new InvalidEventException(
                    "accountId",
                    event.account(),
                    functionAccount.orElseThrow()
                            + ", the function's account, unless the rule parameter executionRoleName names a role in the "
                            + "event's account");
        }
        return own;
    }

    /** Whether the event is of another account, so that the function serves an organization. */
    private static boolean isForeign(RuleEvent event, Optional<String> functionAccount) {
        return functionAccount.isPresent() && !functionAccount.get().equals(event.account());
    }
}
