package io.github.daxguard.cli.options;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** An option that a configuration file or an environment variable can set. */
record ConfigurableOption(OptionSpec option) {

    /** Options that change data in AWS, confirm a change, or accept a risk of one replacement: not persistent settings. */
    private static final Set<String> ONLY_ON_COMMAND_LINE = Set.of(
            "send-to-security-hub",
            "yes",
            "confirm",
            "without-metrics",
            "accept-differences",
            "endpoint-parameter",
            "replacement-name",
            "change-test",
            "hook-test",
            "runbook-test");

    /** Options about the command line itself. */
    private static final Set<String> GENERAL = Set.of("config", "help", "version");

    private static final String PREFIX = "DAXGUARD_";

    /** The options of a command by name, without dashes. */
    static Map<String, ConfigurableOption> of(CommandSpec command) {
        Map<String, ConfigurableOption> options = new LinkedHashMap<>();
        for (OptionSpec option : command.options()) {
            String name = name(option);
            if (!isOnlyOnTheCommandLine(name)) {
                options.put(name, new ConfigurableOption(option));
            }
        }
        return options;
    }

    /** Whether neither a configuration file nor a variable can set the option. */
    static boolean isOnlyOnTheCommandLine(String name) {
        return GENERAL.contains(name) || changesOrConfirms(name);
    }

    /** Whether the option changes data in AWS, or confirms or allows a change. */
    static boolean changesOrConfirms(String name) {
        return ONLY_ON_COMMAND_LINE.contains(name);
    }

    /** {@code --exempt-clusters} is {@code exempt-clusters}. */
    static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    /** {@code exempt-clusters} is {@code DAXGUARD_EXEMPT_CLUSTERS}. */
    static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    String name() {
        return name(option);
    }

    /** Whether it has another meaning than the option with this name of other commands, so that they share no setting. */
    boolean isOnlyInItsSection() {
        return name().equals("format")
                && Set.of("replace", "doctor").contains(option.command().name());
    }

    boolean isFlag() {
        return option.typeInfo().isBoolean();
    }

    /** Whether it can be repeated on the command line, alone or in a group. */
    boolean isRepeatable() {
        return option.isMultiValue()
                || (option.group() != null && option.group().multiplicity().max() > 1);
    }

    /** Whether several values are accepted. Those of an option that cannot be repeated are separated by commas. */
    boolean acceptsList() {
        return isRepeatable() || option.paramLabel().equals("LIST");
    }

    /** Whether the text can be a value. The command checks it like that of the command line. */
    boolean accepts(String value) {
        return isFlag() ? value.equals("true") || value.equals("false") : !value.isBlank();
    }

    /** The accepted form of a value. */
    String expected() {
        return isFlag()
                ? "true or false"
                : acceptsList() ? "text, or a list of texts" : "text, in quotation marks if YAML reads it otherwise";
    }
}
