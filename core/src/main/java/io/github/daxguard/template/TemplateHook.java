package io.github.daxguard.template;

import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Decides whether CloudFormation may make a cluster, by the decision of the rule. */
public final class TemplateHook {

    private final List<Control> controls;
    private final RuleParameters exemptions;

    /**
     * A hook for these controls.
     *
     * @param controls at least one
     * @param exemptions of which only the exemptions count
     */
    public TemplateHook(List<Control> controls, RuleParameters exemptions) {
        this.controls = List.copyOf(controls);
        this.exemptions = exemptions;
    }

    /**
     * Judges one request.
     *
     * @param today in UTC, for exemptions with a last day: the request tells no date
     * @return never {@link HookResponse.Outcome#PASSED} for a cluster that is made, unless it is known to be encrypted or exempt
     */
    public HookResponse judge(HookRequest request, LocalDate today) {
        String type = request.targetName();
        if (type.isEmpty()) {
            return HookResponse.notJudged(
                    "The request has no requestData.targetName: it does not tell what is to be made.");
        }
        if (type.equals("STACK") || type.equals("CHANGE_SET")) {
            return HookResponse.notJudged("This hook judges resources, not a " + type
                    + ": give it the target operations RESOURCE and CLOUD_CONTROL.");
        }
        if (!type.equals(ResourceType.DAX_CLUSTER)) {
            return HookResponse.passed(
                    "Not judged: this hook is for " + ResourceType.DAX_CLUSTER + ", not for " + type + ".");
        }
        if (request.deletes()) {
            return HookResponse.passed("Not judged: nothing is made.");
        }
        if (request.updatesInPlace()) {
            return HookResponse.passed(
                    "Not judged: the update changes the cluster in place, and so not its encryption. What "
                            + "it is worth, the AWS Config rule tells.");
        }
        return request.properties()
                .map(properties -> judge(name(request), DeclaredCluster.ofProperties(properties), today))
                .orElseGet(() -> HookResponse.notJudged(
                        "The request has no object requestData.targetModel.resourceProperties: it does not tell how the "
                                + "cluster is to be made."));
    }

    private static String name(HookRequest request) {
        return request.logicalId().isEmpty() ? "The cluster" : request.logicalId();
    }

    private HookResponse judge(String logicalId, DeclaredCluster cluster, LocalDate today) {
        List<ControlCheck> checks = controls.stream()
                .map(control -> ControlCheck.of(Language.CLOUDFORMATION, control, cluster, exemptions, today))
                .toList();
        List<Map<String, String>> annotations =
                checks.stream().map(ControlCheck::annotation).toList();
        if (checks.stream().noneMatch(ControlCheck::isRefused)) {
            return new HookResponse(HookResponse.Outcome.PASSED, logicalId + ": " + statements(checks), annotations);
        }
        return new HookResponse(
                HookResponse.Outcome.REFUSED,
                logicalId + " (" + ResourceType.DAX_CLUSTER + "): "
                        + statements(
                                checks.stream().filter(ControlCheck::isRefused).toList())
                        + " Encryption can only be chosen when a cluster is made.",
                annotations);
    }

    private static String statements(List<ControlCheck> checks) {
        return checks.stream().map(ControlCheck::statement).collect(Collectors.joining(" "));
    }
}
