package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.daxguard.handler.JsonLog.Level;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.template.HookRequest;
import io.github.daxguard.template.HookResponse;
import io.github.daxguard.template.TemplateHook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entry point for CloudFormation's Lambda hook: refuses an unencrypted cluster before it is created.
 *
 * <p>Makes no calls. Always returns a response. If a request cannot be evaluated, the response states that, and CloudFormation
 * applies the hook's failure mode.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks.html">Lambda Hooks</a>
 */
public final class TemplateHookHandler implements RequestStreamHandler {

    private final String region;
    private final RuleParameters exemptions;
    private final TemplateHook hook;
    private final JsonLog log;
    private final InstantSource clock;

    /** The constructor that Lambda calls. */
    public TemplateHookHandler() {
        this(
                FunctionEnvironment.region(),
                FunctionEnvironment.controls(),
                FunctionEnvironment.exemptions(),
                System.out,
                InstantSource.system());
    }

    /**
     * A constructor for programs other than Lambda.
     *
     * @param controls as in the variable DAXGUARD_CONTROLS
     * @param exemptions as in the variables DAXGUARD_EXEMPT_CLUSTERS, DAXGUARD_EXEMPTION_TAG and
     *     DAXGUARD_MAX_EXEMPTION_DAYS
     * @param logLines receives the log, one JSON object a line
     * @param clock the day on which exemptions are evaluated
     */
    public TemplateHookHandler(
            String region,
            List<Control> controls,
            RuleParameters exemptions,
            PrintStream logLines,
            InstantSource clock) {
        this.region = region;
        this.exemptions = exemptions;
        this.hook = new TemplateHook(controls, exemptions);
        this.log = new JsonLog(logLines, FunctionEnvironment.logLevel(), clock);
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(handle(input.readAllBytes(), context.getAwsRequestId()).getBytes(UTF_8));
    }

    private String handle(byte[] json, String requestId) {
        InvocationLog lines = new InvocationLog(log, requestId, region);
        Optional<String> token = Optional.empty();
        try {
            JsonTree event = JsonTree.read(json);
            HookRequest request = HookRequest.of(event);
            token = request.clientRequestToken();
            lines.identify("stackId", event.text("stackId").orElse(""));
            lines.identify("action", request.action());
            lines.identify("targetName", request.targetName());
            lines.identify("logicalId", request.logicalId());
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            lines.warnOfUnbounded(exemptions.unboundedEntries(today));
            HookResponse answer = hook.evaluate(request, today);
            if (answer.outcome() == HookResponse.Outcome.NOT_EVALUATED) {
                throw new UnevaluatedRequestException(answer.message());
            }
            lines.result("hookStatus", answer.outcome().hookStatus());
            if (answer.outcome() == HookResponse.Outcome.REFUSED) {
                lines.write(Level.WARN, answer.message(), Map.of());
                lines.succeeded("The hook refused the cluster.");
            } else {
                lines.succeeded(answer.message());
            }
            return answer.toJson(token);
        } catch (InvalidJsonException e) {
            return notEvaluated(
                    lines, new UnevaluatedRequestException("The request is " + e.getMessage() + "."), token);
        } catch (RuntimeException e) {
            return notEvaluated(lines, e, token);
        }
    }

    private static String notEvaluated(InvocationLog lines, RuntimeException failure, Optional<String> token) {
        HookResponse answer =
                HookResponse.notEvaluated("daxguard could not evaluate the request. " + failure.getMessage());
        lines.result("hookStatus", answer.outcome().hookStatus());
        lines.failed(failure);
        return answer.toJson(token);
    }

    /** A request that cannot be evaluated. */
    static final class UnevaluatedRequestException extends RuntimeException {
        UnevaluatedRequestException(String message) {
            super(message);
        }
    }
}
