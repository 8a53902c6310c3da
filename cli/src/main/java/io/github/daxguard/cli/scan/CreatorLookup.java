package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.aws.Pause;
import io.github.daxguard.cli.report.Creator;
import io.github.daxguard.contract.ChangeEvents;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

/**
 * Finds the creators of the clusters of one account and Region in CloudTrail's event history, which has the management events of
 * the last 90 days and does not require a trail.
 *
 * <p>Costs one LookupEvents for each 50 CreateCluster events of all services, because a call accepts one attribute, and, if a
 * cluster was found, one for each 50 DeleteCluster events since then.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html">LookupEvents</a>
 */
final class CreatorLookup {

    private static final Operation LOOKUP_EVENTS = Operation.of("cloudtrail", "LookupEvents");

    /** AWS accepts two calls a second for each account and Region. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private static final int PAGE_SIZE = 50;

    private static final String NO_EVENT =
            "CloudTrail's event history, which contains the last 90 days, has no CreateCluster event of this cluster.";

    private static final String DELETED =
            "The last CreateCluster event of this name in CloudTrail's event history is that of a cluster that was deleted "
                    + "afterwards.";

    /** A successful call for a cluster. */
    private record RecordedCall(Instant at, Optional<String> principal) {}

    private final CloudTrailClient cloudTrail;
    private final AwsCalls calls;
    private final Pause pause;
    private boolean isFirstCall = true;

    private CreatorLookup(CloudTrailClient cloudTrail, AwsCalls calls, Pause pause) {
        this.cloudTrail = cloudTrail;
        this.calls = calls;
        this.pause = pause;
    }

    /**
     * Looks up the creators of these clusters, by their names.
     *
     * @throws LookupException if the event history cannot be read completely
     */
    static Map<String, Creator> of(Set<String> names, AwsClients clients, AwsCalls calls, Pause pause) {
        try (CloudTrailClient cloudTrail = clients.newClient(CloudTrailClient.builder())) {
            return new CreatorLookup(cloudTrail, calls, pause).creators(names);
        }
    }

    /** A name is unique, so the last CreateCluster of it is that of the existing cluster, unless a DeleteCluster follows. */
    private Map<String, Creator> creators(Set<String> names) {
        Map<String, RecordedCall> created = new HashMap<>();
        readAll("CreateCluster", null, (name, call) -> {
            if (names.contains(name)) {
                created.merge(name, call, (one, other) -> one.at().isBefore(other.at()) ? other : one);
            }
        });
        Map<String, Creator> creators = new TreeMap<>();
        names.forEach(name -> creators.put(name, creator(created.get(name))));
        created.values().stream()
                .map(RecordedCall::at)
                .min(Instant::compareTo)
                .ifPresent(first -> readAll("DeleteCluster", first, (name, call) -> {
                    RecordedCall creation = created.get(name);
                    // The times are whole seconds.
                    if (creation != null && !call.at().isBefore(creation.at())) {
                        creators.put(name, new Creator.NotFound(DELETED));
                    }
                }));
        return creators;
    }

    private static Creator creator(@Nullable RecordedCall creation) {
        if (creation == null) {
            return new Creator.NotFound(NO_EVENT);
        }
        return creation.principal()
                .<Creator>map(arn -> new Creator.Known(arn, creation.at()))
                .orElseGet(() -> new Creator.NotFound("The CreateCluster event of " + creation.at()
                        + " does not contain the ARN of a principal, as for some calls of AWS services."));
    }

    /** Reads the successful calls of an operation of DAX, with the name of the cluster in lower case. */
    private void readAll(String operation, @Nullable Instant start, BiConsumer<String, RecordedCall> reader) {
        LookupAttribute attribute = LookupAttribute.builder()
                .attributeKey(LookupAttributeKey.EVENT_NAME)
                .attributeValue(operation)
                .build();
        calls.readPages(LOOKUP_EVENTS, LookupException::new, token -> {
            if (!isFirstCall) {
                pause.sleep(INTERVAL);
            }
            isFirstCall = false;
            LookupEventsResponse page = calls.call(
                    LOOKUP_EVENTS,
                    LookupException::new,
                    configuration -> cloudTrail.lookupEvents(request -> request.lookupAttributes(attribute)
                            .startTime(start)
                            .maxResults(PAGE_SIZE)
                            .nextToken(token)
                            .overrideConfiguration(configuration)));
            if (!page.hasEvents()) {
                throw new LookupException(
                        calls.failed(LOOKUP_EVENTS, "the response does not contain a list of events"), null);
            }
            page.events().forEach(event -> read(event, reader));
            return page.nextToken();
        });
    }

    /** Other services, such as Amazon EKS, have operations of the same name. */
    private void read(@Nullable Event event, BiConsumer<String, RecordedCall> reader) {
        if (event == null || event.eventSource() == null) {
            throw unreadable();
        }
        if (!event.eventSource().equals(ChangeEvents.EVENT_SOURCE)) {
            return;
        }
        if (event.cloudTrailEvent() == null || event.eventTime() == null) {
            throw unreadable();
        }
        JsonTree call;
        try {
            call = JsonTree.read(event.cloudTrailEvent());
        } catch (InvalidJsonException e) {
            throw unreadable();
        }
        if (call.at("errorCode") != null) {
            return;
        }
        String name = call.text("requestParameters", "clusterName")
                .or(() -> call.text("responseElements", "cluster", "clusterName"))
                .orElseThrow(this::unreadable);
        reader.accept(
                name.toLowerCase(Locale.ROOT),
                new RecordedCall(
                        event.eventTime(), call.text("userIdentity", "arn").filter(arn -> arn.startsWith("arn:"))));
    }

    private LookupException unreadable() {
        return new LookupException(
                calls.failed(LOOKUP_EVENTS, "the response contains an event that cannot be read"), null);
    }
}
