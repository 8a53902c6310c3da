package io.github.daxguard.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a run that the command line does not show.
 *
 * @param file the configuration file that set options
 * @param options the names of these options, without dashes
 * @param variables the environment variables that set options
 */
public record ConfiguredOptions(Optional<String> file, List<String> options, List<String> variables) {

    /** All options are those of the command line. */
    public static final ConfiguredOptions NONE = new ConfiguredOptions(Optional.empty(), List.of(), List.of());

    public ConfiguredOptions {
        options = List.copyOf(options);
        variables = List.copyOf(variables);
    }

    public boolean isEmpty() {
        return file.isEmpty() && variables.isEmpty();
    }

    /** The members of the JSON object {@code configuration}. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        file.ifPresent(name -> members.put("file", name));
        members.put("options", options);
        members.put("variables", variables);
        return members;
    }

    /** One sentence for each source. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        file.ifPresent(name -> sentences.add("Options from " + name + ": " + String.join(", ", options) + "."));
        if (!variables.isEmpty()) {
            sentences.add("Options from environment variables: " + String.join(", ", variables) + ".");
        }
        return sentences;
    }
}
