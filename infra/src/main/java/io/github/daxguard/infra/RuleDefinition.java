package io.github.daxguard.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.contract.RuleParameterNames;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One AWS Config rule, whatever it is deployed as.
 *
 * @param name that of a periodic rule at most 37 characters, so that it keeps to 64 with the 27 that a conformance pack
 *     adds, or the 23 that an organization rule does: the clean-up of old results takes no longer ones
 * @param description what AWS Config shows
 * @param parameters the rule's input parameters
 * @param frequency how often it runs; empty if recorded changes trigger it
 */
record RuleDefinition(
        String name,
        Control control,
        String description,
        Map<String, String> parameters,
        Optional<Frequency> frequency) {

    /** AWS Config's limit of a rule's input parameters, in characters. */
    static final int LONGEST_PARAMETERS = 1024;

    static final String SCHEDULED = "ScheduledNotification";

    /** What a recorded change is told by; the second one when the first would be too large. */
    static final List<String> ITEM_CHANGES =
            List.of("ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification");

    private static final ObjectMapper JSON = new ObjectMapper();

    RuleDefinition {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** The periodic rules, then those that recorded changes trigger: AWS Config wants each way in a rule of its own. */
    static List<RuleDefinition> all(Settings settings) {
        List<RuleDefinition> rules = new ArrayList<>(periodic(settings));
        if (settings.changeTriggered()) {
            for (Control control : settings.controls()) {
                rules.add(of(settings, control, "-on-change", Optional.empty()));
            }
        }
        return rules;
    }

    static List<RuleDefinition> periodic(Settings settings) {
        return settings.controls().stream()
                .map(control -> of(settings, control, "", Optional.of(settings.frequency())))
                .toList();
    }

    private static RuleDefinition of(Settings settings, Control control, String suffix, Optional<Frequency> frequency) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put(RuleParameterNames.CONTROL, control.parameterValue());
        settings.exemptClusters().ifPresent(value -> parameters.put(RuleParameterNames.EXEMPT_CLUSTERS, value));
        settings.exemptionTag().ifPresent(value -> parameters.put(RuleParameterNames.EXEMPTION_TAG, value));
        settings.maxExemptionDays().ifPresent(value -> parameters.put(RuleParameterNames.MAX_EXEMPTION_DAYS, value));
        return new RuleDefinition(
                nameOf(control) + suffix, control, description(control, frequency), parameters, frequency);
    }

    /** {@code dax-cluster-encrypted-at-rest}: what dashboards and aggregators show and people look for. */
    private static String nameOf(Control control) {
        return switch (control) {
            case ENCRYPTION_AT_REST -> "dax-cluster-encrypted-at-rest";
            case ENCRYPTION_IN_TRANSIT -> "dax-cluster-encrypted-in-transit";
        };
    }

    /** AWS Config takes 256 characters. */
    private static String description(Control control, Optional<Frequency> frequency) {
        String asked = switch (control) {
            case ENCRYPTION_AT_REST -> "Every DAX cluster is encrypted at rest";
            case ENCRYPTION_IN_TRANSIT -> "Every DAX cluster takes connections by TLS only";
        };
        return asked + " (Security Hub " + control.securityHubId() + "). It can only be chosen at creation: replace a"
                + " cluster that is not. Checked by daxguard, "
                + frequency.map(value -> "on a schedule").orElse("when AWS Config records a change") + ".";
    }

    RuleDefinition with(String parameter, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(parameter, value);
        return new RuleDefinition(name, control, description, more, frequency);
    }

    String id() {
        return idOf(name.substring("dax-cluster-encrypted-".length()));
    }

    /** An id for a template: {@code AtRest} for {@code at-rest}. */
    static String idOf(String words) {
        StringBuilder id = new StringBuilder();
        for (String word : words.split("-", -1)) {
            id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return id.toString();
    }

    String parametersAsJson() {
        try {
            return JSON.writeValueAsString(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings could not be written as JSON", e);
        }
    }
}
