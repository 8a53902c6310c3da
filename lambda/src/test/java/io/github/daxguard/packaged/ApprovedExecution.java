package io.github.daxguard.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.emulator.LocalExecution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An execution of the runbook in which the deletion was approved. */
public final class ApprovedExecution {

    public static final String ID = "4105a4fc-f944-11e6-9d32-0a1b2c3d495e";
    public static final String RUNBOOK = "DaxGuard-ReplaceCluster";
    public static final String APPROVER = "arn:aws:iam::111122223333:role/approver";

    private static final Map<String, String> PARAMETERS = Map.of(
            "cluster", "ClusterName",
            "replacementCluster", "ReplacementClusterName",
            "nodeType", "NodeType",
            "endpointEncryption", "EndpointEncryption",
            "quietMinutes", "QuietMinutes",
            "acceptDifferences", "AcceptDifferences");

    private ApprovedExecution() {}

    /** An approved execution with the parameters of this request. */
    public static LocalExecution of(JsonNode request) {
        Map<String, List<String>> parameters = new HashMap<>();
        PARAMETERS.forEach((member, parameter) ->
                parameters.put(parameter, List.of(request.path(member).asText(""))));
        return LocalExecution.inProgress(ID, RUNBOOK, parameters)
                .step("plan", "aws:invokeLambdaFunction", "Success")
                .step("approve", "aws:approve", "Success", Map.of("Approvers", "[\"" + APPROVER + "\"]"))
                .step("delete", "aws:invokeLambdaFunction", "InProgress");
    }
}
