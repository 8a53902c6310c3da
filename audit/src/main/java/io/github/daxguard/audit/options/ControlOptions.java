package io.github.daxguard.audit.options;

import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.RuleParameters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What is asked of clusters, and which are let pass: the rule's parameters as options. */
public final class ControlOptions {

    /** The names of {@link Control}s, as the rule has them. */
    static final class Converter implements ITypeConverter<Control> {
        @Override
        public Control convert(String value) {
            return Control.ofParameterValue(value)
                    .orElseThrow(() -> new TypeConversionException("expected "
                            + Arrays.stream(Control.values())
                                    .map(Control::parameterValue)
                                    .collect(Collectors.joining(" or "))
                            + ", but was \"" + value + "\""));
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--control",
            paramLabel = "CONTROL",
            split = ",",
            converter = Converter.class,
            description = "What is asked of the clusters: encryption-at-rest (DynamoDB.3) or encryption-in-transit "
                    + "(DynamoDB.7). Can be repeated. By default both.")
    private List<Control> controls = List.of();

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

    /** What is asked, in the order of Security Hub's ids. */
    public List<Control> controls() {
        return Arrays.stream(Control.values())
                .filter(control -> controls.isEmpty() || controls.contains(control))
                .toList();
    }

    /**
     * Which clusters are let pass.
     *
     * @throws ParameterException if that cannot be read
     */
    public RuleParameters exemptions() {
        Map<String, String> parameters = new HashMap<>();
        exemptClusters.ifPresent(value -> parameters.put("exemptClusters", value));
        exemptionTag.ifPresent(value -> parameters.put("exemptionTag", value));
        try {
            return RuleParameters.parse(parameters);
        } catch (InvalidRuleParameterException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.valueOf(e.getMessage())
                            .replace("Rule parameter exemptClusters:", "--exempt-clusters:")
                            .replace("Rule parameter exemptionTag:", "--exemption-tag:"));
        }
    }
}
