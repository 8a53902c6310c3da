package io.github.daxguard.emulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parameters of one account and Region, of the standard tier, each in its latest version.
 *
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html">Understanding
 *     requirements and constraints for parameter names</a>
 */
final class StoredParameters {
    private static final List<String> TYPES = List.of("String", "StringList", "SecureString");
    private static final Pattern NAME = Pattern.compile("/?[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*");
    private static final int MAX_NAME = 2048;

    /** Of a name's 2048 characters AWS keeps the rest for itself, and counts what the ARN has in front of it. */
    private static final int MAX_ARN = 1011;

    private static final int MAX_LEVELS = 15;
    private static final int MAX_VALUE = 4096;

    private final Location place;
    private final InstantSource clock;
    private final Map<String, Stored> parameters = new HashMap<>();

    StoredParameters(Location place, InstantSource clock) {
        this.place = place;
        this.clock = clock;
    }

    /** A parameter, and when it was put last. */
    record Stored(LocalParameter parameter, Instant modified) {}

    synchronized Optional<Stored> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    String arn(String name) {
        return place.arn("ssm", "parameter" + (name.startsWith("/") ? "" : "/") + name);
    }

    /**
     * Makes a parameter, or a new version of it.
     *
     * @param type empty to keep that of an existing parameter
     * @throws AwsError if Parameter Store would refuse it
     */
    synchronized LocalParameter put(
            Optional<String> name, Optional<String> type, Optional<String> value, boolean overwrite) {
        Violations violations = new Violations();
        violations.length(name, "name", 1, MAX_NAME);
        violations.oneOf(type, "type", TYPES);
        violations.length(value, "value", 1, Integer.MAX_VALUE);
        String newName = violations.required(name, "name");
        String newValue = violations.required(value, "value");
        violations.check();
        requireName(newName);
        requireValue(newValue);
        Optional<LocalParameter> old = get(newName).map(Stored::parameter);
        if (old.isPresent() && !overwrite) {
            throw AwsError.of(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to"
                            + " true.");
        }
        String newType = type.or(() -> old.map(LocalParameter::type))
                .orElseThrow(() -> invalid("A parameter type is required when you create a parameter."));
        if (old.filter(parameter -> !parameter.type().equals(newType)).isPresent()) {
            throw AwsError.of(
                    "HierarchyTypeMismatchException",
                    "Parameter Store does not support changing a parameter type in a hierarchy: " + newName + " is a "
                            + old.get().type() + ", not a " + newType);
        }
        LocalParameter parameter = new LocalParameter(
                newName, newType, newValue, old.map(LocalParameter::version).orElse(0L) + 1);
        parameters.put(newName, new Stored(parameter, clock.instant()));
        return parameter;
    }

    private void requireName(String name) {
        String[] levels = (name.startsWith("/") ? name.substring(1) : name).split("/", -1);
        String start = levels[0].toLowerCase(Locale.ROOT);
        boolean isPath = levels.length > 1;
        if (isPath && start.startsWith("aws")) {
            throw AwsError.of("AccessDeniedException", "No access to reserved parameter name: " + name + ".");
        }
        if (!NAME.matcher(name).matches() || start.startsWith("aws") || start.startsWith("ssm")) {
            throw invalid("Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). If formed as a"
                    + " path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix"
                    + " of letters, numbers and the following 3 symbols .-_");
        }
        if (isPath && !name.startsWith("/")) {
            throw invalid("Parameter name must be a fully qualified name.");
        }
        if (levels.length > MAX_LEVELS) {
            throw AwsError.of(
                    "HierarchyLevelLimitExceededException",
                    "A hierarchy can have a maximum of " + MAX_LEVELS + " levels, not " + levels.length);
        }
        if (arn(name).length() > MAX_ARN) {
            throw invalid("A parameter's ARN has at most " + MAX_ARN + " characters, not "
                    + arn(name).length());
        }
    }

    private static void requireValue(String value) {
        if (value.length() > MAX_VALUE) {
            throw invalid("Standard tier parameters support a maximum parameter value of " + MAX_VALUE
                    + " characters. To create a larger parameter value, upgrade the parameter to use the"
                    + " advanced-parameter tier.");
        }
        if (value.contains("{{")) {
            throw invalid("Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.");
        }
    }

    private static AwsError invalid(String message) {
        return AwsError.of("ValidationException", message);
    }
}
