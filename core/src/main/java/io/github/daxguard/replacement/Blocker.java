package io.github.daxguard.replacement;

/**
 * A reason that prevents a step. A front end renders the remedy in its own terms: members of a request, or options of a command.
 *
 * @param problem one or more sentences
 * @param remedy the action that removes the blocker
 * @param value the detail that the remedy names; {@code ""} if none
 */
public record Blocker(String problem, Remedy remedy, String value) {

    /** An action that removes a blocker. */
    public enum Remedy {
        /** Nothing, or the problem states it. */
        NONE,
        /** Create the replacement cluster. */
        CREATE,
        /** Create the replacement cluster once its predecessor is deleted. */
        CREATE_AFTER_DELETION,
        /** Delete the replacement cluster, which the value names, and create it again. */
        DELETE_AND_CREATE,
        /** Accept the difference, whose attribute the value names; or correct it. */
        ACCEPT_DIFFERENCE,
        /** Name the replacement cluster differently. The value is the accepted form. */
        CHANGE_NAME,
        /** Request another node type; the value is an example. */
        CHANGE_NODE_TYPE,
        /** Raise the quota of nodes, or delete clusters. */
        RAISE_NODE_QUOTA,
        /** Request an endpoint with TLS. */
        REQUEST_TLS,
        /** Restore the metrics in CloudWatch, or do not require them. */
        RESTORE_METRICS,
        /** Repeat the step after the time that the value names. */
        REPEAT_AFTER,
        /** Repeat the step. */
        REPEAT
    }

    /** A blocker whose remedy names nothing. */
    static Blocker of(String problem, Remedy remedy) {
        return new Blocker(problem, remedy, "");
    }

    /** A blocker without a remedy, or whose problem states the remedy. */
    static Blocker of(String problem) {
        return of(problem, Remedy.NONE);
    }

    /** The problem and the remedy, in the terms of a step's request. */
    String message() {
        String advice = switch (remedy) {
            case NONE -> "";
            case CREATE -> "Run the step create.";
            case CREATE_AFTER_DELETION -> "Wait until it is deleted, and run the step create again.";
            case DELETE_AND_CREATE -> "Delete " + value + ", and run the step create again.";
            case ACCEPT_DIFFERENCE ->
                "If this is intended, accept it: acceptDifferences=" + value
                        + ". Otherwise correct it, or delete the replacement cluster and run the step create again.";
            case CHANGE_NAME -> "Set the member replacementCluster to another name: " + value + ".";
            case CHANGE_NODE_TYPE -> "Set another nodeType, such as " + value + ".";
            case RAISE_NODE_QUOTA -> "Delete clusters, or request a quota increase and set nodeQuota.";
            case REQUEST_TLS -> "Set endpointEncryption=TLS.";
            case RESTORE_METRICS ->
                "Check the cluster's metrics and the clock, and repeat the step once CloudWatch has them."
                        + " Without them, a deletion requires the deployment setting requireMetrics=false.";
            case REPEAT_AFTER -> "Repeat the step after " + value + ".";
            case REPEAT -> "Repeat the step.";
        };
        return advice.isEmpty() ? problem : problem + " " + advice;
    }
}
