package io.github.daxguard.cli.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A stack that another one's template makes.
 *
 * @param file where its template is, as a path from the folder of the file that declares it
 * @param passed its parameters
 */
record NestedStack(String file, Passed passed) {

    /** The others can set parameters in more ways. */
    private static final Set<String> SETTING_IN_ONE_PLACE =
            Set.of("AWS::CloudFormation::Stack", "AWS::Serverless::Application");

    private static final String PROPERTIES = "Properties";

    /**
     * Tells it from the resource; empty if its template is no file: it is one before packaging, and after a synthesis of the CDK.
     *
     * @param type the resource's
     * @param resolver for where the resource stands
     */
    static Optional<NestedStack> of(String type, Tree.Members resource, Resolver resolver) {
        return file(resource)
                .map(file -> new NestedStack(
                        file,
                        SETTING_IN_ONE_PLACE.contains(type)
                                ? passed(resource, resolver.with(Scope.ALLOWED))
                                : Passed.ANYTHING));
    }

    /** What is deployed is what the property says, whatever the metadata does. */
    private static Optional<String> file(Tree.Members resource) {
        Map<String, Tree.Member> properties = resource.section(PROPERTIES);
        if (DaxResource.isMadeElsewhere(resource) || hasFunctions(properties)) {
            return Optional.empty();
        }
        Optional<String> local = Stream.of("TemplateURL", "Location")
                .flatMap(name -> text(properties, name).stream())
                .filter(text -> !text.contains("://"))
                .findFirst();
        return local.or(() -> text(resource.section("Metadata"), "aws:asset:path"));
    }

    private static Optional<String> text(Map<String, Tree.Member> members, String name) {
        return Optional.ofNullable(members.get(name))
                .flatMap(member -> member.value().text());
    }

    private static Passed passed(Tree.Members resource, Resolver resolver) {
        Tree.Member parameters = resource.section(PROPERTIES).get("Parameters");
        if (parameters == null) {
            return Passed.NOTHING;
        }
        if (!(parameters.value() instanceof Tree.Members set) || hasFunctions(set.members())) {
            return Passed.ANYTHING;
        }
        Map<String, Optional<String>> values = new HashMap<>();
        set.members().forEach((name, member) -> {
            List<Value> all = resolver.resolve(member.value()).all().stream()
                    .map(Alternative::value)
                    .distinct()
                    .toList();
            if (all.size() > 1 || !(all.get(0) instanceof Value.Left)) {
                values.put(name, all.size() == 1 ? all.get(0).asText() : Optional.empty());
            }
        });
        return new Passed(false, values);
    }

    /** A loop among other members is one too. */
    private static boolean hasFunctions(Map<String, Tree.Member> members) {
        return members.keySet().stream().anyMatch(name -> name.equals("Ref") || name.startsWith("Fn::"));
    }
}
