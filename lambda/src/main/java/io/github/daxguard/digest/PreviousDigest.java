package io.github.daxguard.digest;

import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.results.Resource;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The stored object of the previous digest: its findings, a missing object, or an object that cannot be read. */
sealed interface PreviousDigest {

    /** The version of the stored form. A digest does not read other versions. */
    int SCHEMA = 1;

    /** The object does not exist. */
    record None() implements PreviousDigest {}

    /**
     * An object that does not contain the findings of a digest.
     *
     * @param problem the reason, as a sentence
     */
    record Unreadable(String problem) implements PreviousDigest {}

    /**
     * The findings of a digest that was sent.
     *
     * @param time the time of the event for which it was sent
     */
    record Findings(Instant time, SortedMap<AggregatedFinding, Known> findings) implements PreviousDigest {

        /** The stored form. */
        String json() {
            List<Map<String, Object>> list = new ArrayList<>(findings.size());
            findings.forEach((finding, known) -> {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("rule", finding.rule().rule());
                each.put("account", finding.target().account());
                each.put("region", finding.target().region());
                each.put("resourceType", finding.resource().type());
                each.put("resourceId", finding.resource().id());
                each.put("since", known.since().toString());
                known.creator().ifPresent(creator -> {
                    each.put("creator", creator.arn());
                    each.put("created", creator.time().toString());
                });
                list.add(each);
            });
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("schema", SCHEMA);
            json.put("time", time.toString());
            json.put("findings", list);
            return JsonTree.write(json);
        }
    }

    /** The rules, accounts and Regions that had findings. */
    default SortedSet<RuleTarget> targets() {
        SortedSet<RuleTarget> targets = new TreeSet<>();
        if (this instanceof Findings sent) {
            sent.findings().keySet().forEach(finding -> targets.add(finding.rule()));
        }
        return targets;
    }

    /**
     * These findings if their time is before the limit. A later time is invalid, for example that of a test event. No digest is sent
     * until the stored time, which this limit keeps close.
     */
    default PreviousDigest before(Instant limit) {
        return this instanceof Findings sent && !sent.time().isBefore(limit)
                ? new Unreadable("Their time " + sent.time() + " is too long after the time of the event.")
                : this;
    }

    /** Whether it is the digest of this event, or a later one. */
    default boolean isOfOrAfter(Instant event) {
        return this instanceof Findings sent && !event.isAfter(sent.time());
    }

    /** Reads the stored form. */
    static PreviousDigest read(Optional<String> stored) {
        if (stored.isEmpty()) {
            return new None();
        }
        try {
            JsonTree json = JsonTree.read(stored.get());
            if (!(json.at("schema") instanceof Number schema) || schema.intValue() != SCHEMA) {
                return new Unreadable("The member schema is not " + SCHEMA + ".");
            }
            SortedMap<AggregatedFinding, Known> findings = new TreeMap<>();
            for (Object item : json.list("findings").orElseThrow(() -> new DateTimeException("findings is missing"))) {
                JsonTree each = JsonTree.of(item instanceof Map<?, ?> members ? members : Map.of());
                findings.put(finding(each), known(each));
            }
            return new Findings(Instant.parse(text(json, "time")), findings);
        } catch (InvalidJsonException e) {
            return new Unreadable("The object is " + e.getMessage() + ".");
        } catch (DateTimeException e) {
            return new Unreadable("The object has a member that is missing or invalid: " + e.getMessage() + ".");
        }
    }

    private static AggregatedFinding finding(JsonTree json) {
        return new AggregatedFinding(
                new RuleTarget(text(json, "rule"), new FindingTarget(text(json, "account"), text(json, "region"))),
                new Resource(text(json, "resourceType"), text(json, "resourceId")));
    }

    private static Known known(JsonTree json) {
        return new Known(
                LocalDate.parse(text(json, "since")),
                json.text("creator").map(arn -> new ClusterCreator(arn, Instant.parse(text(json, "created")))));
    }

    /** The value of a member. Throws {@code DateTimeException}, as for an invalid time, if the member is missing. */
    private static String text(JsonTree json, String member) {
        return json.text(member).orElseThrow(() -> new DateTimeException(member + " is missing"));
    }
}
