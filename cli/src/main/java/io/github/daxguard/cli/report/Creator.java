package io.github.daxguard.cli.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The principal that created a cluster, or the reason why it is not known. */
public sealed interface Creator {

    /**
     * The principal of the CreateCluster call that CloudTrail recorded.
     *
     * @param arn of a user or role; for an assumed role, the ARN of the session
     * @param at the time of the call
     */
    record Known(String arn, Instant at) implements Creator {}

    /**
     * CloudTrail was read, and does not name the principal.
     *
     * @param reason one or more sentences
     */
    record NotFound(String reason) implements Creator {}

    /**
     * CloudTrail could not be read.
     *
     * @param reason one or more sentences
     */
    record NotRead(String reason) implements Creator {}

    /** One or more sentences. */
    default String sentence() {
        if (this instanceof Known known) {
            return "Created by " + known.arn() + " on " + known.at() + ".";
        }
        return this instanceof NotFound missing
                ? "Creator not found: " + missing.reason()
                : "Creator not read: " + ((NotRead) this).reason();
    }

    /** The members of an object, which are the same in every structured format. */
    default Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        if (this instanceof Known known) {
            members.put("outcome", "FOUND");
            members.put("arn", known.arn());
            members.put("time", known.at().toString());
        } else if (this instanceof NotFound missing) {
            members.put("outcome", "NOT_FOUND");
            members.put("reason", missing.reason());
        } else {
            members.put("outcome", "NOT_READ");
            members.put("reason", ((NotRead) this).reason());
        }
        return members;
    }
}
