package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.dax.DaxClusters;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.results.PreviousResult;
import io.github.daxguard.results.PreviousResults;
import io.github.daxguard.results.ReportingException;
import io.github.daxguard.results.Resource;
import io.github.daxguard.rule.AccountSummary;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.Listing;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.Tags;
import io.github.daxguard.rule.Verdict;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.config.model.ConfigRule;

/** The results of the rules in AWS Config, compared with the clusters that DAX reports. */
final class ResultsCheck {

    /** AWS Config can return a result some time after it was reported. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /**
     * The verdicts of a rule on the clusters.
     *
     * @param verdicts by the names of the clusters
     * @param names by the ids that a result can have: the name or the ARN
     */
    private record Expected(RuleParameters parameters, Map<String, Verdict> verdicts, Map<String, String> names) {

        /** The compliance of the result that AWS Config must hold; empty if it must not hold one. */
        Optional<Compliance> compliance(String cluster) {
            return Optional.ofNullable(verdicts.get(cluster)).flatMap(ResultsCheck::held);
        }

        Optional<Compliance> ofAccount() {
            return held(AccountSummary.verdict(parameters.control(), verdicts, true));
        }
    }

    /**
     * The comparison of a rule's results.
     *
     * @param isAccountReported whether AWS Config holds a result for the account, because it refuses the type of clusters
     * @param isAccountExpected whether AWS Config must hold one result for the account in place of those of clusters
     * @param hasResult whether AWS Config holds a result other than NOT_APPLICABLE
     */
    private record Comparison(
            List<Evidence> differences,
            Set<String> changed,
            boolean isAccountReported,
            boolean isAccountExpected,
            boolean hasResult) {}

    private final CheckContext context;
    private final DeployedRules rules;
    private final RunControl control;
    private final RunChecks runs;
    private final Once<Map<String, Expected>> before = new Once<>(this::expected);

    ResultsCheck(CheckContext context, DeployedRules rules, RunControl control, RunChecks runs) {
        this.context = context;
        this.rules = rules;
        this.control = control;
        this.runs = runs;
    }

    /** Evaluates the clusters before the rules run, so that later changes can be recognized. */
    void evaluateBefore() {
        try {
            before.get();
        } catch (CallFailure | OpenCheckException e) {
            // The check of the results reports it.
            return;
        }
    }

    Finding compare() {
        Map<String, Expected> earlier = before.get();
        Map<String, Comparison> comparisons = new LinkedHashMap<>();
        // Without a run, waiting cannot change the results.
        Duration limit = runs.hasSucceeded() ? LIMIT : Duration.ZERO;
        control.waitUntil("waiting for the results in AWS Config", limit, INTERVAL, () -> {
            comparisons.putAll(comparisons(earlier));
            return comparisons.values().stream()
                    .allMatch(comparison -> comparison.differences().isEmpty());
        });
        List<Evidence> differences = new ArrayList<>();
        Set<String> changed = new TreeSet<>();
        comparisons.values().forEach(comparison -> {
            differences.addAll(comparison.differences());
            changed.addAll(comparison.changed());
        });
        boolean isOfAccount = comparisons.values().stream().anyMatch(Comparison::isAccountExpected);
        Evidence evidence = differences.isEmpty()
                ? (isOfAccount
                                ? Evidence.of(
                                        "The result of the account agrees with the verdicts on the clusters, for each of %d rules:",
                                        comparisons.size())
                                : Evidence.of(
                                        "The results of %d rules agree with DAX, cluster by cluster:",
                                        comparisons.size()))
                        .and(counts(earlier))
                : DeployedRules.separated(differences);
        if (!runs.hasSucceeded()) {
            return Finding.undecided(
                    evidence.and(
                            Evidence.of(
                                    "This command has not seen a successful run of all rules, so that the results can be out of date.")),
                    Evidence.of("See the check %s.", Check.RULE_RUN.id()));
        }
        if (!differences.isEmpty()) {
            return Finding.problem(
                    evidence,
                    Evidence.of("Run the command again. If the difference remains, report it with --report."));
        }
        if (!changed.isEmpty()) {
            return Finding.undecided(
                    evidence.and(Evidence.of(
                            "These clusters have changed during the check and were not compared: %s.",
                            changed.stream().map(Evidence::cluster).toList())),
                    Evidence.of("Run the command again."));
        }
        if (comparisons.values().stream().noneMatch(Comparison::hasResult)) {
            return Finding.note(
                    evidence.and(
                            Evidence.of(
                                    "AWS Config holds no result, so that it is not proven that it stores results of clusters.")),
                    Evidence.of("Run the command again when there is a cluster that is not exempt."));
        }
        return comparisons.values().stream().anyMatch(Comparison::isAccountReported)
                ? Finding.note(
                        Evidence.of(
                                        "AWS Config holds one result for the account in place of results of clusters, because it refuses the type %s.",
                                        ResourceType.DAX_CLUSTER)
                                .and(evidence),
                        Evidence.of("Read the annotation of the account's result for the clusters."))
                : Finding.ok(evidence);
    }

    private static Evidence counts(Map<String, Expected> expected) {
        List<Evidence> counts = new ArrayList<>();
        expected.forEach((rule, verdicts) -> counts.add(Evidence.of(
                "%s: %d compliant, %d non-compliant, %d without a result.",
                Evidence.name("rule", rule),
                count(verdicts, Compliance.COMPLIANT),
                count(verdicts, Compliance.NON_COMPLIANT),
                count(verdicts, Compliance.NOT_APPLICABLE))));
        return DeployedRules.separated(counts);
    }

    private static long count(Expected expected, Compliance compliance) {
        return expected.verdicts().values().stream()
                .filter(verdict -> verdict.compliance() == compliance)
                .count();
    }

    private Map<String, Comparison> comparisons(Map<String, Expected> earlier) {
        Map<String, Map<Resource, PreviousResult>> results = new LinkedHashMap<>();
        for (String rule : earlier.keySet()) {
            results.put(rule, results(rule));
        }
        // After the results were read, so that a change in the meantime is recognized.
        Map<String, Expected> later = expected();
        Map<String, Comparison> comparisons = new LinkedHashMap<>();
        results.forEach((rule, held) -> comparisons.put(
                rule,
                compared(
                        Evidence.name("rule", rule),
                        Objects.requireNonNull(earlier.get(rule)),
                        Objects.requireNonNull(later.get(rule)),
                        held)));
        return comparisons;
    }

    private Comparison compared(
            Evidence.Identifier rule, Expected earlier, Expected later, Map<Resource, PreviousResult> held) {
        Set<String> changed = new TreeSet<>(earlier.verdicts().keySet());
        changed.addAll(later.verdicts().keySet());
        changed.removeIf(cluster -> earlier.compliance(cluster).equals(later.compliance(cluster)));
        Map<String, List<String>> ofClusters = new TreeMap<>();
        List<Evidence> differences = new ArrayList<>();
        Optional<String> ofAccount = Optional.empty();
        for (Map.Entry<Resource, PreviousResult> result : held.entrySet()) {
            Resource resource = result.getKey();
            String compliance = result.getValue().compliance();
            if (resource.type().equals(ResourceType.ACCOUNT)) {
                ofAccount = Optional.of(compliance);
                continue;
            }
            String id = resource.id().toLowerCase(Locale.ROOT);
            String name = later.names().getOrDefault(id, earlier.names().getOrDefault(id, ""));
            if (!resource.isCluster() || name.isEmpty()) {
                differences.add(Evidence.of(
                        "%s: %s result of %s, which does not exist.",
                        rule, compliance, Evidence.cluster(resource.id())));
            } else {
                ofClusters.computeIfAbsent(name, ignored -> new ArrayList<>()).add(compliance);
            }
        }
        // A result for the account in place of those of clusters.
        boolean isFallback =
                ofAccount.isPresent() && later.parameters().resourceType().isEmpty() && !hasAll(later, ofClusters);
        boolean isAccountExpected = later.parameters().isAccountReported() || isFallback;
        if (changed.isEmpty()) {
            compareAccount(rule, isAccountExpected ? later.ofAccount() : Optional.empty(), ofAccount, differences);
        }
        Set<String> clusters = new TreeSet<>(later.verdicts().keySet());
        clusters.addAll(ofClusters.keySet());
        clusters.removeAll(changed);
        for (String cluster : clusters) {
            List<String> expected = isAccountExpected
                    ? List.of()
                    : later.compliance(cluster).map(Compliance::name).stream().toList();
            List<String> actual = ofClusters.getOrDefault(cluster, List.of());
            // A cluster can have two results, by its name and by its ARN.
            if (actual.isEmpty() ? !expected.isEmpty() : !actual.stream().allMatch(expected::contains)) {
                differences.add(Evidence.of(
                        "%s: the result of %s is %s. According to DAX, it must be %s.",
                        rule, Evidence.cluster(cluster), orNone(actual), orNone(expected)));
            }
        }
        return new Comparison(differences, changed, isFallback, isAccountExpected, !held.isEmpty());
    }

    private static boolean hasAll(Expected expected, Map<String, List<String>> results) {
        return expected.verdicts().keySet().stream()
                .allMatch(cluster -> expected.compliance(cluster).isEmpty() || results.containsKey(cluster));
    }

    private static void compareAccount(
            Evidence.Identifier rule,
            Optional<Compliance> expected,
            Optional<String> actual,
            List<Evidence> differences) {
        if (!expected.map(Compliance::name).equals(actual)) {
            differences.add(Evidence.of(
                    "%s: the result of the account is %s. According to DAX, it must be %s.",
                    rule, actual.orElse("none"), expected.map(Compliance::name).orElse("none")));
        }
    }

    private static String orNone(List<String> compliance) {
        return compliance.isEmpty() ? "none" : String.join(" and ", compliance);
    }

    /** AWS Config does not show NOT_APPLICABLE results. */
    private static Optional<Compliance> held(Verdict verdict) {
        return Optional.of(verdict.compliance()).filter(compliance -> compliance != Compliance.NOT_APPLICABLE);
    }

    private Map<Resource, PreviousResult> results(String rule) {
        try {
            return new PreviousResults(context.clients().config(), context.calls()).read(rule);
        } catch (ReportingException e) {
            throw new CallFailure(
                    Operation.GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE, String.valueOf(e.getMessage()), e.getCause());
        }
    }

    /** The verdicts by the names of the rules. */
    private Map<String, Expected> expected() {
        DaxClusters dax = new DaxClusters(context.clients().dax(), context.calls());
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        Listing listing = dax.list((page, isLast) -> page.forEach(cluster -> clusters.put(cluster.name(), cluster)));
        if (listing instanceof Listing.Incomplete incomplete) {
            throw failure(Operation.DESCRIBE_CLUSTERS, incomplete.failure());
        }
        Map<String, Tags> tags = new HashMap<>();
        LocalDate today = LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC);
        Map<String, Expected> expected = new LinkedHashMap<>();
        for (ConfigRule rule : rules.periodic()) {
            RuleParameters parameters = parameters(rule);
            Exemptions exemptions = new Exemptions(
                    parameters, today, cluster -> tags.computeIfAbsent(cluster.name(), ignored -> dax.tagsOf(cluster)));
            Map<String, Verdict> verdicts = new TreeMap<>();
            Map<String, String> names = new HashMap<>();
            for (Cluster cluster : clusters.values()) {
                Verdict verdict = parameters.control().evaluate(cluster, exemptions);
                if (verdict instanceof Verdict.NonCompliant finding) {
                    finding.tagsFailure().ifPresent(e -> {
                        throw failure(Operation.LIST_TAGS, e);
                    });
                }
                verdicts.put(cluster.name(), verdict);
                names.put(cluster.name().toLowerCase(Locale.ROOT), cluster.name());
                names.put(cluster.arn().toLowerCase(Locale.ROOT), cluster.name());
            }
            expected.put(
                    Objects.requireNonNullElse(rule.configRuleName(), ""), new Expected(parameters, verdicts, names));
        }
        return expected;
    }

    private static RuleParameters parameters(ConfigRule rule) {
        Map<String, String> parameters = new HashMap<>();
        try {
            DeployedRules.parameters(Objects.requireNonNullElse(rule.inputParameters(), ""))
                    .forEach((name, value) -> parameters.put(String.valueOf(name), String.valueOf(value)));
            return RuleParameters.parse(parameters);
        } catch (InvalidJsonException | InvalidRuleParameterException e) {
            throw new OpenCheckException(Finding.problem(
                    Evidence.of(
                            "%s: the rule function does not accept the parameters: %s",
                            Evidence.name("rule", Objects.requireNonNullElse(rule.configRuleName(), "")),
                            Evidence.message(e)),
                    Evidence.of("See the check %s.", Check.RULE_PARAMETERS.id())));
        }
    }

    private static CallFailure failure(Operation operation, RuntimeException e) {
        return new CallFailure(operation, String.valueOf(e.getMessage()), e.getCause());
    }
}
