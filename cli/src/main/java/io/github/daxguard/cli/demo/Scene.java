package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import java.util.List;

/** What came of an act. */
interface Scene {

    void show(Terminal terminal, FunctionLogView log);

    /** In what it is not as the story tells it, in words; empty if in nothing. */
    List<String> differences();

    /** Its row in the story at a glance: a number for each {@linkplain Columns#ORDER compliance type}, in their order, and how the run ended. */
    List<Cell> atAGlance();
}
