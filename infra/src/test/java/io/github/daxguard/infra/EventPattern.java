package io.github.daxguard.infra;

import com.fasterxml.jackson.databind.JsonNode;
import software.amazon.event.ruler.Ruler;

/**
 * Matches events with an EventBridge pattern, using the library that AWS has published.
 *
 * @see <a href="https://github.com/aws/event-ruler">Event Ruler</a>
 */
final class EventPattern {

    private EventPattern() {}

    static boolean matches(JsonNode pattern, JsonNode event) {
        try {
            return Ruler.matchesRule(event.toString(), pattern.toString());
        } catch (Exception e) {
            throw new AssertionError("Not a valid EventBridge pattern: " + pattern, e);
        }
    }
}
