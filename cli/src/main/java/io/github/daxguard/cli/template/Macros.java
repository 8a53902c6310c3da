package io.github.daxguard.cli.template;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds macros, which CloudFormation runs before a deployment, so that the deployed resources can differ from the template. */
final class Macros {

    static final String FUNCTION = "Fn::Transform";

    /** Macros of AWS that neither create nor change clusters. */
    private static final Pattern HARMLESS =
            Pattern.compile("AWS::(Serverless|LanguageExtensions|SecretsManager|CodeDeployBlueGreen)(-.*)?");

    private Macros() {}

    /** The gaps that macros for the whole template leave, in sentences. */
    static Stream<String> ofTemplate(Tree template) {
        return Stream.concat(
                        template.value("Transform").stream()
                                .flatMap(value ->
                                        value instanceof Tree.Items list ? list.items().stream() : Stream.of(value)),
                        template.value(FUNCTION).stream())
                .filter(macro -> !HARMLESS.matcher(name(macro)).matches())
                .map(macro -> gap(macro.line(), macro));
    }

    /** The gap that a function among the members leaves: it can change its siblings and everything in them. */
    static Optional<String> among(Tree tree) {
        return tree.member(FUNCTION).map(member -> gap(member.line(), member.value()));
    }

    /** The gap of the first function anywhere in it. */
    static Optional<String> inside(Tree tree) {
        Optional<String> gap = among(tree);
        // No streams: every value of every resource comes here.
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
                + "is not run here, and can add clusters or change them: check the processed template.";
    }
}
