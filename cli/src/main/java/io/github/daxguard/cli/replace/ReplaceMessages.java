package io.github.daxguard.cli.replace;

import io.github.daxguard.contract.StepMembers;
import io.github.daxguard.replacement.Blocker;
import io.github.daxguard.rule.Rejection;

/** Renders rejections and blockers of a replacement in the terms of the command line. */
final class ReplaceMessages {

    private ReplaceMessages() {}

    /** The rejection of a member of a step request, with the name of the option that sets the member. */
    static String of(Rejection rejection) {
        String option = switch (rejection.name()) {
            case StepMembers.CLUSTER -> "CLUSTER";
            case StepMembers.REPLACEMENT_CLUSTER -> "--replacement-name";
            case StepMembers.NODE_TYPE -> "--node-type";
            case StepMembers.NODE_QUOTA -> "--node-quota";
            case StepMembers.QUIET_MINUTES -> "--quiet-minutes";
            case StepMembers.ACCEPT_DIFFERENCES -> "--accept-differences";
            default -> rejection.name();
        };
        return rejection.as("", option).message();
    }

    /** The problem and its remedy. */
    static String of(Blocker blocker) {
        String advice = switch (blocker.remedy()) {
            case NONE -> "";
            case CREATE, REPEAT -> "Run this command again.";
            case CREATE_AFTER_DELETION -> "Wait until it is deleted, and run this command again.";
            case DELETE_AND_CREATE -> "Delete " + blocker.value() + ", and run this command again.";
            case ACCEPT_DIFFERENCE ->
                "If this is intended, accept it: --accept-differences " + blocker.value()
                        + ". Otherwise correct it, or delete the replacement cluster and run this command again.";
            case CHANGE_NAME -> "Set another name with --replacement-name: " + blocker.value() + ".";
            case CHANGE_NODE_TYPE -> "Set another node type with --node-type, such as " + blocker.value() + ".";
            case RAISE_NODE_QUOTA -> "Delete clusters, or request a quota increase and set --node-quota.";
            case REQUEST_TLS -> "Set --endpoint-encryption TLS.";
            case RESTORE_METRICS ->
                "Check the metrics of the cluster and the clock, and run this command again when CloudWatch has the metrics."
                        + " Only --without-metrics allows a deletion without them.";
            case REPEAT_AFTER -> "Run this command again after " + blocker.value() + ".";
        };
        return advice.isEmpty() ? blocker.problem() : blocker.problem() + " " + advice;
    }
}
