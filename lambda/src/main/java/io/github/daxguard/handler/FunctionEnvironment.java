package io.github.daxguard.handler;

import io.github.daxguard.contract.EnvironmentVariables;
import io.github.daxguard.contract.RuleParameterNames;
import io.github.daxguard.digest.DigestSettings;
import io.github.daxguard.replacement.ReplacementPolicy;
import io.github.daxguard.results.RuleStarter;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.Rejection;
import io.github.daxguard.rule.RuleParameters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment variables of a function. No other class reads them.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Environment variables</a>
 */
final class FunctionEnvironment {

    /** AWS Config's frequencies, in hours. */
    private static final List<String> FREQUENCIES = List.of("1", "3", "6", "12", "24");

    private static final String KIND = "Environment variable";

    private FunctionEnvironment() {}

    /** The function's Region; Lambda always sets it. */
    static String region() {
        String region = System.getenv("AWS_REGION");
        if (region == null || region.isEmpty()) {
            throw invalid("AWS_REGION", "", "the Region whose clusters are evaluated");
        }
        return region;
    }

    /** Whether calls of AWS use TLS, as they do unless the SDK's variable AWS_ENDPOINT_URL names an endpoint without it. */
    static boolean isAwsCalledWithTls() {
        String endpoint = System.getenv("AWS_ENDPOINT_URL");
        return endpoint == null || !endpoint.startsWith("http:");
    }

    /** The minimum level of logged lines; INFO outside Lambda. */
    static JsonLog.Level logLevel() {
        return System.getenv("AWS_LAMBDA_FUNCTION_NAME") == null
                ? JsonLog.Level.INFO
                : JsonLog.Level.of(System.getenv("AWS_LAMBDA_LOG_LEVEL"));
    }

    /**
     * The rules to start: DAXGUARD_RULE_NAMES, comma-separated.
     *
     * @throws IllegalStateException if it has no names, or more than one call can start
     */
    static List<String> ruleNames() {
        List<String> names =
                list(EnvironmentVariables.RULE_NAMES).stream().distinct().toList();
        if (names.isEmpty() || names.size() > RuleStarter.MOST_RULES) {
            throw invalid(
                    EnvironmentVariables.RULE_NAMES,
                    names.isEmpty() ? "" : names.size() + " names",
                    "1 to " + RuleStarter.MOST_RULES + " names of AWS Config rules, separated by commas");
        }
        return names;
    }

    /**
     * The frequency of the periodic rules: DAXGUARD_FREQUENCY_HOURS.
     *
     * @throws IllegalStateException if it is not one of AWS Config's frequencies
     */
    static Optional<Duration> frequency() {
        return value(EnvironmentVariables.FREQUENCY_HOURS).map(hours -> {
            if (!FREQUENCIES.contains(hours)) {
                throw invalid(
                        EnvironmentVariables.FREQUENCY_HOURS,
                        Rejection.quoted(hours),
                        String.join(", ", FREQUENCIES) + ", the number of hours between two runs of the rules");
            }
            return Duration.ofHours(Long.parseLong(hours));
        });
    }

    /** The conformance pack that contains the rules: DAXGUARD_CONFORMANCE_PACK. */
    static Optional<String> conformancePack() {
        return value(EnvironmentVariables.CONFORMANCE_PACK);
    }

    /**
     * The controls of the deployment: DAXGUARD_CONTROLS, comma-separated; all if it is not set.
     *
     * @throws IllegalStateException if a control is unknown
     */
    static List<Control> controls() {
        List<String> values = list(EnvironmentVariables.CONTROLS);
        if (values.isEmpty()) {
            return List.of(Control.values());
        }
        return values.stream()
                .distinct()
                .map(value -> Control.ofParameterValue(value)
                        .orElseThrow(() -> invalid(
                                EnvironmentVariables.CONTROLS,
                                Rejection.quoted(value),
                                Stream.of(Control.values())
                                                .map(Control::parameterValue)
                                                .collect(Collectors.joining(" and "))
                                        + ", separated by commas")))
                .toList();
    }

    /**
     * The hook's exemptions: DAXGUARD_EXEMPT_CLUSTERS, DAXGUARD_EXEMPTION_TAG and DAXGUARD_MAX_EXEMPTION_DAYS, each as the
     * rule parameter; an empty one is treated as not set.
     *
     * @throws IllegalStateException if the rule would not accept a value
     */
    static RuleParameters exemptions() {
        Map<String, String> parameters = new HashMap<>();
        value(EnvironmentVariables.EXEMPT_CLUSTERS)
                .ifPresent(value -> parameters.put(RuleParameterNames.EXEMPT_CLUSTERS, value));
        value(EnvironmentVariables.EXEMPTION_TAG)
                .ifPresent(value -> parameters.put(RuleParameterNames.EXEMPTION_TAG, value));
        value(EnvironmentVariables.MAX_EXEMPTION_DAYS)
                .ifPresent(value -> parameters.put(RuleParameterNames.MAX_EXEMPTION_DAYS, value));
        try {
            return RuleParameters.parse(parameters);
        } catch (InvalidRuleParameterException e) {
            String variable = switch (e.rejection().name()) {
                case RuleParameterNames.EXEMPT_CLUSTERS -> EnvironmentVariables.EXEMPT_CLUSTERS;
                case RuleParameterNames.EXEMPTION_TAG -> EnvironmentVariables.EXEMPTION_TAG;
                default -> EnvironmentVariables.MAX_EXEMPTION_DAYS;
            };
            throw new IllegalStateException(e.rejection().as(KIND, variable).message(), e);
        }
    }

    /**
     * The requirements for replacements: DAXGUARD_CONTROLS, DAXGUARD_MIN_QUIET_MINUTES, DAXGUARD_REQUIRE_METRICS and
     * DAXGUARD_APPROVERS (comma-separated); defaults apply to variables that are not set.
     *
     * @throws IllegalStateException if one has an invalid value
     */
    static ReplacementPolicy replacementPolicy() {
        return new ReplacementPolicy(
                controls(),
                value(EnvironmentVariables.MIN_QUIET_MINUTES)
                        .map(FunctionEnvironment::quietMinutes)
                        .orElse(ReplacementPolicy.DEFAULT.minQuiet()),
                value(EnvironmentVariables.REQUIRE_METRICS)
                        .map(FunctionEnvironment::requireMetrics)
                        .orElse(ReplacementPolicy.DEFAULT.requireMetrics()),
                list(EnvironmentVariables.APPROVERS));
    }

    /**
     * The settings of the digest function: DAXGUARD_RULE_NAMES, DAXGUARD_AGGREGATOR, DAXGUARD_DIGEST_BUCKET,
     * DAXGUARD_DIGEST_TOPIC and DAXGUARD_MANAGEMENT_ACCOUNT, which are all required.
     *
     * @throws IllegalStateException if one is missing or has an invalid value
     */
    static DigestSettings digestSettings() {
        return new DigestSettings(
                ruleNames(),
                required(EnvironmentVariables.AGGREGATOR, "[\\w-]{1,256}", "the name of an aggregator of AWS Config"),
                required(EnvironmentVariables.DIGEST_BUCKET, "[a-z0-9.-]{3,63}", "the name of an S3 bucket"),
                required(
                        EnvironmentVariables.DIGEST_TOPIC, "arn:[^:]+:sns:[^:]+:\\d{12}:.+", "the ARN of an SNS topic"),
                required(
                        EnvironmentVariables.MANAGEMENT_ACCOUNT,
                        "\\d{12}",
                        "the 12 digits of the organization's management account"));
    }

    private static String required(String variable, String pattern, String expected) {
        String value = value(variable).orElse("");
        if (!value.matches(pattern)) {
            throw invalid(variable, value.isEmpty() ? "" : Rejection.quoted(value), expected);
        }
        return value;
    }

    private static Duration quietMinutes(String value) {
        return ReplacementPolicy.quietMinutes(value)
                .orElseThrow(() -> invalid(
                        EnvironmentVariables.MIN_QUIET_MINUTES,
                        Rejection.quoted(value),
                        ReplacementPolicy.QUIET_MINUTES_ACCEPTED));
    }

    private static boolean requireMetrics(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(EnvironmentVariables.REQUIRE_METRICS, Rejection.quoted(value), "true or false");
        };
    }

    private static List<String> list(String variable) {
        return value(variable).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Optional<String> value(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static IllegalStateException invalid(String variable, String received, String expected) {
        return new IllegalStateException(new Rejection(KIND, variable, received, expected).message());
    }
}
