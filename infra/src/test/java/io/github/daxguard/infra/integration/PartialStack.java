package io.github.daxguard.infra.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackResource;

/**
 * The part of a template that LocalStack can create: event buses, rules and their targets, except functions. A rule or role that
 * refers to another resource is omitted.
 *
 * <p>Elsewhere, such as in the dimensions of an alarm, a reference to another resource becomes its logical id.
 *
 * @param names the physical names of the resources, by the beginning of their logical ids, without the hash of the CDK
 */
record PartialStack(Map<String, String> names) {

    private static final Set<String> CREATED = Set.of(
            "AWS::CloudWatch::Alarm",
            "AWS::Events::EventBus",
            "AWS::Events::Rule",
            "AWS::IAM::Role",
            "AWS::KMS::Key",
            "AWS::Logs::LogGroup",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::Queue",
            "AWS::SQS::QueuePolicy");

    /** LocalStack checks that their references are ARNs. */
    private static final Set<String> WITH_CHECKED_REFERENCES = Set.of("AWS::Events::Rule", "AWS::IAM::Role");

    private static final Duration POLLING = Duration.ofMillis(200);
    private static final int POLLS = 600;

    /** Creates the part of the template as a stack, and waits until it exists. */
    static PartialStack create(CloudFormationClient cloudFormation, String stackName, JsonNode template) {
        cloudFormation.createStack(request -> request.stackName(stackName)
                .templateBody(partOf(template).toString())
                .capabilitiesWithStrings("CAPABILITY_IAM"));
        try (var waiter = cloudFormation.waiter()) {
            waiter.waitUntilStackCreateComplete(
                    request -> request.stackName(stackName),
                    polling -> polling.maxAttempts(POLLS).backoffStrategyV2(BackoffStrategy.fixedDelay(POLLING)));
        }
        Map<String, String> names = new TreeMap<>();
        for (StackResource resource : cloudFormation
                .describeStackResources(request -> request.stackName(stackName))
                .stackResources()) {
            names.put(resource.logicalResourceId().replaceFirst("[0-9A-F]{8}$", ""), resource.physicalResourceId());
        }
        return new PartialStack(names);
    }

    String name(String logicalId) {
        String name = names.get(logicalId);
        if (name == null) {
            throw new AssertionError("The stack has no " + logicalId + ", only " + names.keySet());
        }
        return name;
    }

    private static JsonNode partOf(JsonNode template) {
        ObjectNode resources = JsonNodeFactory.instance.objectNode();
        template.required("Resources").properties().forEach(resource -> {
            if (CREATED.contains(resource.getValue().required("Type").asText())) {
                resources.set(resource.getKey(), resource.getValue());
            }
        });
        Set<String> served = names(resources);
        resources
                .properties()
                .removeIf(resource -> WITH_CHECKED_REFERENCES.contains(
                                resource.getValue().get("Type").asText())
                        && refersToOthers(resource.getValue().get("Properties"), served));
        Set<String> created = names(resources);
        ObjectNode part = JsonNodeFactory.instance.objectNode().put("AWSTemplateFormatVersion", "2010-09-09");
        part.set("Resources", withoutOthers(resources, created));
        part.at("/Resources").forEach(resource -> ((ObjectNode) resource).remove("DependsOn"));
        return part;
    }

    private static Set<String> names(ObjectNode resources) {
        Set<String> names = new TreeSet<>();
        resources.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean refersToOthers(JsonNode node, Set<String> created) {
        if (isOther(node, created)) {
            return true;
        }
        for (JsonNode child : node) {
            if (refersToOthers(child, created)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOther(JsonNode node, Set<String> created) {
        String referenced = referenced(node);
        return !referenced.isEmpty() && !referenced.startsWith("AWS::") && !created.contains(referenced);
    }

    /** The logical id to which an intrinsic function refers, or an empty text. */
    private static String referenced(JsonNode node) {
        return node.size() == 1
                ? node.path("Ref").asText(node.at("/Fn::GetAtt/0").asText())
                : "";
    }

    /** Replaces references to resources that are not created. */
    private static JsonNode withoutOthers(JsonNode node, Set<String> created) {
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(withoutOthers(element, created)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        if (isOther(node, created)) {
            return TextNode.valueOf(referenced(node));
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(member -> copy.set(member.getKey(), withoutOthers(member.getValue(), created)));
        return copy;
    }
}
