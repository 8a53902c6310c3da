package io.github.daxguard.replacement;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;

/** The result of a step: data for programs, and a message for the operator. */
public sealed interface StepResult {

    String message();

    /** Whether the next step can follow. */
    boolean isPositive();

    /** The members of this step's result in addition to the common ones, by their JSON names. */
    Map<String, Object> members();

    /**
     * The result of the step plan.
     *
     * @param request to create the replacement cluster; empty if too little is known of the source cluster
     * @param changes sentences
     * @param keeps each as {@code what: value}
     * @param acceptedDifferences names of the attributes in which the replacement cluster may differ
     */
    record Planned(
            String message,
            boolean possible,
            List<Blocker> blockers,
            Optional<CreateClusterRequest> request,
            List<String> changes,
            List<String> keeps,
            List<String> acceptedDifferences)
            implements StepResult {

        static Planned of(
                ReplacementRequest replacement,
                Optional<CreateClusterRequest> request,
                List<Blocker> blockers,
                List<String> changes,
                List<String> keeps) {
            List<String> accepted = replacement.acceptedNames();
            String source = replacement.cluster();
            String message = blockers.isEmpty()
                    ? Sentences.numbered(
                                    source + " can be replaced by " + replacement.replacementCluster() + ". Changes",
                                    changes)
                            + (accepted.isEmpty() ? "" : " Accepted differences: " + String.join(", ", accepted) + ".")
                    : Sentences.listed(source + " cannot be replaced now", blockers);
            return new Planned(
                    message,
                    blockers.isEmpty(),
                    List.copyOf(blockers),
                    request,
                    List.copyOf(changes),
                    List.copyOf(keeps),
                    accepted);
        }

        /** The request in AWS's JSON. */
        public Optional<Map<String, Object>> createCluster() {
            return request.map(ApiJson::of);
        }

        @Override
        public boolean isPositive() {
            return possible;
        }

        @Override
        public Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("possible", possible);
            members.put("blockers", Sentences.of(blockers));
            createCluster().ifPresent(json -> members.put("createCluster", json));
            members.put("changes", changes);
            members.put("keeps", keeps);
            members.put("acceptedDifferences", acceptedDifferences);
            return members;
        }
    }

    /**
     * The result of the step create.
     *
     * @param created false if the replacement cluster existed before
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
     * The result of the step verify.
     *
     * @param waiting whether waiting can help
     * @param status of the replacement cluster; {@code ""} if there is none
     * @param endpoint of the replacement cluster; {@code ""} until it is verified
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
            members.put("blockers", Sentences.of(blockers));
            members.put(
                    "differences", differences.stream().map(Difference::toJson).toList());
            members.put("endpoint", endpoint);
            return members;
        }
    }

    /**
     * The result of the step readiness.
     *
     * @param quiet the quiet time, which is shorter than the window
     * @param cluster the traffic of the source cluster
     * @param replacementCluster the traffic of the replacement cluster; empty if there is none
     */
    record Readiness(
            String message,
            Duration quiet,
            TrafficWindow window,
            List<Blocker> blockers,
            Traffic cluster,
            Optional<Traffic> replacementCluster)
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
            replacementCluster.ifPresent(known -> traffic.put("replacementCluster", known.toJson()));
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
     * The result of the step delete.
     *
     * @param status of the source cluster: {@code deleting}, or {@code gone}
     * @param rulesStarted false if the rules run at their next schedule only
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
