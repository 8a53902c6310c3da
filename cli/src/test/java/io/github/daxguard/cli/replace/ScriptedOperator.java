package io.github.daxguard.cli.replace;

import io.github.daxguard.cli.terminal.Operator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/** An operator with scripted answers. After the last answer, the input is at its end. */
public final class ScriptedOperator implements Operator {

    private final Deque<Supplier<String>> answers = new ArrayDeque<>();
    private boolean isInteractive = true;
    private int questions;

    /** From now on, input or output is a pipe. */
    public void usePipe() {
        isInteractive = false;
    }

    /** From now on, input and output are a terminal. */
    public void useTerminal() {
        isInteractive = true;
    }

    public void answers(String... all) {
        for (String answer : all) {
            answersAfter(() -> {}, answer);
        }
    }

    /** Runs an action before the answer. */
    public void answersAfter(Runnable meanwhile, String answer) {
        answers.add(() -> {
            meanwhile.run();
            return answer;
        });
    }

    /** The number of prompts. */
    public int questions() {
        return questions;
    }

    @Override
    public boolean isInteractive() {
        return isInteractive;
    }

    @Override
    public Optional<String> answer() {
        if (!isInteractive) {
            throw new AssertionError("A prompt without a terminal");
        }
        questions++;
        return Optional.ofNullable(answers.poll()).map(Supplier::get);
    }
}
