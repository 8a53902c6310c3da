package io.github.daxguard.infra;

import static io.github.daxguard.infra.ContextValues.invalid;
import static io.github.daxguard.infra.ContextValues.join;
import static io.github.daxguard.infra.ContextValues.matching;
import static io.github.daxguard.infra.ContextValues.spelling;

import io.github.daxguard.contract.RuleParameterNames;
import io.github.daxguard.replacement.ReplacementPolicy;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.RuleParameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the context of the app, which {@code cdk.json} sets and {@code -c name=value} overrides. A missing or blank value has
 * its default. Any other value that cannot be deployed causes an {@link InvalidContextException}.
 */
final class ContextReader {

    static final String FREQUENCY = "frequency";
    static final String CONTROLS = "controls";
    static final String CHANGE_TRIGGERED = "changeTriggered";
    static final String REAL_TIME = "realTime";
    static final String HOOK = "hook";
    static final String PACKAGING = "packaging";
    static final String RECORDER = "recorder";
    static final String ALARM_EMAIL = "alarmEmail";
    static final String LOG_RETENTION_DAYS = "logRetentionDays";
    static final String EXEMPT_CLUSTERS = RuleParameterNames.EXEMPT_CLUSTERS;
    static final String EXEMPTION_TAG = RuleParameterNames.EXEMPTION_TAG;
    static final String MAX_EXEMPTION_DAYS = RuleParameterNames.MAX_EXEMPTION_DAYS;
    static final String REFRESH_HOURS = RuleParameterNames.REFRESH_HOURS;
    static final String RESOURCE_TYPE = RuleParameterNames.RESOURCE_TYPE;
    static final String RESERVED_CONCURRENCY = "reservedConcurrency";
    static final String ORGANIZATION = "organization";
    static final String ORGANIZATION_MODE = "organizationMode";
    static final String ORGANIZATION_ID = "organizationId";
    static final String MANAGEMENT_ACCOUNT = "managementAccount";
    static final String MEMBER_ACCOUNTS = "memberAccounts";
    static final String EXCLUDED_ACCOUNTS = "excludedAccounts";
    static final String REGION_CONCURRENCY = "regionConcurrency";
    static final String FAILURE_TOLERANCE_PERCENTAGE = "failureTolerancePercentage";
    static final String MAX_CONCURRENT_PERCENTAGE = "maxConcurrentPercentage";
    static final String REPLACEMENT = "replacement";
    static final String APPROVERS = "approvers";
    static final String ENDPOINT_PARAMETER_PATH = "endpointParameterPath";
    static final String MIN_QUIET_MINUTES = "minQuietMinutes";
    static final String REQUIRE_METRICS = "requireMetrics";
    static final String REGIONS = "regions";
    static final String EVENT_BUS = "eventBus";
    static final String ALLOW_UNLISTED_REGION = "allowUnlistedRegion";
    static final String CREATION_ROLES = CreationPolicy.ROLES;
    static final String CREATION_POLICY_TARGETS = CreationPolicy.TARGETS;

    /** Every name with its default, which is empty if there is none. */
    static final Map<String, String> DEFAULTS = defaults();

    /**
     * The retention periods that CloudWatch Logs supports, in days.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html">
     *     PutRetentionPolicy</a>
     */
    private static final List<Integer> RETENTION_DAYS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    /** The CDK's own names contain one of these characters: {@code @aws-cdk/...}, {@code aws:cdk:...}. */
    private static final Pattern CDK_CHARACTER = Pattern.compile("[@:/=]");

    /** Names that the CDK's command line stores in the context, without such a character. */
    private static final Set<String> COMMAND_LINE_NAMES = Set.of("acknowledged-issue-numbers", "cli-telemetry");

    private static final Pattern EMAIL = Pattern.compile("[^@\\s,;]+@[^@\\s,;]+\\.[^@\\s,;]+");
    private static final Pattern RESERVABLE = Pattern.compile("[1-9][0-9]{0,2}");

    /** The form of a Region's name: {@code eu-west-1}, {@code us-gov-west-1}. */
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+){1,2}-[1-9][0-9]?");

    /** Only the bus that daxguard creates: events that the default bus forwards to itself would be a loop. */
    private static final Pattern EVENT_BUS_ARN = Pattern.compile(
            "arn:aws(-cn|-us-gov)?:events:" + REGION.pattern() + ":\\d{12}:event-bus/" + OrganizationView.BUS);

    /** The largest number of approvers that {@code aws:approve} accepts. */
    private static final int MOST_APPROVERS = 10;

    /** The forms of an approver that {@code aws:approve} documents. */
    private static final Pattern APPROVER = Pattern.compile("[\\w+=.@-]{1,64}"
            + "|arn:aws(-cn|-us-gov)?:iam::\\d{12}:(user|role)/[\\w+=.@/-]{1,256}"
            + "|arn:aws(-cn|-us-gov)?:sts::\\d{12}:assumed-role/[\\w+=.@-]{1,64}/[\\w+=.@-]{2,64}");

    /** A parameter name has at most 15 parts, one of them below this path. AWS reserves {@code aws} and {@code ssm}. */
    private static final Pattern PARAMETER_PATH = Pattern.compile("(?i)(?!/(aws|ssm))(/[a-z0-9_.-]{1,50}){1,14}");

    private final ContextValues values;

    private ContextReader(Map<String, Object> context) {
        for (String name : context.keySet()) {
            if (!DEFAULTS.containsKey(name) && !isOfTheCdk(name)) {
                throw InvalidContextException.ofName(name, String.join(", ", DEFAULTS.keySet()));
            }
        }
        values = new ContextValues(context, DEFAULTS);
    }

    /** A setting's name with a prefix, such as {@code daxguard:hook}, is refused, because it would have no effect. */
    private static boolean isOfTheCdk(String name) {
        return COMMAND_LINE_NAMES.contains(name)
                || (CDK_CHARACTER.matcher(name).find()
                        && CDK_CHARACTER.splitAsStream(name).noneMatch(DEFAULTS::containsKey));
    }

    /**
     * Reads and validates the context.
     *
     * @param context the complete context of the app, including the CDK's own flags
     * @throws InvalidContextException for the first value that cannot be deployed, or an unknown name
     */
    static Settings read(Map<String, Object> context) {
        return new ContextReader(context).settings();
    }

    private Settings settings() {
        Settings settings = new Settings(
                values.choice(FREQUENCY, Frequency.values(), Frequency::configValue),
                controls(),
                values.flag(CHANGE_TRIGGERED),
                values.flag(REAL_TIME),
                values.choice(HOOK, HookMode.values(), ContextValues::spelling),
                values.choice(PACKAGING, Packaging.values(), ContextValues::spelling),
                values.choice(RECORDER, RecorderMode.values(), ContextValues::spelling),
                values.optional(ALARM_EMAIL).map(value -> matching(ALARM_EMAIL, value, EMAIL, "an e-mail address")),
                logRetentionDays(),
                values.optional(EXEMPT_CLUSTERS).map(value -> ruleParameter(EXEMPT_CLUSTERS, value)),
                values.optional(EXEMPTION_TAG).map(value -> ruleParameter(EXEMPTION_TAG, value)),
                values.optional(MAX_EXEMPTION_DAYS).map(value -> ruleParameter(MAX_EXEMPTION_DAYS, value)),
                values.optional(REFRESH_HOURS).map(value -> ruleParameter(REFRESH_HOURS, value)),
                values.optional(RESOURCE_TYPE).map(value -> ruleParameter(RESOURCE_TYPE, value)),
                reservedConcurrency(),
                new OrganizationReader(values).read(),
                replacement(),
                values.listOf(REGIONS, REGION, "names of Regions, such as eu-west-1, separated by commas"),
                eventBus(),
                values.flag(ALLOW_UNLISTED_REGION),
                CreationPolicy.of(
                        values.list(CREATION_ROLES), values.list(CREATION_POLICY_TARGETS), values.flag(REPLACEMENT)));
        checkCombinations(settings);
        return settings;
    }

    private List<Control> controls() {
        return values.list(CONTROLS).stream()
                .map(value -> Control.ofParameterValue(value)
                        .orElseThrow(() -> invalid(
                                CONTROLS,
                                value,
                                "one or more of " + join(Control.values(), Control::parameterValue, ", ")
                                        + ", separated by commas")))
                .toList();
    }

    private int logRetentionDays() {
        String value = values.required(LOG_RETENTION_DAYS);
        return RETENTION_DAYS.stream()
                .filter(days -> String.valueOf(days).equals(value))
                .findFirst()
                .orElseThrow(() -> invalid(
                        LOG_RETENTION_DAYS,
                        value,
                        RETENTION_DAYS.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }

    private Optional<Integer> reservedConcurrency() {
        return values.optional(RESERVED_CONCURRENCY)
                .map(
                        value -> matching(
                                RESERVED_CONCURRENCY,
                                value,
                                RESERVABLE,
                                "a whole number, 1 to 999, or empty for no reservation. Accounts with a quota of 10 cannot reserve concurrency"))
                .map(Integer::valueOf);
    }

    private Optional<String> eventBus() {
        return values.optional(EVENT_BUS)
                .map(value -> matching(
                        EVENT_BUS,
                        value,
                        EVENT_BUS_ARN,
                        "the ARN of the central event bus, arn:aws:events:REGION:ACCOUNT:event-bus/"
                                + OrganizationView.BUS));
    }

    private Optional<Settings.Replacement> replacement() {
        List<String> approvers = values.listOf(
                APPROVERS,
                APPROVER,
                "names of IAM users, or ARNs of users, roles or their sessions, separated by commas");
        String path = matching(
                ENDPOINT_PARAMETER_PATH,
                values.required(ENDPOINT_PARAMETER_PATH),
                PARAMETER_PATH,
                "a path of SSM parameters that begins with /, does not begin with /aws or /ssm, and does not end with /");
        if (approvers.size() > MOST_APPROVERS) {
            throw invalid(APPROVERS, approvers.size() + " approvers", "at most " + MOST_APPROVERS);
        }
        int minQuietMinutes = minQuietMinutes();
        boolean requireMetrics = values.flag(REQUIRE_METRICS);
        if (values.flag(REPLACEMENT)) {
            return Optional.of(new Settings.Replacement(approvers, path, minQuietMinutes, requireMetrics));
        }
        if (!approvers.isEmpty()) {
            throw invalid(APPROVERS, String.join(",", approvers), "no value, unless " + REPLACEMENT + "=true is set");
        }
        return Optional.empty();
    }

    private int minQuietMinutes() {
        String value = values.required(MIN_QUIET_MINUTES);
        return ReplacementPolicy.quietMinutes(value)
                .map(quiet -> (int) quiet.toMinutes())
                .orElseThrow(() -> invalid(MIN_QUIET_MINUTES, value, ReplacementPolicy.QUIET_MINUTES_ACCEPTED));
    }

    /** Refuses combinations of values that are valid on their own. */
    private void checkCombinations(Settings settings) {
        settings.creationPolicy().checkDeployedAlone(settings);
        new OrganizationReader(values).check(settings);
        if (settings.eventBus().isPresent() && settings.packaging() == Packaging.CONFORMANCE_PACK) {
            throw invalid(
                    EVENT_BUS,
                    values.required(EVENT_BUS),
                    "no value, because " + PACKAGING
                            + "=conformance-pack is set, with which the central account does not know the names of the"
                            + " rules");
        }
        int longest = longestParameters(settings);
        if (longest > RuleDefinition.LONGEST_PARAMETERS) {
            throw invalid(
                    EXEMPT_CLUSTERS,
                    settings.exemptClusters().orElse(""),
                    "at most " + RuleDefinition.LONGEST_PARAMETERS
                            + " characters for all rule parameters together, which now have " + longest
                            + ". Use globs or an exemption tag");
        }
    }

    private static int longestParameters(Settings settings) {
        boolean isCentral = settings.organization().orElse(null) instanceof Organization.Central;
        return RuleDefinition.all(settings).stream()
                .map(rule -> isCentral ? MemberRole.sizeOf(rule) : rule)
                .mapToInt(rule -> rule.parametersAsJson().length())
                .max()
                .orElse(0);
    }

    /** Refuses each value that the function would refuse in every run, with the function's own reader. */
    private static String ruleParameter(String name, String value) {
        try {
            RuleParameters.parse(Map.of(name, value));
            return value;
        } catch (InvalidRuleParameterException e) {
            throw InvalidContextException.ofRuleParameter(e);
        }
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        for (String name : List.of(
                ALARM_EMAIL,
                EXEMPT_CLUSTERS,
                EXEMPTION_TAG,
                MAX_EXEMPTION_DAYS,
                REFRESH_HOURS,
                RESOURCE_TYPE,
                RESERVED_CONCURRENCY,
                ORGANIZATION,
                ORGANIZATION_ID,
                MANAGEMENT_ACCOUNT,
                MEMBER_ACCOUNTS,
                EXCLUDED_ACCOUNTS,
                APPROVERS,
                REGIONS,
                EVENT_BUS,
                CREATION_ROLES,
                CREATION_POLICY_TARGETS)) {
            defaults.put(name, "");
        }
        defaults.put(FREQUENCY, Frequency.TWENTY_FOUR_HOURS.configValue());
        defaults.put(CONTROLS, join(Control.values(), Control::parameterValue, ","));
        defaults.put(CHANGE_TRIGGERED, "false");
        defaults.put(REAL_TIME, "true");
        defaults.put(HOOK, spelling(HookMode.OFF));
        defaults.put(PACKAGING, spelling(Packaging.RULES));
        defaults.put(RECORDER, spelling(RecorderMode.EXISTING));
        defaults.put(LOG_RETENTION_DAYS, "365");
        defaults.put(ORGANIZATION_MODE, spelling(OrganizationMode.STACK_SETS));
        defaults.put(REGION_CONCURRENCY, spelling(RegionConcurrency.PARALLEL));
        // An account without a recorder must not stop the deployment to the others.
        defaults.put(FAILURE_TOLERANCE_PERCENTAGE, "100");
        defaults.put(MAX_CONCURRENT_PERCENTAGE, "25");
        defaults.put(REPLACEMENT, "false");
        defaults.put(ENDPOINT_PARAMETER_PATH, "/daxguard");
        defaults.put(
                MIN_QUIET_MINUTES,
                String.valueOf(ReplacementPolicy.DEFAULT.minQuiet().toMinutes()));
        defaults.put(REQUIRE_METRICS, String.valueOf(ReplacementPolicy.DEFAULT.requireMetrics()));
        defaults.put(ALLOW_UNLISTED_REGION, "false");
        return defaults;
    }
}
