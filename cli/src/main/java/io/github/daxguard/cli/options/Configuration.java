package io.github.daxguard.cli.options;

import io.github.daxguard.cli.options.ConfigurationFile.Entry;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.rule.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The options that environment variables and the configuration file set, as arguments for the command line.
 *
 * <p>Picocli's default values are not used: it reads them before the command line, which would refuse a help request with an
 * invalid variable, and they cannot set options of a group that can be repeated.
 *
 * @param arguments to insert after the name of the command
 * @param options for reports
 * @param origins where each option is set, by its name with dashes
 */
public record Configuration(List<String> arguments, ConfiguredOptions options, Map<String, String> origins) {

    /** The option with the configuration file. */
    public static final String FILE_OPTION = "--config";

    private static final String FILE_VARIABLE = ConfigurableOption.variable("config");

    /** Options that have a meaning only together: a source that sets one of them overrides the others. */
    private static final List<List<String>> GROUPS = List.of(List.of("format", "output"), List.of("quiet", "verbose"));

    private record Setting(String name, List<String> values, String origin) {}

    /**
     * Reads the variables and the file for the options that the command line does not set.
     *
     * @param commands the commands with options that a file can set, by name
     * @throws ParameterException if a variable or the file is not accepted
     */
    public static Configuration of(
            ParseResult parsed, Map<String, String> variables, Map<String, Supplier<CommandSpec>> commands) {
        CommandSpec command = parsed.commandSpec();
        Map<String, ConfigurableOption> options = ConfigurableOption.of(command);
        Set<String> fixed = withGroups(
                parsed.matchedOptions().stream().map(ConfigurableOption::name).collect(Collectors.toSet()));
        refuseVariablesOfTheCommandLineOnly(command, fixed, variables);
        Map<String, Setting> settings = new LinkedHashMap<>();
        options.forEach((name, option) -> {
            String variable = ConfigurableOption.variable(name);
            String value = variables.get(variable);
            if (value != null && !fixed.contains(name) && !option.isOnlyInItsSection()) {
                settings.put(name, new Setting(name, List.of(accepted(command, option, variable, value)), variable));
            }
        });
        List<String> names = settings.values().stream().map(Setting::origin).toList();
        fixed.addAll(withGroups(settings.keySet()));
        Optional<Path> file = file(parsed, variables);
        List<Setting> fromFile =
                file.map(path -> read(path, fixed, parsed, variables, commands)).orElse(List.of());
        fromFile.forEach(setting -> settings.put(setting.name(), setting));
        return new Configuration(
                arguments(command, settings),
                new ConfiguredOptions(
                        file.filter(path -> !fromFile.isEmpty()).map(Path::toString),
                        fromFile.stream().map(Setting::name).toList(),
                        names),
                settings.values().stream()
                        .collect(Collectors.toMap(setting -> "--" + setting.name(), Setting::origin)));
    }

    /** The options of a command that environment variables set, with dashes, by the name of the variable. */
    public static Map<String, String> variables(CommandSpec command) {
        Map<String, String> variables = new LinkedHashMap<>();
        ConfigurableOption.of(command).forEach((name, option) -> {
            if (!option.isOnlyInItsSection()) {
                variables.put(ConfigurableOption.variable(name), "--" + name);
            }
        });
        variables.put(FILE_VARIABLE, FILE_OPTION);
        return variables;
    }

    /** The arguments of the command line with these. */
    public List<String> completed(List<String> commandLine, String command) {
        int begin = commandLine.indexOf(command) + 1;
        return Stream.of(commandLine.subList(0, begin), arguments, commandLine.subList(begin, commandLine.size()))
                .flatMap(List::stream)
                .toList();
    }

    private static Set<String> withGroups(Set<String> names) {
        Set<String> all = new HashSet<>(names);
        for (List<String> group : GROUPS) {
            if (group.stream().anyMatch(names::contains)) {
                all.addAll(group);
            }
        }
        return all;
    }

    /** An ignored variable would look like a confirmation. */
    private static void refuseVariablesOfTheCommandLineOnly(
            CommandSpec command, Set<String> fixed, Map<String, String> variables) {
        for (OptionSpec option : command.options()) {
            String name = ConfigurableOption.name(option);
            String variable = ConfigurableOption.variable(name);
            if (ConfigurableOption.changesOrConfirms(name)
                    && variables.containsKey(variable)
                    && !fixed.contains(name)) {
                throw invalid(command, variable + ": --" + name + " is accepted only on the command line.");
            }
        }
    }

    private static String accepted(CommandSpec command, ConfigurableOption option, String variable, String value) {
        if (value.isBlank()) {
            throw invalid(command, variable + ": the value is empty. Specify a value, or unset the variable.");
        }
        if (!option.accepts(value)) {
            throw invalid(
                    command,
                    Rejection.ofValue("", variable, value, option.expected()).message());
        }
        return value;
    }

    private static List<Setting> read(
            Path file,
            Set<String> fixed,
            ParseResult parsed,
            Map<String, String> variables,
            Map<String, Supplier<CommandSpec>> commands) {
        CommandSpec command = parsed.commandSpec();
        Map<String, Supplier<Map<String, ConfigurableOption>>> options = new LinkedHashMap<>();
        commands.forEach((name, spec) -> options.put(name, () -> ConfigurableOption.of(spec.get())));
        try {
            ConfigurationFile content = new ConfigurationFile(file.toString(), options);
            content.read(file);
            return settings(content, file, fixed, command);
        } catch (ConfigurationFile.InvalidFileException e) {
            String source = parsed.hasMatchedOption(FILE_OPTION)
                    ? FILE_OPTION + ": "
                    : variables.containsKey(FILE_VARIABLE) ? FILE_VARIABLE + ": " : "";
            throw invalid(command, source + e.getMessage());
        }
    }

    /** The options of the command's section, and then those of the common section, which are different sources. */
    private static List<Setting> settings(
            ConfigurationFile content, Path file, Set<String> fixed, CommandSpec command) {
        Map<String, ConfigurableOption> options = ConfigurableOption.of(command);
        Set<String> set = new HashSet<>(fixed);
        List<Setting> settings = new ArrayList<>();
        for (String section : List.of(command.name(), ConfigurationFile.COMMON)) {
            Map<String, Entry> entries = content.section(section);
            entries.forEach((name, entry) -> {
                ConfigurableOption option = options.get(name);
                if (option != null
                        && !set.contains(name)
                        && (section.equals(command.name()) || !option.isOnlyInItsSection())) {
                    settings.add(new Setting(
                            name, content.values(entry, option, command.name()), file + ", line " + entry.line()));
                }
            });
            set.addAll(withGroups(entries.keySet()));
        }
        return settings;
    }

    /** The specified file; otherwise that of the user, if it exists. Never one of the current folder or of the checked folder. */
    private static Optional<Path> file(ParseResult parsed, Map<String, String> variables) {
        Optional<String> specified = Optional.ofNullable(parsed.matchedOption(FILE_OPTION))
                .map(option -> option.originalStringValues().get(0));
        if (specified.isEmpty() && variables.containsKey(FILE_VARIABLE)) {
            specified = Optional.of(variables.get(FILE_VARIABLE));
            if (specified.get().isBlank()) {
                throw invalid(
                        parsed.commandSpec(),
                        FILE_VARIABLE + ": the value is empty. Specify a file, or unset the variable.");
            }
        }
        CommandSpec command = parsed.commandSpec();
        return specified
                .map(file -> path(command, FILE_OPTION, file))
                .or(() -> userFile(command, variables).filter(Configuration::exists));
    }

    /** By the XDG base directory specification, which ignores relative folders. */
    private static Optional<Path> userFile(CommandSpec command, Map<String, String> variables) {
        return folder(command, variables, "XDG_CONFIG_HOME")
                .or(() -> folder(command, variables, "HOME")
                        .or(() -> folder(command, variables, "USERPROFILE"))
                        .map(home -> home.resolve(".config")))
                .map(folder -> folder.resolve("daxguard").resolve("config.yaml"));
    }

    private static Optional<Path> folder(CommandSpec command, Map<String, String> variables, String variable) {
        return Optional.ofNullable(variables.get(variable))
                .map(folder -> path(command, variable, folder))
                .filter(Path::isAbsolute);
    }

    /** Ignoring the file could ignore its restrictions. */
    private static Path path(CommandSpec command, String name, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw invalid(
                    command,
                    Rejection.ofValue("", name, value, "a path that the character set of the locale can represent")
                                    .message()
                            + " Set LC_ALL to a locale with UTF-8, such as C.UTF-8.");
        }
    }

    /** Whether there is a file, also one that cannot be read. */
    private static boolean exists(Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // A home folder such as /dev/null cannot contain a file. In any other case, reading the file reports the
            // error.
            return hasOnlyFolders(file);
        }
    }

    private static boolean hasOnlyFolders(Path file) {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> arguments(CommandSpec command, Map<String, Setting> settings) {
        List<String> arguments = new ArrayList<>();
        Setting format = settings.get("format");
        Setting output = settings.get("output");
        boolean hasPairs = format != null && output != null;
        settings.forEach((name, setting) -> {
            if (!hasPairs || !(name.equals("format") || name.equals("output"))) {
                setting.values().forEach(value -> arguments.add("--" + name + "=" + value));
            }
        });
        if (format != null && output != null) {
            arguments.addAll(pairs(command, format, output));
        }
        return arguments;
    }

    private static List<String> pairs(CommandSpec command, Setting format, Setting output) {
        int files = output.values().size();
        if (format.values().size() != files) {
            throw invalid(
                    command,
                    format.origin() + ": the number of formats, "
                            + format.values().size()
                            + ", differs from the number of outputs, " + files
                            + ". Specify one format for each output.");
        }
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            pairs.add("--format=" + format.values().get(i));
            pairs.add("--output=" + output.values().get(i));
        }
        return pairs;
    }

    private static ParameterException invalid(CommandSpec command, String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
