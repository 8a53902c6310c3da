package io.github.daxguard.cli.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The CloudFormation template in a configuration of the Serverless Framework, such as {@code serverless.yml}. */
final class ServerlessConfiguration {

    private static final String PARTS = "resources";
    private static final String RESOURCES = "Resources";

    /** {@code ${self:custom.stage}} or {@code ${file(cache.yml)}}, but not {@code ${AWS::Region}}. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?!AWS::)[^{}:(]*+[:(]");

    /** The value of a function that is not known to the resolver is not known. */
    private static final String UNRESOLVED = "Fn::Serverless";

    private final Map<String, Tree.Member> sections = new LinkedHashMap<>();
    private final List<String> gaps = new ArrayList<>();

    private ServerlessConfiguration() {}

    static boolean isOne(Tree tree) {
        return tree.member("service").isPresent() && tree.member(PARTS).isPresent();
    }

    static ServerlessConfiguration of(Tree tree) {
        ServerlessConfiguration configuration = new ServerlessConfiguration();
        tree.value(PARTS)
                .ifPresent(parts -> (parts instanceof Tree.Items list ? list.items() : List.of(parts))
                        .forEach(part -> configuration.add(unresolved(part))));
        tree.member(RESOURCES)
                .ifPresent(section -> configuration.gap(section.line(), RESOURCES + " is not below " + PARTS + "."));
        tree.value("provider")
                .flatMap(provider -> provider.member("stackParameters"))
                .ifPresent(set -> configuration.gap(set.line(), "stackParameters set parameters."));
        return configuration;
    }

    Tree template() {
        Map<String, Tree.Member> members = new LinkedHashMap<>(sections);
        members.putIfAbsent(RESOURCES, new Tree.Member(1, new Tree.Members(Map.of(), 1)));
        return new Tree.Members(members, 1);
    }

    /** Why the template may not be complete, in sentences. */
    List<String> gaps() {
        return gaps;
    }

    private void add(Tree part) {
        if (!(part instanceof Tree.Members) || part.function().isPresent()) {
            gap(part.line(), PARTS + " is not an object with sections of CloudFormation.");
            return;
        }
        part.members().forEach((name, section) -> {
            Tree.Member former = sections.get(name);
            if (name.equals("extensions")) {
                gap(section.line(), "extensions change resources.");
            } else if (former == null) {
                sections.put(name, section);
            } else {
                sections.put(name, new Tree.Member(former.line(), merged(former.value(), section)));
            }
        });
    }

    private Tree merged(Tree former, Tree.Member section) {
        if (!(former instanceof Tree.Members) || !(section.value() instanceof Tree.Members more)) {
            gap(section.line(), "a section is declared again.");
            return former;
        }
        Map<String, Tree.Member> members = new LinkedHashMap<>(former.members());
        more.members().forEach((name, member) -> {
            if (members.putIfAbsent(name, member) != null) {
                gap(member.line(), Value.quoted(name) + " is declared again, and is merged.");
            }
        });
        return new Tree.Members(members, former.line());
    }

    private void gap(int line, String sentence) {
        gaps.add("Line " + line + ": " + sentence + " " + NotEvaluatedException.EXPECTED_SERVERLESS);
    }

    /** The tree with a function in place of each text with a variable. */
    private static Tree unresolved(Tree tree) {
        if (tree instanceof Tree.Items list) {
            return new Tree.Items(
                    list.items().stream()
                            .map(ServerlessConfiguration::unresolved)
                            .toList(),
                    list.line());
        }
        if (tree instanceof Tree.Members) {
            Map<String, Tree.Member> members = new LinkedHashMap<>();
            tree.members()
                    .forEach((name, member) ->
                            members.put(name, new Tree.Member(member.line(), unresolved(member.value()))));
            return new Tree.Members(members, tree.line());
        }
        return tree.text().filter(text -> VARIABLE.matcher(text).find()).isPresent()
                ? Tree.ofOne(UNRESOLVED, tree)
                : tree;
    }
}
