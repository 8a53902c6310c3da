package io.github.daxguard.cli.doctor;

import io.github.daxguard.cli.options.Expected;
import io.github.daxguard.rule.Rejection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a deployment that determine what it requires of the account: the context values of {@code cdk deploy} with
 * these names. The other settings do not change the checks.
 *
 * @param realTime whether changes start the rules
 * @param hook {@code off}, {@code warn} or {@code fail}
 * @param replacement whether the replacement runbook is deployed
 * @param packaging {@code rules} or {@code conformance-pack}
 * @param recorder {@code existing} or {@code create}
 * @param reservedConcurrency the reserved concurrency of the rule function; empty for none
 * @param organizationMode {@code stack-sets} or {@code central}; has an effect only for an organization
 */
record DeploymentSettings(
        boolean realTime,
        String hook,
        boolean replacement,
        String packaging,
        String recorder,
        Optional<Integer> reservedConcurrency,
        String organizationMode) {

    private static final String REAL_TIME = "realTime";
    private static final String HOOK = "hook";
    private static final String REPLACEMENT = "replacement";
    private static final String PACKAGING = "packaging";
    private static final String RECORDER = "recorder";
    private static final String RESERVED_CONCURRENCY = "reservedConcurrency";
    private static final String ORGANIZATION_MODE = "organizationMode";

    private static final List<String> NAMES =
            List.of(REAL_TIME, HOOK, REPLACEMENT, PACKAGING, RECORDER, RESERVED_CONCURRENCY, ORGANIZATION_MODE);

    static final String OPTION = "--context";

    /** An entry that is not a setting of this list, or has an invalid value. */
    static final class InvalidSettingException extends RuntimeException {
        InvalidSettingException(String received, String expected) {
            super(Rejection.ofValue("", OPTION, received, expected).message());
        }
    }

    /**
     * Reads entries of the form {@code NAME=VALUE}. A later entry overrides an earlier one of the same name.
     *
     * @throws InvalidSettingException if an entry is invalid
     */
    static DeploymentSettings parse(List<String> entries) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            String name = equals < 0 ? entry : entry.substring(0, equals);
            if (equals < 0 || !NAMES.contains(name)) {
                throw new InvalidSettingException(
                        entry, "NAME=VALUE, in which NAME is " + Expected.oneOf(NAMES) + ". Omit other settings");
            }
            values.put(name, entry.substring(equals + 1));
        }
        return new DeploymentSettings(
                Boolean.parseBoolean(oneOf(values, REAL_TIME, List.of("true", "false"))),
                oneOf(values, HOOK, List.of("off", "warn", "fail")),
                Boolean.parseBoolean(oneOf(values, REPLACEMENT, List.of("false", "true"))),
                oneOf(values, PACKAGING, List.of("rules", "conformance-pack")),
                oneOf(values, RECORDER, List.of("existing", "create")),
                reservedConcurrency(values.getOrDefault(RESERVED_CONCURRENCY, "")),
                oneOf(values, ORGANIZATION_MODE, List.of("stack-sets", "central")));
    }

    /** The value; the first accepted one is the default. */
    private static String oneOf(Map<String, String> values, String name, List<String> accepted) {
        String value = values.getOrDefault(name, accepted.get(0));
        if (!accepted.contains(value)) {
            throw new InvalidSettingException(name + "=" + value, name + "=" + Expected.oneOf(accepted));
        }
        return value;
    }

    private static Optional<Integer> reservedConcurrency(String value) {
        if (!value.isEmpty() && !value.matches("[1-9][0-9]{0,2}")) {
            throw new InvalidSettingException(
                    RESERVED_CONCURRENCY + "=" + value, RESERVED_CONCURRENCY + "= a whole number, 1 to 999, or empty");
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(value));
    }

    boolean hasHook() {
        return !hook.equals("off");
    }

    /** Whether one function evaluates all accounts of an organization. */
    boolean isCentral() {
        return organizationMode.equals("central");
    }

    boolean createsRecorder() {
        return recorder.equals("create");
    }
}
