package io.github.daxguard.cli.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what CloudFormation runs over a template before it deploys it, so that something else is deployed than stands there. */
final class Macros {

    static final String FUNCTION = "Fn::Transform";

    /** Macros of AWS that make no cluster and change none. */
    private static final Pattern HARMLESS =
            Pattern.compile("AWS::(Serverless|LanguageExtensions|SecretsManager|CodeDeployBlueGreen)(-.*)?");

    private Macros() {}

    /** One of them; the name is empty if it is not told. */
    private record Macro(int line, String name) {

        private String gap() {
            return "Line " + line + ": the macro " + (name.isEmpty() ? "" : Value.shown(name) + " ")
                    + "is not run here, and can add clusters or change them: check the processed template.";
        }
    }

    /** What those that see the whole template leave open, in sentences. */
    static Stream<String> ofTemplate(Tree.Members template) {
        Stream<Tree> named = template.value("Transform").stream()
                .flatMap(value -> value.list().map(List::stream).orElse(Stream.of(value)));
        return Stream.concat(named, template.value(FUNCTION).stream())
                .map(value -> new Macro(value.line(), name(value)))
                .filter(macro -> !HARMLESS.matcher(macro.name()).matches())
                .map(Macro::gap);
    }

    /** What a function among the members leaves open: it sees them, and all that is in them. */
    static Optional<String> among(Map<String, Tree.Member> members) {
        return Optional.ofNullable(members.get(FUNCTION))
                .map(member -> new Macro(member.line(), name(member.value())).gap());
    }

    /** The same of the first one anywhere inside. */
    static Optional<String> inside(Tree tree) {
        return among(tree.members())
                .or(() -> Stream.concat(
                                tree.members().values().stream().map(Tree.Member::value),
                                tree.list().orElse(List.of()).stream())
                        .map(Macros::inside)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static String name(Tree macro) {
        return macro.text()
                .or(() -> Optional.ofNullable(macro.members().get("Name"))
                        .flatMap(named -> named.value().text()))
                .orElse("");
    }
}
