package io.github.daxguard.cli.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;

/** The events of a YAML parser, without the constructs that YAML parsers interpret differently: these are refused. */
final class YamlEvents implements Parser {

    private static final Set<String> SCALAR_TAGS = Stream.of(Tag.STR, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.NULL)
            .map(Tag::getValue)
            .collect(Collectors.toSet());

    private final Parser parser;
    private final Map<String, Integer> anchors = new HashMap<>();

    YamlEvents(Parser parser) {
        this.parser = parser;
    }

    /** @throws NotEvaluatedException with the line, if the text has a character that parsers interpret differently */
    static void checkCharacters(String text) {
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
            } else if (isRefused(c) && !(c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n')) {
                throw NotEvaluatedException.atLine(
                        line,
                        "the character U+%04X is not accepted in YAML. Parsers interpret it differently, so it can hide a property. "
                                        .formatted((int) c)
                                + "Remove it, or write it as an escape sequence in double quotes.");
            }
        }
    }

    /** Line ends other than LF and CR LF, byte order marks inside the text, and characters that YAML does not allow. */
    private static boolean isRefused(char c) {
        return switch (c) {
            case '\t', '\n' -> false;
            case '\u2028', '\u2029', '\ufeff', '\ufffe', '\uffff' -> true;
            default -> Character.isISOControl(c);
        };
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public Event getEvent() {
        Event event = parser.getEvent();
        int line = event.getStartMark() == null ? 1 : event.getStartMark().getLine() + 1;
        if (event instanceof DocumentStartEvent start
                && start.getTags() != null
                && !start.getTags().isEmpty()) {
            throw NotEvaluatedException.atLine(
                    line, "%TAG is not accepted, because it changes the meaning of function tags.");
        }
        if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
            checkAnchor(node.getAnchor(), line);
        }
        if (event instanceof ScalarEvent scalar) {
            checkTag(scalar.getTag(), SCALAR_TAGS, line);
        } else if (event instanceof MappingStartEvent mapping) {
            checkTag(mapping.getTag(), Set.of(Tag.MAP.getValue()), line);
        } else if (event instanceof SequenceStartEvent sequence) {
            checkTag(sequence.getTag(), Set.of(Tag.SEQ.getValue()), line);
        }
        return event;
    }

    private void checkAnchor(@Nullable String anchor, int line) {
        Integer former = anchor == null ? null : anchors.putIfAbsent(anchor, line);
        if (former != null) {
            throw NotEvaluatedException.atLine(
                    line,
                    "the anchor " + Value.shown(String.valueOf(anchor)) + " is already defined in line " + former
                            + ". Some YAML parsers do not accept that.");
        }
    }

    /** A tag that begins with an exclamation mark is a function. */
    private static void checkTag(@Nullable String tag, Set<String> accepted, int line) {
        if (tag != null && (tag.equals("!") || (!tag.startsWith("!") && !accepted.contains(tag)))) {
            throw NotEvaluatedException.atLine(
                    line,
                    "the tag " + Value.shown(tag) + " is not accepted, because YAML parsers differ in its value.");
        }
    }
}
