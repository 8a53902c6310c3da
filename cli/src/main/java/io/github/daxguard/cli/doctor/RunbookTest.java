package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.contract.Runbook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.AutomationExecution;
import software.amazon.awssdk.services.ssm.model.AutomationExecutionStatus;
import software.amazon.awssdk.services.ssm.model.StepExecution;
import software.amazon.awssdk.services.ssm.model.StopType;

/**
 * Starts the runbook for a cluster that does not exist. The step {@code plan} must fail for this reason. Cancels the execution if
 * it has not ended.
 *
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html">
 *     StartAutomationExecution</a>
 */
final class RunbookTest implements TemporaryChange.Definition {

    private static final String PLAN_STEP = "plan";
    private static final String CLUSTER_PREFIX = "daxguard-";

    private static final Operation START = Operation.of("ssm", "StartAutomationExecution");
    private static final Operation GET = Operation.GET_AUTOMATION_EXECUTION;
    private static final Operation STOP = Operation.of("ssm", "StopAutomationExecution");

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Set<AutomationExecutionStatus> ENDED = Set.of(
            AutomationExecutionStatus.SUCCESS,
            AutomationExecutionStatus.FAILED,
            AutomationExecutionStatus.TIMED_OUT,
            AutomationExecutionStatus.CANCELLED,
            AutomationExecutionStatus.REJECTED,
            AutomationExecutionStatus.COMPLETED_WITH_SUCCESS,
            AutomationExecutionStatus.COMPLETED_WITH_FAILURE,
            AutomationExecutionStatus.EXITED);

    private final CheckContext context;
    private final DeployedStack stack;
    private final RunControl control;
    private final String cluster;
    private String document = "";
    private String executionId = "";

    /** Whether there is nothing to cancel. */
    private boolean isOver;

    RunbookTest(CheckContext context, DeployedStack stack, RunControl control) {
        this.context = context;
        this.stack = stack;
        this.control = control;
        this.cluster = TestName.of(CLUSTER_PREFIX, context, control);
    }

    Finding run() {
        Optional<String> runbook = stack.output("ReplacementRunbook");
        if (runbook.isEmpty()) {
            return Finding.notChecked(
                    Evidence.of(
                            "Not checked: the stack has no output ReplacementRunbook, so that it was deployed with replacement=false."),
                    Evidence.of("Deploy with -c replacement=true."));
        }
        document = runbook.get();
        if (LiveCluster.find(context, cluster).isPresent()) {
            return Finding.notChecked(
                    Evidence.of(
                            "Not checked: cluster %s exists. The test requires a name that does not exist.",
                            Evidence.cluster(cluster)),
                    Evidence.of("Run the command again. It then uses another name."));
        }
        return new TemporaryChange(control, this).run();
    }

    @Override
    public Evidence question() {
        return Evidence.of(
                "Start the runbook %s in %s for cluster %s, which does not exist? Its execution fails. The runbook publishes a message about that to the topic for approvals.",
                Evidence.name("runbook", document), context.region(), Evidence.cluster(cluster));
    }

    @Override
    public Evidence created() {
        return Evidence.of("an execution of the runbook %s", Evidence.name("runbook", document));
    }

    @Override
    public Evidence removalCommand() {
        return executionId.isEmpty()
                ? Evidence.of(
                        "aws ssm describe-automation-executions --region %s --filters Key=DocumentNamePrefix,Values=%s, and then aws ssm stop-automation-execution --region %s --type Cancel --automation-execution-id ID",
                        context.region(), Evidence.argument("runbook", document), context.region())
                : Evidence.of(
                        "aws ssm stop-automation-execution --region %s --type Cancel --automation-execution-id %s",
                        context.region(), Evidence.argument("execution", executionId));
    }

    @Override
    public void create() {
        try (SsmClient client = newClient()) {
            String id = context.call(
                            START,
                            TemporaryChange.TIME_LIMIT,
                            configuration -> client.startAutomationExecution(request -> request.documentName(document)
                                    .parameters(Map.of(Runbook.CLUSTER_NAME, List.of(cluster)))
                                    .clientToken(TestName.token(context, control))
                                    .overrideConfiguration(configuration)))
                    .automationExecutionId();
            if (id == null) {
                throw new CallFailure(START, "The response does not contain the id of the execution.", null);
            }
            executionId = id;
        } catch (CallFailure e) {
            isOver = e.isRefused();
            throw e;
        }
    }

    @Override
    public Finding observe() {
        try (SsmClient client = newClient()) {
            AutomationExecution[] last = {AutomationExecution.builder().build()};
            isOver = control.waitUntil("waiting for the end of the runbook", LIMIT, INTERVAL, () -> {
                last[0] = execution(client);
                return last[0].automationExecutionStatus() != null
                        && ENDED.contains(last[0].automationExecutionStatus());
            });
            return finding(last[0]);
        }
    }

    private AutomationExecution execution(SsmClient client) {
        AutomationExecution execution = context.call(
                        GET,
                        configuration -> client.getAutomationExecution(request ->
                                request.automationExecutionId(executionId).overrideConfiguration(configuration)))
                .automationExecution();
        if (execution == null) {
            throw new CallFailure(GET, "The response does not contain the execution.", null);
        }
        return execution;
    }

    private Finding finding(AutomationExecution execution) {
        Evidence status = Evidence.of(
                "The execution %s of the runbook has the status %s.",
                Evidence.name("execution", executionId), orEmpty(execution.automationExecutionStatusAsString()));
        Evidence seeSteps = Evidence.of("Check the steps of this execution in AWS Systems Manager.");
        if (!isOver) {
            return Finding.problem(
                    status.and(Evidence.of("It has not ended within %s s.", LIMIT.toSeconds())), seeSteps);
        }
        // The first one: after a failure, the runbook continues with a step that publishes a message.
        Optional<StepExecution> failed = execution.stepExecutions().stream()
                .filter(step -> step != null && step.stepStatus() == AutomationExecutionStatus.FAILED)
                .findFirst();
        if (execution.automationExecutionStatus() != AutomationExecutionStatus.FAILED) {
            return Finding.problem(
                    status.and(Evidence.of("The expected status for a cluster that does not exist is Failed.")),
                    seeSteps);
        }
        if (failed.isEmpty()) {
            return Finding.undecided(status.and(Evidence.of("No step has the status Failed.")), seeSteps);
        }
        String step = orEmpty(failed.get().stepName());
        Evidence message = Evidence.of(
                "The step %s failed: %s",
                step, Evidence.name("message", orEmpty(failed.get().failureMessage())));
        if (!step.equals(PLAN_STEP)) {
            return Finding.problem(
                    status.and(message).and(Evidence.of("The expected step is %s.", PLAN_STEP)), seeSteps);
        }
        return statesThatTheClusterDoesNotExist(failed.get())
                ? Finding.ok(Evidence.of(
                        "The runbook invoked the replacement function, and its step %s failed because cluster %s does not exist.",
                        PLAN_STEP, Evidence.cluster(cluster)))
                : Finding.undecided(
                        status.and(message)
                                .and(Evidence.of("The message does not state that the cluster does not exist.")),
                        Evidence.of("Check the log of the replacement function."));
    }

    /** AWS does not document in which member the error of a function is. */
    private boolean statesThatTheClusterDoesNotExist(StepExecution step) {
        Stream<String> texts = Stream.of(
                        Stream.of(orEmpty(step.failureMessage()), orEmpty(step.response())),
                        step.outputs().values().stream().flatMap(List::stream),
                        step.failureDetails() == null
                                ? Stream.<String>empty()
                                : step.failureDetails().details().values().stream()
                                        .flatMap(List::stream))
                .flatMap(part -> part);
        String expected = "There is no DAX cluster " + cluster + " in ";
        return texts.anyMatch(text -> text != null && text.contains(expected));
    }

    @Override
    public void remove() {
        if (isOver) {
            return;
        }
        if (executionId.isEmpty()) {
            throw new CallFailure(
                    START, "The id of the execution is not known, because the call did not return it.", null);
        }
        try (SsmClient client = newClient()) {
            context.call(
                    STOP,
                    TemporaryChange.TIME_LIMIT,
                    configuration ->
                            client.stopAutomationExecution(request -> request.automationExecutionId(executionId)
                                    .type(StopType.CANCEL)
                                    .overrideConfiguration(configuration)));
        } catch (CallFailure e) {
            // The execution has ended in the meantime.
            if (!e.code().equals("InvalidAutomationStatusUpdateException")) {
                throw e;
            }
        }
    }

    private SsmClient newClient() {
        return context.clients().newClient(SsmClient.builder());
    }

    private static String orEmpty(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
