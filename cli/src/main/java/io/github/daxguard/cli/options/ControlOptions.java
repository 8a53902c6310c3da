package io.github.daxguard.cli.options;

import io.github.daxguard.contract.RuleParameterNames;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.Rejection;
import io.github.daxguard.rule.RuleParameters;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The rule's parameters as options. */
public final class ControlOptions {

    /** Candidates for shell completion. */
    public static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--control",
            paramLabel = "CONTROL",
            completionCandidates = Names.class,
            description = "What is asked of the clusters: encryption-at-rest (DynamoDB.3) or encryption-in-transit "
                    + "(DynamoDB.7). Can be repeated. By default both.")
    private List<String> controls = List.of();

    @Option(
            names = "--exempt-clusters",
            paramLabel = "LIST",
            description = "Clusters to let pass: names or * globs with commas between, each with an optional last day, "
                    + "such as legacy,batch-*@2027-03-31.")
    private Optional<String> exemptClusters = Optional.empty();

    @Option(
            names = "--exemption-tag",
            paramLabel = "KEY",
            description = "The key of a tag that lets its cluster pass; the tag's value is the last day (YYYY-MM-DD).")
    private Optional<String> exemptionTag = Optional.empty();

    @Option(
            names = "--max-exemption-days",
            paramLabel = "DAYS",
            description = "Ignore an exemption that ends more than this many days from today, or never: 1 to "
                    + RuleParameters.MAX_EXEMPTION_DAYS + ". No limit by default.")
    private Optional<String> maxExemptionDays = Optional.empty();

    /** The requested controls, in the order of Security Hub's ids. */
    public List<Control> controls() {
        return controls(controls, spec);
    }

    /** The controls that the values of {@code --control} name; all if there is none. */
    public static List<Control> controls(List<String> values, CommandSpec spec) {
        Set<Control> asked = EnumSet.noneOf(Control.class);
        for (String name : Separated.by(',', values)) {
            asked.add(Control.ofParameterValue(name)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--control: expected " + String.join(" or ", names()) + ", but was \"" + name + "\".")));
        }
        return asked.isEmpty() ? List.of(Control.values()) : List.copyOf(asked);
    }

    private static List<String> names() {
        return Arrays.stream(Control.values()).map(Control::parameterValue).toList();
    }

    /** The options on exemptions. */
    public RuleParameters exemptions() {
        Map<String, String> parameters = new HashMap<>();
        exemptClusters.ifPresent(value -> parameters.put(RuleParameterNames.EXEMPT_CLUSTERS, value));
        exemptionTag.ifPresent(value -> parameters.put(RuleParameterNames.EXEMPTION_TAG, value));
        maxExemptionDays.ifPresent(value -> parameters.put(RuleParameterNames.MAX_EXEMPTION_DAYS, value));
        try {
            return RuleParameters.parse(parameters);
        } catch (InvalidRuleParameterException e) {
            Rejection rejection = e.rejection();
            String option = switch (rejection.name()) {
                case RuleParameterNames.EXEMPT_CLUSTERS -> "--exempt-clusters";
                case RuleParameterNames.EXEMPTION_TAG -> "--exemption-tag";
                case RuleParameterNames.MAX_EXEMPTION_DAYS -> "--max-exemption-days";
                default -> rejection.name();
            };
            throw new ParameterException(
                    spec.commandLine(), rejection.as("", option).message());
        }
    }
}
