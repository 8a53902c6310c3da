package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The findings that Security Hub has of one account and Region, once it is enabled there. */
final class FindingStore {
    private final Location place;
    private final Map<List<String>, JsonNode> findings = new LinkedHashMap<>();
    private boolean enabled;

    FindingStore(Location place) {
        this.place = place;
    }

    synchronized void enable() {
        enabled = true;
    }

    /** Refuses what needs Security Hub to be enabled here, if it is not. */
    synchronized void requireEnabled() {
        if (!enabled) {
            throw new AwsError(
                    "InvalidAccessException",
                    "Account " + place.account() + " is not subscribed to AWS Security Hub",
                    401);
        }
    }

    /** Stores a finding, in place of the one that the same product has sent under the same id. */
    synchronized void put(JsonNode finding) {
        findings.put(
                List.of(finding.path("ProductArn").asText(), finding.path("Id").asText()), finding);
    }

    /** All findings, in the order in which they first came. */
    synchronized List<JsonNode> all() {
        return List.copyOf(findings.values());
    }
}
