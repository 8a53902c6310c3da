package io.github.daxguard.cli.manual;

import io.github.daxguard.cli.options.Configuration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Generates the man page of a command, in the macros {@code man}. */
public final class ManualPage {

    /** An option in a synopsis, with escaped hyphens. */
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])(?:\\\\-){1,2}[A-Za-z](?:\\w|\\\\-)*");

    /** A variable or a file, and its meaning. */
    private record Named(String name, String meaning) {}

    /** The variables that the launcher or every command reads. */
    private static final List<Named> VARIABLES = List.of(
            new Named(
                    "DAXGUARD_JAVA_HOME",
                    "The Java installation that the launcher uses. Default: JAVA_HOME, then java on the PATH."),
            new Named("JAVA_OPTS", "Options for the JVM, separated by spaces."),
            new Named("DAXGUARD_OPTS", "Further options for the JVM. They follow those of JAVA_OPTS."),
            new Named("DAXGUARD_ARCHIVE", "off: the launcher neither uses nor creates a class-data archive."),
            new Named("XDG_CACHE_HOME", "The parent of the cache folder. Default: ~/.cache."),
            new Named("COLUMNS", "The width of the output at a terminal. Default: the width of the terminal."),
            new Named("NO_COLOR", "If it is set, the output has no color, except with --color always."));

    private static final Named CONFIGURATION_FOLDER =
            new Named("XDG_CONFIG_HOME", "The parent of the folder of the configuration file. Default: ~/.config.");

    private static final Named CONFIGURATION_FILE = new Named(
            "~/.config/daxguard/config.yaml",
            "The configuration file of the commands scan, check-template, replace and doctor. It is optional. --config selects "
                    + "another file. With XDG_CONFIG_HOME, it is $XDG_CONFIG_HOME/daxguard/config.yaml.");

    private static final Named CACHE_FOLDER = new Named(
            "~/.cache/daxguard",
            "The class-data archives of the launcher, which shorten each start. On macOS, the folder is "
                    + "~/Library/Caches/daxguard. With XDG_CACHE_HOME, it is $XDG_CACHE_HOME/daxguard. You can delete it.");

    private final CommandLine program;
    private final CommandSpec command;
    private final UsageMessageSpec usage;
    private final StringBuilder page = new StringBuilder();

    private ManualPage(CommandLine program, CommandLine command) {
        this.program = program;
        this.command = command.getCommandSpec();
        usage = this.command.usageMessage();
    }

    /**
     * The pages of a command and its subcommands, by the name of the page.
     *
     * @param version the program and its version
     * @param date the date of the pages, in the form YYYY-MM-DD
     */
    public static Map<String, String> pages(CommandLine program, String version, String date) {
        return commands(program)
                .collect(Collectors.toMap(
                        ManualPage::name, command -> new ManualPage(program, command).write(version, date)));
    }

    private static Stream<CommandLine> commands(CommandLine program) {
        return Stream.concat(Stream.of(program), program.getSubcommands().values().stream());
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    private String write(String version, String date) {
        String name = command.qualifiedName("-");
        line(".TH " + escaped(name.toUpperCase(Locale.ROOT)) + " 1 " + date + " \"" + escaped(version) + "\" \""
                + escaped(program.getCommandName()) + " manual\"");
        // Options must not be hyphenated, and short lines not be stretched.
        line(".nh\n.ad l");
        section("NAME");
        text(name + " - " + CompletedValue.summary(usage.description()));
        section("SYNOPSIS");
        synopsis();
        section("DESCRIPTION");
        paragraphs(usage.description());
        if (!command.subcommands().isEmpty()) {
            section("COMMANDS");
            command.subcommands()
                    .forEach((subcommand, line) -> entry(
                            "\\fB" + escaped(command.name() + " " + subcommand) + "\\fR",
                            line.getCommandSpec().usageMessage().description()[0]));
        }
        if (!command.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            command.positionalParameters()
                    .forEach(argument -> entry(label(argument), String.join("\n", argument.description())));
        }
        section("OPTIONS");
        CompletedValue.options(command).forEach(option -> entry(term(option), String.join("\n", option.description())));
        section("EXIT STATUS");
        usage.exitCodeList().forEach((code, meaning) -> entry("\\fB" + code + "\\fR", meaning));
        variablesAndFiles();
        if (usage.footer().length > 0) {
            section(String.format(usage.footerHeading())
                    .strip()
                    .replaceFirst(":$", "")
                    .toUpperCase(Locale.ROOT));
            footer();
        }
        section("SEE ALSO");
        line(commands(program)
                .map(ManualPage::name)
                .filter(other -> !other.equals(name))
                .map(other -> "\\fB" + escaped(other) + "\\fR(1)")
                .collect(Collectors.joining(",\n")));
        return page.toString();
    }

    private void variablesAndFiles() {
        boolean isConfigurable = command.findOption(Configuration.FILE_OPTION) != null;
        boolean isProgram = !command.subcommands().isEmpty();
        if (isConfigurable || isProgram) {
            section("ENVIRONMENT");
            if (isConfigurable) {
                Configuration.variables(command)
                        .forEach((variable, option) -> entry(new Named(variable, "Sets " + option + ".")));
            } else {
                VARIABLES.forEach(this::entry);
            }
            entry(CONFIGURATION_FOLDER);
            section("FILES");
            entry(CONFIGURATION_FILE);
            if (isProgram) {
                entry(CACHE_FOLDER);
            }
        }
    }

    private void entry(Named named) {
        entry("\\fB" + escaped(named.name()) + "\\fR", named.meaning());
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void synopsis() {
        String synopsis = new Help(command, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0);
        String name = escaped(command.qualifiedName());
        String arguments = escaped(synopsis.strip().replaceAll("\\s+", " ")).substring(name.length());
        line("\\fB" + name + "\\fR" + OPTION.matcher(arguments).replaceAll("\\\\fB$0\\\\fR"));
    }

    private void paragraphs(String... paragraphs) {
        Arrays.stream(paragraphs).filter(text -> !text.isBlank()).forEach(text -> {
            paragraph();
            text(text);
        });
    }

    /** A section begins with a paragraph. */
    private void paragraph() {
        if (page.lastIndexOf("\n.SH ") != page.lastIndexOf("\n", page.length() - 2)) {
            line(".PP");
        }
    }

    private void entry(String term, String description) {
        line(".TP");
        line(term);
        text(description);
    }

    private static String term(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        return CompletedValue.hasValue(option) ? names + "=" + label(option) : names;
    }

    private static String label(ArgSpec argument) {
        return "\\fI" + escaped(argument.paramLabel()) + "\\fR";
    }

    /** Titles are indented by two spaces, and commands by four or more. */
    private void footer() {
        boolean isCode = false;
        for (String text : List.of(usage.footer())) {
            if (text.startsWith("    ") != isCode) {
                isCode = !isCode;
                line(isCode ? ".PP\n.RS 4\n.nf" : ".fi\n.RE");
            }
            if (!isCode) {
                paragraph();
            }
            text(isCode ? text.substring(4) : text.strip());
        }
        if (isCode) {
            line(".fi\n.RE");
        }
    }

    private void text(String text) {
        String escaped = escaped(String.format(text));
        // A dot or an apostrophe at the start of a line begins a request.
        line(escaped.replaceAll("(?m)^(?=[.'])", Matcher.quoteReplacement("\\&")));
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
