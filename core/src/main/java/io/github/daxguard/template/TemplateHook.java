package io.github.daxguard.template;

import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Decides whether CloudFormation may create a cluster, with the same evaluation as the rule. */
public final class TemplateHook {

    private final List<Control> controls;
    private final RuleParameters exemptions;

    /**
     * A hook for these controls.
     *
     * @param controls at least one
     * @param exemptions only the exemptions of the parameters are used
     */
    public TemplateHook(List<Control> controls, RuleParameters exemptions) {
        this.controls = List.copyOf(controls);
        this.exemptions = exemptions;
    }

    /**
     * Evaluates one request.
     *
     * @param today in UTC, for exemptions with a last day, because the request has no date
     * @return {@link HookResponse.Outcome#PASSED} for a new cluster only if it is known to be encrypted, or exempt
     */
    public HookResponse evaluate(HookRequest request, LocalDate today) {
        String type = request.targetName();
        if (type.isEmpty()) {
            return HookResponse.notEvaluated(
                    "Request member requestData.targetName: missing. Expected: a resource type.");
        }
        if (type.equals("STACK") || type.equals("CHANGE_SET")) {
            return HookResponse.notEvaluated("Target operation " + type
                    + " is not supported. Configure the hook with the target operations RESOURCE and CLOUD_CONTROL.");
        }
        if (!type.equals(ResourceType.DAX_CLUSTER)) {
            return HookResponse.passed(
                    "Not evaluated: the hook evaluates " + ResourceType.DAX_CLUSTER + ", not " + type + ".");
        }
        if (request.deletes()) {
            return HookResponse.passed("Not evaluated: the operation deletes the resource.");
        }
        if (request.updatesInPlace()) {
            return HookResponse.passed(
                    "Not evaluated: the update changes the cluster in place, which does not change its encryption. "
                            + "The AWS Config rule evaluates existing clusters.");
        }
        return request.properties()
                .map(properties -> evaluate(name(request), DeclaredCluster.ofProperties(properties), today))
                .orElseGet(() -> HookResponse.notEvaluated(
                        "Request member requestData.targetModel.resourceProperties: missing or not an object. Expected: "
                                + "the properties of the cluster."));
    }

    private static String name(HookRequest request) {
        return request.logicalId().isEmpty() ? "The cluster" : request.logicalId();
    }

    private HookResponse evaluate(String logicalId, DeclaredCluster cluster, LocalDate today) {
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
                        + " Encryption can only be enabled at creation.",
                annotations);
    }

    private static String statements(List<ControlCheck> checks) {
        return checks.stream().map(ControlCheck::statement).collect(Collectors.joining(" "));
    }
}
