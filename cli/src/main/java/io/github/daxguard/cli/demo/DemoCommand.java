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
            "Shows the rule at work, in a few seconds and without an AWS account.",
            "",
            "Plays a story in acts: the functions that AWS Config, a queue, CloudFormation and a runbook invoke, their "
                    + "HTTP requests and their logs are the real ones; AWS is a server inside this program. Nothing leaves this machine."
        },
        exitCodeList = {
            "0:The story came out as told.",
            "1:An act did not; the output says which, and how.",
            "2:The story could not be played.",
            "3:The command line was not understood."
        })
public final class DemoCommand implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<DemoScript> story;

    @Mixin
    private ColorOption color = new ColorOption();

    public DemoCommand(PrintStream out, PrintStream err) {
        // No method reference: it would load the story, and JSON with it, for every other command too.
        this(out, err, () -> DemoScript.standard());
    }

    DemoCommand(PrintStream out, PrintStream err, Supplier<DemoScript> story) {
        this.out = out;
        this.err = err;
        this.story = story;
    }

    @Override
    public Integer call() {
        if (new Demo(new Terminal(out, color.choice()), story.get()).play()) {
            return ExitCode.CLEAN;
        }
        err.println("daxguard demo: the story did not come out as told; the end of the output says how.");
        return ExitCode.FINDINGS;
    }
}
