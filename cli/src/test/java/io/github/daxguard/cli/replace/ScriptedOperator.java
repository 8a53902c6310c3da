package io.github.daxguard.cli.replace;

import io.github.daxguard.cli.terminal.Operator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/** Somebody whose answers are known beforehand; after the last one the input is at its end. */
final class ScriptedOperator implements Operator {

    private final Deque<Supplier<String>> answers = new ArrayDeque<>();
    private boolean isThere = true;
    private int questions;

    /** There is nobody: input or output is a pipe. */
    void leave() {
        isThere = false;
    }

    void answers(String... all) {
        for (String answer : all) {
            answersAfter(() -> {}, answer);
        }
    }

    /** Something happens while the person thinks. */
    void answersAfter(Runnable meanwhile, String answer) {
        answers.add(() -> {
            meanwhile.run();
            return answer;
        });
    }

    /** How often there was an answer, or the input's end. */
    int questions() {
        return questions;
    }

    @Override
    public boolean isThere() {
        return isThere;
    }

    @Override
    public Optional<String> answer() {
        if (!isThere) {
            throw new AssertionError("Nobody is there to be asked");
        }
        questions++;
        return Optional.ofNullable(answers.poll()).map(Supplier::get);
    }
}
