package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** The log of a function: one JSON object in each line. */
record FunctionLog(CheckContext context, CloudWatchLogsClient client, String group) {

    private static final Operation FILTER_LOG_EVENTS = Operation.of("logs", "FilterLogEvents");

    /**
     * The time of the first line that matches.
     *
     * @param from CloudWatch Logs omits earlier lines
     * @param pattern selects lines in CloudWatch Logs
     * @param line confirms the selection
     * @throws CallFailure if the log cannot be read
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html">
     *     FilterLogEvents</a>
     */
    Optional<Instant> first(Instant from, String pattern, Predicate<JsonTree> line) {
        List<Instant> times = new ArrayList<>();
        context.readPages(FILTER_LOG_EVENTS, token -> {
            FilterLogEventsResponse page = context.call(
                    FILTER_LOG_EVENTS,
                    configuration -> client.filterLogEvents(request -> request.logGroupName(group)
                            .startTime(from.toEpochMilli())
                            .filterPattern(pattern)
                            .nextToken(token)
                            .overrideConfiguration(configuration)));
            page.events().stream()
                    .filter(event -> matches(event, line))
                    .map(event -> Instant.ofEpochMilli(event.timestamp()))
                    .forEach(times::add);
            return page.nextToken();
        });
        return times.stream().min(Comparator.naturalOrder());
    }

    private static boolean matches(FilteredLogEvent event, Predicate<JsonTree> line) {
        if (event == null || event.timestamp() == null || event.message() == null) {
            return false;
        }
        try {
            return line.test(JsonTree.read(event.message()));
        } catch (InvalidJsonException e) {
            return false;
        }
    }
}
