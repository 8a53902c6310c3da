package io.github.daxguard.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.cli.doctor.Evidence.Identifier;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.results.ResultToken;
import io.github.daxguard.results.RuleStarter;
import io.github.daxguard.results.StartException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Runs of the rule function: with test events, and by AWS Config. */
final class RunChecks {

    /** IAM's action, which differs from the name of the operation. */
    private static final Operation INVOKE = Operation.of("lambda", "InvokeFunction");

    private static final Operation FILTER_LOG_EVENTS = Operation.of("logs", "FilterLogEvents");

    /** The time-out of the function is one minute. */
    private static final Duration INVOCATION_LIMIT = Duration.ofSeconds(90);

    /** AWS Config refuses to start a rule within a minute of its last start, and while it runs. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final Duration START_INTERVAL = Duration.ofSeconds(20);
    private static final Duration RUN_LIMIT = Duration.ofMinutes(10);
    private static final Duration RUN_INTERVAL = Duration.ofSeconds(10);

    /**
     * Log lines of this time before the start, by this computer's clock, are read before and after it. New ones are of runs that
     * have ended after the start, also if the clock differs from AWS's, unless by more than this time.
     */
    private static final Duration LOOK_BACK = Duration.ofMinutes(15);

    /** The last line of each run that AWS Config has started on a schedule or on demand. */
    private static final String LAST_LINES = "{ $.messageType = \"ScheduledNotification\" && $.mode = \"report\""
            + " && ($.outcome = \"succeeded\" || $.outcome = \"failed\") }";

    private static final String SUCCEEDED = "succeeded";
    private static final String PUBLIC_NAME =
            "(io\\.github\\.daxguard|java|software\\.amazon|com\\.amazonaws|Sandbox|Runtime|Function)"
                    + "\\.[A-Za-z0-9_.$]{1,160}";

    /** The last line of a run in the log. */
    private record LastLine(String text, long timestamp, JsonTree fields) {

        String rule() {
            return fields.text("rule").orElse("");
        }

        boolean hasSucceeded() {
            return fields.text("outcome").equals(Optional.of(SUCCEEDED));
        }
    }

    private final CheckContext context;
    private final DeployedStack stack;
    private final DeployedRules rules;
    private final RunControl control;
    private boolean hasSucceeded;

    RunChecks(CheckContext context, DeployedStack stack, DeployedRules rules, RunControl control) {
        this.context = context;
        this.stack = stack;
        this.rules = rules;
        this.control = control;
    }

    /** Whether {@link #run} has started all rules and seen each succeed. */
    boolean hasSucceeded() {
        return hasSucceeded;
    }

    /**
     * Whether the function evaluates the clusters for each rule, without a change in AWS Config.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
     */
    Finding invocation() {
        String function = stack.requireOutput("FunctionArn");
        List<Evidence> successes = new ArrayList<>();
        List<Evidence> failures = new ArrayList<>();
        List<Evidence> unknown = new ArrayList<>();
        boolean isTypeRefused = false;
        try (LambdaClient lambda = context.clients().newClient(LambdaClient.builder(), INVOCATION_LIMIT)) {
            for (ConfigRule rule : rules.periodic()) {
                control.requireNotStopped();
                Identifier name = name(rule);
                control.show("Test event of " + name.value());
                InvokeResponse response = context.call(
                        INVOKE,
                        INVOCATION_LIMIT,
                        configuration -> lambda.invoke(request -> request.functionName(function)
                                .payload(SdkBytes.fromUtf8String(testEvent(rule)))
                                .overrideConfiguration(configuration)));
                Optional<JsonTree> payload = payload(response);
                if (response.functionError() != null) {
                    failures.add(failure(name, payload));
                } else if (payload.isPresent() && isSuccess(payload.get(), rule)) {
                    isTypeRefused |= payload.get().at("refusedResourceType") != null;
                    successes.add(counts(name, payload.get()));
                } else {
                    unknown.add(Evidence.of("%s: the response does not have the outcome of the rule function.", name));
                }
            }
        }
        if (!failures.isEmpty()) {
            return Finding.problem(
                    DeployedRules.separated(failures),
                    Evidence.of("The last lines of the function's log show the cause and the next step: %s.", log()));
        }
        if (!unknown.isEmpty()) {
            return Finding.undecided(
                    DeployedRules.separated(unknown),
                    Evidence.of("Check that the output FunctionArn is the rule function, and see its log: %s.", log()));
        }
        return isTypeRefused
                ? Finding.note(
                        Evidence.of("AWS Config refuses the type of clusters. One result for the account is reported.")
                                .and(DeployedRules.separated(successes)),
                        Evidence.of("Read the annotation of the account's result for the clusters."))
                : Finding.ok(DeployedRules.separated(successes));
    }

    /** As AWS Config sends it, with a token for which the function does not store results. */
    private String testEvent(ConfigRule rule) {
        Map<String, String> invoking = new LinkedHashMap<>();
        invoking.put("awsAccountId", context.account());
        invoking.put("notificationCreationTime", context.clock().instant().toString());
        invoking.put("messageType", DeployedRules.SCHEDULED);
        invoking.put("recordVersion", "1.0");
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "1.0");
        event.put("invokingEvent", JsonTree.write(invoking));
        event.put("ruleParameters", Objects.requireNonNullElse(rule.inputParameters(), "{}"));
        event.put("resultToken", ResultToken.TEST_MODE);
        event.put("eventLeftScope", false);
        event.put("configRuleArn", Objects.requireNonNullElse(rule.configRuleArn(), ""));
        event.put("configRuleName", name(rule).value());
        event.put("configRuleId", Objects.requireNonNullElse(rule.configRuleId(), ""));
        event.put("accountId", context.account());
        event.put("evaluationMode", "DETECTIVE");
        return JsonTree.write(event);
    }

    private static boolean isSuccess(JsonTree payload, ConfigRule rule) {
        return payload.text("outcome").equals(Optional.of(SUCCEEDED))
                && payload.text("mode").equals(Optional.of("test"))
                && payload.text("rule").equals(Optional.of(name(rule).value()))
                && payload.at("clusters") instanceof Number
                && number(payload, "failed").equals("0");
    }

    private static Evidence counts(Identifier rule, JsonTree fields) {
        return Evidence.of(
                "%s: %s clusters, %s compliant, %s non-compliant, %s exempt, %s ms.",
                rule,
                number(fields, "clusters"),
                number(fields, "compliant"),
                number(fields, "nonCompliant"),
                number(fields, "exempt"),
                number(fields, "durationMs"));
    }

    private static Evidence failure(Identifier rule, Optional<JsonTree> payload) {
        String type = payload.flatMap(error -> error.text("errorType")).orElse("without a type");
        return Evidence.of(
                "%s: the function failed (%s): %s",
                rule,
                type.matches(PUBLIC_NAME) ? type : Evidence.name("error", type),
                Evidence.name(
                        "message",
                        payload.flatMap(error -> error.text("errorMessage")).orElse("no message")));
    }

    private static String number(JsonTree fields, String name) {
        return fields.at(name) instanceof Number number ? number.toString() : "?";
    }

    private static Optional<JsonTree> payload(InvokeResponse response) {
        return response.payload() == null
                ? Optional.empty()
                : json(new String(response.payload().asByteArray(), UTF_8));
    }

    private static Optional<JsonTree> json(String text) {
        try {
            return Optional.of(JsonTree.read(text));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    /**
     * Starts the rules, and waits for the last line of each run in the function's log. Results in AWS Config cannot show a run,
     * because unchanged ones are not sent again.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html">
     *     FilterLogEvents</a>
     */
    Finding run() {
        String logGroup = stack.requireOutput("LogGroup");
        List<String> names = DeployedRules.names(rules.periodic());
        Map<String, LastLine> runs = new HashMap<>();
        try (CloudWatchLogsClient logs = context.clients().newClient(CloudWatchLogsClient.builder())) {
            Set<String> earlier = new HashSet<>();
            Instant from = context.clock().instant().minus(LOOK_BACK);
            Optional<String> refusal = start(names, () -> {
                earlier.clear();
                lastLines(logs, logGroup, from).forEach(line -> earlier.add(line.text()));
            });
            if (refusal.isPresent()) {
                return Finding.undecided(
                        Evidence.of(
                                "AWS Config did not start the rules within %d seconds, because one was started less than a minute ago or is running: %s",
                                START_LIMIT.toSeconds(), Evidence.name("message", refusal.get())),
                        Evidence.of("Run the command again after some minutes."));
            }
            control.waitUntil("waiting for the runs of the rules", RUN_LIMIT, RUN_INTERVAL, () -> {
                lastLines(logs, logGroup, from).stream()
                        .filter(line -> names.contains(line.rule()) && !earlier.contains(line.text()))
                        .sorted(Comparator.comparingLong(LastLine::timestamp))
                        .forEach(line -> runs.put(line.rule(), line));
                return runs.keySet().containsAll(names);
            });
        }
        return ended(names, runs);
    }

    private Finding ended(List<String> names, Map<String, LastLine> runs) {
        List<Evidence> successes = new ArrayList<>();
        List<Evidence> failures = new ArrayList<>();
        List<Evidence> absent = new ArrayList<>();
        for (String name : names) {
            Identifier rule = Evidence.name("rule", name);
            LastLine line = runs.get(name);
            if (line == null) {
                absent.add(Evidence.of(
                        "%s: AWS Config has accepted the start, but the log has no run within %d minutes.",
                        rule, RUN_LIMIT.toMinutes()));
            } else if (line.hasSucceeded()) {
                successes.add(Evidence.of(
                        "%s: the run has succeeded in %s ms, with %s evaluations sent and %s unchanged.",
                        rule,
                        number(line.fields(), "durationMs"),
                        number(line.fields(), "reported"),
                        number(line.fields(), "unchanged")));
            } else {
                String type = line.fields().text("errorType").orElse("without a type");
                failures.add(Evidence.of(
                        "%s: the run has failed (%s): %s",
                        rule,
                        type.matches(PUBLIC_NAME) ? type : Evidence.name("error", type),
                        Evidence.name("message", line.fields().text("message").orElse("no message"))));
            }
        }
        hasSucceeded = failures.isEmpty() && absent.isEmpty();
        Evidence evidence = DeployedRules.separated(failures)
                .and(DeployedRules.separated(absent))
                .and(DeployedRules.separated(successes));
        if (!failures.isEmpty()) {
            return Finding.problem(evidence, Evidence.of("Correct the cause that the message states."));
        }
        return absent.isEmpty()
                ? Finding.ok(evidence)
                : Finding.undecided(
                        evidence,
                        Evidence.of(
                                "Check the alarms, the dead-letter queues, the permission of AWS Config to invoke the function, and its log: %s.",
                                log()));
    }

    /** Returns AWS Config's reason if it does not start the rules. */
    private Optional<String> start(List<String> names, Runnable before) {
        List<String> refusals = new ArrayList<>();
        RuleStarter starter = new RuleStarter(context.clients().config(), names, Optional.empty());
        boolean isStarted =
                control.waitUntil("waiting until the rules can be started", START_LIMIT, START_INTERVAL, () -> {
                    before.run();
                    Optional<String> refusal = start(starter);
                    refusal.ifPresent(refusals::add);
                    return refusal.isEmpty();
                });
        return isStarted ? Optional.empty() : Optional.of(refusals.get(refusals.size() - 1));
    }

    private Optional<String> start(RuleStarter starter) {
        try {
            return starter.start(context.calls());
        } catch (StartException e) {
            throw new CallFailure(
                    Operation.START_CONFIG_RULES_EVALUATION, String.valueOf(e.getMessage()), e.getCause());
        }
    }

    private List<LastLine> lastLines(CloudWatchLogsClient logs, String logGroup, Instant from) {
        List<LastLine> lines = new ArrayList<>();
        context.readPages(FILTER_LOG_EVENTS, token -> {
            FilterLogEventsResponse page = context.call(
                    FILTER_LOG_EVENTS,
                    configuration -> logs.filterLogEvents(request -> request.logGroupName(logGroup)
                            .filterPattern(LAST_LINES)
                            .startTime(from.toEpochMilli())
                            .nextToken(token)
                            .overrideConfiguration(configuration)));
            page.events().stream()
                    .filter(event -> event != null && event.message() != null)
                    .forEach(event -> json(event.message())
                            .ifPresent(fields -> lines.add(new LastLine(event.message(), timestamp(event), fields))));
            return page.nextToken();
        });
        return lines;
    }

    private static long timestamp(FilteredLogEvent event) {
        return Objects.requireNonNullElse(event.timestamp(), 0L);
    }

    private Identifier log() {
        return Evidence.name("log group", stack.output("LogGroup").orElse("unknown"));
    }

    private static Identifier name(ConfigRule rule) {
        return Evidence.name("rule", Objects.requireNonNullElse(rule.configRuleName(), ""));
    }
}
