package io.github.daxguard.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.contract.ChangeEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.DescribeTrailsResponse;
import software.amazon.awssdk.services.cloudtrail.model.GetTrailStatusResponse;
import software.amazon.awssdk.services.cloudtrail.model.Trail;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** CloudTrail and EventBridge before a deployment in which changes start the rules. */
final class ChangeDetectionChecks {

    private static final Operation DESCRIBE_TRAILS = Operation.of("cloudtrail", "DescribeTrails");
    private static final Operation GET_TRAIL_STATUS = Operation.of("cloudtrail", "GetTrailStatus");
    private static final Operation GET_EVENT_SELECTORS = Operation.of("cloudtrail", "GetEventSelectors");
    private static final Operation TEST_EVENT_PATTERN = Operation.of("events", "TestEventPattern");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Not {@code dax.amazonaws.com}, in an event that is otherwise the same. */
    private static final String OTHER_EVENT_SOURCE = "dynamodb.amazonaws.com";

    /**
     * The members of AWS's sample of a CreateCluster call in CloudTrail, in the envelope of EventBridge.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/understanding-ddb-log-entries.html">
     *     Understanding DynamoDB log file entries</a>
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-dax.html">DynamoDB Accelerator events</a>
     */
    private static final String CREATE_CLUSTER = """
            {
              "version": "0", "id": "6f3d1c52-2b0e-4a3f-9d57-1f0c8a4b7e21", "account": "111122223333",
              "source": "aws.dax", "detail-type": "AWS API Call via CloudTrail", "time": "2027-01-31T06:00:00Z",
              "region": "us-west-2", "resources": [],
              "detail": {
                "eventVersion": "1.05",
                "userIdentity": {
                  "type": "IAMUser", "principalId": "AIDAEXAMPLEEXAMPLEEX", "accountId": "111122223333",
                  "arn": "arn:aws:iam::111122223333:user/ana", "userName": "ana"
                },
                "eventTime": "2027-01-31T06:00:00Z", "eventSource": "%s", "eventName": "CreateCluster",
                "awsRegion": "us-west-2", "sourceIPAddress": "192.0.2.0", "userAgent": "aws-cli",
                "requestParameters": {
                  "clusterName": "orders", "nodeType": "dax.r5.large", "replicationFactor": 3,
                  "iamRoleArn": "arn:aws:iam::111122223333:role/dax", "sSESpecification": {"enabled": true}
                },
                "responseElements": {
                  "cluster": {
                    "clusterName": "orders", "clusterArn": "arn:aws:dax:us-west-2:111122223333:cache/orders",
                    "status": "creating", "totalNodes": 3, "activeNodes": 0, "nodeType": "dax.r5.large",
                    "clusterDiscoveryEndpoint": {"port": 8111}, "sSEDescription": {"status": "ENABLED"}
                  }
                },
                "requestID": "0d6a3f6e-84f1-4f0f-8f0e-54c2b1a7d903",
                "eventID": "b81f4a0c-9a77-4f3f-a4f1-9c2f0d1b6e5a",
                "eventType": "AwsApiCall", "recipientAccountId": "111122223333"
              }
            }""";

    private final CheckContext context;
    private final boolean isRequired;

    /** @param isRequired whether changes start the rules of the intended deployment */
    ChangeDetectionChecks(CheckContext context, boolean isRequired) {
        this.context = context;
        this.isRequired = isRequired;
    }

    /** A trail with what is known of it. */
    private record Assessment(RecordedEvents events, Evidence reason) {}

    /**
     * Whether a trail logs the calls that change clusters in this Region. Without one, EventBridge does not receive them.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html">AWS service
     *     events delivered via AWS CloudTrail</a>
     */
    Finding trail() {
        if (!isRequired) {
            return notRequired("events of CloudTrail");
        }
        try (CloudTrailClient cloudTrail = context.clients().newClient(CloudTrailClient.builder())) {
            DescribeTrailsResponse response = context.call(
                    DESCRIBE_TRAILS,
                    configuration -> cloudTrail.describeTrails(
                            request -> request.includeShadowTrails(true).overrideConfiguration(configuration)));
            return response.hasTrailList()
                    ? trail(cloudTrail, response.trailList())
                    : Finding.undecided(
                            Evidence.of("The response of DescribeTrails does not contain a list of trails."),
                            Evidence.of("Run the command again."));
        }
    }

    private Finding trail(CloudTrailClient cloudTrail, List<Trail> trails) {
        List<Evidence> unproven = new ArrayList<>();
        List<Evidence> unsuitable = new ArrayList<>();
        Optional<CallFailure> failure = Optional.empty();
        for (Trail trail : trails) {
            Assessment assessment;
            try {
                assessment = assess(cloudTrail, trail);
            } catch (CallFailure e) {
                // Another trail can be sufficient.
                failure = failure.or(() -> Optional.of(e));
                continue;
            }
            switch (assessment.events()) {
                case SELECTED -> {
                    return Finding.ok(assessment.reason());
                }
                case NOT_SELECTED -> unsuitable.add(assessment.reason());
                case UNDECIDED -> unproven.add(assessment.reason());
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (!unproven.isEmpty()) {
            return Finding.undecided(
                    sentences(unproven),
                    Evidence.of(
                            "Create a trail in this account that logs write management events, or run daxguard doctor --deployed --change-test CLUSTER after the deployment."));
        }
        return Finding.problem(
                trails.isEmpty()
                        ? Evidence.of("There is no trail in %s.", context.region())
                        : Evidence.of("No trail logs write management events in %s.", context.region())
                                .and(sentences(unsuitable)),
                Evidence.of("Create a trail that logs write management events, or deploy with -c realTime=false."));
    }

    private Assessment assess(CloudTrailClient cloudTrail, @Nullable Trail trail) {
        if (trail == null || trail.trailARN() == null) {
            return undecided(Evidence.of("The response of DescribeTrails contains a trail without an ARN."));
        }
        Evidence.Identifier name = Evidence.name("trail", Objects.requireNonNullElse(trail.name(), trail.trailARN()));
        if (!Boolean.TRUE.equals(trail.isMultiRegionTrail())
                && !context.region().equals(trail.homeRegion())) {
            return trail.homeRegion() == null || trail.isMultiRegionTrail() == null
                    ? undecided(Evidence.of("DescribeTrails does not return the Regions of trail %s.", name))
                    : notSelected(Evidence.of("Trail %s logs events of %s only.", name, trail.homeRegion()));
        }
        try {
            return assess(cloudTrail, trail.trailARN(), name);
        } catch (CallFailure e) {
            // A trail of the organization can be listed in an account that cannot read it.
            if (e.code().equals("TrailNotFoundException")) {
                return undecided(Evidence.of(
                        "%s was refused for trail %s with %s.", e.operation().awsName(), name, e.code()));
            }
            throw e;
        }
    }

    private Assessment assess(CloudTrailClient cloudTrail, String arn, Evidence.Identifier name) {
        GetTrailStatusResponse status = context.call(
                GET_TRAIL_STATUS,
                configuration ->
                        cloudTrail.getTrailStatus(request -> request.name(arn).overrideConfiguration(configuration)));
        if (status.isLogging() == null) {
            return undecided(Evidence.of("GetTrailStatus does not return whether trail %s logs.", name));
        }
        if (!status.isLogging()) {
            return notSelected(Evidence.of("Logging of trail %s is stopped.", name));
        }
        RecordedEvents events = RecordedEvents.of(context.call(
                GET_EVENT_SELECTORS,
                configuration -> cloudTrail.getEventSelectors(
                        request -> request.trailName(arn).overrideConfiguration(configuration))));
        return switch (events) {
            case NOT_SELECTED ->
                notSelected(Evidence.of(
                        "The event selectors of trail %s do not select write management events of DAX.", name));
            case UNDECIDED ->
                undecided(Evidence.of(
                        "GetEventSelectors does not prove that trail %s logs write management events of DAX.", name));
            case SELECTED ->
                isOwn(arn)
                        ? new Assessment(
                                RecordedEvents.SELECTED,
                                Evidence.of(
                                        "Trail %s logs, and its event selectors select write management events of DAX in %s.",
                                        name, context.region()))
                        : undecided(Evidence.of(
                                "Trail %s logs write management events, but belongs to another account of the organization. It does not prove that EventBridge receives events in this account.",
                                name));
        };
    }

    /** Whether the trail belongs to this account: {@code arn:aws:cloudtrail:REGION:ACCOUNT:trail/NAME}. */
    private boolean isOwn(String arn) {
        String[] parts = arn.split(":", -1);
        return parts.length > 4 && parts[4].equals(context.account());
    }

    private static Assessment undecided(Evidence reason) {
        return new Assessment(RecordedEvents.UNDECIDED, reason);
    }

    private static Assessment notSelected(Evidence reason) {
        return new Assessment(RecordedEvents.NOT_SELECTED, reason);
    }

    private static Evidence sentences(List<Evidence> sentences) {
        return Evidence.joined(sentences);
    }

    /**
     * Whether EventBridge matches AWS's sample of a CreateCluster call with the event pattern of the deployment. An event of
     * another service shows that it evaluates the pattern.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html">TestEventPattern</a>
     */
    Finding eventPattern() {
        if (!isRequired) {
            return notRequired("the event pattern");
        }
        try (EventBridgeClient events = context.clients().newClient(EventBridgeClient.builder())) {
            Optional<Boolean> dax = matches(events, ChangeEvents.EVENT_SOURCE);
            Optional<Boolean> other = matches(events, OTHER_EVENT_SOURCE);
            if (dax.isEmpty() || other.isEmpty()) {
                return Finding.undecided(
                        Evidence.of("The response of TestEventPattern does not contain a result."),
                        Evidence.of("Run the command again."));
            }
            if (!dax.get()) {
                return Finding.problem(
                        Evidence.of(
                                "TestEventPattern does not match the sample of a CreateCluster call with the event pattern of the deployment."),
                        Evidence.of(
                                "Report this to the daxguard project with --report, and deploy with -c realTime=false."));
            }
            return other.get()
                    ? Finding.undecided(
                            Evidence.of(
                                    "TestEventPattern matches the event pattern of the deployment with the sample of a CreateCluster call, and also with an event of %s.",
                                    OTHER_EVENT_SOURCE),
                            Evidence.of("Report this to the daxguard project with --report."))
                    : Finding.ok(Evidence.of(
                            "TestEventPattern matches the event pattern of the deployment with the sample of a CreateCluster call, and not with an event of %s.",
                            OTHER_EVENT_SOURCE));
        }
    }

    private Optional<Boolean> matches(EventBridgeClient events, String eventSource) {
        return Optional.ofNullable(context.call(
                        TEST_EVENT_PATTERN,
                        configuration -> events.testEventPattern(request -> request.eventPattern(pattern())
                                .event(CREATE_CLUSTER.formatted(eventSource))
                                .overrideConfiguration(configuration)))
                .result());
    }

    private static String pattern() {
        try {
            return JSON.writeValueAsString(ChangeEvents.pattern());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The event pattern could not be written as JSON", e);
        }
    }

    private static Finding notRequired(String what) {
        return Finding.note(Evidence.of("Not required: the intended deployment does not use %s.", what), Evidence.NONE);
    }
}
