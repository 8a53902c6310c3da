package io.github.daxguard.cli.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A cluster is replaced by requests to the replacement function, step by step; the last one starts the rules.
 *
 * @param settings members that every request has besides its step, {@code cluster} among them
 * @param moves the requests and what happens between them
 * @param rule the rule whose results are shown
 * @param expectation what must come of it
 */
record ReplacementAct(
        String title,
        String before,
        Map<String, String> settings,
        List<Move> moves,
        String rule,
        Expectation expectation,
        String after)
        implements Act {

    /**
     * One request.
     *
     * @param at by the story's clock
     * @param happening what happens just before, as a sentence; {@code ""} if nothing does
     * @param deed makes it happen
     * @param request the members that only this request has
     * @param refused whether the function must fail
     * @param mentions what its message must contain
     */
    record Move(
            Instant at, String happening, Deed deed, Map<String, String> request, boolean refused, String mentions) {}

    ReplacementAct {
        moves = List.copyOf(moves);
    }

    @Override
    public Scene play(Stage stage) {
        List<ReplacementScene.Exchange> exchanges = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        Run run = stage.runStartedBy(rule, () -> {
            for (Move move : moves) {
                stage.waitUntil(move.at());
                move.deed().on(stage);
                Stage.StepAnswer answer = stage.step(settings, move.request());
                exchanges.add(new ReplacementScene.Exchange(move, answer));
                if (answer.refused() != move.refused() || !answer.message().contains(move.mentions())) {
                    differences.add("The request " + move.request() + ": expected "
                            + (move.refused() ? "a refusal" : "an answer") + " that mentions \"" + move.mentions()
                            + "\", but it was " + (answer.refused() ? "a refusal" : "an answer") + ": "
                            + answer.message());
                    return;
                }
            }
        });
        differences.addAll(expectation.differences(run));
        return new ReplacementScene(settings, exchanges, run, differences);
    }
}
