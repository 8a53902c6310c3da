package io.github.daxguard.cli.securityhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.format.Schema;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Security Hub of the emulated accounts: it imports findings, each checked against the AWS Security Finding Format.
 *
 * @see <a href="https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html">BatchImportFindings</a>
 */
public final class LocalSecurityHub {

    private static final int MAX_FINDINGS = 100;
    private static final int MAX_BYTES = 240 * 1024;
    private static final Schema FORMAT = format();

    /** The findings by id, of each account and Region in which Security Hub is enabled. */
    private final Map<String, Map<String, JsonNode>> findings = new ConcurrentHashMap<>();

    private volatile Predicate<String> failing = id -> false;

    public LocalSecurityHub(LocalAws aws) {
        aws.answer("securityhub", "BatchImportFindings", this::importFindings);
        aws.answer("securityhub", "GetFindings", this::getFindings);
    }

    private static Schema format() {
        try {
            return Schema.ofResource("/io/github/daxguard/cli/securityhub/finding.schema.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The violations of the format in a finding; empty if it is valid. */
    static List<String> violations(JsonNode finding) {
        return FORMAT.violations(finding);
    }

    /** Enables Security Hub: until then it refuses findings. */
    public void enable(String account, String region) {
        findings.putIfAbsent(account + " " + region, Collections.synchronizedMap(new LinkedHashMap<>()));
    }

    /** The imported findings, in the order of their first import. */
    public List<JsonNode> findings(String account, String region) {
        return List.copyOf(
                findings.getOrDefault(account + " " + region, Map.of()).values());
    }

    /** Fails the findings with these ids from now on. */
    void failFindings(Predicate<String> ids) {
        failing = ids;
    }

    /** Adds a finding as another product or account would, unchecked. */
    void add(String account, String region, JsonNode finding) {
        findings.computeIfAbsent(account + " " + region, ignored -> new LinkedHashMap<>())
                .put(finding.path("Id").asText(), finding);
    }

    /** Applies filters of equal strings, and returns pages of at most {@code MaxResults}. */
    private ObjectNode getFindings(Call call) {
        Map<String, JsonNode> imported = imported(call);
        JsonNode filters = call.body().path("Filters");
        List<JsonNode> matching = imported.values().stream()
                .filter(finding -> isAccepted(finding, "ProductArn", filters)
                        && isAccepted(finding, "AwsAccountId", filters)
                        && isAccepted(finding, "GeneratorId", filters))
                .toList();
        int first = call.body().path("NextToken").asInt(0);
        int end =
                Math.min(matching.size(), first + call.body().path("MaxResults").asInt(10));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        // Security Hub adds members that cannot be imported.
        matching.subList(first, end).forEach(finding -> {
            ObjectNode shown = finding.deepCopy();
            shown.put("Region", call.region()).put("WorkflowState", "NEW");
            shown.withObjectProperty("ProductFields")
                    .put("aws/securityhub/FindingId", finding.path("Id").asText());
            result.withArrayProperty("Findings").add(shown);
        });
        result.withArrayProperty("Findings");
        return end < matching.size() ? result.put("NextToken", Integer.toString(end)) : result;
    }

    private static boolean isAccepted(JsonNode finding, String member, JsonNode filters) {
        JsonNode accepted = filters.path(member);
        for (JsonNode filter : accepted) {
            if (!filter.path("Comparison").asText().equals("EQUALS")) {
                throw AwsError.of("InvalidInputException", "Invalid parameter 'Comparison'");
            }
            if (filter.path("Value").asText().equals(finding.path(member).asText())) {
                return true;
            }
        }
        return accepted.isEmpty();
    }

    private Map<String, JsonNode> imported(Call call) {
        Map<String, JsonNode> imported = findings.get(call.account() + " " + call.region());
        if (imported == null) {
            throw new AwsError(
                    "InvalidAccessException",
                    "Account " + call.account() + " is not subscribed to AWS Security Hub",
                    401);
        }
        return imported;
    }

    private ObjectNode importFindings(Call call) {
        JsonNode sent = call.body().path("Findings");
        if (sent.isEmpty() || sent.size() > MAX_FINDINGS) {
            throw AwsError.of("InvalidInputException", "Invalid parameter 'Findings': " + sent.size() + " items");
        }
        sent.forEach(finding -> requireOwn(finding, call));
        Map<String, JsonNode> imported = imported(call);
        ArrayNode failed = JsonNodeFactory.instance.arrayNode();
        for (JsonNode finding : sent) {
            String id = finding.path("Id").asText();
            List<String> violations = violations(finding);
            if (failing.test(id)) {
                failed.addObject()
                        .put("Id", id)
                        .put("ErrorCode", "InternalException")
                        .put("ErrorMessage", "Internal server error.");
            } else if (!violations.isEmpty() || finding.toString().length() > MAX_BYTES) {
                failed.addObject()
                        .put("Id", id)
                        .put("ErrorCode", "InvalidInput")
                        .put("ErrorMessage", "Finding does not adhere to Amazon Finding Format. " + violations);
            } else {
                imported.put(id, finding);
            }
        }
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("FailedCount", failed.size())
                .put("SuccessCount", sent.size() - failed.size());
        return result.set("FailedFindings", failed);
    }

    /** Security Hub refuses findings of another account or product as if a permission were missing. */
    private static void requireOwn(JsonNode finding, Call call) {
        String product = finding.path("ProductArn").asText();
        if (!product.matches("arn:aws(-cn|-us-gov)?:securityhub:" + call.region() + ":" + call.account() + ":product/"
                        + call.account() + "/default")
                || !finding.path("AwsAccountId").asText().equals(call.account())) {
            throw AwsError.of(
                    "AccessDeniedException",
                    "Not authorized to perform: securityhub:BatchImportFindings on resource: " + product);
        }
    }
}
