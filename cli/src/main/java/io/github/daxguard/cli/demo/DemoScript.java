package io.github.daxguard.cli.demo;

import static io.github.daxguard.rule.Compliance.COMPLIANT;
import static io.github.daxguard.rule.Compliance.NON_COMPLIANT;
import static io.github.daxguard.rule.Compliance.NOT_APPLICABLE;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.contract.Runbook;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalExecution;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What the demo plays: clusters and rules, then acts.
 *
 * @param beginning the first time of the clock
 * @param rules each rule's parameters, in the order in which they are printed
 */
record DemoScript(
        Instant beginning, List<LocalCluster> clusters, Map<String, SortedMap<String, String>> rules, List<Act> acts) {

    static final String EXEMPTION_TAG = "encryption-exempt-until";

    private static final String AT_REST = "dax-cluster-encrypted-at-rest";
    private static final String IN_TRANSIT = "dax-cluster-encrypted-in-transit";
    private static final String DAX_ROLE = "arn:aws:iam::" + DemoAccount.ACCOUNT + ":role/service-role/DaxToDynamoDb";
    private static final String EXECUTION = "4105a4fc-f944-11e6-9d32-0a1b2c3d495e";

    /** As many as a page of DescribeClusters holds; their names come before all others. */
    private static final List<String> FLEET = IntStream.rangeClosed(1, 100)
            .mapToObj(number -> String.format(Locale.ROOT, "batch-%03d", number))
            .toList();

    private static final Expectation AFTER_FIRST_RUN = Expectation.NOTHING
            .with("geo-cache", NON_COMPLIANT, "does not report")
            .with("inventory", NON_COMPLIANT, "next year")
            .with("legacy", NON_COMPLIANT, "2026-12-31")
            .with("orders", NON_COMPLIANT, "DISABLED")
            .withAll(
                    List.of("catalog", "payments", "recommendations-eu-1", "reports", "sessions"), COMPLIANT, "ENABLED")
            .with("migration", NOT_APPLICABLE, "2027-03-31")
            .with("sandbox-anna", NOT_APPLICABLE, "sandbox-*")
            .with("old-search", NOT_APPLICABLE, "being deleted");

    private static final Expectation IN_TRANSIT_RUN = Expectation.NOTHING
            .with("geo-cache", NON_COMPLIANT, "does not report")
            .withAll(List.of("orders", "sessions"), NON_COMPLIANT, "NONE")
            .withAll(
                    List.of("catalog", "inventory", "legacy", "payments", "recommendations-eu-1", "reports"),
                    COMPLIANT,
                    "TLS")
            .with("migration", NOT_APPLICABLE, EXEMPTION_TAG)
            .with("sandbox-anna", NOT_APPLICABLE, "sandbox-*")
            .with("old-search", NOT_APPLICABLE, "being deleted");

    private static final Expectation AFTER_CREATION =
            AFTER_FIRST_RUN.with("promo", NON_COMPLIANT, "Tags could not be read");

    private static final Expectation AFTER_REPLACEMENT = AFTER_CREATION
            .with("promo", NON_COMPLIANT, "DISABLED")
            .with("orders", NOT_APPLICABLE, "being deleted")
            .with("orders-v2", COMPLIANT, "ENABLED");

    private static final Expectation AFTER_CHANGE =
            AFTER_REPLACEMENT.with("checkout", NON_COMPLIANT, "Tags could not be read");

    private static final Expectation AFTER_HALF_A_LISTING = AFTER_CHANGE
            .with("invoices", COMPLIANT, "ENABLED")
            .withAll(FLEET, COMPLIANT, "ENABLED")
            .failing("DescribeClusters");

    private static final Expectation AFTER_RECOVERY = AFTER_HALF_A_LISTING
            .succeeding()
            .with("checkout", NON_COMPLIANT, "DISABLED")
            .with("reports", NOT_APPLICABLE, "Stale result");

    DemoScript {
        clusters = List.copyOf(clusters);
        acts = List.copyOf(acts);
    }

    /** The story that {@code daxguard demo} plays. */
    static DemoScript standard() {
        Map<String, SortedMap<String, String>> rules = new LinkedHashMap<>();
        rules.put(AT_REST, parameters("encryption-at-rest", "sandbox-*,legacy@2026-12-31"));
        rules.put(IN_TRANSIT, parameters("encryption-in-transit", "sandbox-*"));
        return new DemoScript(
                at("06:00"),
                List.of(
                        LocalCluster.named("catalog").encrypted().tls(),
                        LocalCluster.named("geo-cache").withoutSse().withoutEndpointEncryption(),
                        LocalCluster.named("inventory").unencrypted().tls().tag(EXEMPTION_TAG, "next year"),
                        LocalCluster.named("legacy").unencrypted().tls(),
                        LocalCluster.named("migration").unencrypted().tag(EXEMPTION_TAG, "2027-03-31"),
                        LocalCluster.named("old-search").unencrypted().status("deleting"),
                        LocalCluster.named("orders").unencrypted(),
                        LocalCluster.named("payments").encrypted().tls(),
                        LocalCluster.named("recommendations-eu-1")
                                .encrypted()
                                .tls()
                                .status("creating"),
                        LocalCluster.named("reports").encrypted().tls().status("modifying"),
                        LocalCluster.named("sandbox-anna").unencrypted(),
                        LocalCluster.named("sessions").encrypted()),
                rules,
                standardActs());
    }

    private static SortedMap<String, String> parameters(String control, String exemptClusters) {
        return new TreeMap<>(
                Map.of("control", control, "exemptClusters", exemptClusters, "exemptionTag", EXEMPTION_TAG));
    }

    private static List<Act> standardActs() {
        ObjectNode corrected = template();
        corrected.putObject("SSESpecification").put("SSEEnabled", true);
        corrected.put("ClusterEndpointEncryptionType", "TLS");
        return List.of(
                new Act(
                        "the first run",
                        "The rule's period has come round.",
                        new ScheduledRun(at("06:00"), stage -> {}, AT_REST, AFTER_FIRST_RUN),
                        "Only ENABLED is COMPLIANT; what DAX does not report counts as off. An exemption that has ended "
                                + "(legacy), or whose date cannot be read (inventory), exempts nothing, and the annotation says "
                                + "so. NOT_APPLICABLE is what is exempt or going: AWS Config counts it neither for nor against "
                                + "the rule."),
                new Act(
                        "the same, in transit",
                        "A second rule invokes the same function; its parameter control asks for TLS at the clusters' endpoints.",
                        new ScheduledRun(at("06:05"), stage -> {}, IN_TRANSIT, IN_TRANSIT_RUN),
                        "The cluster sessions is encrypted at rest but open in transit; inventory is the other way round. The "
                                + "acts that follow stay with the first rule."),
                new Act(
                        "a cluster is created",
                        "A developer calls CreateCluster for promo and leaves SSESpecification out: the API's default is an "
                                + "unencrypted cluster. DAX is still creating it when the rule runs.",
                        new ScheduledRun(at("07:00"), stage -> createCluster(stage, "promo"), AT_REST, AFTER_CREATION),
                        "The cluster promo is found while it is being created, although DAX says neither how it is encrypted "
                                + "nor which tags it has: in doubt it is a finding."),
                new Act(
                        "a cluster is replaced",
                        "The team of orders does what the annotation says. The deployment's runbook sends these requests to a third "
                                + "function.",
                        new ReplacementSteps(
                                members("cluster", "orders", "endpointEncryption", "TLS"),
                                replacementSteps(),
                                AT_REST,
                                AFTER_REPLACEMENT),
                        "No step believes another: each asks DAX and CloudWatch how things are, can be repeated, and deletes "
                                + "nothing that is still in use. The deletion has started the rules: orders is NOT_APPLICABLE at once, "
                                + "orders-v2 COMPLIANT. \"daxguard replace\" takes the same steps from a terminal."),
                new Act(
                        "seen within minutes",
                        "Until here the rules ran on their schedule. Now an event rule, a queue and a second function join in, as "
                                + "the deployment has them: a cluster that is created, deleted or tagged starts the rules. A developer "
                                + "creates checkout, and leaves SSESpecification out again.",
                        new ChangeDetection(
                                at("08:40"),
                                stage -> createCluster(stage, "checkout"),
                                "checkout",
                                AT_REST,
                                AFTER_CHANGE),
                        "A new cluster is a finding a minute after its event (and the minutes that CloudTrail takes), not a day. "
                                + "Events that come while this one waits share its start: AWS Config takes one start a minute."),
                new Act(
                        "stopped before it exists",
                        "A team deploys a cluster with CloudFormation. The deployment's hook is switched on (hook=fail), and asks "
                                + "the same decision that the rules ask.",
                        new Deployment(
                                at("08:55"),
                                "Invoices",
                                template(),
                                corrected,
                                List.of(
                                        "Invoices",
                                        "SSESpecification: {SSEEnabled: true}",
                                        "ClusterEndpointEncryptionType: TLS")),
                        "What cannot be mended later is stopped before. The rules, started by the event of it, will find invoices COMPLIANT: "
                                + "both decide alike. In the log, outcome tells that the function gave a verdict, "
                                + "and hookStatus which one. The hook covers CloudFormation only; "
                                + "the rules find a cluster that is created otherwise, as checkout was."),
                new Act(
                        "a listing fails half-way",
                        "A fleet of 100 encrypted clusters, batch-001 to batch-100, arrives, and reports is deleted. "
                                + "DescribeClusters gives 100 clusters a page: the fleet fills the first, all others stand on "
                                + "the second. There DAX answers HTTP 500, again and again.",
                        new ScheduledRun(at("09:00"), DemoScript::failHalfWay, AT_REST, AFTER_HALF_A_LISTING),
                        "What was read is reported; then the run fails, so that AWS Lambda tries again and an alarm can ring. "
                                + "Nothing is cleared, not even reports, which is gone: the function cannot know. A rule that "
                                + "took half a listing for the whole would have cleared every finding just now."),
                new Act(
                        "DAX has recovered",
                        "The second page can be read again.",
                        new ScheduledRun(at("10:00"), stage -> stage.faults().clear(), AT_REST, AFTER_RECOVERY),
                        "AWS Config keeps a result, also of a cluster that is gone, until it is overwritten. Now that the listing "
                                + "is complete, that of reports, which is really gone, is cleared, and no other: those of orders "
                                + "and old-search, gone too, are NOT_APPLICABLE already and stay."));
    }

    private static List<ReplacementSteps.Step> replacementSteps() {
        return List.of(
                request("07:05", "plan", "orders can be replaced by orders-v2"),
                request("07:06", "create", "orders-v2 is being created"),
                request("07:07", "verify", "not available (status: creating)"),
                event(
                        "07:20",
                        "DAX finishes what it has begun, promo too.",
                        stage -> stage.state().settle()),
                request("07:20", "verify", "Its endpoint is daxs://orders-v2"),
                event("07:21", "A program that is not the runbook requests the deletion.", stage -> {}),
                deletion("07:21", true, "the execution does not exist"),
                event(
                        "07:25",
                        "The team approves in the runbook, and has repointed its clients to orders-v2, except one.",
                        DemoScript::approveAndRepoint),
                request("07:25", "readiness", "orders cannot be deleted now"),
                deletion("07:26", true, "orders had 40 requests"),
                event(
                        "08:38",
                        "The last client was found. Since then CloudWatch shows no traffic of orders.",
                        stage -> {}),
                deletion("08:38", false, "orders is being deleted. The rules have been started."));
    }

    private static ReplacementSteps.Step event(String time, String text, Consumer<DemoAccount> action) {
        return new ReplacementSteps.Event(at(time), text, action);
    }

    private static ReplacementSteps.Step request(String time, String step, String mention) {
        return new ReplacementSteps.Request(at(time), Map.of("step", step), false, mention);
    }

    private static ReplacementSteps.Step deletion(String time, boolean refused, String mention) {
        return new ReplacementSteps.Request(
                at(time), members("step", "delete", "confirm", "orders", "executionId", EXECUTION), refused, mention);
    }

    private static Map<String, String> members(String... namesAndValues) {
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    private static void approveAndRepoint(DemoAccount stage) {
        stage.state()
                .putExecution(LocalExecution.inProgress(
                                EXECUTION,
                                Runbook.NAME,
                                Map.of(
                                        Runbook.CLUSTER_NAME,
                                        List.of("orders"),
                                        Runbook.ENDPOINT_ENCRYPTION,
                                        List.of("TLS")))
                        .step(Runbook.APPROVE_STEP, "aws:approve", "Success"));
        stage.state().putDaxTraffic("orders-v2", at("07:24"), 1800, 12);
        stage.state().putDaxTraffic("orders", at("07:25"), 40, 1);
    }

    private static ObjectNode template() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ClusterName", "invoices")
                .put("NodeType", "dax.t3.small")
                .put("ReplicationFactor", 3)
                .put("IAMRoleARN", DAX_ROLE);
    }

    private static void failHalfWay(DemoAccount stage) {
        // Not by CreateCluster, which keeps to the default quota of 50 nodes.
        FLEET.forEach(name ->
                stage.state().putCluster(LocalCluster.named(name).encrypted().tls()));
        stage.dax().deleteCluster(request -> request.clusterName("reports"));
        stage.state().settle();
        stage.faults().on("DescribeClusters").fromCall(2).serverError();
    }

    private static void createCluster(DemoAccount stage, String name) {
        stage.dax()
                .createCluster(request -> request.clusterName(name)
                        .nodeType("dax.t3.small")
                        .replicationFactor(3)
                        .iamRoleArn(DAX_ROLE));
    }

    private static Instant at(String time) {
        return Instant.parse("2027-01-31T" + time + ":00Z");
    }
}
