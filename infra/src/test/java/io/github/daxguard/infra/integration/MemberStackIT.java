package io.github.daxguard.infra.integration;

import static io.github.daxguard.packaged.PackagedFunction.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.external.Emulator;
import io.github.daxguard.external.NeedsEmulator;
import io.github.daxguard.external.RunningEmulator;
import io.github.daxguard.infra.RequiresNode;
import io.github.daxguard.infra.Synthesis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackResource;

/**
 * Deploys the template for the members of an organization to LocalStack, as far as LocalStack supports its resources. The test
 * lists the resources that LocalStack does not support, and fails if they change.
 *
 * <p>LocalStack creates no functions without Docker and the internet. The functions, and the resources that refer to them, are
 * omitted. LocalStack does not compare parameters with their patterns.
 */
@Tag("full")
@RequiresNode
@NeedsEmulator(Emulator.LOCALSTACK)
class MemberStackIT {

    private static final Map<String, String> CONTEXT = Map.of(
            "organization", "r-ab12",
            "organizationId", "o-ab12cd34ef",
            "managementAccount", "123456789012",
            "regions", REGION,
            "changeTriggered", "true",
            "hook", "fail",
            "recorder", "create");

    private static final String ACCOUNT = "111122223333";

    /** The number of resources of each type that are omitted. */
    private static final Map<String, Integer> FUNCTIONS = Map.ofEntries(
            entry("AWS::CloudFormation::LambdaHook", 1),
            entry("AWS::CloudWatch::Alarm", 4),
            entry("AWS::Config::ConfigRule", 4),
            entry("AWS::Events::Rule", 1),
            entry("AWS::IAM::Policy", 1),
            entry("AWS::IAM::Role", 2),
            entry("AWS::Lambda::EventInvokeConfig", 1),
            entry("AWS::Lambda::EventSourceMapping", 1),
            entry("AWS::Lambda::Function", 3),
            entry("AWS::Lambda::Permission", 1),
            entry("AWS::SQS::QueuePolicy", 1));

    /** LocalStack reports these resources as created, and does not create them. */
    private static final Map<String, Integer> NOT_SUPPORTED = Map.of(
            "AWS::Config::ConfigurationRecorder", 1,
            "AWS::Config::DeliveryChannel", 1,
            "AWS::Logs::MetricFilter", 8);

    @Test
    void memberTemplate_withoutExemptions_isDeployed() throws Exception {
        assertThat(deployed(CONTEXT, ""))
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        entry("AWS::CloudWatch::Alarm", 6),
                        entry("AWS::Events::Rule", 3),
                        entry("AWS::IAM::Role", 4),
                        entry("AWS::Logs::LogGroup", 3),
                        entry("AWS::S3::Bucket", 1),
                        entry("AWS::S3::BucketPolicy", 1),
                        entry("AWS::SQS::Queue", 4),
                        entry("AWS::SQS::QueuePolicy", 3))));
    }

    /** The role then has one more policy, and the stack the same resources. */
    @Test
    void memberTemplate_withAnExemptionTag_isDeployed() throws Exception {
        assertThat(deployed(CONTEXT, "dax-exempt-until")).hasSize(8).containsEntry("AWS::IAM::Role", 4);
    }

    /** The number of the resources of each type that LocalStack has created. */
    private static Map<String, Integer> deployed(Map<String, String> context, String exemptionTag) throws Exception {
        ObjectNode template = Synthesis.template(context).deepCopy();
        assertThat(removeFunctions(template)).isEqualTo(new TreeMap<>(FUNCTIONS));
        String name = "member-" + Integer.toHexString(System.identityHashCode(template));
        try (RunningEmulator localStack = Emulator.LOCALSTACK.start();
                CloudFormationClient cloudFormation = client(localStack)) {
            cloudFormation.createStack(request -> request.stackName(name)
                    .templateBody(template.toString())
                    .capabilities(Capability.CAPABILITY_IAM)
                    .parameters(
                            parameter("CodeBucketPrefix", "daxguard-code"),
                            parameter("EventBusArn", "arn:aws:events:eu-west-1:999988887777:event-bus/daxguard"),
                            parameter("ExemptionTag", exemptionTag)));
            try {
                cloudFormation
                        .waiter()
                        .waitUntilStackCreateComplete(
                                request -> request.stackName(name),
                                configuration -> configuration.waitTimeout(Duration.ofMinutes(2)));
                List<StackResource> resources = cloudFormation
                        .describeStackResources(request -> request.stackName(name))
                        .stackResources();
                assertThat(count(resources.stream()
                                .filter(MemberStackIT::isNotSupported)
                                .map(StackResource::resourceType)
                                .toList()))
                        .isEqualTo(new TreeMap<>(NOT_SUPPORTED));
                return count(resources.stream()
                        .filter(resource -> !isNotSupported(resource))
                        .map(StackResource::resourceType)
                        .toList());
            } finally {
                cloudFormation.deleteStack(request -> request.stackName(name));
            }
        }
    }

    private static boolean isNotSupported(StackResource resource) {
        return String.valueOf(resource.resourceStatusReason()).contains("is not supported");
    }

    private static Parameter parameter(String name, String value) {
        return Parameter.builder().parameterKey(name).parameterValue(value).build();
    }

    private static CloudFormationClient client(RunningEmulator localStack) {
        return CloudFormationClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(localStack.endpoint())
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCOUNT, "secret")))
                .build();
    }

    /** Removes the functions and everything that refers to them, and returns the number of each type. */
    private static Map<String, Integer> removeFunctions(ObjectNode template) {
        ObjectNode resources = (ObjectNode) template.required("Resources");
        Set<String> removed = new HashSet<>();
        List<String> types = new ArrayList<>();
        boolean again = true;
        while (again) {
            again = false;
            for (Map.Entry<String, JsonNode> resource : List.copyOf(resources.properties())) {
                String type = resource.getValue().required("Type").asText();
                if (type.equals("AWS::Lambda::Function") || refersTo(resource.getValue(), removed)) {
                    resources.remove(resource.getKey());
                    removed.add(resource.getKey());
                    types.add(type);
                    again = true;
                }
            }
        }
        ObjectNode outputs = (ObjectNode) template.required("Outputs");
        List.copyOf(outputs.properties()).stream()
                .filter(output -> refersTo(output.getValue(), removed))
                .forEach(output -> outputs.remove(output.getKey()));
        return count(types);
    }

    private static boolean refersTo(JsonNode node, Set<String> ids) {
        if (node.isObject()) {
            return node.properties().stream().anyMatch(field -> switch (field.getKey()) {
                case "Ref" -> ids.contains(field.getValue().asText());
                case "Fn::GetAtt" -> ids.contains(field.getValue().path(0).asText());
                case "DependsOn" -> ids.stream().anyMatch(id -> isIn(field.getValue(), id));
                default -> refersTo(field.getValue(), ids);
            });
        }
        if (node instanceof ArrayNode elements) {
            for (JsonNode element : elements) {
                if (refersTo(element, ids)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isIn(JsonNode oneOrMore, String id) {
        return oneOrMore.isArray()
                ? oneOrMore.toString().contains('"' + id + '"')
                : oneOrMore.asText().equals(id);
    }

    private static Map<String, Integer> count(List<String> types) {
        Map<String, Integer> counts = new TreeMap<>();
        types.forEach(type -> counts.merge(type, 1, Integer::sum));
        return counts;
    }
}
