package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.Resolver.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A nested stack whose template is a file.
 *
 * @param file path of its template, relative to the folder of the file that declares it
 */
record NestedStack(String file, Parameters parameters) {

    /** Types that set parameters only in the property Parameters. */
    private static final Set<String> SETTING_IN_ONE_PLACE =
            Set.of("AWS::CloudFormation::Stack", "AWS::Serverless::Application");

    private static final String PROPERTIES = "Properties";

    /** The property that names the template, by the type of the resource. */
    private static final Map<String, String> URL = Map.of(
            "AWS::CloudFormation::Stack", "TemplateURL",
            "AWS::CloudFormation::StackSet", "TemplateURL",
            "AWS::Serverless::Application", "Location");

    /** The limit of CloudFormation. */
    private static final int LONGEST_URL = 1024;

    /** The URL of a file in the assets bucket that the CDK bootstrap creates. */
    private static final Pattern OF_CDK = Pattern.compile(
            "https://s3\\.(\\$\\{AWS::Region}|[a-z0-9-]+)\\.(\\$\\{AWS::URLSuffix}|amazonaws\\.com(\\.cn)?)"
                    + "/cdk-[a-z0-9]+-assets(-(\\$\\{AWS::AccountId}|[0-9]{12})-(\\$\\{AWS::Region}|[a-z0-9-]+))?"
                    + "/([A-Za-z0-9_-]+/)*[0-9a-f]+\\.json");

    private static final Map<Scope, Alternatives> NOT_SET = Map.of(
            Scope.ALLOWED, Alternatives.of(new Value.NoValue()), Scope.DEFAULTS, Alternatives.of(new Value.NoValue()));

    /**
     * The values that a parent stack sets for the parameters of a template. They replace the defaults.
     *
     * @param stack identifies the nested stack
     * @param isOpen whether the parent stack can also set other parameters
     * @param isElsewhere whether the stack can be in another account or Region
     * @param values by the parameter's name
     */
    record Parameters(String stack, boolean isOpen, boolean isElsewhere, Map<String, Map<Scope, Alternatives>> values) {

        /** Each parameter can be set to any value. */
        static Parameters any(String stack) {
            return new Parameters(stack, true, false, Map.of());
        }

        /** The same for a stack of a stack set. */
        Parameters elsewhere() {
            return new Parameters(stack, isOpen, true, values);
        }

        /** Empty if the parent stack does not set it, or the value is not known. */
        Optional<Alternatives> value(String parameter, Scope scope) {
            return Optional.ofNullable(values.get(parameter)).map(set -> set.get(scope));
        }
    }

    /**
     * Reads the resource. The result is empty if its template is not a file: it is a file before packaging, and after a CDK
     * synthesis.
     *
     * @param id identifies the stack
     * @param type of the resource
     * @param presence the cases in which the resource is created
     */
    static Optional<NestedStack> of(String id, String type, Tree resource, Resolver resolver, Alternatives presence) {
        return file(type, resource)
                .map(file -> new NestedStack(
                        file,
                        SETTING_IN_ONE_PLACE.contains(type)
                                ? parameters(id, resource, resolver, presence)
                                : Parameters.any(id).elsewhere()));
    }

    /** The parameters of a template that the resource contains: one for each variant. */
    static List<Parameters> parametersOf(
            String id, String type, Tree resource, Resolver resolver, Alternatives presence) {
        if (SETTING_IN_ONE_PLACE.contains(type)) {
            return List.of(parameters(id, resource, resolver, presence));
        }
        Tree properties = resource.value(PROPERTIES).orElse(resource);
        Optional<Map<String, Tree>> own = pairs(properties.value("Parameters"));
        Optional<Tree> groups = properties.value("StackInstancesGroup");
        if (properties.function().isPresent()
                || own.isEmpty()
                || groups.filter(value -> !(value instanceof Tree.Items)).isPresent()) {
            return List.of(Parameters.any(id).elsewhere());
        }
        List<Parameters> variants = new ArrayList<>();
        variants.add(parameters(id, own.get(), resolver, presence).elsewhere());
        for (Tree instances : groups.map(Tree::items).orElse(List.of())) {
            String group = id + ", group " + variants.size();
            Optional<Map<String, Tree>> overrides = pairs(instances.value("ParameterOverrides"));
            if (overrides.isEmpty() || instances.function().isPresent()) {
                variants.add(Parameters.any(group).elsewhere());
            } else {
                Map<String, Tree> all = new HashMap<>(own.get());
                all.putAll(overrides.get());
                variants.add(parameters(group, all, resolver, presence).elsewhere());
            }
        }
        return variants;
    }

    /** The parameters in a list of keys and values; empty if it is not such a list. */
    private static Optional<Map<String, Tree>> pairs(Optional<Tree> list) {
        Map<String, Tree> pairs = new HashMap<>();
        if (list.isPresent() && !(list.get() instanceof Tree.Items)) {
            return Optional.empty();
        }
        for (Tree pair : list.map(Tree::items).orElse(List.of())) {
            Optional<String> key = pair.value("ParameterKey").flatMap(Tree::text);
            Optional<Tree> value = pair.value("ParameterValue");
            if (key.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            pairs.put(key.get(), value.get());
        }
        return Optional.of(pairs);
    }

    /** The file that the property names. The metadata is used only if the property is a URL that the CDK generates. */
    private static Optional<String> file(String type, Tree resource) {
        Optional<Tree> url = resource.value(PROPERTIES)
                .filter(properties -> properties.function().isEmpty())
                .flatMap(properties -> Optional.ofNullable(URL.get(type)).flatMap(properties::value));
        if (resource.function().isPresent() || url.isEmpty()) {
            return Optional.empty();
        }
        return url.get()
                .text()
                .filter(text -> !text.contains("://"))
                .or(() -> isOfCdk(written(url.get()))
                        ? resource.value("Metadata")
                                .flatMap(metadata -> metadata.value("aws:asset:path"))
                                .flatMap(Tree::text)
                        : Optional.empty());
    }

    private static boolean isOfCdk(String url) {
        return url.length() <= LONGEST_URL && OF_CDK.matcher(url).matches();
    }

    /** The URL with variables in place of references; empty if it is not in a form that the CDK generates. */
    private static String written(Tree url) {
        if (url.function().isEmpty() || url.members().size() != 1) {
            return url.text().orElse("");
        }
        List<Tree> join = url.value("Fn::Join").map(Tree::items).orElse(List.of());
        if (join.size() == 2 && join.get(0).text().filter(String::isEmpty).isPresent()) {
            return join.get(1).items().stream().map(NestedStack::written).collect(Collectors.joining());
        }
        return url.value("Fn::Sub")
                .flatMap(Tree::text)
                .or(() -> url.value("Ref").flatMap(Tree::text).map(name -> "${" + name + "}"))
                .orElse("");
    }

    private static Parameters parameters(String id, Tree resource, Resolver resolver, Alternatives presence) {
        Optional<Tree> set = resource.value(PROPERTIES).flatMap(properties -> properties.value("Parameters"));
        if (set.isEmpty()) {
            return new Parameters(id, false, false, Map.of());
        }
        if (!(set.get() instanceof Tree.Members) || set.get().function().isPresent()) {
            return Parameters.any(id);
        }
        Map<String, Tree> values = new HashMap<>();
        set.get().members().forEach((name, member) -> values.put(name, member.value()));
        return parameters(id, values, resolver, presence);
    }

    private static Parameters parameters(String id, Map<String, Tree> set, Resolver resolver, Alternatives presence) {
        Map<String, Map<Scope, Alternatives>> values = new HashMap<>();
        set.forEach((name, tree) -> {
            Map<Scope, Alternatives> value = new EnumMap<>(Scope.class);
            for (Scope scope : Scope.values()) {
                value.put(
                        scope,
                        resolver.with(scope).resolve(tree).where(presence).inNestedStack());
            }
            if (!value.equals(NOT_SET)) {
                values.put(name, value);
            }
        });
        return new Parameters(id, false, false, values);
    }
}
