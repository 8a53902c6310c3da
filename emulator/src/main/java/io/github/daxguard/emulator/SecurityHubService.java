package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The part of Security Hub that takes a product's findings.
 *
 * @see <a href="https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html">BatchImportFindings</a>
 * @see <a href="https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-custom-providers.html">Integrating
 *     Security Hub with custom products</a>
 */
final class SecurityHubService {
    private static final int MAX_FINDINGS = 100;
    private static final int MAX_BYTES = 240 * 1024;

    private final Function<Location, Estate> estates;

    SecurityHubService(Function<Location, Estate> estates) {
        this.estates = estates;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of("BatchImportFindings", this::batchImportFindings);
    }

    private ObjectNode batchImportFindings(Request request) {
        List<Input> findings = request.members().structures("Findings").orElse(List.of());
        if (findings.isEmpty()) {
            throw invalid("data.Findings should NOT have fewer than 1 items");
        }
        if (findings.size() > MAX_FINDINGS) {
            throw invalid("data.Findings should NOT have more than " + MAX_FINDINGS + " items");
        }
        findings.forEach(finding -> requireOwn(finding, request.caller()));
        FindingStore store = estates.apply(request.place()).findingStore();
        store.requireEnabled();
        ArrayNode failed = Json.object().arrayNode();
        JsonNode sent = request.input().path("Findings");
        for (int i = 0; i < findings.size(); i++) {
            Input finding = findings.get(i);
            JsonNode json = sent.path(i);
            String id = finding.text("Id").orElse("");
            List<String> breaches = FindingFormat.breaches(finding, json);
            if (request.failing().test(id)) {
                failed.add(failure(id, "InternalException", "Internal server error."));
            } else if (!breaches.isEmpty()) {
                failed.add(failure(
                        id,
                        "InvalidInput",
                        "Finding does not adhere to Amazon Finding Format. " + String.join(", ", breaches) + "."));
            } else if (Json.bytes(json).length > MAX_BYTES) {
                failed.add(failure(id, "InvalidInput", "Finding is larger than 240 KB."));
            } else {
                store.put(json);
            }
        }
        ObjectNode result =
                Json.object().put("FailedCount", failed.size()).put("SuccessCount", findings.size() - failed.size());
        result.set("FailedFindings", failed);
        return result;
    }

    /**
     * Refuses findings of other accounts and other products. AWS does so to the whole call, and as if a permission were
     * missing.
     */
    private static void requireOwn(Input finding, Principal caller) {
        Location place = caller.place();
        String own = place.arn("securityhub", "product/" + place.account() + "/default");
        String product = finding.text("ProductArn").orElse(own);
        String account = finding.text("AwsAccountId").orElse(place.account());
        if (!product.equals(own) || !account.equals(place.account())) {
            throw AwsError.of(
                    "AccessDeniedException",
                    "User: " + caller.arn()
                            + " is not authorized to perform: securityhub:BatchImportFindings on resource: " + product);
        }
    }

    private static ObjectNode failure(String id, String code, String message) {
        return Json.object().put("Id", id).put("ErrorCode", code).put("ErrorMessage", message);
    }

    private static AwsError invalid(String message) {
        return AwsError.of("InvalidInputException", "Invalid parameter 'Findings'. " + message);
    }
}
