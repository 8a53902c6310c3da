package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.ConfigRule.Result;
import io.github.daxguard.emulator.ConfigRule.ResultKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The AWS Config operations for a custom rule: reporting results, reading results, starting an evaluation. */
final class ConfigService {
    private static final List<String> COMPLIANCE_TYPES =
            List.of("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA");
    private static final int DEFAULT_LIMIT = 10;
    private static final Pattern NOT_BLANK = Pattern.compile(".*\\S.*");

    private final Function<Location, EmulatorState> states;
    private final InstantSource clock;

    ConfigService(Function<Location, EmulatorState> states, InstantSource clock) {
        this.states = states;
        this.clock = clock;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of(
                "PutEvaluations", this::putEvaluations,
                "GetComplianceDetailsByConfigRule", this::getComplianceDetailsByConfigRule,
                "DescribeConformancePackCompliance", new PackCompliance(states)::describe,
                "StartConfigRulesEvaluation", this::startConfigRulesEvaluation);
    }

    private ObjectNode putEvaluations(Request request) {
        Input input = request.members();
        Violations violations = new Violations();
        String token = violations.required(input.text("ResultToken"), "resultToken");
        List<Input> structures = input.structures("Evaluations").orElse(List.of());
        violations.size(structures, "evaluations", 0, 100);
        List<StoredEvaluation> evaluations = new ArrayList<>();
        for (int i = 0; i < structures.size(); i++) {
            evaluations.add(evaluation(structures.get(i), "evaluations." + (i + 1) + ".member.", violations));
        }
        violations.check();
        boolean testMode = input.bool("TestMode").orElse(false);
        RuleStore rules = states.apply(request.location()).rules();
        evaluations.forEach(evaluation -> requireReportable(evaluation, rules.reportableTypes(testMode)));

        Optional<RuleStore.Token> issued = testMode ? Optional.empty() : Optional.of(rules.token(token));
        ObjectNode result = Json.object();
        ArrayNode failed = result.putArray("FailedEvaluations");
        Instant now = clock.instant();
        for (int i = 0; i < evaluations.size(); i++) {
            StoredEvaluation evaluation = evaluations.get(i);
            if (request.failing().test(evaluation.resourceId())) {
                failed.add(request.input().path("Evaluations").path(i));
            } else {
                issued.ifPresent(of -> of.rule().report(new Result(evaluation, of.at(), now)));
            }
        }
        return result;
    }

    private static StoredEvaluation evaluation(Input input, String path, Violations violations) {
        Optional<String> type = input.text("ComplianceResourceType");
        Optional<String> id = input.text("ComplianceResourceId");
        Optional<String> compliance = input.text("ComplianceType");
        Optional<String> annotation = input.text("Annotation");
        Optional<Instant> time = input.timestamp("OrderingTimestamp");
        violations.length(type, path + "complianceResourceType", 1, 256);
        violations.length(id, path + "complianceResourceId", 1, 768);
        violations.oneOf(compliance, path + "complianceType", COMPLIANCE_TYPES);
        violations.length(annotation, path + "annotation", 1, 256);
        if (time.isEmpty()) {
            violations.missing(path + "orderingTimestamp");
        }
        return new StoredEvaluation(
                violations.required(type, path + "complianceResourceType"),
                violations.required(id, path + "complianceResourceId"),
                violations.required(compliance, path + "complianceType"),
                annotation.orElse(""),
                time.orElse(Instant.EPOCH));
    }

    private static void requireReportable(StoredEvaluation evaluation, Optional<Set<String>> types) {
        if (evaluation.complianceType().equals("INSUFFICIENT_DATA")) {
            throw invalid("The compliance type INSUFFICIENT_DATA is invalid. Only the following values are permitted:"
                    + " [COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE]");
        }
        if (types.isPresent() && !types.get().contains(evaluation.resourceType())) {
            throw invalid("The resource type " + evaluation.resourceType()
                    + " is invalid. Only the following values are permitted: " + new TreeSet<>(types.get()));
        }
    }

    private ObjectNode getComplianceDetailsByConfigRule(Request request) {
        Input input = request.members();
        Violations violations = new Violations();
        Optional<String> name = input.text("ConfigRuleName");
        Optional<Integer> limit = input.integer("Limit");
        List<String> complianceTypes = input.texts("ComplianceTypes").orElse(List.of());
        violations.length(name, "configRuleName", 1, 64);
        violations.range(limit, "limit", 0, 100);
        violations.size(complianceTypes, "complianceTypes", 0, 3);
        for (int i = 0; i < complianceTypes.size(); i++) {
            violations.oneOf(
                    Optional.of(complianceTypes.get(i)), "complianceTypes." + (i + 1) + ".member", COMPLIANCE_TYPES);
        }
        String ruleName = violations.required(name, "configRuleName");
        violations.check();
        if (complianceTypes.contains("INSUFFICIENT_DATA")) {
            throw invalid("The compliance type INSUFFICIENT_DATA cannot be used to filter results");
        }
        ConfigRule rule = states.apply(request.location()).rules().get(ruleName);

        String listing =
                "GetComplianceDetailsByConfigRule " + request.location() + rule.id() + new TreeSet<>(complianceTypes);
        int pageSize = limit.filter(n -> n > 0).orElse(DEFAULT_LIMIT);
        // One more result than the page size shows whether there is a next page.
        List<Result> found = rule.resultsAfter(ResultKey.parse(start(input, listing)), complianceTypes, pageSize + 1);
        List<Result> page = found.subList(0, Math.min(pageSize, found.size()));
        ObjectNode result = Json.object();
        ArrayNode list = result.putArray("EvaluationResults");
        page.forEach(each -> list.add(json(rule, each)));
        if (found.size() > pageSize) {
            StoredEvaluation last = page.get(pageSize - 1).evaluation();
            result.put("NextToken", PageTokens.after(listing, ResultKey.of(last).text()));
        }
        return result;
    }

    static String start(Input input, String listing) {
        return PageTokens.start(
                input.text("NextToken"),
                listing,
                AwsError.of("InvalidNextTokenException", "The nextToken provided is invalid"));
    }

    static ObjectNode json(ConfigRule rule, Result result) {
        StoredEvaluation evaluation = result.evaluation();
        ObjectNode json = Json.object();
        ObjectNode identifier = json.putObject("EvaluationResultIdentifier");
        identifier
                .putObject("EvaluationResultQualifier")
                .put("ConfigRuleName", rule.name())
                .put("ResourceType", evaluation.resourceType())
                .put("ResourceId", evaluation.resourceId())
                .put("EvaluationMode", "DETECTIVE");
        identifier.put("OrderingTimestamp", Json.epochSeconds(evaluation.orderingTimestamp()));
        json.put("ComplianceType", evaluation.complianceType())
                .put("ResultRecordedTime", Json.epochSeconds(result.recordedAt()))
                .put("ConfigRuleInvokedTime", Json.epochSeconds(result.invokedAt()));
        if (!evaluation.annotation().isEmpty()) {
            json.put("Annotation", evaluation.annotation());
        }
        return json;
    }

    private ObjectNode startConfigRulesEvaluation(Request request) {
        Optional<List<String>> names = request.members().texts("ConfigRuleNames");
        Violations violations = new Violations();
        if (names.isEmpty()) {
            violations.missing("configRuleNames");
        } else {
            violations.size(names.get(), "configRuleNames", 1, 25);
            for (int i = 0; i < names.get().size(); i++) {
                Optional<String> name = Optional.of(names.get().get(i));
                String path = "configRuleNames." + (i + 1) + ".member";
                violations.length(name, path, 1, 128);
                violations.pattern(name, path, NOT_BLANK);
            }
        }
        violations.check();
        states.apply(request.location()).startEvaluation(names.orElseThrow());
        return Json.object();
    }

    private static AwsError invalid(String message) {
        return AwsError.of("InvalidParameterValueException", message);
    }
}
