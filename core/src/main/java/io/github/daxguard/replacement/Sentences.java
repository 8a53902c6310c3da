package io.github.daxguard.replacement;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts several sentences into one message. */
final class Sentences {

    private Sentences() {}

    /** {@code WHAT: SENTENCE}, or {@code WHAT: (1) SENTENCE (2) SENTENCE}. */
    static String listed(String what, List<String> sentences) {
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
