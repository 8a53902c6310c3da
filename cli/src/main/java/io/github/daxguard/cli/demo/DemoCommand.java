package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.demo.DemoOutput.Detail;
import io.github.daxguard.cli.options.WholeNumber;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.ColorOption;
import io.github.daxguard.cli.terminal.Symbols;
import io.github.daxguard.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code demo}. */
@Command(
        name = "demo",
        description = {
            DemoCommand.SUMMARY,
            "",
            "Runs the real commands and functions with emulated AWS services in this process, in a few seconds. Sends no "
                    + "requests to AWS. Without options, the output has about 40 lines."
        },
        exitCodeList = {
            "0:Every act had the expected results.",
            "1:An act did not have the expected results. The output shows the differences.",
            "2:The demo could not be run.",
            "3:The command line is invalid."
        })
public final class DemoCommand implements Callable<Integer> {

    /** The first sentence of the help. A constant, so that the list of the commands does not load this class. */
    public static final String SUMMARY = "Demonstrates scan, rule, hook and replacement, without an AWS account.";

    /** The number of acts of the complete demo, for the help, which does not load them. */
    static final int ACTS = 10;

    /** The length of the lines without options, in columns. */
    static final int WIDTH = 100;

    private static final int LEAST_WIDTH = 60;

    private final ProcessEnvironment environment;
    private final Supplier<DemoScript> brief;
    private final Supplier<DemoScript> complete;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--full",
            description = "Show the complete demo: " + ACTS + " acts with all results, and the logs of the functions.")
    private boolean full;

    @Option(
            names = "--act",
            paramLabel = "N",
            description = "Show one act of the complete demo, 1 to " + ACTS
                    + ", with the results that it changes. The acts before it are run, but not shown.")
    private Optional<String> act = Optional.empty();

    @Mixin
    private ColorOption color = new ColorOption();

    public DemoCommand(ProcessEnvironment environment) {
        // Not method references, which would load the script and the JSON classes for every other command.
        this(environment, () -> DemoScript.brief(), () -> DemoScript.full());
    }

    DemoCommand(ProcessEnvironment environment, Supplier<DemoScript> brief, Supplier<DemoScript> complete) {
        this.environment = environment;
        this.brief = brief;
        this.complete = complete;
    }

    @Override
    public Integer call() {
        if (full && act.isPresent()) {
            throw usageError("--act: cannot be combined with --full. Specify only one of them.");
        }
        boolean isShort = !full && act.isEmpty();
        Terminal terminal = new Terminal(
                environment.out(),
                color.choice().in(environment.variables()),
                isShort ? width() : Terminal.WIDTH,
                Symbols.NONE);
        if (isShort) {
            // Before the emulator starts, so that something is shown at once.
            terminal.table(
                    List.of(),
                    List.of(
                            List.of(Cell.heading(
                                    "daxguard demo: find, block and replace unencrypted DynamoDB Accelerator "
                                            + "(DAX) clusters")),
                            List.of(Cell.of("The commands and functions are real. AWS is emulated in this process: no "
                                    + "account is needed."))));
        }
        if (!run(terminal)) {
            environment
                    .err()
                    .println("daxguard demo: an act did not have the expected results. The end of the output shows the "
                            + "differences.");
            return ExitCode.FINDINGS;
        }
        if (isShort) {
            NextCommands.of(
                            Optional.ofNullable(System.getProperty("daxguard.command")),
                            System.getProperty("java.class.path", ""),
                            environment.variables().getOrDefault("PATH", ""),
                            Path.of(""))
                    .print(terminal);
        }
        return ExitCode.CLEAN;
    }

    private boolean run(Terminal terminal) {
        if (act.isPresent()) {
            int number = WholeNumber.of("--act", act.get(), 1, ACTS, spec);
            return Demo.act(environment, terminal, complete.get(), number).run();
        }
        DemoScript script = full ? complete.get() : brief.get();
        return Demo.all(environment, terminal, script, full ? Detail.FULL : Detail.SHORT)
                .run();
    }

    /** The width of the terminal, or of the variable COLUMNS, if it is less. */
    private int width() {
        int width = Terminal.width(environment.variables())
                .orElseGet(() -> environment
                        .terminal(environment.out(), ColorChoice.NEVER)
                        .width());
        return Math.max(LEAST_WIDTH, Math.min(WIDTH, width));
    }

    private ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
