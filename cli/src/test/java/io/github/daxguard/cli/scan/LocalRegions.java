package io.github.daxguard.cli.scan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * AWS's lists of Regions: the Regions of each account, and the public parameters that list the Regions with DAX, of which a
 * page has at most 10.
 *
 * @see <a href="https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html">ListRegions</a>
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html">
 *     GetParametersByPath</a>
 */
final class LocalRegions {

    private static final int PAGE = 10;
    private static final String PATH = "/aws/service/global-infrastructure/services/dax/regions";

    private final Map<String, Map<String, String>> statuses = new ConcurrentHashMap<>();
    private final List<String> withDax = new CopyOnWriteArrayList<>(new TreeSet<>(List.of(
            "ap-northeast-1",
            "ap-south-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "cn-north-1",
            "cn-northwest-1",
            "eu-central-1",
            "eu-north-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2")));

    LocalRegions(LocalAws aws) {
        aws.answer("account", "ListRegions", this::listRegions);
        aws.answer("ssm", "GetParametersByPath", this::getParametersByPath);
    }

    /** Sets the status of a Region for an account: {@code DISABLED}, {@code DISABLING}, ... */
    void status(String account, String region, String status) {
        statuses.computeIfAbsent(account, ignored -> new TreeMap<>(Map.of("us-east-1", "ENABLED_BY_DEFAULT")))
                .put(region, status);
    }

    /** Adds a Region to those with DAX. */
    void publish(String region) {
        withDax.add(region);
    }

    /** Removes a Region from those with DAX. */
    void withdraw(String region) {
        withDax.remove(region);
    }

    private ObjectNode listRegions(Call call) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode regions = result.putArray("Regions");
        statuses.getOrDefault(call.account(), Map.of("us-east-1", "ENABLED_BY_DEFAULT"))
                .forEach((region, status) ->
                        regions.addObject().put("RegionName", region).put("RegionOptStatus", status));
        return result;
    }

    private ObjectNode getParametersByPath(Call call) {
        if (!call.body().path("Path").asText().equals(PATH)) {
            throw AwsError.of("ParameterNotFound", "No such path.");
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode parameters = result.putArray("Parameters");
        int first = call.body().path("NextToken").asInt(0);
        int end = Math.min(first + PAGE, withDax.size());
        withDax.subList(first, end)
                .forEach(region ->
                        parameters.addObject().put("Name", PATH + "/" + region).put("Value", region));
        return end < withDax.size() ? result.put("NextToken", Integer.toString(end)) : result;
    }
}
