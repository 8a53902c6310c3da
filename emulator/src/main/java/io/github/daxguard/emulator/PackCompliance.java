package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** AWS Config's {@code DescribeConformancePackCompliance}, without filters. */
final class PackCompliance {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final Function<Location, EmulatorState> states;

    PackCompliance(Function<Location, EmulatorState> states) {
        this.states = states;
    }

    ObjectNode describe(Request request) {
        Input input = request.members();
        Optional<String> name = input.text("ConformancePackName");
        Optional<Integer> limit = input.integer("Limit");
        Violations violations = new Violations();
        violations.length(name, "conformancePackName", 1, 256);
        violations.pattern(name, "conformancePackName", EmulatorState.PACK_NAME);
        violations.range(limit, "limit", 0, MAX_LIMIT);
        String packName = violations.required(name, "conformancePackName");
        violations.check();
        if (request.input().hasNonNull("Filters")) {
            throw AwsError.of("ValidationException", "the emulator does not support Filters");
        }
        EmulatorState state = states.apply(request.location());
        NavigableMap<String, ConfigRule> rules = new TreeMap<>();
        for (String rule : state.conformancePack(packName)) {
            state.rules().find(rule).ifPresent(found -> rules.put(rule, found));
        }
        String listing = "DescribeConformancePackCompliance " + request.location() + packName;
        String after = ConfigService.start(input, listing);
        int pageSize = limit.filter(n -> n > 0).orElse(DEFAULT_LIMIT);
        ObjectNode result = Json.object().put("ConformancePackName", packName);
        ArrayNode page = result.putArray("ConformancePackRuleComplianceList");
        String last = "";
        for (ConfigRule rule : rules.tailMap(after, false).values()) {
            if (page.size() == pageSize) {
                return result.put("NextToken", PageTokens.after(listing, last));
            }
            page.addObject()
                    .put("ConfigRuleName", rule.name())
                    .put("ComplianceType", rule.complianceType())
                    .putArray("Controls");
            last = rule.name();
        }
        return result;
    }
}
