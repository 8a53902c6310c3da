package io.github.daxguard.replacement;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a step has found out or done: as data for programs, and in a sentence or two for people. */
public sealed interface StepResult {

    /** For people. */
    String message();

    /** Whether the answer is what the next step needs. */
    boolean isPositive();

    /** The members that this step's answer has besides those of every answer, by their JSON names. */
    Map<String, Object> members();

    /**
     * Of the step plan.
     *
     * @param createCluster the request in AWS's JSON; empty if too little is known of the cluster
     * @param blockers all that prevents the replacement
     * @param changes what will not be as it was, as sentences
     * @param keeps what stays the same, as {@code what: value}
     * @param acceptedDifferences names of the attributes in which the replacement cluster may differ
     */
    record Planned(
            String message,
            boolean possible,
            List<Blocker> blockers,
            Optional<Map<String, Object>> createCluster,
            List<String> changes,
            List<String> keeps,
            List<String> acceptedDifferences)
            implements StepResult {

        @Override
        public boolean isPositive() {
            return possible;
        }

        @Override
        public Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("possible", possible);
            members.put("obstacles", Sentences.of(blockers));
            createCluster.ifPresent(request -> members.put("createCluster", request));
            members.put("changes", changes);
            members.put("keeps", keeps);
            members.put("acceptedDifferences", acceptedDifferences);
            return members;
        }
    }

    /**
     * Of the step create.
     *
     * @param created whether it was made now; false if it was there
     * @param status the twin's
     */
    record Created(String message, boolean created, String status) implements StepResult {

        @Override
        public boolean isPositive() {
            return true;
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("created", created, "status", status);
        }
    }

    /**
     * Of the step verify.
     *
     * @param waiting whether it is worth asking again later
     * @param status the twin's; {@code ""} if there is none
     * @param blockers all that prevents the replacement cluster from taking over
     * @param differences the attributes that are not as the source cluster has them
     * @param endpoint the twin's; {@code ""} until it is verified
     */
    record Verified(
            String message,
            boolean verified,
            boolean waiting,
            String status,
            List<Blocker> blockers,
            List<Difference> differences,
            String endpoint)
            implements StepResult {

        @Override
        public boolean isPositive() {
            return verified;
        }

        @Override
        public Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("verified", verified);
            members.put("waiting", waiting);
            members.put("status", status);
            members.put("problems", Sentences.of(blockers));
            members.put(
                    "differences", differences.stream().map(Difference::toJson).toList());
            members.put("endpoint", endpoint);
            return members;
        }
    }

    /**
     * Of the step readiness.
     *
     * @param quiet the quiet time, which is shorter than the window
     * @param blockers all that prevents the deletion
     * @param cluster the source cluster's traffic in the window
     * @param twin empty if there is no replacement cluster
     */
    record Readiness(
            String message,
            Duration quiet,
            TrafficWindow window,
            List<Blocker> blockers,
            Traffic cluster,
            Optional<Traffic> twin)
            implements StepResult {

        /** Whether the source cluster can be deleted. */
        public boolean ready() {
            return blockers.isEmpty();
        }

        @Override
        public boolean isPositive() {
            return ready();
        }

        @Override
        public Map<String, Object> members() {
            Map<String, Object> traffic = new LinkedHashMap<>();
            traffic.put("cluster", cluster.toJson());
            twin.ifPresent(known -> traffic.put("twin", known.toJson()));
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("ready", ready());
            members.put("blockers", Sentences.of(blockers));
            members.put("quietMinutes", quiet.toMinutes());
            members.put("from", window.from().toString());
            members.put("until", window.until().toString());
            members.put("traffic", traffic);
            return members;
        }
    }

    /**
     * Of the step delete.
     *
     * @param status the old cluster's: {@code deleting}, or {@code gone}
     * @param rulesStarted whether AWS Config evaluates now; if not, it does at its next turn
     */
    record Deleted(String message, String status, boolean rulesStarted) implements StepResult {

        @Override
        public boolean isPositive() {
            return true;
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("deleted", true, "status", status, "rulesStarted", rulesStarted);
        }
    }
}
