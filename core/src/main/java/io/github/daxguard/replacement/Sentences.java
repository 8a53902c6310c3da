package io.github.daxguard.replacement;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Joins several sentences to one message. */
final class Sentences {

    private Sentences() {}

    /** The blockers in the terms of a step's request. */
    static List<String> of(List<Blocker> blockers) {
        return blockers.stream().map(Blocker::message).toList();
    }

    /** {@code WHAT: BLOCKER}, or {@code WHAT: (1) BLOCKER (2) BLOCKER}. */
    static String listed(String what, List<Blocker> blockers) {
        return numbered(what, of(blockers));
    }

    /** {@code WHAT: SENTENCE}, or {@code WHAT: (1) SENTENCE (2) SENTENCE}. */
    static String numbered(String what, List<String> sentences) {
        if (sentences.size() == 1) {
            return what + ": " + sentences.get(0);
        }
        return IntStream.range(0, sentences.size())
                .mapToObj(i -> "(" + (i + 1) + ") " + sentences.get(i))
                .collect(Collectors.joining(" ", what + ": ", ""));
    }

    /** {@code 1 node}, {@code 3 nodes}. */
    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
