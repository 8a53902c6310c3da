package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.terminal.ColorOption;
import io.github.daxguard.cli.terminal.Terminal;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code demo}. */
@Command(
        name = "demo",
        description = {
            DemoCommand.SUMMARY,
            "",
            "Runs the real functions with emulated AWS services in this process, in a few seconds. Sends no requests to AWS."
        },
        exitCodeList = {
            "0:Every step had the expected results.",
            "1:A step did not have the expected results. The output shows the differences.",
            "2:The demo could not be run.",
            "3:The command line is invalid."
        })
public final class DemoCommand implements Callable<Integer> {

    /** The first sentence of the help. A constant, so that the list of the commands does not load this class. */
    public static final String SUMMARY = "Demonstrates the rule, the hook and a replacement, without an AWS account.";

    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<DemoScript> script;

    @Mixin
    private ColorOption color = new ColorOption();

    public DemoCommand(PrintStream out, PrintStream err) {
        // Not a method reference, which would load the script and the JSON classes for every other command.
        this(out, err, () -> DemoScript.standard());
    }

    DemoCommand(PrintStream out, PrintStream err, Supplier<DemoScript> script) {
        this.out = out;
        this.err = err;
        this.script = script;
    }

    @Override
    public Integer call() {
        if (new Demo(new Terminal(out, color.choice()), script.get()).run()) {
            return ExitCode.CLEAN;
        }
        err.println(
                "daxguard demo: a step did not have the expected results. The end of the output shows the differences.");
        return ExitCode.FINDINGS;
    }
}
