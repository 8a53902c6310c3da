package io.github.daxguard.cli.template;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds macros. CloudFormation runs them before a deployment, and they can change the resources of the template. */
final class Macros {

    static final String FUNCTION = "Fn::Transform";

    /** Macros of AWS that neither create nor change clusters. */
    private static final Pattern HARMLESS =
            Pattern.compile("AWS::(Serverless|LanguageExtensions|SecretsManager|CodeDeployBlueGreen)(-.*)?");

    private Macros() {}

    /** The gaps of macros for the whole template, in sentences. */
    static Stream<String> ofTemplate(Tree template) {
        return Stream.concat(
                        template.value("Transform").stream()
                                .flatMap(value ->
                                        value instanceof Tree.Items list ? list.items().stream() : Stream.of(value)),
                        template.value(FUNCTION).stream())
                .filter(macro -> !HARMLESS.matcher(name(macro)).matches())
                .map(macro -> gap(macro.line(), macro));
    }

    /** The gap of a function among the members, which can change its siblings and everything in them. */
    static Optional<String> among(Tree tree) {
        return tree.member(FUNCTION).map(member -> gap(member.line(), member.value()));
    }

    /** The gap of the first function in the tree. */
    static Optional<String> inside(Tree tree) {
        Optional<String> gap = among(tree);
        // No streams, because this is called for every value of every resource.
        for (Tree.Member member : tree.members().values()) {
            gap = gap.isPresent() ? gap : inside(member.value());
        }
        for (Tree item : tree.items()) {
            gap = gap.isPresent() ? gap : inside(item);
        }
        return gap;
    }

    private static String name(Tree macro) {
        return macro.text().or(() -> macro.value("Name").flatMap(Tree::text)).orElse("");
    }

    private static String gap(int line, Tree macro) {
        String name = name(macro);
        return "Line " + line + ": the macro " + (name.isEmpty() ? "" : Value.shown(name) + " ")
                + "can add or change clusters, and is not run. Check the processed template.";
    }
}
