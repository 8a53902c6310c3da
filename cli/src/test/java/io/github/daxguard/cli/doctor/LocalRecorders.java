package io.github.daxguard.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.LocalAws;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The recorders, delivery channels and rules of AWS Config in every account and Region: at first one recorder and one channel.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html">
 *     DescribeConfigurationRecorders</a>
 */
final class LocalRecorders {

    private final List<ObjectNode> recorders = new ArrayList<>(List.of(named("default")));
    private final List<ObjectNode> channels = new ArrayList<>(List.of(named("default")));
    private final Set<String> accountsWithoutRecorder = new HashSet<>();
    private final List<ObjectNode> rules = new ArrayList<>();

    LocalRecorders(LocalAws aws) {
        aws.answer(
                "config",
                "DescribeConfigurationRecorders",
                call -> list(
                        "ConfigurationRecorders",
                        accountsWithoutRecorder.contains(call.account()) ? List.of() : recorders));
        aws.answer("config", "DescribeDeliveryChannels", call -> list("DeliveryChannels", channels));
        aws.answer("config", "DescribeConfigRules", call -> list("ConfigRules", rules));
    }

    void removeRecorder() {
        recorders.clear();
    }

    /** Removes the recorder of one account only. */
    void removeRecorder(String account) {
        accountsWithoutRecorder.add(account);
    }

    void removeChannel() {
        channels.clear();
    }

    /** Adds the recorder of an AWS service, which the service manages. */
    void addServiceLinkedRecorder() {
        recorders.add(
                named("AWSConfigurationRecorderForSecurityHub_1").put("servicePrincipal", "securityhub.amazonaws.com"));
    }

    /** Adds a managed rule. */
    void addManagedRule(String name, String identifier) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode().put("ConfigRuleName", name);
        rule.putObject("Source").put("Owner", "AWS").put("SourceIdentifier", identifier);
        rules.add(rule);
    }

    private static ObjectNode named(String name) {
        return JsonNodeFactory.instance.objectNode().put("name", name);
    }

    private static ObjectNode list(String member, List<ObjectNode> elements) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode list = result.putArray(member);
        elements.forEach(list::add);
        return result;
    }
}
