package io.github.daxguard.cli;

import io.github.daxguard.cli.demo.DemoCommand;
import io.github.daxguard.cli.doctor.DoctorCommand;
import io.github.daxguard.cli.manual.GenerateCompletionCommand;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.replace.ReplaceCommand;
import io.github.daxguard.cli.scan.ScanCommand;
import io.github.daxguard.cli.template.CheckTemplateCommand;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of daxguard. Picocli inspects a command by reflection, which takes longer than a short command itself, so that
 * only the commands that occur in the arguments are created.
 */
enum Subcommand {
    SCAN("scan", ScanCommand.SUMMARY),
    CHECK_TEMPLATE("check-template", CheckTemplateCommand.SUMMARY),
    REPLACE("replace", ReplaceCommand.SUMMARY),
    DOCTOR("doctor", DoctorCommand.SUMMARY),
    DEMO("demo", DemoCommand.SUMMARY),
    GENERATE_COMPLETION("generate-completion", GenerateCompletionCommand.SUMMARY),
    HELP("help", HelpCommand.SUMMARY);

    private final String name;
    private final String summary;

    Subcommand(String name, String summary) {
        this.name = name;
        this.summary = summary;
    }

    /** Whether picocli can need the complete command. */
    boolean isIn(String... arguments) {
        return Arrays.stream(arguments)
                .anyMatch(argument -> argument.equals(name) || argument.equals(GENERATE_COMPLETION.name));
    }

    /** The complete command. */
    CommandLine command(ProcessEnvironment environment) {
        return new CommandLine(
                switch (this) {
                    case SCAN -> new ScanCommand(environment, ManifestVersion.number());
                    case CHECK_TEMPLATE -> new CheckTemplateCommand(environment, ManifestVersion.number());
                    case REPLACE -> new ReplaceCommand(environment, ManifestVersion.number());
                    case DOCTOR -> new DoctorCommand(environment, ManifestVersion.number());
                    case DEMO -> new DemoCommand(environment);
                    case GENERATE_COMPLETION ->
                        new GenerateCompletionCommand(environment.variables().get("SHELL"));
                    case HELP -> new HelpCommand();
                });
    }

    /** The commands whose options a configuration file and environment variables can set. */
    static Map<String, Supplier<CommandSpec>> configurable(ProcessEnvironment environment) {
        Map<String, Supplier<CommandSpec>> commands = new LinkedHashMap<>();
        for (Subcommand subcommand : List.of(SCAN, CHECK_TEMPLATE, REPLACE, DOCTOR)) {
            commands.put(subcommand.name, () -> subcommand.command(environment).getCommandSpec());
        }
        return commands;
    }

    /** A command with the name and the summary only, for the list of the commands and for suggestions. */
    CommandLine summary() {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(summary);
        return new CommandLine(spec);
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name;
    }
}
