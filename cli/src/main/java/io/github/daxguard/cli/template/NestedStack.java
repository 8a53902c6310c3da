package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.Resolver.Scope;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private static final Map<Scope, Alternatives> NOT_SET = Map.of(
            Scope.ALLOWED, Alternatives.of(new Value.NoValue()), Scope.DEFAULTS, Alternatives.of(new Value.NoValue()));

    /**
     * The values that a parent stack sets for a template's parameters. For these, the template's defaults do not count.
     *
     * @param stack identifies the nested stack
     * @param isOpen whether the parent stack may set other parameters too
     * @param values by the parameter's name
     */
    record Parameters(String stack, boolean isOpen, Map<String, Map<Scope, Alternatives>> values) {

        /** Any parameter may be set, to any value. */
        static Parameters any(String stack) {
            return new Parameters(stack, true, Map.of());
        }

        boolean isSet(String parameter) {
            return isOpen || values.containsKey(parameter);
        }

        /** Empty if the parent stack does not set it, or the value is not known. */
        Optional<Alternatives> value(String parameter, Scope scope) {
            return Optional.ofNullable(values.get(parameter)).map(set -> set.get(scope));
        }
    }

    /**
     * Reads the resource. Its template is a file before packaging, and after a synthesis of the CDK; otherwise, the result is
     * empty.
     *
     * @param id identifies the stack
     * @param type of the resource
     * @param presence when the resource is created
     */
    static Optional<NestedStack> of(String id, String type, Tree resource, Resolver resolver, Alternatives presence) {
        return file(resource)
                .map(file -> new NestedStack(
                        file,
                        SETTING_IN_ONE_PLACE.contains(type)
                                ? parameters(id, resource, resolver, presence)
                                : Parameters.any(id)));
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

    private static Parameters parameters(String id, Tree resource, Resolver resolver, Alternatives presence) {
        Optional<Tree> set = resource.value(PROPERTIES).flatMap(properties -> properties.value("Parameters"));
        if (set.isEmpty()) {
            return new Parameters(id, false, Map.of());
        }
        if (!(set.get() instanceof Tree.Members) || set.get().function().isPresent()) {
            return Parameters.any(id);
        }
        Map<String, Map<Scope, Alternatives>> values = new HashMap<>();
        set.get().members().forEach((name, member) -> {
            Map<Scope, Alternatives> value = new EnumMap<>(Scope.class);
            for (Scope scope : Scope.values()) {
                value.put(
                        scope,
                        resolver.with(scope)
                                .resolve(member.value())
                                .where(presence)
                                .inNestedStack());
            }
            if (!value.equals(NOT_SET)) {
                values.put(name, value);
            }
        });
        return new Parameters(id, false, values);
    }
}
