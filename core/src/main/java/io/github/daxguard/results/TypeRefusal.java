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
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;

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

    /** AWS Config's error codes for a call whose content it refuses. */
    public static final Set<String> INVALID = Set.of("InvalidParameterValueException", "ValidationException");

    /** Not a type of AWS CloudFormation, so that AWS Config refuses it if it validates types. */
    public static final String NONEXISTENT_TYPE = "AWS::DAX::NoSuchType";

    /** The id of the evaluations in test mode. */
    public static final String PROBED_ID = "daxguard";

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
     * @param account the account of the clusters
     * @param doubtful the calls that AWS Config refused as invalid, with the resources of their batches
     * @throws ReportingException if a call in test mode decides nothing: it is throttled, denied or fails otherwise
     */
    static Optional<TypeRefusal> prove(
            ConfigClient config,
            AwsCalls calls,
            Instant time,
            Resource account,
            Map<ReportingException, Set<Resource>> doubtful) {
        Map<ReportingException, Set<Resource>> refused = new LinkedHashMap<>(doubtful);
        if (isAccepted(config, calls, time, new Resource(NONEXISTENT_TYPE, PROBED_ID))) {
            // Test mode does not validate types. The text on a batch with other types can be about them.
            refused.entrySet()
                    .removeIf(batch -> !namesType(batch.getKey())
                            || !batch.getValue().stream().allMatch(Resource::isCluster));
        } else if (isAccepted(config, calls, time, Resource.cluster(PROBED_ID))
                || !isAccepted(config, calls, time, account)) {
            // AWS Config refuses something other than the type.
            refused.clear();
        }
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        Set<Resource> resources = new HashSet<>();
        refused.values().forEach(resources::addAll);
        return Optional.of(new TypeRefusal(resources, List.copyOf(refused.keySet())));
    }

    /** Whether AWS Config accepts an evaluation of that resource in test mode. */
    private static boolean isAccepted(ConfigClient config, AwsCalls calls, Instant time, Resource resource) {
        Evaluation evaluation = Evaluation.builder()
                .complianceResourceType(resource.type())
                .complianceResourceId(resource.id())
                .complianceType(ComplianceType.NOT_APPLICABLE)
                .orderingTimestamp(time)
                .build();
        try {
            PutEvaluationsResponse response = calls.call(
                    Operation.PUT_EVALUATIONS,
                    ReportingException::new,
                    configuration -> config.putEvaluations(request -> request.evaluations(evaluation)
                            .resultToken(ResultToken.TEST_MODE)
                            .testMode(true)
                            .overrideConfiguration(configuration)));
            if (!response.failedEvaluations().isEmpty()) {
                throw new ReportingException(
                        calls.failed(
                                Operation.PUT_EVALUATIONS,
                                "AWS Config refused an evaluation in test mode without a reason"),
                        null);
            }
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
