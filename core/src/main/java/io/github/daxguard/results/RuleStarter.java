package io.github.daxguard.results;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.rule.ShortText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConformancePackRuleCompliance;
import software.amazon.awssdk.services.config.model.DescribeConformancePackComplianceResponse;
import software.amazon.awssdk.services.config.model.LimitExceededException;
import software.amazon.awssdk.services.config.model.ResourceInUseException;

/**
 * Starts the rules of this deployment on demand.
 *
 * <p>Costs one StartConfigRulesEvaluation. For rules of a conformance pack, it also costs one DescribeConformancePackCompliance
 * for each 1,000 rules of the pack.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigRulesEvaluation.html">
 *     StartConfigRulesEvaluation</a>
 */
public final class RuleStarter {

    /** The maximum number of rules in a StartConfigRulesEvaluation call. */
    public static final int MOST_RULES = 25;

    /** The maximum length of a rule's name, in characters. */
    public static final int LONGEST_NAME = 128;

    /** The text between a rule's name in the template of a pack and the id that AWS Config assigns to the pack. */
    public static final String PACK_SUFFIX = "-conformance-pack-";

    private static final int LARGEST_PAGE = 1000;
    private static final int LONGEST_REFUSAL = 300;

    private final ConfigClient config;
    private final List<String> ruleNames;
    private final Optional<String> conformancePack;

    /**
     * A starter for these rules.
     *
     * @param ruleNames 1 to {@value #MOST_RULES}: the rules' names, or their names in the template of the pack
     * @param conformancePack the pack that contains the rules; AWS Config appends a suffix to their names when it deploys the pack
     */
    public RuleStarter(ConfigClient config, List<String> ruleNames, Optional<String> conformancePack) {
        this.config = config;
        this.ruleNames = List.copyOf(ruleNames);
        this.conformancePack = conformancePack;
    }

    /**
     * Starts all rules with one call.
     *
     * @return empty if they were started; otherwise AWS Config's temporary reason: an evaluation is in progress, or was started
     *     less than a minute ago
     * @throws StartException if the call fails for another reason; then it is not known whether a rule was started
     */
    public Optional<String> start(AwsCalls calls) {
        List<String> names = conformancePack.isPresent() ? namesIn(conformancePack.get(), calls) : ruleNames;
        return calls.call(Operation.START_CONFIG_RULES_EVALUATION, StartException::new, configuration -> {
            try {
                config.startConfigRulesEvaluation(
                        request -> request.configRuleNames(names).overrideConfiguration(configuration));
                return Optional.empty();
            } catch (LimitExceededException | ResourceInUseException e) {
                return Optional.of(refusal(e));
            }
        });
    }

    private List<String> namesIn(String pack, AwsCalls calls) {
        TreeSet<String> found = new TreeSet<>();
        calls.readPages(Operation.DESCRIBE_CONFORMANCE_PACK_COMPLIANCE, StartException::new, token -> {
            DescribeConformancePackComplianceResponse page = calls.call(
                    Operation.DESCRIBE_CONFORMANCE_PACK_COMPLIANCE,
                    StartException::new,
                    configuration ->
                            config.describeConformancePackCompliance(request -> request.conformancePackName(pack)
                                    .limit(LARGEST_PAGE)
                                    .nextToken(token)
                                    .overrideConfiguration(configuration)));
            page.conformancePackRuleComplianceList().stream()
                    .map(ConformancePackRuleCompliance::configRuleName)
                    .forEach(found::add);
            return page.nextToken();
        });
        List<String> names = new ArrayList<>();
        for (String ruleName : ruleNames) {
            names.add(found.stream()
                    .filter(name -> name.startsWith(ruleName + PACK_SUFFIX))
                    .findFirst()
                    .orElseThrow(() -> new StartException(
                            "The conformance pack " + pack + " has no rule " + ruleName + PACK_SUFFIX + "..., only "
                                    + found + ". Deploy it again.",
                            null)));
        }
        return names;
    }

    private static String refusal(AwsServiceException e) {
        return ShortText.of(
                e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage(), LONGEST_REFUSAL);
    }
}
