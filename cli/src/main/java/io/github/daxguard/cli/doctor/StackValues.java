package io.github.daxguard.cli.doctor;

import io.github.daxguard.json.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of a deployed stack's template. An attribute of a resource is known only if an output of the stack has it.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic function reference</a>
 */
final class StackValues {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^{}]*)}");

    private final DeployedStack stack;
    private final Map<String, String> references = new HashMap<>();

    StackValues(CheckContext context, DeployedStack stack) {
        this.stack = stack;
        DeployedStack.Description description = stack.description();
        references.putAll(description.parameters());
        stack.resources().forEach(resource -> references.put(resource.logicalId(), resource.physicalId()));
        references.put("AWS::AccountId", context.account());
        references.put("AWS::Region", context.region());
        references.put("AWS::Partition", context.partition());
        references.put("AWS::StackName", description.name());
        references.put("AWS::StackId", description.id());
    }

    private StackValues(StackValues values, Map<String, String> parameters) {
        this.stack = values.stack;
        this.references.putAll(parameters);
    }

    /** The values of a template inside the stack's template, which has only these parameters. */
    StackValues ofInnerTemplate(Map<String, String> parameters) {
        return new StackValues(this, parameters);
    }

    /** The text of a string, number, boolean or function; empty if it is not known. */
    Optional<String> text(@Nullable Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return Optional.of(String.valueOf(value));
        }
        if (!(value instanceof Map<?, ?> map) || map.size() != 1) {
            return Optional.empty();
        }
        Object argument = map.values().iterator().next();
        return switch (String.valueOf(map.keySet().iterator().next())) {
            case "Ref" -> reference(String.valueOf(argument));
            case "Fn::Join" -> joined(argument);
            case "Fn::Sub" -> substituted(argument);
            default -> ofOutput(map);
        };
    }

    /** The members of an object; those that are not known are empty. */
    Map<String, Optional<String>> members(@Nullable Object object) {
        Map<String, Optional<String>> members = new HashMap<>();
        if (object instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), text(value)));
        }
        return members;
    }

    private Optional<String> reference(String name) {
        return Optional.ofNullable(references.get(name));
    }

    /** CloudFormation has evaluated the function for an output. */
    private Optional<String> ofOutput(Map<?, ?> function) {
        return stack.template().object("Outputs").stream()
                .flatMap(outputs -> outputs.members().entrySet().stream())
                .filter(output ->
                        output.getValue() instanceof Map<?, ?> declared && function.equals(declared.get("Value")))
                .findFirst()
                .flatMap(output -> stack.output(String.valueOf(output.getKey())));
    }

    private Optional<String> joined(@Nullable Object argument) {
        if (!(argument instanceof List<?> list) || list.size() != 2 || !(list.get(1) instanceof List<?> parts)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (Object part : parts) {
            Optional<String> text = text(part);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            texts.add(text.get());
        }
        return Optional.of(String.join(String.valueOf(list.get(0)), texts));
    }

    private Optional<String> substituted(@Nullable Object argument) {
        Map<String, Optional<String>> variables =
                argument instanceof List<?> list && list.size() == 2 ? members(list.get(1)) : Map.of();
        Object format = argument instanceof List<?> list && !list.isEmpty() ? list.get(0) : argument;
        if (!(format instanceof String template)) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        Matcher variable = VARIABLE.matcher(template);
        while (variable.find()) {
            String name = variable.group(2);
            boolean isLiteral = !variable.group(1).isEmpty();
            Optional<String> value = isLiteral
                    ? Optional.of("${" + name + "}")
                    : variables.getOrDefault(name, name.contains(".") ? attribute(name) : reference(name));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            variable.appendReplacement(text, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(variable.appendTail(text).toString());
    }

    private Optional<String> attribute(String path) {
        return ofOutput(Map.of("Fn::GetAtt", List.of(path.split("\\.", 2))));
    }

    /** The properties of a resource in the template; empty if the template does not have the resource. */
    Optional<JsonTree> properties(String logicalId) {
        return stack.template().object("Resources", logicalId, "Properties");
    }
}
