package io.github.daxguard.cli.options;

import io.github.daxguard.contract.RuleParameterNames;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.ExemptionTerm;
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

    /** The names of the exemption options, for explanations in reports. */
    public static final ExemptionTerm.Names EXEMPTION_NAMES =
            new ExemptionTerm.Names("--exempt-clusters", "--max-exemption-days");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--control",
            paramLabel = "CONTROL",
            completionCandidates = Names.class,
            description = "Evaluate only encryption-at-rest (DynamoDB.3) or encryption-in-transit "
                    + "(DynamoDB.7). Can be repeated. By default both.")
    private List<String> controls = List.of();

    @Option(
            names = "--exempt-clusters",
            paramLabel = "LIST",
            description = "Exempt clusters: names or * globs, separated by commas, each with an optional last day, "
                    + "such as legacy,batch-*@2027-03-31.")
    private Optional<String> exemptClusters = Optional.empty();

    @Option(
            names = "--exemption-tag",
            paramLabel = "KEY",
            description = "The key of a tag that exempts its cluster. The tag's value is the last day (YYYY-MM-DD).")
    private Optional<String> exemptionTag = Optional.empty();

    @Option(
            names = "--max-exemption-days",
            paramLabel = "DAYS",
            description =
                    "Ignore exemptions that have no last day, or a last day more than this many days from today: 1 to "
                            + RuleParameters.MAX_EXEMPTION_DAYS + ". No limit by default.")
    private Optional<String> maxExemptionDays = Optional.empty();

    /** The requested controls, in the order of Security Hub's ids. */
    public List<Control> controls() {
        return controls(controls, spec);
    }

    /** The controls in the values of {@code --control}; all if there are none. */
    public static List<Control> controls(List<String> values, CommandSpec spec) {
        Set<Control> selected = EnumSet.noneOf(Control.class);
        for (String name : Separated.by(',', values)) {
            selected.add(Control.ofParameterValue(name)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--control: invalid value: \"" + name + "\". Expected: " + String.join(" or ", names())
                                    + ".")));
        }
        return selected.isEmpty() ? List.of(Control.values()) : List.copyOf(selected);
    }

    private static List<String> names() {
        return Arrays.stream(Control.values()).map(Control::parameterValue).toList();
    }

    /** The exemption options as rule parameters. */
    public RuleParameters exemptions() {
        Map<String, String> parameters = new HashMap<>();
        exemptClusters.ifPresent(value -> parameters.put(RuleParameterNames.EXEMPT_CLUSTERS, value));
        exemptionTag.ifPresent(value -> parameters.put(RuleParameterNames.EXEMPTION_TAG, value));
        maxExemptionDays.ifPresent(value -> parameters.put(RuleParameterNames.MAX_EXEMPTION_DAYS, value));
        try {
            return RuleParameters.parse(parameters, EXEMPTION_NAMES);
        } catch (InvalidRuleParameterException e) {
            Rejection rejection = e.rejection();
            String option = switch (rejection.name()) {
                case RuleParameterNames.EXEMPT_CLUSTERS -> EXEMPTION_NAMES.clusters();
                case RuleParameterNames.EXEMPTION_TAG -> "--exemption-tag";
                case RuleParameterNames.MAX_EXEMPTION_DAYS -> EXEMPTION_NAMES.maxDays();
                default -> rejection.name();
            };
            throw new ParameterException(
                    spec.commandLine(), rejection.as("", option).message());
        }
    }
}
