package io.github.daxguard.handler;

import io.github.daxguard.digest.DigestEvent.ClusterCreated;
import io.github.daxguard.digest.DigestResult;
import io.github.daxguard.handler.JsonLog.Level;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log of the digest function: a line for each account and Region with findings, and one with the counts at the end. */
final class DigestLog extends InvocationLog {

    DigestLog(JsonLog log, String requestId, String region, List<String> ruleNames) {
        super(log, requestId, region);
        identify("rules", String.join(",", ruleNames));
    }

    void scheduled(Instant time) {
        identify("digestTime", time);
    }

    void sent(DigestResult digest) {
        digest.counts().forEach((target, counts) -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("digest", "target");
            fields.put("account", target.account());
            fields.put("region", target.region());
            fields.put("nonCompliant", counts.nonCompliant());
            fields.put("new", counts.fresh());
            fields.put("fixed", counts.fixed());
            write(Level.INFO, "Findings of an account and Region.", fields);
        });
        digest.creatorsFailure()
                .ifPresent(failure -> write(Level.WARN, "Creators were not read. " + failure.getMessage(), Map.of()));
        result("targets", digest.counts().size());
        result("nonCompliant", digest.nonCompliant());
        result("new", digest.fresh());
        result("fixed", digest.fixed());
        result("noLongerReported", digest.unreported());
        result("notReadToday", digest.unconfirmed());
        result("unread", digest.unread());
        result("sourcesNotUpToDate", digest.sources());
        result("rulesWithoutResults", digest.rulesWithoutResults());
    }

    String ended(DigestResult digest) {
        return digest.isIncomplete()
                ? incomplete("The digest was sent. It is incomplete.")
                : succeeded("The digest was sent.");
    }

    void received(ClusterCreated event) {
        identify("cluster", event.cluster());
        identify("clusterAccount", event.target().account());
        identify("clusterRegion", event.target().region());
        if (!event.arn().isEmpty()) {
            identify("createdBy", event.arn());
        }
    }

    String stored(boolean stored) {
        result("stored", String.valueOf(stored));
        return succeeded(
                stored
                        ? "The creator of the cluster was stored."
                        : "A later creation of the cluster is stored already.");
    }
}
