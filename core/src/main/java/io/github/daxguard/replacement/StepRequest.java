package io.github.daxguard.replacement;

import io.github.daxguard.contract.StepMembers;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.Rejection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The request for one step.
 *
 * @param confirm the name of the cluster to delete, repeated; {@code ""} if not given
 * @param executionId the id of the runbook's execution that sends the request; {@code ""} if not given
 * @param orFail whether a negative result is a failure, so that a runbook stops
 */
public record StepRequest(
        Step step, ReplacementRequest replacement, String confirm, String executionId, boolean orFail) {

    private static final String STEPS =
            Arrays.stream(Step.values()).map(Step::jsonName).collect(Collectors.joining(", "));
    private static final String NAME = "a cluster's name";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /**
     * Reads the bytes of an invocation.
     *
     * <p>A member that is null or empty is treated as missing, and numbers and booleans can be strings, because a runbook can
     * neither omit a member nor send another type.
     *
     * @param policy the minimum requirements of the deployment
     * @throws InvalidStepRequestException if it is not valid, if it is weaker than the policy, or if it has an unknown member,
     *     which could be a mistyped safeguard
     */
    public static StepRequest read(byte[] json, ReplacementPolicy policy) {
        JsonTree request;
        try {
            request = JsonTree.read(json);
        } catch (InvalidJsonException e) {
            throw new InvalidStepRequestException(
                    new Rejection("", "Request", String.valueOf(e.getMessage()), "a JSON object"));
        }
        for (Object member : request.members().keySet()) {
            if (!StepMembers.ALL.contains(member)) {
                throw InvalidStepRequestException.of(
                        String.valueOf(member), "an unknown member", String.join(", ", StepMembers.ALL));
            }
        }
        Step step = text(request, StepMembers.STEP, STEPS)
                .flatMap(Step::of)
                .orElseThrow(() -> refused(request, StepMembers.STEP, STEPS));
        String cluster =
                text(request, StepMembers.CLUSTER, NAME).orElseThrow(() -> refused(request, StepMembers.CLUSTER, NAME));
        return new StepRequest(
                step,
                new ReplacementRequest(
                        cluster,
                        text(request, StepMembers.REPLACEMENT_CLUSTER, NAME)
                                .orElseGet(() -> ReplacementRequest.defaultReplacement(cluster)),
                        text(request, StepMembers.NODE_TYPE, "a DAX node type"),
                        endpointEncryption(request),
                        number(request, StepMembers.NODE_QUOTA).orElse(ReplacementRequest.DEFAULT_NODE_QUOTA),
                        quiet(request, policy),
                        requireMetrics(request, policy),
                        acceptDifferences(request),
                        policy.controls()),
                text(request, StepMembers.CONFIRM, NAME).orElse(""),
                text(request, StepMembers.EXECUTION_ID, "the id of an automation execution")
                        .orElse(""),
                bool(request, StepMembers.OR_FAIL).orElse(false));
    }

    private static Duration quiet(JsonTree request, ReplacementPolicy policy) {
        Duration quiet = number(request, StepMembers.QUIET_MINUTES)
                .map(Duration::ofMinutes)
                .orElse(policy.minQuiet());
        if (quiet.compareTo(policy.minQuiet()) < 0) {
            throw refused(
                    request,
                    StepMembers.QUIET_MINUTES,
                    policy.minQuiet().toMinutes() + " to " + ReplacementRequest.MOST_QUIET_MINUTES
                            + " minutes (the deployment setting minQuietMinutes is "
                            + policy.minQuiet().toMinutes() + ")");
        }
        return quiet;
    }

    private static boolean requireMetrics(JsonTree request, ReplacementPolicy policy) {
        boolean required = bool(request, StepMembers.REQUIRE_METRICS).orElse(policy.requireMetrics());
        if (!required && policy.requireMetrics()) {
            throw refused(
                    request,
                    StepMembers.REQUIRE_METRICS,
                    "true (only the deployment setting requireMetrics=false switches the requirement off)");
        }
        return required;
    }

    /** Accepts a list of names, or one comma-separated string. */
    private static Set<Attribute> acceptDifferences(JsonTree request) {
        String member = StepMembers.ACCEPT_DIFFERENCES;
        if (!(request.at(member) instanceof List<?> list)) {
            return Attribute.ofList(text(request, member, Attribute.names()).orElse(""));
        }
        return Attribute.ofNames(list.stream()
                .map(name -> {
                    if (name instanceof String text) {
                        return text;
                    }
                    throw InvalidStepRequestException.of(member, JsonTree.describe(name), Attribute.names());
                })
                .toList());
    }

    private static EndpointEncryption endpointEncryption(JsonTree request) {
        String accepted = "keep or TLS";
        String value =
                text(request, StepMembers.ENDPOINT_ENCRYPTION, accepted).orElse(EndpointEncryption.KEEP.jsonName());
        return Arrays.stream(EndpointEncryption.values())
                .filter(encryption -> encryption.jsonName().equals(value))
                .findFirst()
                .orElseThrow(() -> refused(request, StepMembers.ENDPOINT_ENCRYPTION, accepted));
    }

    /** The member's text without leading and trailing spaces; empty if there is none. */
    private static Optional<String> text(JsonTree request, String member, String accepted) {
        Object value = request.at(member);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw refused(request, member, accepted);
        }
        return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
    }

    private static Optional<Integer> number(JsonTree request, String member) {
        String accepted = "a whole number of at most 9 digits";
        Object value = request.at(member);
        String digits = value instanceof Number number
                ? number.toString()
                : text(request, member, accepted).orElse("");
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        if (!NUMBER.matcher(digits).matches()) {
            throw refused(request, member, accepted);
        }
        return Optional.of(Integer.valueOf(digits));
    }

    private static Optional<Boolean> bool(JsonTree request, String member) {
        String accepted = "true or false";
        if (request.at(member) instanceof Boolean bool) {
            return Optional.of(bool);
        }
        return text(request, member, accepted).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(request, member, accepted);
        });
    }

    private static InvalidStepRequestException refused(JsonTree request, String member, String accepted) {
        Object value = request.at(member);
        return value == null
                ? InvalidStepRequestException.missing(member, accepted)
                : InvalidStepRequestException.of(member, JsonTree.describe(value), accepted);
    }
}
