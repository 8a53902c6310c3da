package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.json.JsonTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dax.model.ListTagsResponse;
import software.amazon.awssdk.services.dax.model.Tag;

/**
 * Adds a tag to a cluster, and measures the time until the change function starts the rules and until a rule has run. Removes the
 * tag.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_TagResource.html">TagResource</a>
 */
final class ChangeTest implements TemporaryChange.Definition {

    static final String TAG_KEY = "daxguard-doctor";

    private static final String TAG_VALUE = "change-test";
    private static final Operation TAG = Operation.of("dax", "TagResource");
    private static final Operation UNTAG = Operation.of("dax", "UntagResource");
    private static final Set<String> GONE = Set.of("TagNotFoundFault", "ClusterNotFoundFault");

    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** The outcomes of a batch that the rules evaluate: they were started for it, or after all of its events. */
    private static final List<String> STARTED = List.of("started", "covered");

    private final CheckContext context;
    private final DeployedStack stack;
    private final RunControl control;
    private final String cluster;
    private String arn = "";
    private String changeLog = "";
    private String ruleLog = "";
    private Instant taggedAt = Instant.EPOCH;

    /** Whether the result of the creation is known. */
    private boolean isAnswered;

    ChangeTest(CheckContext context, DeployedStack stack, RunControl control, String cluster) {
        this.context = context;
        this.stack = stack;
        this.control = control;
        this.cluster = cluster;
    }

    Finding run() {
        Optional<String> changes = stack.output("ChangeLogGroup");
        if (changes.isEmpty()) {
            return Finding.notChecked(
                    Evidence.of(
                            "Not checked: the stack has no output ChangeLogGroup, so that it was deployed with realTime=false."),
                    Evidence.of("Deploy with -c realTime=true."));
        }
        Optional<String> rules = stack.output("LogGroup");
        if (rules.isEmpty()) {
            return Finding.notChecked(
                    Evidence.of("Not checked: the stack has no output LogGroup."),
                    Evidence.of("Deploy the current version of daxguard."));
        }
        changeLog = changes.get();
        ruleLog = rules.get();
        Optional<LiveCluster> found = LiveCluster.find(context, cluster);
        if (found.isEmpty()) {
            return Finding.notChecked(
                    Evidence.of("Not checked: DAX reports that cluster %s does not exist.", Evidence.cluster(cluster)),
                    Evidence.of("Specify an existing cluster."));
        }
        if (!found.get().status().equals("available")) {
            return Finding.notChecked(
                    Evidence.of(
                            "Not checked: the status of cluster %s is \"%s\".",
                            Evidence.cluster(cluster), found.get().status()),
                    Evidence.of("Wait until the cluster is available, or specify another one."));
        }
        arn = found.get().arn();
        if (isTagged()) {
            return Finding.notChecked(
                    Evidence.of("Not checked: cluster %s already has the tag %s.", Evidence.cluster(cluster), TAG_KEY),
                    Evidence.of("Remove the tag if an earlier test has left it: %s", removalCommand()));
        }
        // Anywhere in the template, because the parameters of the rules can be in the text of a conformance pack.
        if (stack.template().members().toString().contains(TAG_KEY)) {
            return Finding.notChecked(
                    Evidence.of(
                            "Not checked: the template of the stack contains the tag %s, for example as exemptionTag.",
                            TAG_KEY),
                    Evidence.of("Use another tag for exemptions."));
        }
        return new TemporaryChange(control, this).run();
    }

    private boolean isTagged() {
        List<Tag> tags = new ArrayList<>();
        context.readPages(Operation.LIST_TAGS, token -> {
            ListTagsResponse page = context.call(
                    Operation.LIST_TAGS,
                    configuration -> context.clients()
                            .dax()
                            .listTags(request ->
                                    request.resourceName(arn).nextToken(token).overrideConfiguration(configuration)));
            if (!page.hasTags()) {
                throw CallFailure.incomplete(
                        Operation.LIST_TAGS, context.calls(), "the response does not have a list of tags");
            }
            tags.addAll(page.tags());
            return page.nextToken();
        });
        return tags.stream().anyMatch(tag -> tag != null && TAG_KEY.equals(tag.key()));
    }

    @Override
    public Evidence question() {
        return Evidence.of(
                "Add the tag %s to cluster %s and remove it after the rules have run, in %s? Each change starts the rules.",
                TAG_KEY, Evidence.cluster(cluster), context.region());
    }

    @Override
    public Evidence created() {
        return Evidence.of("the tag %s of cluster %s", TAG_KEY, Evidence.cluster(cluster));
    }

    @Override
    public Evidence removalCommand() {
        return Evidence.of(
                "aws dax untag-resource --region %s --resource-name %s --tag-keys %s",
                context.region(), Evidence.argument("ARN", arn), TAG_KEY);
    }

    @Override
    public void create() {
        taggedAt = control.now();
        try {
            context.call(
                    TAG,
                    TemporaryChange.TIME_LIMIT,
                    configuration -> context.clients()
                            .dax()
                            .tagResource(request -> request.resourceName(arn)
                                    .tags(Tag.builder()
                                            .key(TAG_KEY)
                                            .value(TAG_VALUE)
                                            .build())
                                    .overrideConfiguration(configuration)));
            isAnswered = true;
        } catch (CallFailure e) {
            isAnswered = e.isRefused();
            throw e;
        }
    }

    @Override
    public Finding observe() {
        try (CloudWatchLogsClient logs = context.clients().newClient(CloudWatchLogsClient.builder())) {
            Optional<Instant> start = await(
                    "waiting for the change function",
                    () -> new FunctionLog(context, logs, changeLog)
                            .first(
                                    taggedAt,
                                    "{ ($.start = \"started\") || ($.start = \"covered\") }",
                                    this::isStartForTheTag));
            if (start.isEmpty()) {
                return Finding.problem(
                        Evidence.of(
                                "The log %s of the change function shows no start of the rules for the tag within %s s.",
                                Evidence.name("log group", changeLog), LIMIT.toSeconds()),
                        Evidence.of(
                                "Check with daxguard doctor that a trail logs write management events. Then see docs/guides/near-real-time-detection.md."));
            }
            Evidence started = Evidence.of(
                    "The change function started the rules %s s after the tag was added.",
                    seconds(taggedAt, start.get()));
            Optional<Instant> run = await(
                    "waiting for a run of the rules",
                    () -> new FunctionLog(context, logs, ruleLog)
                            .first(
                                    start.get(),
                                    "{ ($.outcome = \"succeeded\") && ($.messageType = \"ScheduledNotification\") && ($.mode = \"report\") }",
                                    ChangeTest::isRun));
            return run.map(end -> Finding.ok(started.and(Evidence.of(
                            "A run of the rules ended %s s after the start. It can also be a scheduled run.",
                            seconds(start.get(), end)))))
                    .orElseGet(
                            () -> Finding.problem(
                                    started.and(Evidence.of(
                                            "The log %s of the rule function shows no successful run after the start, within %s s after the tag was added.",
                                            Evidence.name("log group", ruleLog), LIMIT.toSeconds())),
                                    Evidence.of(
                                            "Check this log and the alarms of the rule function. See docs/reference/logs.md.")));
        }
    }

    /** Polls until the end of the time for the whole test. */
    private Optional<Instant> await(String what, Supplier<Optional<Instant>> source) {
        List<Instant> found = new ArrayList<>();
        Duration rest = LIMIT.minus(Duration.between(taggedAt, control.now()));
        control.waitUntil(what, rest, INTERVAL, () -> {
            source.get().ifPresent(found::add);
            return !found.isEmpty();
        });
        return found.stream().findFirst();
    }

    private boolean isStartForTheTag(JsonTree line) {
        return line.text("start").filter(STARTED::contains).isPresent()
                && List.of(line.text("changed").orElse("").split(", ", -1)).contains("TagResource " + arn);
    }

    private static boolean isRun(JsonTree line) {
        return line.text("outcome").equals(Optional.of("succeeded"))
                && line.text("messageType").equals(Optional.of("ScheduledNotification"))
                && line.text("mode").equals(Optional.of("report"));
    }

    private static long seconds(Instant from, Instant to) {
        return Duration.between(from, to).toSeconds();
    }

    @Override
    public void remove() {
        try {
            context.call(
                    UNTAG,
                    TemporaryChange.TIME_LIMIT,
                    configuration -> context.clients()
                            .dax()
                            .untagResource(request ->
                                    request.resourceName(arn).tagKeys(TAG_KEY).overrideConfiguration(configuration)));
        } catch (CallFailure e) {
            // If the result of the creation is not known, the tag can be added later. A tag does not outlive its
            // cluster.
            if (!GONE.contains(e.code()) || !isAnswered) {
                throw e;
            }
        }
    }
}
