package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.Alternatives.Alternative;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A nested stack whose template is a file.
 *
 * @param file path of its template, relative to the folder of the file that declares it
 */
record NestedStack(String file, Parameters parameters) {

    /** Other types can set parameters in more ways. */
    private static final Set<String> SETTING_IN_ONE_PLACE =
            Set.of("AWS::CloudFormation::Stack", "AWS::Serverless::Application");

    private static final String PROPERTIES = "Properties";

    /**
     * The values that parent stacks set for a template's parameters. For these, the template's defaults do not count.
     *
     * @param isOpen whether they may set other parameters too
     * @param values by the parameter's name; empty if the value is not known
     */
    record Parameters(boolean isOpen, Map<String, Optional<String>> values) {

        /** For a template without a parent stack. */
        static final Parameters NONE = new Parameters(false, Map.of());

        /** Any parameter may be set, to any value. */
        static final Parameters ANY = new Parameters(true, Map.of());

        boolean isSet(String parameter) {
            return isOpen || values.containsKey(parameter);
        }

        /** Empty if it is not known, or not set. */
        Optional<String> value(String parameter) {
            return values.getOrDefault(parameter, Optional.empty());
        }

        /** What holds for every stack of the template. If they differ, the value is not known. */
        static Parameters ofAll(List<Parameters> stacks) {
            Map<String, Optional<String>> common = stacks.stream()
                    .flatMap(stack -> stack.values.keySet().stream())
                    .distinct()
                    .collect(Collectors.toMap(name -> name, name -> {
                        List<Optional<String>> values = stacks.stream()
                                .map(stack -> stack.value(name))
                                .distinct()
                                .toList();
                        return values.size() == 1 ? values.get(0) : Optional.empty();
                    }));
            return new Parameters(stacks.stream().anyMatch(Parameters::isOpen), common);
        }
    }

    /**
     * Reads the resource. Its template is a file before packaging, and after a synthesis of the CDK; otherwise, the result is
     * empty.
     *
     * @param type of the resource
     */
    static Optional<NestedStack> of(String type, Tree resource, Resolver resolver) {
        return file(resource)
                .map(file -> new NestedStack(
                        file,
                        SETTING_IN_ONE_PLACE.contains(type)
                                ? parameters(resource, resolver.with(Resolver.Scope.ALLOWED))
                                : Parameters.ANY));
    }

    /** The property has precedence over the metadata, as it decides what is deployed. */
    private static Optional<String> file(Tree resource) {
        Optional<Tree> properties = resource.value(PROPERTIES);
        if (resource.function().isPresent()
                || properties.flatMap(Tree::function).isPresent()) {
            return Optional.empty();
        }
        return properties.stream()
                .flatMap(all -> Stream.of("TemplateURL", "Location").flatMap(name -> all.value(name).stream()))
                .flatMap(value -> value.text().stream())
                .filter(text -> !text.contains("://"))
                .findFirst()
                .or(() -> resource.value("Metadata")
                        .flatMap(metadata -> metadata.value("aws:asset:path"))
                        .flatMap(Tree::text));
    }

    private static Parameters parameters(Tree resource, Resolver resolver) {
        Optional<Tree> set = resource.value(PROPERTIES).flatMap(properties -> properties.value("Parameters"));
        if (set.isEmpty()) {
            return Parameters.NONE;
        }
        if (!(set.get() instanceof Tree.Members) || set.get().function().isPresent()) {
            return Parameters.ANY;
        }
        Map<String, Optional<String>> values = new HashMap<>();
        set.get().members().forEach((name, member) -> {
            List<Value> all = resolver.resolve(member.value()).all().stream()
                    .map(Alternative::value)
                    .distinct()
                    .toList();
            if (all.size() > 1 || !(all.get(0) instanceof Value.NoValue)) {
                values.put(name, all.size() == 1 ? all.get(0).asText() : Optional.empty());
            }
        });
        return new Parameters(false, values);
    }
}
