package io.github.daxguard.results;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.contract.ResourceType;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;

/**
 * AWS Config's proven refusal of {@link ResourceType#DAX_CLUSTER}.
 *
 * <p>AWS does not document an error code for this case, and the codes that AWS Config uses have other causes too. Therefore,
 * calls in test mode compare the type with one that does not exist and one that AWS Config accepts. If test mode does not
 * validate types, only an error that names the type is a proof.
 *
 * @param resources of the batches that were refused; none of their evaluations is stored
 * @param errors of these batches, at least one
 */
public record TypeRefusal(Set<Resource> resources, List<ReportingException> errors) {

    private static final Set<String> INVALID = Set.of("InvalidParameterValueException", "ValidationException");

    /** Not a type of AWS CloudFormation, so that AWS Config refuses it if it validates types. */
    private static final String NO_TYPE = "AWS::DAX::NoSuchType";

    public TypeRefusal {
        resources = Set.copyOf(resources);
        errors = List.copyOf(errors);
    }

    /** AWS Config's first error. */
    public ReportingException error() {
        return errors.get(0);
    }

    /** Whether AWS Config refused the content of the call. */
    static boolean isInvalid(ReportingException error) {
        return error.getCause() instanceof AwsServiceException refusal
                && refusal.awsErrorDetails() != null
                && INVALID.contains(String.valueOf(refusal.awsErrorDetails().errorCode()));
    }

    /**
     * Proves the refusal.
     *
     * @param failed the failed calls with the resources of their batches
     * @param unknown receives the failure of a call in test mode that decides nothing
     */
    static Optional<TypeRefusal> prove(
            ConfigClient config,
            AwsCalls calls,
            Instant time,
            Map<ReportingException, Set<Resource>> failed,
            Consumer<ReportingException> unknown) {
        Map<ReportingException, Set<Resource>> refused = new LinkedHashMap<>();
        failed.forEach((error, resources) -> {
            if (isInvalid(error) && EvaluationReporter.hasCluster(resources)) {
                refused.put(error, resources);
            }
        });
        try {
            if (isAccepted(config, calls, time, NO_TYPE)) {
                // Test mode does not validate types.
                refused.keySet().removeIf(error -> !namesType(error));
            } else if (isAccepted(config, calls, time, ResourceType.DAX_CLUSTER)
                    || !isAccepted(config, calls, time, ResourceType.ACCOUNT)) {
                // AWS Config refuses something other than the type.
                refused.clear();
            }
        } catch (ReportingException e) {
            unknown.accept(e);
            refused.clear();
        }
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        Set<Resource> resources = new HashSet<>();
        refused.values().forEach(resources::addAll);
        return Optional.of(new TypeRefusal(resources, List.copyOf(refused.keySet())));
    }

    /**
     * Whether AWS Config accepts an evaluation with that type in test mode.
     *
     * @throws ReportingException if it does not decide this: the call is throttled, denied or fails otherwise
     */
    private static boolean isAccepted(ConfigClient config, AwsCalls calls, Instant time, String type) {
        Evaluation evaluation = Evaluation.builder()
                .complianceResourceType(type)
                .complianceResourceId("daxguard")
                .complianceType(ComplianceType.NOT_APPLICABLE)
                .orderingTimestamp(time)
                .build();
        try {
            calls.call(
                    Operation.PUT_EVALUATIONS,
                    ReportingException::new,
                    configuration -> config.putEvaluations(request -> request.evaluations(evaluation)
                            .resultToken(ResultToken.TEST_MODE)
                            .testMode(true)
                            .overrideConfiguration(configuration)));
            return true;
        } catch (ReportingException e) {
            if (!isInvalid(e)) {
                throw e;
            }
            return false;
        }
    }

    private static boolean namesType(ReportingException error) {
        return error.getCause() instanceof AwsServiceException refusal
                && Objects.toString(refusal.awsErrorDetails().errorMessage(), "")
                        .contains(ResourceType.DAX_CLUSTER);
    }
}
