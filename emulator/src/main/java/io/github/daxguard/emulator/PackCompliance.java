package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * AWS Config's {@code DescribeConformancePackCompliance}: what the results of a pack's rules come to.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConformancePackCompliance.html">DescribeConformancePackCompliance</a>
 */
final class PackCompliance {
    private static final List<String> COMPLIANCE_TYPES = List.of("COMPLIANT", "NON_COMPLIANT", "INSUFFICIENT_DATA");
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final Function<Location, Estate> estates;
    private final PageTokens tokens;

    PackCompliance(Function<Location, Estate> estates, PageTokens tokens) {
        this.estates = estates;
        this.tokens = tokens;
    }

    ObjectNode describe(Request request) {
        Query query = Query.of(request.members());
        Estate estate = estates.apply(request.place());
        NavigableMap<String, ConfigRule> rules = new TreeMap<>();
        for (String name : estate.packs().get(query.packName())) {
            estate.rules().find(name).ifPresent(rule -> rules.put(name, rule));
        }
        requirePart(query.ruleNames(), rules);
        String listing = "DescribeConformancePackCompliance " + request.place() + query.packName()
                + new TreeSet<>(query.ruleNames()) + query.complianceType();
        ObjectNode result = Json.object().put("ConformancePackName", query.packName());
        ArrayNode page = result.putArray("ConformancePackRuleComplianceList");
        String last = "";
        for (ConfigRule rule :
                rules.tailMap(start(request.members(), listing), false).values()) {
            String complianceType = rule.complianceType();
            if (!query.asksFor(rule.name(), complianceType)) {
                continue;
            }
            if (page.size() == query.pageSize()) {
                result.put("NextToken", tokens.after(listing, last));
                break;
            }
            page.addObject()
                    .put("ConfigRuleName", rule.name())
                    .put("ComplianceType", complianceType)
                    .putArray("Controls");
            last = rule.name();
        }
        return result;
    }

    private static void requirePart(List<String> ruleNames, Map<String, ConfigRule> rules) {
        for (String name : ruleNames) {
            if (!rules.containsKey(name)) {
                throw AwsError.of(
                        "NoSuchConfigRuleInConformancePackException",
                        "The ConfigRule '" + name + "' is not part of the conformance pack");
            }
        }
    }

    private String start(Input input, String listing) {
        return input.text("NextToken")
                .map(token -> tokens.read(listing, token)
                        .orElseThrow(
                                () -> AwsError.of("InvalidNextTokenException", "The nextToken provided is invalid")))
                .orElse("");
    }

    /**
     * What is asked for.
     *
     * @param complianceType {@code ""} for all
     * @param ruleNames empty for all
     */
    private record Query(String packName, int pageSize, String complianceType, List<String> ruleNames) {
        static Query of(Input input) {
            Violations violations = new Violations();
            Optional<String> name = input.text("ConformancePackName");
            Optional<Integer> limit = input.integer("Limit");
            Optional<Input> filters = input.structure("Filters");
            Optional<String> type = filters.flatMap(members -> members.text("ComplianceType"));
            List<String> ruleNames =
                    filters.flatMap(members -> members.texts("ConfigRuleNames")).orElse(List.of());
            violations.length(name, "conformancePackName", 1, PackStore.MAX_NAME_LENGTH);
            violations.pattern(name, "conformancePackName", PackStore.NAME);
            violations.range(limit, "limit", 0, MAX_LIMIT);
            violations.oneOf(type, "filters.complianceType", COMPLIANCE_TYPES);
            violations.size(ruleNames, "filters.configRuleNames", 0, 10);
            for (int i = 0; i < ruleNames.size(); i++) {
                String path = "filters.configRuleNames." + (i + 1) + ".member";
                violations.length(Optional.of(ruleNames.get(i)), path, 1, 64);
            }
            String packName = violations.required(name, "conformancePackName");
            violations.check();
            int pageSize = limit.filter(n -> n > 0).orElse(DEFAULT_LIMIT);
            return new Query(packName, pageSize, type.orElse(""), ruleNames);
        }

        boolean asksFor(String ruleName, String ruleComplianceType) {
            return (ruleNames.isEmpty() || ruleNames.contains(ruleName))
                    && (complianceType.isEmpty() || complianceType.equals(ruleComplianceType));
        }
    }
}
