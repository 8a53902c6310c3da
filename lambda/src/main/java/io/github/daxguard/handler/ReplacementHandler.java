package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.replacement.ApprovedExecutions;
import io.github.daxguard.replacement.ClusterReplacement;
import io.github.daxguard.replacement.ReplacementPolicy;
import io.github.daxguard.replacement.StepRequest;
import io.github.daxguard.replacement.StepResult;
import io.github.daxguard.results.RuleStarter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entry point for one step of a replacement, which a runbook or an operator requests.
 *
 * <p>Returns the result of the step. Throws if the request is invalid, if a blocker prevents the step, or if AWS refuses a
 * call.
 *
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-lamb.html">aws:invokeLambdaFunction
 *     in runbooks</a>
 */
public final class ReplacementHandler implements RequestStreamHandler {

    private final AwsClients clients;
    private final ClusterReplacement replacement;
    private final ApprovedExecutions executions;
    private final ReplacementPolicy policy;
    private final JsonLog log;

    /** The constructor that Lambda calls. */
    public ReplacementHandler() {
        this(
                AwsClients.forFunction(FunctionEnvironment.region()),
                FunctionEnvironment.ruleNames(),
                FunctionEnvironment.conformancePack(),
                FunctionEnvironment.replacementPolicy(),
                System.out,
                InstantSource.system());
    }

    /**
     * A constructor for programs other than Lambda.
     *
     * @param clients the caller closes them
     * @param ruleNames as in the variable DAXGUARD_RULE_NAMES
     * @param conformancePack as in the variable DAXGUARD_CONFORMANCE_PACK
     * @param policy as in the variables DAXGUARD_CONTROLS, DAXGUARD_MIN_QUIET_MINUTES, DAXGUARD_REQUIRE_METRICS and
     *     DAXGUARD_APPROVERS
     * @param logLines receives the log, one JSON object a line
     * @param clock the end of the traffic window
     */
    public ReplacementHandler(
            AwsClients clients,
            List<String> ruleNames,
            Optional<String> conformancePack,
            ReplacementPolicy policy,
            PrintStream logLines,
            InstantSource clock) {
        this.clients = clients;
        this.replacement = new ClusterReplacement(
                clients.dax(),
                clients.cloudWatch(),
                new RuleStarter(clients.config(), ruleNames, conformancePack)::start,
                clock);
        this.executions = new ApprovedExecutions(clients.ssm(), policy.approvers());
        this.policy = policy;
        this.log = new JsonLog(logLines, FunctionEnvironment.logLevel(), clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] json = input.readAllBytes();
        String account = InvokedFunction.account(context).orElse("of the function");
        TimeBudget time = new TimeBudget(context::getRemainingTimeInMillis);
        InvocationLog lines = new InvocationLog(
                log, context.getAwsRequestId(), clients.region().id());
        try {
            StepRequest request = StepRequest.read(json, policy);
            Map<String, Object> identity = new LinkedHashMap<>();
            identity.put("step", request.step().jsonName());
            identity.put("cluster", request.replacement().cluster());
            identity.put("replacementCluster", request.replacement().replacementCluster());
            identity.forEach(lines::identify);
            if (!request.executionId().isEmpty()) {
                lines.identify("executionId", request.executionId());
            }
            AwsCalls calls = AwsCalls.of(account, clients.region().id(), Caller.STEP_FUNCTION, time);
            lines.counting(calls);
            if (!policy.requireMetrics()) {
                lines.write(
                        JsonLog.Level.WARN,
                        "The deployment setting requireMetrics is false: a cluster in use can be deleted if CloudWatch does"
                                + " not have its metrics.",
                        Map.of("setting", "requireMetrics"));
            }
            StepResult result = replacement.perform(request, executions, calls);
            lines.result("positive", result.isPositive());
            lines.succeeded(result.message());
            Map<String, Object> answer = new LinkedHashMap<>(identity);
            answer.put("message", result.message());
            answer.putAll(result.members());
            output.write(JsonTree.write(answer).getBytes(UTF_8));
        } catch (RuntimeException e) {
            lines.failed(e);
            throw e;
        }
    }
}
