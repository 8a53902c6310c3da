package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.ConfigRule.Result;
import io.github.daxguard.emulator.ConfigRule.ResultKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** AWS Config's operations that read an aggregator. */
final class AggregatorService {
    private static final List<String> COMPLIANCE_TYPES =
            List.of("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA");
    private static final List<String> FILTERED_TYPES = List.of("COMPLIANT", "NON_COMPLIANT");
    private static final List<String> STATUSES = List.of("FAILED", "SUCCEEDED", "OUTDATED");
    private static final Pattern NAME = Pattern.compile("[\\w\\-]+");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern NOT_BLANK = Pattern.compile(".*\\S.*");
    private static final int MAX_RULES = 1000;
    private static final int MAX_SOURCES = 100;
    private static final int MAX_DETAILS = 100;
    private static final int DEFAULT_DETAILS = 50;

    private final Function<Location, EmulatorState> states;
    private final Map<Location, EmulatorState> sources;
    private final InstantSource clock;

    /**
     * The operations.
     *
     * @param sources the accounts and Regions that have been used, which are the sources of every aggregator
     */
    AggregatorService(
            Function<Location, EmulatorState> states, Map<Location, EmulatorState> sources, InstantSource clock) {
        this.states = states;
        this.sources = sources;
        this.clock = clock;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of(
                "DescribeAggregateComplianceByConfigRules", this::describeCompliance,
                "GetAggregateComplianceDetailsByConfigRule", this::getDetails,
                "DescribeConfigurationAggregatorSourcesStatus", this::describeSources);
    }

    private ObjectNode describeCompliance(Request request) {
        Input input = request.members();
        Violations violations = new Violations();
        Input filters = input.structure("Filters").orElseGet(() -> new Input(Json.object()));
        Optional<Integer> limit = input.integer("Limit");
        Optional<String> rule = filters.text("ConfigRuleName");
        Optional<String> compliance = filters.text("ComplianceType");
        Optional<String> account = filters.text("AccountId");
        Optional<String> region = filters.text("AwsRegion");
        String name = aggregatorName(input, violations);
        ruleName(rule, "filters.configRuleName", violations);
        violations.oneOf(compliance, "filters.complianceType", COMPLIANCE_TYPES);
        violations.pattern(account, "filters.accountId", ACCOUNT);
        violations.length(region, "filters.awsRegion", 1, 64);
        violations.range(limit, "limit", 0, MAX_RULES);
        violations.check();
        requireSupported(compliance);
        LocalAggregator aggregator = aggregator(request, name);

        NavigableMap<String, JsonNode> found = new TreeMap<>();
        sources.forEach((source, state) -> {
            if (account.map(source.account()::equals).orElse(true)
                    && region.map(source.region()::equals).orElse(true)) {
                state.rules().all().stream()
                        .filter(each -> rule.map(each.name()::equals).orElse(true))
                        .filter(each -> isIn(each.complianceType(), compliance))
                        .forEach(each -> found.put(
                                each.name() + ' ' + source.account() + ' ' + source.region(), json(source, each)));
            }
        });
        return page(
                input,
                aggregator,
                "DescribeAggregateComplianceByConfigRules " + request.location() + name + rule + compliance + account
                        + region,
                "AggregateComplianceByConfigRules",
                found,
                limit.filter(n -> n > 0).orElse(MAX_RULES));
    }

    /** Rules without results, whose compliance is INSUFFICIENT_DATA, are not displayed. */
    private static boolean isIn(String complianceType, Optional<String> filter) {
        return FILTERED_TYPES.contains(complianceType)
                && filter.map(complianceType::equals).orElse(true);
    }

    private static ObjectNode json(Location source, ConfigRule rule) {
        ObjectNode json = Json.object().put("ConfigRuleName", rule.name());
        String type = rule.complianceType();
        ObjectNode compliance = json.putObject("Compliance").put("ComplianceType", type);
        compliance
                .putObject("ComplianceContributorCount")
                .put(
                        "CappedCount",
                        rule.resultsAfter(ResultKey.parse(""), List.of(type), 100)
                                .size())
                .put("CapExceeded", false);
        return json.put("AccountId", source.account()).put("AwsRegion", source.region());
    }

    private ObjectNode getDetails(Request request) {
        Input input = request.members();
        Violations violations = new Violations();
        Optional<Integer> limit = input.integer("Limit");
        Optional<String> rule = input.text("ConfigRuleName");
        Optional<String> account = input.text("AccountId");
        Optional<String> region = input.text("AwsRegion");
        Optional<String> compliance = input.text("ComplianceType");
        String name = aggregatorName(input, violations);
        ruleName(rule, "configRuleName", violations);
        violations.pattern(account, "accountId", ACCOUNT);
        violations.length(region, "awsRegion", 1, 64);
        violations.oneOf(compliance, "complianceType", COMPLIANCE_TYPES);
        violations.range(limit, "limit", 0, MAX_DETAILS);
        String ruleName = violations.required(rule, "configRuleName");
        String accountId = violations.required(account, "accountId");
        String regionName = violations.required(region, "awsRegion");
        violations.check();
        requireSupported(compliance);
        LocalAggregator aggregator = aggregator(request, name);

        NavigableMap<String, JsonNode> found = new TreeMap<>();
        if (Location.isRegion(regionName)) {
            Location source = new Location(accountId, regionName);
            Optional.ofNullable(sources.get(source))
                    .flatMap(state -> state.rules().find(ruleName))
                    .ifPresent(of -> of.results().stream()
                            .filter(result -> isIn(result.evaluation().complianceType(), compliance))
                            .forEach(result ->
                                    found.put(ResultKey.of(result.evaluation()).text(), json(source, of, result))));
        }
        return page(
                input,
                aggregator,
                "GetAggregateComplianceDetailsByConfigRule " + request.location() + name + ruleName + accountId
                        + regionName + compliance,
                "AggregateEvaluationResults",
                found,
                limit.filter(n -> n > 0).orElse(DEFAULT_DETAILS));
    }

    private static ObjectNode json(Location source, ConfigRule rule, Result result) {
        return ConfigService.json(rule, result)
                .put("AccountId", source.account())
                .put("AwsRegion", source.region());
    }

    private ObjectNode describeSources(Request request) {
        Input input = request.members();
        Violations violations = new Violations();
        Optional<Integer> limit = input.integer("Limit");
        Optional<List<String>> statuses = input.texts("UpdateStatus");
        String name = aggregatorName(input, violations);
        statuses.ifPresent(list -> violations.size(list, "updateStatus", 1, Integer.MAX_VALUE));
        statuses.ifPresent(
                list -> list.forEach(status -> violations.oneOf(Optional.of(status), "updateStatus.member", STATUSES)));
        violations.range(limit, "limit", 0, MAX_SOURCES);
        violations.check();
        LocalAggregator aggregator = aggregator(request, name);

        NavigableMap<String, JsonNode> found = new TreeMap<>();
        for (Location source : sources.keySet()) {
            String status = aggregator.status(source);
            if (statuses.map(list -> list.contains(status)).orElse(true)) {
                found.put(source.account() + ' ' + source.region(), json(source, status));
            }
        }
        return page(
                input,
                aggregator,
                "DescribeConfigurationAggregatorSourcesStatus " + request.location() + name
                        + statuses.map(TreeSet::new),
                "AggregatedSourceStatusList",
                found,
                limit.filter(n -> n > 0).orElse(MAX_SOURCES));
    }

    private ObjectNode json(Location source, String status) {
        ObjectNode json = Json.object()
                .put("SourceId", source.account())
                .put("SourceType", "ACCOUNT")
                .put("AwsRegion", source.region())
                .put("LastUpdateStatus", status)
                .put("LastUpdateTime", Json.epochSeconds(clock.instant()));
        if (status.equals("FAILED")) {
            json.put("LastErrorCode", "RESOURCE_NOT_FOUND_ERROR")
                    .put("LastErrorMessage", "The configuration recorder is not enabled in this account and Region");
        }
        return json;
    }

    private static String aggregatorName(Input input, Violations violations) {
        Optional<String> name = input.text("ConfigurationAggregatorName");
        violations.length(name, "configurationAggregatorName", 1, 256);
        violations.pattern(name, "configurationAggregatorName", NAME);
        return violations.required(name, "configurationAggregatorName");
    }

    private static void ruleName(Optional<String> name, String path, Violations violations) {
        violations.length(name, path, 1, 128);
        violations.pattern(name, path, NOT_BLANK);
    }

    private static void requireSupported(Optional<String> complianceType) {
        if (complianceType.isPresent() && !FILTERED_TYPES.contains(complianceType.get())) {
            throw AwsError.of(
                    "ValidationException",
                    "The compliance type " + complianceType.get() + " is not supported. Supported: " + FILTERED_TYPES);
        }
    }

    private LocalAggregator aggregator(Request request, String name) {
        LocalAggregator aggregator = states.apply(request.location())
                .aggregator(name)
                .orElseThrow(() -> AwsError.of(
                        "NoSuchConfigurationAggregatorException",
                        "The configuration aggregator '" + name + "' does not exist"));
        aggregator.requireRate();
        return aggregator;
    }

    private static ObjectNode page(
            Input input,
            LocalAggregator aggregator,
            String listing,
            String member,
            NavigableMap<String, JsonNode> found,
            int pageSize) {
        String after = ConfigService.start(input, listing);
        ObjectNode result = Json.object();
        ArrayNode page = result.putArray(member);
        if (aggregator.startsWithEmptyPages() && input.text("NextToken").isEmpty()) {
            return result.put("NextToken", PageTokens.after(listing, ""));
        }
        String last = "";
        for (Map.Entry<String, JsonNode> each : found.tailMap(after, false).entrySet()) {
            if (page.size() == pageSize) {
                return result.put("NextToken", PageTokens.after(listing, last));
            }
            page.add(each.getValue());
            last = each.getKey();
        }
        return result;
    }
}
