package io.github.daxguard.cli.demo;

import static io.github.daxguard.rule.Compliance.COMPLIANT;
import static io.github.daxguard.rule.Compliance.NON_COMPLIANT;
import static io.github.daxguard.rule.Compliance.NOT_APPLICABLE;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.contract.Runbook;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalExecution;
import io.github.daxguard.rule.Control;
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
 * The content of the demo: clusters, rules and acts.
 *
 * @param beginning the initial time of the clock
 * @param previousFindings clusters that were NON_COMPLIANT on the day before
 * @param rules each rule's parameters, in the order in which they are printed
 */
record DemoScript(
        Instant beginning,
        List<LocalCluster> clusters,
        List<String> previousFindings,
        Map<String, SortedMap<String, String>> rules,
        List<DemoAct> acts) {

    static final String EXEMPTION_TAG = "encryption-exempt-until";

    private static final String AT_REST = "dax-cluster-encrypted-at-rest";
    private static final String IN_TRANSIT = "dax-cluster-encrypted-in-transit";
    private static final String DAX_ROLE = "arn:aws:iam::" + DemoAccount.ACCOUNT + ":role/service-role/DaxToDynamoDb";
    private static final String EXECUTION = "4105a4fc-f944-11e6-9d32-0a1b2c3d495e";

    /** One page of DescribeClusters. The names precede those of all other clusters. */
    private static final List<String> FLEET = IntStream.rangeClosed(1, 100)
            .mapToObj(number -> String.format(Locale.ROOT, "batch-%03d", number))
            .toList();

    private static final List<String> HOOK_MENTIONS =
            List.of("Invoices", "SSESpecification: {SSEEnabled: true}", "ClusterEndpointEncryptionType: TLS");

    private static final Map<String, String> ORDERS_WITH_TLS =
            members("cluster", "orders", "endpointEncryption", "TLS");

    private static final ReplacementSteps.Step PLAN = request("07:05", "plan", "orders can be replaced by orders-v2");

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

    private static final Expectation AFTER_INCOMPLETE_LISTING = AFTER_CHANGE
            .with("invoices", COMPLIANT, "ENABLED")
            .withAll(FLEET, COMPLIANT, "ENABLED")
            .failing("DescribeClusters");

    private static final Expectation AFTER_RECOVERY = AFTER_INCOMPLETE_LISTING
            .succeeding()
            .with("checkout", NON_COMPLIANT, "DISABLED")
            .with("reports", NOT_APPLICABLE, "Stale result");

    private static final Expectation AFTER_REFUSAL = AFTER_RECOVERY.with(DemoAccount.ACCOUNT, NON_COMPLIANT, "loyalty");

    private static final Expectation AFTER_ACCEPTANCE =
            AFTER_RECOVERY.with("loyalty", NON_COMPLIANT, "DISABLED").with(DemoAccount.ACCOUNT, NOT_APPLICABLE, "");

    DemoScript {
        clusters = List.copyOf(clusters);
        acts = List.copyOf(acts);
    }

    /** The script of {@code daxguard demo --full}. */
    static DemoScript full() {
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
                List.of("migration", "old-search", "sandbox-anna"),
                rules,
                fullActs());
    }

    /** The script of {@code daxguard demo} without options. */
    static DemoScript brief() {
        return new DemoScript(
                at("06:00"),
                List.of(
                        LocalCluster.named("orders").unencrypted(),
                        LocalCluster.named("carts").encrypted(),
                        LocalCluster.named("search").withoutSse().tls(),
                        LocalCluster.named("catalog").encrypted().tls()),
                List.of(),
                Map.of(AT_REST, new TreeMap<>(Map.of("control", Control.ENCRYPTION_AT_REST.parameterValue()))),
                briefActs());
    }

    private static List<DemoAct> briefActs() {
        Expectation results = Expectation.NOTHING
                .with("orders", NON_COMPLIANT, "DISABLED")
                .with("search", NON_COMPLIANT, "does not report")
                .withAll(List.of("carts", "catalog"), COMPLIANT, "ENABLED")
                .withAll(FLEET, COMPLIANT, "ENABLED");
        return List.of(
                new DemoAct(
                        "Scan: the clusters of an account, and a line on each finding",
                        "",
                        new ScanRun(Map.of(
                                "orders", List.of(Control.ENCRYPTION_AT_REST, Control.ENCRYPTION_IN_TRANSIT),
                                "carts", List.of(Control.ENCRYPTION_IN_TRANSIT),
                                "search", List.of(Control.ENCRYPTION_AT_REST),
                                "catalog", List.of())),
                        ""),
                new DemoAct(
                        "AWS Config rule: incomplete listing",
                        "The AWS Config rule has reported the four clusters. Then catalog is deleted, 100 clusters are "
                                + "created, and the second page of DescribeClusters fails with HTTP 500.",
                        (account, output) -> {
                            account.runScheduled(AT_REST, at("06:00"));
                            DemoAct.Result result = new ScheduledRun(
                                            at("06:30"),
                                            same -> failSecondPage(same, "catalog"),
                                            AT_REST,
                                            results.failing("DescribeClusters"))
                                    .perform(account, output);
                            removeFleet(account);
                            return result;
                        },
                        "No result is removed after an incomplete listing, not even that of catalog. Lambda retries."),
                new DemoAct(
                        "CloudFormation hook: a cluster without encryption, and then with the required properties",
                        "",
                        new Deployment(at("07:00"), "Invoices", template(), corrected(), HOOK_MENTIONS),
                        ""),
                new DemoAct(
                        "Replacement: the plan for orders, because encryption can only be enabled at creation",
                        "",
                        new ReplacementSteps(ORDERS_WITH_TLS, List.of(PLAN), AT_REST, results),
                        ""));
    }

    private static SortedMap<String, String> parameters(String control, String exemptClusters) {
        return new TreeMap<>(
                Map.of("control", control, "exemptClusters", exemptClusters, "exemptionTag", EXEMPTION_TAG));
    }

    private static List<DemoAct> fullActs() {
        return List.of(
                new DemoAct(
                        "scheduled run, encryption at rest",
                        "AWS Config invokes the rule on its schedule. On the day before, migration, old-search and sandbox-anna "
                                + "were NON_COMPLIANT. Now two are exempt, and one is being deleted.",
                        new ScheduledRun(at("06:00"), account -> {}, AT_REST, AFTER_FIRST_RUN),
                        "Only clusters with the status ENABLED are COMPLIANT. A status that DAX does not report is treated as "
                                + "disabled. The exemption of legacy has expired, and the date of inventory is not valid: both "
                                + "are ignored, and the annotation states the reason. Clusters that are exempt or being deleted "
                                + "are NOT_APPLICABLE."),
                new DemoAct(
                        "scheduled run, encryption in transit",
                        "A second rule invokes the same function with control=encryption-in-transit.",
                        new ScheduledRun(at("06:05"), account -> {}, IN_TRANSIT, IN_TRANSIT_RUN),
                        "The cluster sessions is encrypted at rest, but not in transit. The cluster inventory is encrypted in "
                                + "transit, but not at rest. The next acts show the first rule."),
                new DemoAct(
                        "new cluster",
                        "A developer creates promo without SSESpecification, so that it is not encrypted. The rule runs while "
                                + "the cluster is being created.",
                        new ScheduledRun(
                                at("07:00"), account -> createCluster(account, "promo"), AT_REST, AFTER_CREATION),
                        "During the creation, DAX does not report the encryption and the tags of promo. A cluster that is not "
                                + "known to be encrypted is a finding."),
                new DemoAct(
                        "replacement of a cluster",
                        "The owner of orders follows the annotation. The runbook of the deployment sends these requests to the "
                                + "replacement function.",
                        new ReplacementSteps(ORDERS_WITH_TLS, replacementSteps(), AT_REST, AFTER_REPLACEMENT),
                        "Each request reads the current state from DAX and CloudWatch and can be repeated. A cluster that is in "
                                + "use is not deleted. The deletion started the rules: orders is NOT_APPLICABLE, and orders-v2 is "
                                + "COMPLIANT. \"daxguard replace\" runs the same steps in a terminal."),
                new DemoAct(
                        "near-real-time detection",
                        "In addition to the schedule, an event rule, a queue and the change function start the rules when a "
                                + "cluster is created, deleted or tagged. A developer creates checkout without SSESpecification.",
                        new ChangeDetection(
                                at("08:40"),
                                account -> createCluster(account, "checkout"),
                                "checkout",
                                AT_REST,
                                AFTER_CHANGE),
                        "The finding is recorded about one minute after the event (in AWS, plus the delay of CloudTrail). Events "
                                + "that arrive during the delay share one start, because AWS Config accepts one start a minute."),
                new DemoAct(
                        "CloudFormation hook",
                        "A team deploys a cluster with CloudFormation. The hook is enabled (hook=fail), and makes the same "
                                + "decision as the rules.",
                        new Deployment(at("08:55"), "Invoices", template(), corrected(), HOOK_MENTIONS),
                        "Encryption can only be enabled at creation, so the hook refuses the cluster before it is created. In the "
                                + "log, hookStatus is the response to CloudFormation. The hook covers CloudFormation only. The rules find clusters "
                                + "that are created in other ways, such as checkout."),
                new DemoAct(
                        "incomplete listing",
                        "100 encrypted clusters (batch-001 to batch-100) are created, and fill the first page of DescribeClusters. "
                                + "The cluster reports is deleted. Requests for the second page fail with HTTP 500.",
                        new ScheduledRun(
                                at("09:00"),
                                account -> failSecondPage(account, "reports"),
                                AT_REST,
                                AFTER_INCOMPLETE_LISTING),
                        "The clusters of the first page are reported. Then the invocation fails, so that AWS Lambda retries it and "
                                + "the alarm on errors enters ALARM. After an incomplete listing, no stale result is removed, not even "
                                + "that of reports."),
                new DemoAct(
                        "recovery",
                        "Requests for the second page succeed again.",
                        new ScheduledRun(
                                at("10:00"), account -> account.faults().clear(), AT_REST, AFTER_RECOVERY),
                        "The listing is complete, so the stale result of reports is overwritten with NOT_APPLICABLE. The results "
                                + "of orders and old-search, which are deleted too, are already NOT_APPLICABLE."),
                new DemoAct(
                        "refused resource type",
                        "AWS does not document that AWS Config accepts AWS::DAX::Cluster from a custom rule. From now on, the "
                                + "emulated AWS Config refuses it. A developer creates loyalty without SSESpecification.",
                        new ScheduledRun(at("11:00"), DemoScript::createClusterOfRefusedType, AT_REST, AFTER_REFUSAL),
                        "Calls in test mode prove that AWS Config refuses the type and not something else. Therefore, the run "
                                + "reports one result for the account itself, with the names of the first findings. A metric "
                                + "and an alarm show that the type is refused. The results of clusters are not removed."),
                new DemoAct(
                        "accepted resource type",
                        "AWS Config accepts AWS::DAX::Cluster again.",
                        new ScheduledRun(
                                at("12:00"),
                                account -> account.state().acceptType(ResourceType.DAX_CLUSTER),
                                AT_REST,
                                AFTER_ACCEPTANCE),
                        "The result of loyalty is reported, and the result of the account is overwritten with NOT_APPLICABLE."));
    }

    private static List<ReplacementSteps.Step> replacementSteps() {
        return List.of(
                PLAN,
                request("07:06", "create", "orders-v2 is being created"),
                request("07:07", "verify", "not available (status: creating)"),
                event(
                        "07:20",
                        "orders-v2 and promo become available.",
                        account -> account.state().settle()),
                request("07:20", "verify", "Its endpoint is daxs://orders-v2"),
                event("07:21", "A caller other than the runbook requests the deletion.", account -> {}),
                deletion("07:21", true, "the execution does not exist"),
                event(
                        "07:25",
                        "The deletion is approved in the runbook. All clients except one use orders-v2.",
                        DemoScript::approveAndRepoint),
                request("07:25", "readiness", "orders cannot be deleted now"),
                deletion("07:26", true, "orders had 40 requests"),
                event(
                        "08:38",
                        "The last client uses orders-v2. Since then, CloudWatch shows no traffic to orders.",
                        account -> {}),
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

    private static void approveAndRepoint(DemoAccount account) {
        account.state()
                .putExecution(LocalExecution.inProgress(
                                EXECUTION,
                                Runbook.NAME,
                                Map.of(
                                        Runbook.CLUSTER_NAME,
                                        List.of("orders"),
                                        Runbook.ENDPOINT_ENCRYPTION,
                                        List.of("TLS")))
                        .step(Runbook.APPROVE_STEP, "aws:approve", "Success"));
        account.state().putDaxTraffic("orders-v2", at("07:24"), 1800, 12);
        account.state().putDaxTraffic("orders", at("07:25"), 40, 1);
    }

    private static ObjectNode template() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ClusterName", "invoices")
                .put("NodeType", "dax.t3.small")
                .put("ReplicationFactor", 3)
                .put("IAMRoleARN", DAX_ROLE);
    }

    private static ObjectNode corrected() {
        ObjectNode corrected = template();
        corrected.putObject("SSESpecification").put("SSEEnabled", true);
        return corrected.put("ClusterEndpointEncryptionType", "TLS");
    }

    private static void failSecondPage(DemoAccount account, String deleted) {
        // Not with CreateCluster, because of the default quota of 50 nodes.
        FLEET.forEach(name ->
                account.state().putCluster(LocalCluster.named(name).encrypted().tls()));
        account.dax().deleteCluster(request -> request.clusterName(deleted));
        account.state().settle();
        account.faults().on("DescribeClusters").fromCall(2).serverError();
    }

    private static void removeFleet(DemoAccount account) {
        FLEET.forEach(account.state()::removeCluster);
        account.faults().clear();
    }

    private static void createCluster(DemoAccount account, String name) {
        account.dax()
                .createCluster(request -> request.clusterName(name)
                        .nodeType("dax.t3.small")
                        .replicationFactor(3)
                        .iamRoleArn(DAX_ROLE));
    }

    private static void createClusterOfRefusedType(DemoAccount account) {
        // Not with CreateCluster, because of the default quota of 50 nodes.
        account.state().putCluster(LocalCluster.named("loyalty").unencrypted());
        account.state().refuseType(ResourceType.DAX_CLUSTER);
    }

    private static Instant at(String time) {
        return Instant.parse("2027-01-31T" + time + ":00Z");
    }
}
