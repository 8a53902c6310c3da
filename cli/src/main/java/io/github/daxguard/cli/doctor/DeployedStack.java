package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;

/**
 * The deployed stack in one account and Region. Each part is read once, at its first use. If it cannot be read, each use fails
 * with the same {@link CallFailure}.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html">DescribeStacks</a>
 */
final class DeployedStack {

    private static final Operation DESCRIBE_STACKS = Operation.of("cloudformation", "DescribeStacks");
    private static final Operation LIST_RESOURCES = Operation.of("cloudformation", "ListStackResources");
    private static final Operation GET_TEMPLATE = Operation.of("cloudformation", "GetTemplate");

    /**
     * The stack itself.
     *
     * @param status {@code CREATE_COMPLETE}
     * @param updatedAt empty if the stack was never updated
     * @param parameters the parameters of the template, with the value of those from Parameter Store
     */
    record Description(
            String name,
            String id,
            String status,
            Optional<Instant> createdAt,
            Optional<Instant> updatedAt,
            Map<String, String> parameters,
            Map<String, String> outputs) {

        Description {
            parameters = Map.copyOf(parameters);
            outputs = Map.copyOf(outputs);
        }
    }

    /**
     * A resource of the stack.
     *
     * @param type {@code AWS::Lambda::Function}
     * @param physicalId the value of {@code Ref}, such as the name of a function; empty if the resource was not created
     */
    record StackResource(String logicalId, String type, String physicalId, String status) {

        boolean exists() {
            return !physicalId.isEmpty() && !status.equals("DELETE_COMPLETE");
        }
    }

    private final CheckContext context;
    private final String name;
    private final Once<Description> description = new Once<>(this::describe);
    private final Once<List<StackResource>> resources = new Once<>(this::list);
    private final Once<JsonTree> template = new Once<>(this::readTemplate);

    DeployedStack(CheckContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /** The name in the options. */
    String name() {
        return name;
    }

    /** @throws CallFailure if the stack does not exist or cannot be read */
    Description description() {
        return description.get();
    }

    /** The value of an output; empty if the stack does not have it. */
    Optional<String> output(String key) {
        return Optional.ofNullable(description().outputs().get(key));
    }

    /** @throws OpenCheckException if the stack does not have the output */
    String requireOutput(String key) {
        return output(key)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new OpenCheckException(Finding.notChecked(
                        Evidence.of("Not checked: the stack does not have the output %s.", key),
                        Evidence.of("Specify the stack of daxguard with --stack, or deploy it again."))));
    }

    /** The resources that exist, without those of nested stacks. */
    List<StackResource> resources() {
        return resources.get();
    }

    List<StackResource> resources(String type) {
        return resources().stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    /** The template that CloudFormation has processed. */
    JsonTree template() {
        return template.get();
    }

    private Description describe() {
        try (CloudFormationClient client = newClient()) {
            List<Stack> stacks = context.call(
                            DESCRIBE_STACKS,
                            configuration -> client.describeStacks(
                                    request -> request.stackName(name).overrideConfiguration(configuration)))
                    .stacks();
            Stack stack = stacks.stream()
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow(() -> failure(DESCRIBE_STACKS, "The response does not contain the stack."));
            Map<String, String> parameters = new LinkedHashMap<>();
            stack.parameters().stream()
                    .filter(Objects::nonNull)
                    .forEach(parameter -> put(
                            parameters,
                            parameter.parameterKey(),
                            parameter.resolvedValue() == null
                                    ? parameter.parameterValue()
                                    : parameter.resolvedValue()));
            Map<String, String> outputs = new LinkedHashMap<>();
            stack.outputs().stream()
                    .filter(Objects::nonNull)
                    .forEach(output -> put(outputs, output.outputKey(), output.outputValue()));
            return new Description(
                    orEmpty(stack.stackName()),
                    orEmpty(stack.stackId()),
                    orEmpty(stack.stackStatusAsString()),
                    Optional.ofNullable(stack.creationTime()),
                    Optional.ofNullable(stack.lastUpdatedTime()),
                    parameters,
                    outputs);
        }
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html">ListStackResources</a> */
    private List<StackResource> list() {
        List<StackResource> all = new ArrayList<>();
        try (CloudFormationClient client = newClient()) {
            context.readPages(LIST_RESOURCES, token -> {
                ListStackResourcesResponse page = context.call(
                        LIST_RESOURCES,
                        configuration -> client.listStackResources(request ->
                                request.stackName(name).nextToken(token).overrideConfiguration(configuration)));
                if (!page.hasStackResourceSummaries()) {
                    throw CallFailure.incomplete(
                            LIST_RESOURCES, context.calls(), "the response does not have a list of resources");
                }
                page.stackResourceSummaries().stream()
                        .filter(Objects::nonNull)
                        .map(DeployedStack::resource)
                        .filter(StackResource::exists)
                        .forEach(all::add);
                return page.nextToken();
            });
        }
        return List.copyOf(all);
    }

    private static StackResource resource(StackResourceSummary summary) {
        return new StackResource(
                orEmpty(summary.logicalResourceId()),
                orEmpty(summary.resourceType()),
                orEmpty(summary.physicalResourceId()),
                orEmpty(summary.resourceStatusAsString()));
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html">GetTemplate</a> */
    private JsonTree readTemplate() {
        try (CloudFormationClient client = newClient()) {
            String body = orEmpty(context.call(
                            GET_TEMPLATE,
                            configuration -> client.getTemplate(request -> request.stackName(name)
                                    .templateStage(TemplateStage.PROCESSED)
                                    .overrideConfiguration(configuration)))
                    .templateBody());
            return JsonTree.read(body);
        } catch (InvalidJsonException e) {
            throw failure(GET_TEMPLATE, "The template is " + e.getMessage() + ", unlike those of the AWS CDK.");
        }
    }

    private CloudFormationClient newClient() {
        return context.clients().newClient(CloudFormationClient.builder());
    }

    private static CallFailure failure(Operation operation, String problem) {
        return new CallFailure(operation, problem, null);
    }

    private static void put(Map<String, String> map, @Nullable String key, @Nullable String value) {
        if (key != null && value != null) {
            map.put(key, value);
        }
    }

    private static String orEmpty(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
