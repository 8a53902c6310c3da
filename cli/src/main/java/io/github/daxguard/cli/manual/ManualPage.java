package io.github.daxguard.cli.manual;

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
