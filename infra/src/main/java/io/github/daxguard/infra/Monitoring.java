package io.github.daxguard.infra;

import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.LogQueryWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.SingleValueWidget;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/** Monitoring of the functions: metrics from their logs, alarms, a dashboard. */
final class Monitoring extends Construct {

    /** The hours that an alarm evaluates in addition to the frequency, because AWS Config's schedule is not exact. */
    private static final int GRACE_HOURS = 2;

    private static final String CONTROL = "Control";

    /** The last line of a successful scheduled run ({@code docs/reference/logs.md}). Runs for test events are excluded. */
    private static final String SUCCESSFUL_RUN =
            "{ $.outcome = \"succeeded\" && $.messageType = \"ScheduledNotification\" && $.mode = \"report\" }";

    /** The last line of a run that reported the account, because AWS Config refused the type of clusters. */
    private static final String RUN_WITH_A_REFUSED_TYPE =
            "{ $.refusedResourceType = \"*\" && $.outcome = \"*\" && $.messageType = \"ScheduledNotification\""
                    + " && $.mode = \"report\" }";

    private static final String ANY_RUN = "{ $.outcome = \"*\" }";

    /** The last line of a request that the hook function could not evaluate. It reports this, and does not fail. */
    private static final String FAILED_INVOCATION = "{ $.outcome = \"failed\" }";

    private static final String SUCCESSFUL_RUNS = "SuccessfulRuns";
    private static final String CLUSTERS = "Clusters";
    private static final String NON_COMPLIANT_CLUSTERS = "NonCompliantClusters";
    private static final String UNBOUNDED_EXEMPTIONS = "UnboundedExemptions";
    private static final String UNEVALUATED_REQUESTS = "UnevaluatedRequests";
    private static final String FAILED_EVALUATIONS = "FailedEvaluations";
    private static final String UNCHANGED_EVALUATIONS = "UnchangedEvaluations";
    private static final String REFUSED_TYPES = "RefusedResourceTypes";

    /** In columns; a dashboard has 24. */
    private static final int HALF = 12;

    private static final int WHOLE = 24;

    private final Settings settings;
    private final RuleFunction function;
    private final Optional<RealTime> realTime;
    private final Optional<EncryptionHook> hook;
    private final Optional<Forwarding> forwarding;
    private final Optional<ITopic> topic;
    private final List<Alarm> alarms;
    private final String namespace = Stack.of(this).getStackName();

    /**
     * Adds the metrics and alarms.
     *
     * @param topic receives the states of the alarms; empty in a member account of an organization, whose alarm states are
     *     forwarded to the administrator's account and whose stack does not have a dashboard
     */
    Monitoring(
            Construct scope,
            String id,
            Settings settings,
            RuleFunction function,
            Optional<RealTime> realTime,
            Optional<EncryptionHook> hook,
            Optional<Forwarding> forwarding,
            Optional<ITopic> topic) {
        super(scope, id);
        this.settings = settings;
        this.function = function;
        this.realTime = realTime;
        this.hook = hook;
        this.forwarding = forwarding;
        this.topic = topic;
        filter(SUCCESSFUL_RUNS, SUCCESSFUL_RUN, "1");
        filter(CLUSTERS, SUCCESSFUL_RUN, "$.clusters");
        filter(NON_COMPLIANT_CLUSTERS, SUCCESSFUL_RUN, "$.nonCompliant");
        filter(UNBOUNDED_EXEMPTIONS, SUCCESSFUL_RUN, "$.unboundedExemptions");
        filter(FAILED_EVALUATIONS, ANY_RUN, "$.failed");
        filter(UNCHANGED_EVALUATIONS, SUCCESSFUL_RUN, "$.unchanged");
        alarms = alarms();
        if (topic.isPresent()) {
            dashboard(alarms);
        }
    }

    /** The names that CloudFormation generates for the alarms. */
    List<String> alarmNames() {
        return alarms.stream().map(Alarm::getAlarmName).toList();
    }

    /** A metric with the control as its dimension, which the log line contains. Such a metric cannot have a default value. */
    private void filter(String metric, String pattern, String value) {
        filter(metric, function.handler().log(), pattern, value)
                .dimensions(Map.of(CONTROL, "$.control"))
                .build();
    }

    private MetricFilter.Builder filter(String metric, ILogGroup log, String pattern, String value) {
        return MetricFilter.Builder.create(this, metric)
                .logGroup(log)
                .filterPattern(FilterPattern.literal(pattern))
                .metricNamespace(namespace)
                .metricName(metric)
                .metricValue(value);
    }

    private List<Alarm> alarms() {
        List<Alarm> alarms = new ArrayList<>();
        MetricOptions sum = MetricOptions.builder()
                .statistic("Sum")
                .period(Duration.minutes(5))
                .build();
        alarms.add(above0(
                "Errors",
                "daxguard's rule function failed. Evaluation results in AWS Config can be out of date. The last lines of"
                        + " its log show the cause and the next step.",
                function.handler().function().metricErrors(sum)));
        alarms.add(above0(
                "Throttles",
                "Lambda throttled daxguard's rule function, because its concurrency or that of the account is exhausted."
                        + " The event waits for six hours at most. Find what uses the concurrency, or set or increase"
                        + " reservedConcurrency.",
                function.handler().function().metricThrottles(sum)));
        alarms.add(above0(
                "DeadLetteredEvents",
                "daxguard's rule function failed all attempts to process an event. The dead-letter queue contains the event"
                        + " and the error. Correct the cause, run the rules and purge the queue.",
                messages(function.deadLetterQueue())));
        for (Control control : settings.controls()) {
            alarms.add(noSuccessfulRun(control));
        }
        alarms.add(refusedType());
        realTime.ifPresent(changes -> {
            alarms.add(above0(
                    "DeadLetteredChanges",
                    "Changes of DAX clusters could not be delivered or read, or could not start the rules. Only the next"
                            + " scheduled run finds them. The dead-letter queue contains the events, and the log of"
                            + " daxguard's change function shows the cause. Correct it, run the rules and purge the queue.",
                    messages(changes.deadLetterQueue())));
            alarms.add(above0(
                    "ChangeErrors",
                    "daxguard's change function failed. Changes of DAX clusters are not evaluated yet, and their messages"
                            + " are redelivered. The last lines of its log show the cause and the next step.",
                    changes.handler().function().metricErrors(sum)));
        });
        hook.ifPresent(checks -> alarms.add(above0(
                "HookErrors",
                "daxguard's hook could not evaluate a DAX cluster. CloudFormation applied the hook's failure mode ("
                        + settings.hook().name()
                        + "). The log of the hook function shows the cause. Correct it, and check the cluster or deploy"
                        + " it again.",
                withoutVerdict(checks))));
        forwarding.ifPresent(events -> alarms.add(above0(
                "UndeliveredEvents",
                "Events could not be forwarded to the central event bus. The view of the organization does not show them."
                        + " Each message in the dead-letter queue states the error. Correct the cause and purge the"
                        + " queue.",
                messages(events.deadLetterQueue()))));
        topic.ifPresent(recipient -> notifyOf(alarms, recipient));
        return alarms;
    }

    /** Publishes when the alarms enter ALARM, and when they return to OK. */
    static void notifyOf(List<Alarm> alarms, ITopic topic) {
        SnsAction notify = new SnsAction(topic);
        for (Alarm alarm : alarms) {
            alarm.addAlarmAction(notify);
            alarm.addOkAction(notify);
        }
    }

    /** Requests for which the hook function reported no verdict, failed, or was throttled. */
    private IMetric withoutVerdict(EncryptionHook checks) {
        MetricFilter unevaluated = filter(UNEVALUATED_REQUESTS, checks.handler().log(), FAILED_INVOCATION, "1")
                // The metric exists as of the first request. FILL replaces missing data points of the three metrics
                // with 0.
                .defaultValue(0)
                .build();
        MetricOptions sum = MetricOptions.builder().statistic("Sum").build();
        Map<String, IMetric> metrics = new LinkedHashMap<>();
        metrics.put("unevaluated", unevaluated.metric(sum));
        metrics.put("unanswered", checks.handler().function().metricErrors(sum));
        metrics.put("throttled", checks.handler().function().metricThrottles(sum));
        return MathExpression.Builder.create()
                .expression("FILL(unevaluated, 0) + FILL(unanswered, 0) + FILL(throttled, 0)")
                .usingMetrics(metrics)
                .label("Requests without a verdict")
                .period(Duration.minutes(5))
                .build();
    }

    static Metric messages(IQueue queue) {
        return queue.metricApproximateNumberOfMessagesVisible(MetricOptions.builder()
                .statistic("Maximum")
                .period(Duration.minutes(5))
                .build());
    }

    private Alarm above0(String id, String description, IMetric metric) {
        return above0(this, id, description, metric);
    }

    static Alarm above0(Construct scope, String id, String description, IMetric metric) {
        return Alarm.Builder.create(scope, id)
                .alarmDescription(description)
                .metric(metric)
                .threshold(0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
    }

    /** Evaluates single hours, so that a run that starts later than the previous day's does not cause an alarm. */
    private Alarm noSuccessfulRun(Control control) {
        int hours = settings.frequency().hours() + GRACE_HOURS;
        return Alarm.Builder.create(this, "NoRun" + RuleDefinition.idOf(control.parameterValue()))
                .alarmDescription("No run of daxguard's rule for " + control.parameterValue()
                        + " succeeded on all clusters in the last "
                        + hours
                        + " hours. Evaluation results in AWS Config are out of date. Read the rule function's log,"
                        + " and check that the rule exists and can invoke the function.")
                .metric(metric(SUCCESSFUL_RUNS, control, "Sum", Duration.hours(1)))
                .threshold(1)
                .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
                .evaluationPeriods(hours)
                .datapointsToAlarm(hours)
                .treatMissingData(TreatMissingData.BREACHING)
                .build();
    }

    /** Stays in ALARM from run to run, because each scheduled run determines whether AWS Config accepts the type. */
    private Alarm refusedType() {
        int hours = settings.frequency().hours() + GRACE_HOURS;
        // Not a metric of each control: AWS Config accepts a type or not, for all rules.
        MetricFilter runs = filter(REFUSED_TYPES, function.handler().log(), RUN_WITH_A_REFUSED_TYPE, "1")
                .build();
        return Alarm.Builder.create(this, "RefusedResourceType")
                .alarmDescription("AWS Config refuses the resource type " + ResourceType.DAX_CLUSTER
                        + " from daxguard's rules. They report one result for the account instead. Set resourceType="
                        + ResourceType.ACCOUNT + " to keep this and end the alarm. The rule function's log shows AWS"
                        + " Config's error.")
                .metric(runs.metric(MetricOptions.builder()
                        .statistic("Sum")
                        .period(Duration.hours(1))
                        .build()))
                .threshold(0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(hours)
                .datapointsToAlarm(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
    }

    private void dashboard(List<Alarm> alarms) {
        IFunction rule = function.handler().function();
        Dashboard.Builder.create(this, "Dashboard")
                // Dashboard names are unique in an account, across Regions. With several Regions, the stack's name
                // contains the Region.
                .dashboardName(settings.regions().isEmpty() ? namespace + "-" + Aws.REGION : namespace)
                .widgets(List.of(
                        List.of(AlarmStatusWidget.Builder.create()
                                .title("Alarms")
                                .width(WHOLE)
                                .alarms(alarms)
                                .build()),
                        List.of(latest("Clusters", CLUSTERS), latest("Non-compliant clusters", NON_COMPLIANT_CLUSTERS)),
                        List.of(
                                history(
                                        "Clusters",
                                        List.of(
                                                CLUSTERS,
                                                NON_COMPLIANT_CLUSTERS,
                                                UNBOUNDED_EXEMPTIONS,
                                                UNCHANGED_EVALUATIONS)),
                                history("Runs", List.of(SUCCESSFUL_RUNS, FAILED_EVALUATIONS))),
                        List.of(
                                graph(
                                        "Invocations",
                                        List.of(rule.metricInvocations(), rule.metricErrors(), rule.metricThrottles())),
                                graph("Duration", List.of(rule.metricDuration()))),
                        List.of(findings())))
                .build();
    }

    /** The counts of the last run; for an organization the sum of all successful runs within the frequency. */
    private IWidget latest(String title, String metric) {
        boolean manyAccounts = settings.organization().isPresent();
        int hours = settings.frequency().hours() + (manyAccounts ? 0 : GRACE_HOURS);
        return SingleValueWidget.Builder.create()
                .title(title + (manyAccounts ? " (all accounts)" : ""))
                .width(HALF)
                .metrics(ofEachControl(metric))
                // Otherwise the number covers the period since midnight, in which some accounts had no run yet.
                .setPeriodToTimeRange(manyAccounts)
                .start("-PT" + hours + "H")
                .end("PT0H")
                .build();
    }

    private IWidget history(String title, List<String> metrics) {
        return graph(
                title,
                metrics.stream()
                        .flatMap(metric -> ofEachControl(metric).stream())
                        .toList());
    }

    private static IWidget graph(String title, List<? extends IMetric> metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .width(HALF)
                .left(metrics)
                .build();
    }

    private List<IMetric> ofEachControl(String metric) {
        boolean manyAccounts = settings.organization().isPresent();
        return settings.controls().stream()
                .<IMetric>map(control -> metric(
                        metric,
                        control,
                        manyAccounts ? "Sum" : "Maximum",
                        Duration.hours(manyAccounts ? settings.frequency().hours() : 1)))
                .toList();
    }

    private Metric metric(String name, Control control, String statistic, Duration period) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(Map.of(CONTROL, control.parameterValue()))
                .statistic(statistic)
                .period(period)
                .label(name + ", " + control.parameterValue())
                .build();
    }

    private IWidget findings() {
        return LogQueryWidget.Builder.create()
                .title("Latest findings")
                .width(WHOLE)
                .logGroupNames(List.of(function.handler().logGroupName()))
                .queryLines(List.of(
                        "fields @timestamp, account, region, cluster, rule, message",
                        "filter compliance = \"NON_COMPLIANT\"",
                        "sort @timestamp desc",
                        "limit 50"))
                .build();
    }
}
