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
 * One AWS Config rule, independent of its packaging.
 *
 * @param name of a periodic rule at most 37 characters: a conformance pack adds 27 characters and an organization rule 23, and
 *     reading previous evaluation results supports at most 64
 * @param description shown by AWS Config
 * @param parameters the input parameters of the rule
 * @param frequency how often the rule runs; empty if recorded changes trigger it
 */
record RuleDefinition(
        String name,
        Control control,
        String description,
        Map<String, String> parameters,
        Optional<Frequency> frequency) {

    /** AWS Config's limit for the input parameters of a rule, in characters. */
    static final int LONGEST_PARAMETERS = 1024;

    static final String SCHEDULED = "ScheduledNotification";

    /** The notifications of a recorded change. AWS Config sends the second if the first would be too large. */
    static final List<String> ITEM_CHANGES =
            List.of("ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification");

    private static final ObjectMapper JSON = new ObjectMapper();

    RuleDefinition {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** The periodic rules, then the change-triggered rules: AWS Config requires separate rules for the two triggers. */
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
        settings.refreshHours().ifPresent(value -> parameters.put(RuleParameterNames.REFRESH_HOURS, value));
        settings.resourceType().ifPresent(value -> parameters.put(RuleParameterNames.RESOURCE_TYPE, value));
        return new RuleDefinition(
                nameOf(control) + suffix, control, description(control, frequency), parameters, frequency);
    }

    /** The name in dashboards and aggregators: {@code dax-cluster-encrypted-at-rest}. */
    private static String nameOf(Control control) {
        return switch (control) {
            case ENCRYPTION_AT_REST -> "dax-cluster-encrypted-at-rest";
            case ENCRYPTION_IN_TRANSIT -> "dax-cluster-encrypted-in-transit";
        };
    }

    /** At most 256 characters, the limit of AWS Config. */
    private static String description(Control control, Optional<Frequency> frequency) {
        String requirement = switch (control) {
            case ENCRYPTION_AT_REST -> "DAX clusters are encrypted at rest";
            case ENCRYPTION_IN_TRANSIT -> "DAX clusters accept only TLS connections";
        };
        return requirement + " (Security Hub " + control.securityHubId() + "). This can only be enabled at creation:"
                + " replace NON_COMPLIANT clusters. Evaluated by daxguard, "
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

    /** The logical id of words in lower case: {@code AtRest} of {@code at-rest}. */
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
