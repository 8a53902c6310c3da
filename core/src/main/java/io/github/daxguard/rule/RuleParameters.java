package io.github.daxguard.rule;

import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.contract.RuleParameterNames;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parameters of an AWS Config rule. Each is optional, and its name is case-sensitive.
 *
 * @param control {@code control}: the control to evaluate; encryption at rest by default
 * @param exemptClusters {@code exemptClusters}: names or globs, each with an optional last day
 * @param exemptionTag {@code exemptionTag}: a tag key; its value is the last day of the exemption
 * @param executionRoleName {@code executionRoleName}: the role to assume in the event's account for every call
 * @param maxExemptionDays {@code maxExemptionDays}: an exemption that ends more than this many days after the event's day, or
 *     never, is ignored; 1 to {@value #MAX_EXEMPTION_DAYS}, no limit if empty
 * @param refreshHours {@code refreshHours}: an unchanged result is reported again after this many hours, 1 to
 *     {@value #MAX_REFRESH_HOURS}; {@value #DEFAULT_REFRESH_HOURS} by default
 * @param resourceType {@code resourceType}: {@link ResourceType#DAX_CLUSTER} to report clusters, or {@link ResourceType#ACCOUNT}
 *     to report one result for the account; if empty, clusters, unless AWS Config provably refuses their type
 * @param names of the parameters of exemptions, for explanations
 */
public record RuleParameters(
        Control control,
        ExemptClusters exemptClusters,
        Optional<String> exemptionTag,
        Optional<String> executionRoleName,
        OptionalInt maxExemptionDays,
        int refreshHours,
        Optional<String> resourceType,
        ExemptionTerm.Names names) {

    /** The largest {@code maxExemptionDays}: ten years. An exemption that ends later is treated as unbounded. */
    public static final int MAX_EXEMPTION_DAYS = 3650;

    /** The largest {@code refreshHours}: 30 days. */
    public static final int MAX_REFRESH_HOURS = 720;

    private static final int DEFAULT_REFRESH_HOURS = 24;

    private static final List<String> NAMES = List.of(
            RuleParameterNames.CONTROL,
            RuleParameterNames.EXEMPT_CLUSTERS,
            RuleParameterNames.EXEMPTION_TAG,
            RuleParameterNames.EXECUTION_ROLE_NAME,
            RuleParameterNames.MAX_EXEMPTION_DAYS,
            RuleParameterNames.REFRESH_HOURS,
            RuleParameterNames.RESOURCE_TYPE);

    private static final List<String> RESOURCE_TYPES = List.of(ResourceType.DAX_CLUSTER, ResourceType.ACCOUNT);

    /** AWS Config accepts 1,024 characters for all parameters together. The limit bounds the time to read them. */
    private static final int LONGEST_VALUE = 10_000;

    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");
    private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

    /**
     * Reads the input parameters of a rule.
     *
     * @throws InvalidRuleParameterException for the first name or value that is not accepted
     */
    public static RuleParameters parse(Map<String, String> parameters) {
        return parse(parameters, ExemptionTerm.Names.OF_THE_RULE);
    }

    /** The same for parameters of exemptions that the user sets by other names. */
    public static RuleParameters parse(Map<String, String> parameters, ExemptionTerm.Names names) {
        parameters.forEach((name, value) -> {
            if (!NAMES.contains(name)) {
                throw InvalidRuleParameterException.ofValue(
                        name, value, "the parameters " + String.join(", ", NAMES) + " (case-sensitive)");
            }
        });
        return new RuleParameters(
                value(parameters, RuleParameterNames.CONTROL)
                        .map(RuleParameters::control)
                        .orElse(Control.ENCRYPTION_AT_REST),
                value(parameters, RuleParameterNames.EXEMPT_CLUSTERS)
                        .map(value -> ExemptClusters.parse(RuleParameterNames.EXEMPT_CLUSTERS, value))
                        .orElse(ExemptClusters.NONE),
                value(parameters, RuleParameterNames.EXEMPTION_TAG)
                        .map(value -> matching(
                                RuleParameterNames.EXEMPTION_TAG, value, TAG_KEY, "a tag key of 1 to 128 characters")),
                value(parameters, RuleParameterNames.EXECUTION_ROLE_NAME)
                        .map(
                                value -> matching(
                                        RuleParameterNames.EXECUTION_ROLE_NAME,
                                        value,
                                        ROLE_NAME,
                                        "the name of a role in the event's account: 1 to 64 characters, without a path, not an ARN")),
                number(parameters, RuleParameterNames.MAX_EXEMPTION_DAYS, "days", MAX_EXEMPTION_DAYS),
                number(parameters, RuleParameterNames.REFRESH_HOURS, "hours", MAX_REFRESH_HOURS)
                        .orElse(DEFAULT_REFRESH_HOURS),
                resourceType(parameters),
                names);
    }

    /**
     * The valid entries of {@code exemptClusters} that are unbounded, end more than {@value #MAX_EXEMPTION_DAYS} days later, or
     * match every name.
     *
     * @param today in UTC
     * @return the entries as in the parameter, in lower case
     */
    public List<String> unboundedEntries(LocalDate today) {
        return exemptClusters.unbounded(term(today));
    }

    /** Whether the rule reports one result for the account, and none for clusters. */
    public boolean isAccountReported() {
        return resourceType.equals(Optional.of(ResourceType.ACCOUNT));
    }

    /** The limits of exemptions on a day, in UTC. */
    public ExemptionTerm term(LocalDate today) {
        return new ExemptionTerm(today, maxExemptionDays, names);
    }

    private static Optional<String> value(Map<String, String> parameters, String name) {
        Optional<String> value = Optional.ofNullable(parameters.get(name)).map(String::strip);
        if (value.isPresent() && value.get().length() > LONGEST_VALUE) {
            throw InvalidRuleParameterException.ofValue(name, value.get(), "at most " + LONGEST_VALUE + " characters");
        }
        return value;
    }

    private static Control control(String value) {
        return Control.ofParameterValue(value)
                .orElseThrow(() -> InvalidRuleParameterException.ofValue(
                        RuleParameterNames.CONTROL,
                        value,
                        Arrays.stream(Control.values())
                                .map(Control::parameterValue)
                                .collect(Collectors.joining(" or "))));
    }

    private static Optional<String> resourceType(Map<String, String> parameters) {
        Optional<String> value = value(parameters, RuleParameterNames.RESOURCE_TYPE);
        if (value.isPresent() && !RESOURCE_TYPES.contains(value.get())) {
            throw InvalidRuleParameterException.ofValue(
                    RuleParameterNames.RESOURCE_TYPE, value.get(), String.join(" or ", RESOURCE_TYPES));
        }
        return value;
    }

    private static OptionalInt number(Map<String, String> parameters, String name, String unit, int max) {
        Optional<String> value = value(parameters, name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        String accepted = "a whole number of " + unit + ", 1 to " + max;
        int number = Integer.parseInt(matching(name, value.get(), NUMBER, accepted));
        if (number > max) {
            throw InvalidRuleParameterException.ofValue(name, value.get(), accepted);
        }
        return OptionalInt.of(number);
    }

    private static String matching(String name, String value, Pattern pattern, String accepted) {
        if (!pattern.matcher(value).matches()) {
            throw InvalidRuleParameterException.ofValue(name, value, accepted);
        }
        return value;
    }
}
