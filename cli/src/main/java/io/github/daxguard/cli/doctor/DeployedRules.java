package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.cli.doctor.DeployedStack.StackResource;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.results.RuleStarter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigRuleState;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;
import software.amazon.awssdk.services.config.model.DescribeConformancePackComplianceResponse;
import software.amazon.awssdk.services.config.model.SourceDetail;

/**
 * The rules of the stack, as in its template and in AWS Config. They are resources of the stack, or of its conformance pack.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRules.html">DescribeConfigRules</a>
 */
final class DeployedRules {

    static final String SCHEDULED = "ScheduledNotification";

    private static final Operation DESCRIBE_RULES = Operation.of("config", "DescribeConfigRules");
    private static final String RULE_TYPE = "AWS::Config::ConfigRule";
    private static final String PACK_TYPE = "AWS::Config::ConformancePack";

    private static final Evidence RESTORE = Evidence.of(
            "Set the value of the template in AWS Config, or change the setting and deploy the stack. A deployment without a change does not correct a rule.");

    /**
     * A rule in a template.
     *
     * @param values resolves the functions in the properties
     */
    private record Declared(String name, JsonTree properties, StackValues values) {

        Map<String, Optional<String>> parameters() {
            return properties.text("InputParameters").isPresent()
                    ? values.members(DeployedRules.parameters(
                            properties.text("InputParameters").orElseThrow()))
                    : values.members(properties.at("InputParameters"));
        }

        Optional<String> function() {
            return values.text(properties.at("Source", "SourceIdentifier"));
        }

        List<JsonTree> details() {
            return properties.list("Source", "SourceDetails").orElse(List.of()).stream()
                    .filter(Map.class::isInstance)
                    .map(detail -> JsonTree.of((Map<?, ?>) detail))
                    .toList();
        }
    }

    private final CheckContext context;
    private final DeployedStack stack;
    private final Once<List<Declared>> declared = new Once<>(this::readDeclared);
    private final Once<List<ConfigRule>> deployed = new Once<>(this::readDeployed);

    DeployedRules(CheckContext context, DeployedStack stack) {
        this.context = context;
        this.stack = stack;
    }

    /** All rules in AWS Config. */
    List<ConfigRule> all() {
        return deployed.get();
    }

    /**
     * The rules that run on a schedule, of which there is at least one.
     *
     * @throws OpenCheckException if the check of the parameters reports why there are none
     */
    List<ConfigRule> periodic() {
        List<ConfigRule> periodic;
        try {
            periodic = all().stream()
                    .filter(rule -> messageTypes(rule).contains(SCHEDULED))
                    .toList();
        } catch (OpenCheckException e) {
            throw notChecked(e.finding().evidence());
        }
        if (periodic.isEmpty()) {
            throw notChecked(Evidence.of("No rule of the stack runs on a schedule."));
        }
        return periodic;
    }

    private static OpenCheckException notChecked(Evidence reason) {
        return new OpenCheckException(Finding.notChecked(
                Evidence.of("Not checked: %s", reason), Evidence.of("See the check %s.", Check.RULE_PARAMETERS.id())));
    }

    /** Whether the rules in AWS Config are as in the template. */
    Finding parameters() {
        Drift drift = new Drift();
        for (Declared rule : declared.get()) {
            ConfigRule actual = all().stream()
                    .filter(candidate -> rule.name().equals(candidate.configRuleName()))
                    .findFirst()
                    .orElseThrow(() -> missing(Evidence.name("rule", rule.name())));
            compare(rule, actual, drift);
        }
        if (!drift.differences().isEmpty()) {
            return Finding.problem(Evidence.of("%s", separated(drift.differences())), RESTORE);
        }
        if (!drift.unknown().isEmpty()) {
            return Finding.undecided(
                    Evidence.of("These values of the template are not known: %s.", drift.unknown()),
                    Evidence.of("Compare them with the template."));
        }
        return Finding.ok(Evidence.of(
                "AWS Config has the %d rules with the parameters, the frequency and the function of the template: %s.",
                all().size(), Evidence.names("rule", names(all()))));
    }

    private static void compare(Declared rule, ConfigRule actual, Drift drift) {
        Evidence.Identifier name = Evidence.name("rule", rule.name());
        try {
            Map<String, String> parameters = new HashMap<>();
            parameters(Objects.requireNonNullElse(actual.inputParameters(), ""))
                    .forEach((key, value) -> parameters.put(String.valueOf(key), String.valueOf(value)));
            drift.compare(name, rule.parameters(), parameters);
        } catch (InvalidJsonException e) {
            drift.add(Evidence.of("%s: the parameters are not a JSON object.", name));
        }
        drift.compare(
                name,
                "Frequency",
                Optional.of(rule.details().stream()
                        .flatMap(detail -> detail.text("MaximumExecutionFrequency").stream())
                        .findFirst()
                        .orElse("none")),
                Optional.of(details(actual).stream()
                        .map(SourceDetail::maximumExecutionFrequencyAsString)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .or(() -> Optional.ofNullable(actual.maximumExecutionFrequencyAsString()))
                        .orElse("none")));
        drift.compare(
                name,
                "MessageTypes",
                Optional.of(rule.details().stream()
                        .flatMap(detail -> detail.text("MessageType").stream())
                        .sorted()
                        .collect(Collectors.joining(", "))),
                Optional.of(messageTypes(actual).stream().sorted().collect(Collectors.joining(", "))));
        drift.compare(
                name,
                "Function",
                rule.function(),
                Optional.ofNullable(actual.source()).map(source -> source.sourceIdentifier()));
        if (actual.configRuleState() != ConfigRuleState.ACTIVE) {
            drift.add(Evidence.of(
                    "%s: the state is %s.",
                    name, Evidence.code(Objects.requireNonNullElse(actual.configRuleStateAsString(), "unknown"))));
        }
    }

    /** The parameters of a rule, which AWS Config has as JSON. */
    static Map<?, ?> parameters(String json) {
        return json.isBlank() ? Map.of() : JsonTree.read(json).members();
    }

    static List<String> names(List<ConfigRule> rules) {
        return rules.stream()
                .map(rule -> Objects.requireNonNullElse(rule.configRuleName(), ""))
                .toList();
    }

    static Evidence separated(List<Evidence> sentences) {
        return Evidence.joined(sentences);
    }

    private static List<String> messageTypes(ConfigRule rule) {
        return details(rule).stream()
                .map(SourceDetail::messageTypeAsString)
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<SourceDetail> details(ConfigRule rule) {
        return rule.source() == null
                ? List.of()
                : rule.source().sourceDetails().stream()
                        .filter(Objects::nonNull)
                        .toList();
    }

    private static OpenCheckException missing(Object rule) {
        return new OpenCheckException(Finding.problem(
                Evidence.of("AWS Config does not have a rule of the stack: %s", rule),
                Evidence.of("Change a setting of the rules, such as frequency, and deploy the stack.")));
    }

    private List<ConfigRule> readDeployed() {
        List<ConfigRule> rules = new ArrayList<>();
        // Not within a call, whose failure would name that call.
        List<String> names = declared.get().stream().map(Declared::name).toList();
        try {
            context.readPages(DESCRIBE_RULES, token -> {
                DescribeConfigRulesResponse page = context.call(
                        DESCRIBE_RULES,
                        configuration -> context.clients()
                                .config()
                                .describeConfigRules(request -> request.configRuleNames(names)
                                        .nextToken(token)
                                        .overrideConfiguration(configuration)));
                if (!page.hasConfigRules()) {
                    throw CallFailure.incomplete(
                            DESCRIBE_RULES, context.calls(), "the response does not have a list of rules");
                }
                page.configRules().stream().filter(Objects::nonNull).forEach(rules::add);
                return page.nextToken();
            });
        } catch (CallFailure e) {
            if (e.code().equals("NoSuchConfigRuleException")) {
                throw missing(Evidence.message(e));
            }
            throw e;
        }
        return List.copyOf(rules);
    }

    private List<Declared> readDeclared() {
        StackValues values = new StackValues(context, stack);
        List<Declared> rules = new ArrayList<>();
        for (StackResource resource : stack.resources(RULE_TYPE)) {
            rules.add(new Declared(resource.physicalId(), properties(values, resource), values));
        }
        for (StackResource pack : stack.resources(PACK_TYPE)) {
            rules.addAll(ofPack(properties(values, pack), values));
        }
        if (rules.isEmpty()) {
            throw new OpenCheckException(Finding.problem(
                    Evidence.of("The stack does not have a rule of AWS Config."),
                    Evidence.of("Specify the stack of daxguard with --stack.")));
        }
        return List.copyOf(rules);
    }

    private List<Declared> ofPack(JsonTree pack, StackValues values) {
        JsonTree template = yaml(pack.text("TemplateBody").orElse(""));
        Map<String, String> parameters = new HashMap<>();
        for (Object parameter : pack.list("ConformancePackInputParameters").orElse(List.of())) {
            if (parameter instanceof Map<?, ?> map) {
                values.text(map.get("ParameterValue"))
                        .ifPresent(value -> parameters.put(String.valueOf(map.get("ParameterName")), value));
            }
        }
        String packName = values.text(pack.at("ConformancePackName")).orElse("");
        List<String> names;
        try {
            names = namesIn(packName);
        } catch (CallFailure e) {
            if (e.code().equals("NoSuchConformancePackException")) {
                throw missing(Evidence.message(e));
            }
            throw e;
        }
        StackValues inner = values.ofInnerTemplate(parameters);
        List<Declared> rules = new ArrayList<>();
        for (Object resource : template.object("Resources")
                .map(JsonTree::members)
                .orElse(Map.of())
                .values()) {
            if (resource instanceof Map<?, ?> map
                    && RULE_TYPE.equals(map.get("Type"))
                    && map.get("Properties") instanceof Map<?, ?> properties) {
                String prefix = properties.get("ConfigRuleName") + RuleStarter.PACK_SUFFIX;
                rules.add(new Declared(
                        names.stream()
                                .filter(name -> name.startsWith(prefix))
                                .findFirst()
                                .orElseThrow(() -> missing(Evidence.name("rule", prefix))),
                        JsonTree.of(properties),
                        inner));
            }
        }
        return rules;
    }

    /** AWS Config appends a suffix to the names of a pack's rules. */
    private List<String> namesIn(String pack) {
        List<String> names = new ArrayList<>();
        context.readPages(Operation.DESCRIBE_CONFORMANCE_PACK_COMPLIANCE, token -> {
            DescribeConformancePackComplianceResponse page = context.call(
                    Operation.DESCRIBE_CONFORMANCE_PACK_COMPLIANCE,
                    configuration -> context.clients()
                            .config()
                            .describeConformancePackCompliance(request -> request.conformancePackName(pack)
                                    .nextToken(token)
                                    .overrideConfiguration(configuration)));
            page.conformancePackRuleComplianceList().stream()
                    .filter(rule -> rule != null && rule.configRuleName() != null)
                    .forEach(rule -> names.add(rule.configRuleName()));
            return page.nextToken();
        });
        return names;
    }

    private static JsonTree yaml(String text) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(text) instanceof Map<?, ?> map
                    ? JsonTree.of(map)
                    : JsonTree.of(Map.of());
        } catch (YAMLException e) {
            throw new OpenCheckException(Finding.undecided(
                    Evidence.of("The template of the conformance pack is not YAML."),
                    Evidence.of("Deploy the stack with the AWS CDK.")));
        }
    }

    private static JsonTree properties(StackValues values, StackResource resource) {
        return values.properties(resource.logicalId())
                .orElseThrow(() -> new OpenCheckException(Finding.undecided(
                        Evidence.of(
                                "The template does not have the resource %s.",
                                Evidence.name("resource", resource.logicalId())),
                        Evidence.of("Run the command again when the deployment has ended."))));
    }
}
