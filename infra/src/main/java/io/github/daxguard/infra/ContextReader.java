package io.github.daxguard.infra;

import io.github.daxguard.contract.RuleParameterNames;
import io.github.daxguard.replacement.ReplacementPolicy;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.RuleParameters;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
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
    static final String MEMBER_ACCOUNTS = "memberAccounts";
    static final String EXCLUDED_ACCOUNTS = "excludedAccounts";
    static final String REPLACEMENT = "replacement";
    static final String APPROVERS = "approvers";
    static final String ENDPOINT_PARAMETER_PATH = "endpointParameterPath";
    static final String MIN_QUIET_MINUTES = "minQuietMinutes";
    static final String REQUIRE_METRICS = "requireMetrics";
    static final String REGIONS = "regions";
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

    /**
     * Lambda stores the permissions of a function in one policy of at most 20 KB, and a statement has about 330 bytes.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>
     */
    private static final int MOST_MEMBER_ACCOUNTS = 50;

    /** AWS Config's limit for {@code ExcludedAccounts}. */
    private static final int MOST_EXCLUDED_ACCOUNTS = 1000;

    /** The CDK's own names contain one of these characters: {@code @aws-cdk/...}, {@code aws:cdk:...}. */
    private static final Pattern CDK_NAME = Pattern.compile(".*[@:/=].*");

    /** Names that the CDK's command line stores in the context, without such a character. */
    private static final Set<String> COMMAND_LINE_NAMES = Set.of("acknowledged-issue-numbers", "cli-telemetry");

    private static final Pattern EMAIL = Pattern.compile("[^@\\s,;]+@[^@\\s,;]+\\.[^@\\s,;]+");
    private static final Pattern RESERVABLE = Pattern.compile("[1-9][0-9]{0,2}");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern UNIT = Pattern.compile("r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}");

    /** The form of a Region's name: {@code eu-west-1}, {@code us-gov-west-1}. */
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+){1,2}-[1-9][0-9]?");

    /** The largest number of approvers that {@code aws:approve} accepts. */
    private static final int MOST_APPROVERS = 10;

    /** The forms of an approver that {@code aws:approve} documents. */
    private static final Pattern APPROVER = Pattern.compile("[\\w+=.@-]{1,64}"
            + "|arn:aws(-cn|-us-gov)?:iam::\\d{12}:(user|role)/[\\w+=.@/-]{1,256}"
            + "|arn:aws(-cn|-us-gov)?:sts::\\d{12}:assumed-role/[\\w+=.@-]{1,64}/[\\w+=.@-]{2,64}");

    /** A parameter name has at most 15 parts, one of them below this path. AWS reserves {@code aws} and {@code ssm}. */
    private static final Pattern PARAMETER_PATH = Pattern.compile("(?i)(?!/(aws|ssm))(/[a-z0-9_.-]{1,50}){1,14}");

    private final Map<String, String> values = new TreeMap<>();

    private ContextReader(Map<String, Object> context) {
        context.forEach((name, value) -> {
            if (DEFAULTS.containsKey(name)) {
                values.put(name, text(value));
            } else if (!CDK_NAME.matcher(name).matches() && !COMMAND_LINE_NAMES.contains(name)) {
                throw InvalidContextException.ofName(name, String.join(", ", DEFAULTS.keySet()));
            }
        });
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
                choice(FREQUENCY, Frequency.values(), Frequency::configValue),
                controls(),
                flag(CHANGE_TRIGGERED),
                flag(REAL_TIME),
                choice(HOOK, HookMode.values(), ContextReader::spelling),
                choice(PACKAGING, Packaging.values(), ContextReader::spelling),
                choice(RECORDER, RecorderMode.values(), ContextReader::spelling),
                optional(ALARM_EMAIL).map(value -> matching(ALARM_EMAIL, value, EMAIL, "an e-mail address")),
                logRetentionDays(),
                optional(EXEMPT_CLUSTERS).map(value -> ruleParameter(EXEMPT_CLUSTERS, value)),
                optional(EXEMPTION_TAG).map(value -> ruleParameter(EXEMPTION_TAG, value)),
                optional(MAX_EXEMPTION_DAYS).map(value -> ruleParameter(MAX_EXEMPTION_DAYS, value)),
                optional(REFRESH_HOURS).map(value -> ruleParameter(REFRESH_HOURS, value)),
                optional(RESOURCE_TYPE).map(value -> ruleParameter(RESOURCE_TYPE, value)),
                reservedConcurrency(),
                organization(),
                replacement(),
                listOf(REGIONS, REGION, "names of Regions, such as eu-west-1, separated by commas"),
                flag(ALLOW_UNLISTED_REGION),
                CreationPolicy.of(list(CREATION_ROLES), list(CREATION_POLICY_TARGETS), flag(REPLACEMENT)));
        checkCombinations(settings);
        return settings;
    }

    private List<Control> controls() {
        return list(CONTROLS).stream()
                .map(value -> Control.ofParameterValue(value)
                        .orElseThrow(() -> invalid(
                                CONTROLS,
                                value,
                                "one or more of " + join(Control.values(), Control::parameterValue, ", ")
                                        + ", separated by commas")))
                .toList();
    }

    private int logRetentionDays() {
        String value = required(LOG_RETENTION_DAYS);
        return RETENTION_DAYS.stream()
                .filter(days -> String.valueOf(days).equals(value))
                .findFirst()
                .orElseThrow(() -> invalid(
                        LOG_RETENTION_DAYS,
                        value,
                        RETENTION_DAYS.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }

    private Optional<Integer> reservedConcurrency() {
        return optional(RESERVED_CONCURRENCY)
                .map(
                        value -> matching(
                                RESERVED_CONCURRENCY,
                                value,
                                RESERVABLE,
                                "a whole number, 1 to 999, or empty for no reservation. Accounts with a quota of 10 cannot reserve concurrency"))
                .map(Integer::valueOf);
    }

    private Optional<Settings.Organization> organization() {
        List<String> units = listOf(
                ORGANIZATION,
                UNIT,
                "ids of the organization's root (r-...) or of organizational units (ou-...-...), separated by commas");
        List<String> members = accounts(MEMBER_ACCOUNTS);
        List<String> excluded = accounts(EXCLUDED_ACCOUNTS);
        if (units.isEmpty()) {
            refuseWithoutOrganization(MEMBER_ACCOUNTS, members);
            refuseWithoutOrganization(EXCLUDED_ACCOUNTS, excluded);
            return Optional.empty();
        }
        if (members.isEmpty() || members.size() > MOST_MEMBER_ACCOUNTS) {
            throw invalid(
                    MEMBER_ACCOUNTS,
                    members.size() + " accounts",
                    "1 to " + MOST_MEMBER_ACCOUNTS
                            + " account ids, separated by commas. A Lambda permission cannot include"
                            + " all accounts of an organization, and a function's policy has a size limit (docs/guides/organization.md)");
        }
        if (excluded.size() > MOST_EXCLUDED_ACCOUNTS) {
            throw invalid(EXCLUDED_ACCOUNTS, excluded.size() + " accounts", "at most " + MOST_EXCLUDED_ACCOUNTS);
        }
        for (String account : excluded) {
            if (members.contains(account)) {
                throw invalid(EXCLUDED_ACCOUNTS, account, "accounts that are not in " + MEMBER_ACCOUNTS);
            }
        }
        if (units.size() > 1 && units.stream().anyMatch(unit -> unit.startsWith("r-"))) {
            throw invalid(
                    ORGANIZATION, String.join(",", units), "only the root, which contains all units, or only units");
        }
        return Optional.of(new Settings.Organization(units, members, excluded));
    }

    private Optional<Settings.Replacement> replacement() {
        List<String> approvers = listOf(
                APPROVERS,
                APPROVER,
                "names of IAM users, or ARNs of users, roles or their sessions, separated by commas");
        String path = matching(
                ENDPOINT_PARAMETER_PATH,
                required(ENDPOINT_PARAMETER_PATH),
                PARAMETER_PATH,
                "a path of SSM parameters that begins with /, does not begin with /aws or /ssm, and does not end with /");
        if (approvers.size() > MOST_APPROVERS) {
            throw invalid(APPROVERS, approvers.size() + " approvers", "at most " + MOST_APPROVERS);
        }
        int minQuietMinutes = minQuietMinutes();
        boolean requireMetrics = flag(REQUIRE_METRICS);
        if (flag(REPLACEMENT)) {
            return Optional.of(new Settings.Replacement(approvers, path, minQuietMinutes, requireMetrics));
        }
        if (!approvers.isEmpty()) {
            throw invalid(APPROVERS, String.join(",", approvers), "no value, unless " + REPLACEMENT + "=true is set");
        }
        return Optional.empty();
    }

    private int minQuietMinutes() {
        String value = required(MIN_QUIET_MINUTES);
        return ReplacementPolicy.quietMinutes(value)
                .map(quiet -> (int) quiet.toMinutes())
                .orElseThrow(() -> invalid(MIN_QUIET_MINUTES, value, ReplacementPolicy.QUIET_MINUTES_ACCEPTED));
    }

    private static void refuseWithoutOrganization(String name, List<String> accounts) {
        if (!accounts.isEmpty()) {
            throw invalid(name, String.join(",", accounts), "no value, unless " + ORGANIZATION + " is set");
        }
    }

    /** Refuses combinations of values that are valid on their own. */
    private void checkCombinations(Settings settings) {
        settings.creationPolicy().checkDeployedAlone(settings);
        if (settings.organization().isPresent()) {
            refuseInOrganization(CHANGE_TRIGGERED, settings.changeTriggered());
            refuseInOrganization(HOOK, settings.hook() != HookMode.OFF);
            refuseInOrganization(PACKAGING, settings.packaging() != Packaging.RULES);
            refuseInOrganization(RECORDER, settings.recorder() != RecorderMode.EXISTING);
            refuseInOrganization(REPLACEMENT, settings.replacement().isPresent());
            if (!settings.regions().isEmpty()) {
                throw invalid(
                        REGIONS,
                        required(REGIONS),
                        "no value, because " + ORGANIZATION
                                + " is set. Deploy the stack for an organization separately in each Region");
            }
        }
        for (RuleDefinition rule : RuleDefinition.all(settings)) {
            int length = (settings.organization().isPresent() ? MemberRole.sizeOf(rule) : rule)
                    .parametersAsJson()
                    .length();
            if (length > RuleDefinition.LONGEST_PARAMETERS) {
                throw invalid(
                        EXEMPT_CLUSTERS,
                        settings.exemptClusters().orElse(""),
                        "at most " + RuleDefinition.LONGEST_PARAMETERS
                                + " characters for all rule parameters together, which now have " + length
                                + ". Use globs or an exemption tag");
            }
        }
    }

    private void refuseInOrganization(String name, boolean refused) {
        if (refused) {
            throw invalid(
                    name,
                    required(name),
                    DEFAULTS.get(name) + ", because " + ORGANIZATION
                            + " is set. Other values require a deployment to one account");
        }
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

    private boolean flag(String name) {
        String value = required(name);
        if (!value.equals("true") && !value.equals("false")) {
            throw invalid(name, value, "true or false");
        }
        return value.equals("true");
    }

    private <T> T choice(String name, T[] choices, Function<T, String> spelling) {
        String value = required(name);
        return Arrays.stream(choices)
                .filter(choice -> spelling.apply(choice).equals(value))
                .findFirst()
                .orElseThrow(() -> invalid(name, value, "one of " + join(choices, spelling, ", ")));
    }

    /** The spelling of a constant in the context: {@code conformance-pack}. */
    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> String join(T[] choices, Function<T, String> spelling, String separator) {
        return Arrays.stream(choices).map(spelling).collect(Collectors.joining(separator));
    }

    private List<String> accounts(String name) {
        return listOf(name, ACCOUNT, "account ids of 12 digits, separated by commas");
    }

    private List<String> listOf(String name, Pattern pattern, String accepted) {
        return list(name).stream()
                .map(value -> matching(name, value, pattern, accepted))
                .toList();
    }

    /** The elements between commas; empty if there is no value. */
    private List<String> list(String name) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            return List.of();
        }
        Set<String> elements = new LinkedHashSet<>();
        for (String element : value.get().split(",", -1)) {
            if (!elements.add(element.strip())) {
                throw invalid(name, value.get(), "each element only once");
            }
        }
        return List.copyOf(elements);
    }

    private static InvalidContextException invalid(String name, String value, String accepted) {
        return InvalidContextException.ofValue(name, value, accepted);
    }

    private static String matching(String name, String value, Pattern pattern, String accepted) {
        if (!pattern.matcher(value).matches()) {
            throw invalid(name, value, accepted);
        }
        return value;
    }

    private String required(String name) {
        return optional(name).orElseThrow();
    }

    private Optional<String> optional(String name) {
        String value = values.getOrDefault(name, "").strip();
        return Optional.of(value.isEmpty() ? DEFAULTS.getOrDefault(name, "") : value)
                .filter(text -> !text.isEmpty());
    }

    /** {@code -c} sets strings; {@code cdk.json} can also contain numbers, Booleans and lists. */
    private static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return String.valueOf(value);
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
                MEMBER_ACCOUNTS,
                EXCLUDED_ACCOUNTS,
                APPROVERS,
                REGIONS,
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
