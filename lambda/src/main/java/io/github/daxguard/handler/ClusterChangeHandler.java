package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.change.ChangeBatchReader;
import io.github.daxguard.change.ChangeMessage;
import io.github.daxguard.change.ChangeResult;
import io.github.daxguard.change.ChangeRun;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.results.RuleStarter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entry point for changes of clusters from a queue: starts the rules once for a batch.
 *
 * <p>Returns the messages that must be redelivered. Throws if all must be redelivered because the rules could not be started
 * for a reason other than AWS Config's limits.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling errors for an SQS event
 *     source</a>, on partial batch responses
 */
public final class ClusterChangeHandler implements RequestStreamHandler {

    private final AwsClients clients;
    private final List<String> ruleNames;
    private final ChangeRun changes;
    private final JsonLog log;

    /** The constructor that Lambda calls. */
    public ClusterChangeHandler() {
        this(
                AwsClients.forFunction(FunctionEnvironment.region()),
                FunctionEnvironment.ruleNames(),
                FunctionEnvironment.conformancePack(),
                System.out,
                InstantSource.system());
    }

    /**
     * A constructor for programs other than Lambda.
     *
     * @param clients the caller closes them
     * @param ruleNames as in the variable DAXGUARD_RULE_NAMES
     * @param conformancePack as in the variable DAXGUARD_CONFORMANCE_PACK
     * @param logLines receives the log, one JSON object a line
     * @param clock for comparison with the times of the messages
     */
    public ClusterChangeHandler(
            AwsClients clients,
            List<String> ruleNames,
            Optional<String> conformancePack,
            PrintStream logLines,
            InstantSource clock) {
        this.clients = clients;
        this.ruleNames = List.copyOf(ruleNames);
        this.changes = new ChangeRun(new RuleStarter(clients.config(), ruleNames, conformancePack), clock);
        this.log = new JsonLog(logLines, FunctionEnvironment.logLevel(), clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] json = input.readAllBytes();
        String account = InvokedFunction.account(context).orElse("of the function");
        TimeBudget time = new TimeBudget(context::getRemainingTimeInMillis);
        ChangeLog lines =
                new ChangeLog(log, context.getAwsRequestId(), clients.region().id(), ruleNames);
        try {
            List<ChangeMessage> messages = ChangeBatchReader.read(json);
            lines.received(messages);
            AwsCalls calls = AwsCalls.of(account, clients.region().id(), Caller.EVENT_FUNCTION, time);
            lines.counting(calls);
            ChangeResult result = changes.run(messages, calls);
            lines.succeeded(result);
            List<Map<String, String>> failures = result.returned().stream()
                    .map(id -> Map.of("itemIdentifier", id))
                    .toList();
            output.write(JsonTree.write(Map.of("batchItemFailures", failures)).getBytes(UTF_8));
        } catch (RuntimeException e) {
            lines.failed(e);
            throw e;
        }
    }
}
