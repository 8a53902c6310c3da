package io.github.daxguard.cli.doctor;

import io.github.daxguard.cli.doctor.DeployedStack.StackResource;
import io.github.daxguard.json.JsonTree;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The deployed stack, which the other checks read. */
final class StackCheck {

    private static final Set<String> COMPLETE = Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE");
    private static final String ROLLED_BACK = "UPDATE_ROLLBACK_COMPLETE";

    private static final List<String> OUTPUTS = List.of("FunctionArn", "LogGroup", "EventDeadLetterQueueUrl", "Topic");

    private final CheckContext context;
    private final DeployedStack stack;

    StackCheck(CheckContext context, DeployedStack stack) {
        this.context = context;
        this.stack = stack;
    }

    Finding stack() {
        DeployedStack.Description description;
        try {
            description = stack.description();
        } catch (CallFailure e) {
            if (e.code().equals("ValidationError") && e.awsMessage().contains("does not exist")) {
                return Finding.problem(
                        Evidence.of(
                                "There is no stack %s in this account and Region.",
                                Evidence.name("stack", stack.name())),
                        Evidence.of(
                                "Specify the name with --stack, and the Region with --region. With the setting regions, the stack is %s-%s.",
                                DoctorCommand.DEFAULT_STACK, context.region()));
            }
            throw e;
        }
        String status = description.status();
        Evidence evidence = Evidence.of(
                "The stack %s has the status %s. Its last deployment started at %s. It has %d resources.",
                Evidence.name("stack", description.name()),
                Evidence.code(status.isEmpty() ? "unknown" : status),
                description
                        .updatedAt()
                        .or(description::createdAt)
                        .map(Instant::toString)
                        .orElse("an unknown time"),
                stack.resources().size());
        List<String> missing = OUTPUTS.stream()
                .filter(output ->
                        stack.output(output).filter(value -> !value.isEmpty()).isEmpty())
                .toList();
        // Also reads what the other checks need.
        boolean hasTemplate = stack.template().object("Resources").isPresent();
        if (status.endsWith("_IN_PROGRESS")) {
            return Finding.undecided(evidence, Evidence.of("Run the command again when the deployment has ended."));
        }
        if (!COMPLETE.contains(status) && !status.equals(ROLLED_BACK)) {
            return status.endsWith("FAILED") || status.endsWith("_COMPLETE")
                    ? Finding.problem(
                            evidence, Evidence.of("Correct the cause in the events of the stack, and deploy it again."))
                    : Finding.undecided(evidence, Evidence.of("Inspect the stack in the CloudFormation console."));
        }
        if (!missing.isEmpty()) {
            return Finding.problem(
                    evidence.and(Evidence.of("It does not have the outputs %s.", missing)),
                    Evidence.of("Specify the stack of daxguard with --stack, or deploy it with this version."));
        }
        List<String> absent = absent();
        if (!absent.isEmpty()) {
            return Finding.undecided(
                    evidence.and(Evidence.of(
                            "ListStackResources does not list these resources of the template: %s.", absent)),
                    Evidence.of("Inspect the resources of the stack in the CloudFormation console."));
        }
        if (!hasTemplate || stack.resources().isEmpty()) {
            return Finding.undecided(
                    evidence.and(Evidence.of("Its template or its resources are empty.")),
                    Evidence.of("Inspect the stack in the CloudFormation console."));
        }
        return status.equals(ROLLED_BACK)
                ? Finding.note(
                        evidence.and(Evidence.of("The last update has failed, and the stack is as before it.")),
                        Evidence.of("Correct the cause in the events of the stack, and deploy it again."))
                : Finding.ok(evidence);
    }

    /** The logical ids of the template's resources that the stack does not have. One with a condition can be absent. */
    private List<String> absent() {
        Set<String> listed =
                stack.resources().stream().map(StackResource::logicalId).collect(Collectors.toSet());
        JsonTree resources = stack.template().object("Resources").orElse(stack.template());
        return resources.members().keySet().stream()
                .map(String::valueOf)
                .filter(id -> resources
                        .object(id)
                        .filter(resource -> resource.at("Condition") == null)
                        .isPresent())
                .filter(id -> !listed.contains(id))
                .toList();
    }
}
