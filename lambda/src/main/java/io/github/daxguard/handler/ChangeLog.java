package io.github.daxguard.handler;

import io.github.daxguard.change.ChangeMessage;
import io.github.daxguard.change.ChangeMessage.Change;
import io.github.daxguard.change.ChangeMessage.Content;
import io.github.daxguard.change.ChangeMessage.Unreadable;
import io.github.daxguard.change.ChangeMessage.Unrelated;
import io.github.daxguard.change.ChangeResult;
import io.github.daxguard.handler.JsonLog.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The log of a batch: a line for each message that is not a change, one for each created cluster, and one with counts at the end. */
final class ChangeLog extends InvocationLog {

    /** The maximum number of lines of each kind. The counts include all messages. */
    private static final int MOST_LINES = 20;

    ChangeLog(JsonLog log, String requestId, String region, List<String> ruleNames) {
        super(log, requestId, region);
        identify("rules", String.join(",", ruleNames));
    }

    void received(List<ChangeMessage> messages) {
        result("messages", messages.size());
        // Unreadable messages first: they can hide a change.
        for (Class<? extends Content> kind : List.of(Unreadable.class, Unrelated.class)) {
            messages.stream()
                    .filter(message -> kind.isInstance(message.content()))
                    .limit(MOST_LINES)
                    .forEach(
                            message -> write(Level.WARN, reason(message.content()), Map.of("messageId", message.id())));
        }
    }

    void succeeded(ChangeResult result) {
        result.creations().forEach(this::created);
        result("changes", result.count(Change.class));
        result("unrelated", result.count(Unrelated.class));
        result("unreadable", result.count(Unreadable.class));
        result("returned", result.returned().size());
        result("start", result.start().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        result("changed", changed(result.messages()));
        succeeded(
                switch (result.start()) {
                    case STARTED -> "The rules have been started.";
                    case COVERED -> "The rules were already started after these changes.";
                    case NOT_NEEDED -> "No change requires a start of the rules.";
                    case NOT_NOW ->
                        "AWS Config does not start the rules now. The messages will be redelivered. "
                                + result.refusal().orElse("");
                });
    }

    private void created(Change creation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cluster", creation.resource());
        fields.put("account", creation.account());
        creation.principal().ifPresent(arn -> fields.put("createdBy", arn));
        write(Level.INFO, "A cluster was created.", fields);
    }

    private static String reason(Content content) {
        if (content instanceof Unreadable unreadable) {
            return unreadable.reason();
        }
        return content instanceof Unrelated unrelated ? unrelated.reason() : "";
    }

    private static String changed(List<ChangeMessage> messages) {
        return messages.stream()
                .map(ChangeMessage::content)
                .filter(Change.class::isInstance)
                .map(Change.class::cast)
                .map(change -> change.eventName() + " " + change.resource())
                .distinct()
                .limit(MOST_LINES)
                .collect(Collectors.joining(", "));
    }
}
