package io.github.daxguard.cli.doctor;

import io.github.daxguard.cli.doctor.Evidence.Identifier;
import io.github.daxguard.contract.RuleParameterNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Settings of deployed resources that differ from the template, and those whose value in the template is not known. */
final class Drift {

    private static final String MESSAGE_TYPE =
            "(ScheduledNotification|(Oversized)?ConfigurationItemChangeNotification)";

    /** Values that cannot identify an account or its resources. */
    private static final Pattern PUBLIC = Pattern.compile("[0-9]{1,5}|true|false|none|a value|java[0-9]{1,3}"
            + "|io\\.github\\.daxguard\\.handler\\.[A-Za-z]+|AWS::DAX::Cluster|AWS::::Account"
            + "|encryption-at-rest|encryption-in-transit|FAIL|WARN|ENABLED|DISABLED|encryption-at-rest,encryption-in-transit|arm64|x86_64"
            + "|(One|Three|Six|Twelve|TwentyFour)_Hours?|" + MESSAGE_TYPE + "(, " + MESSAGE_TYPE + ")*");

    private static final Set<String> NAMES = Set.of(
            RuleParameterNames.CONTROL,
            RuleParameterNames.EXEMPT_CLUSTERS,
            RuleParameterNames.EXEMPTION_TAG,
            RuleParameterNames.EXECUTION_ROLE_NAME,
            RuleParameterNames.MAX_EXEMPTION_DAYS,
            RuleParameterNames.REFRESH_HOURS,
            RuleParameterNames.RESOURCE_TYPE,
            "Frequency",
            "MessageTypes",
            "Function",
            "Handler",
            "Architectures",
            "Layers",
            "Runtime",
            "Timeout",
            "MemorySize",
            "LogGroup");

    private static final Pattern VARIABLE = Pattern.compile("DAXGUARD_[A-Z_]{1,40}");

    private static final String NONE = "none";

    private final List<Evidence> differences = new ArrayList<>();
    private final List<Evidence> unknown = new ArrayList<>();

    /** Compares settings. One with an unknown value in the template must exist. */
    void compare(Identifier resource, Map<String, Optional<String>> template, Map<String, String> deployed) {
        Set<String> names = new TreeSet<>(template.keySet());
        names.addAll(deployed.keySet());
        for (String name : names) {
            Optional<String> actual = Optional.ofNullable(deployed.get(name));
            if (template.containsKey(name)) {
                compare(resource, name, template.getOrDefault(name, Optional.empty()), actual);
            } else {
                // The value of a variable that daxguard does not define can be a secret.
                differs(resource, name, isOwn(name) ? actual.orElse(NONE) : "a value", NONE);
            }
        }
    }

    /**
     * Compares one setting.
     *
     * @param template empty if the value is not known
     * @param deployed empty if the resource does not have the setting
     */
    void compare(Identifier resource, String name, Optional<String> template, Optional<String> deployed) {
        if (template.isEmpty() && deployed.isPresent()) {
            unknown.add(Evidence.of("%s of %s", name(name), resource));
        } else if (!template.equals(deployed) || deployed.isEmpty()) {
            differs(resource, name, deployed.orElse(NONE), template.orElse("a value"));
        }
    }

    private void differs(Identifier resource, String name, String deployed, String template) {
        differences.add(Evidence.of(
                "%s: %s is %s, and %s in the template.", resource, name(name), value(deployed), value(template)));
    }

    void add(Evidence difference) {
        differences.add(difference);
    }

    List<Evidence> differences() {
        return differences;
    }

    List<Evidence> unknown() {
        return unknown;
    }

    /** Names of parameters and variables are public if daxguard defines them. */
    private static Object name(String name) {
        return isOwn(name) ? name : Evidence.name("name", name);
    }

    private static boolean isOwn(String name) {
        return NAMES.contains(name) || VARIABLE.matcher(name).matches();
    }

    static Object value(String value) {
        return PUBLIC.matcher(value).matches() ? value : Evidence.name("value", value);
    }
}
