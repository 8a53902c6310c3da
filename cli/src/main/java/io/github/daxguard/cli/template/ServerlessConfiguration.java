package io.github.daxguard.cli.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The CloudFormation template in a Serverless Framework configuration, such as {@code serverless.yml}. */
final class ServerlessConfiguration {

    private static final String PARTS = "resources";
    private static final String RESOURCES = "Resources";

    /** {@code ${self:custom.stage}} or {@code ${file(cache.yml)}}, but not {@code ${AWS::Region}}. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?!AWS::)[^{}:(]*+[:(]");

    /** A function that the resolver does not support, so that its value is not known. */
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
                .ifPresent(section ->
                        configuration.gap(section.line(), RESOURCES + " is not in the section " + PARTS + "."));
        tree.value("provider")
                .flatMap(provider -> provider.member("stackParameters"))
                .ifPresent(set -> configuration.gap(set.line(), "stackParameters are not supported."));
        return configuration;
    }

    Tree template() {
        Map<String, Tree.Member> members = new LinkedHashMap<>(sections);
        members.putIfAbsent(RESOURCES, new Tree.Member(1, new Tree.Members(Map.of(), 1)));
        return new Tree.Members(members, 1);
    }

    /** The reasons why the template can be incomplete, in sentences. */
    List<String> gaps() {
        return gaps;
    }

    private void add(Tree part) {
        if (!(part instanceof Tree.Members) || part.function().isPresent()) {
            gap(part.line(), PARTS + " is not an object with sections of a template.");
            return;
        }
        part.members().forEach((name, section) -> {
            Tree.Member former = sections.get(name);
            if (name.equals("extensions")) {
                gap(section.line(), "extensions are not supported, because they change resources.");
            } else if (former == null) {
                sections.put(name, section);
            } else {
                sections.put(name, new Tree.Member(former.line(), merged(former.value(), section)));
            }
        });
    }

    private Tree merged(Tree former, Tree.Member section) {
        if (!(former instanceof Tree.Members) || !(section.value() instanceof Tree.Members more)) {
            gap(section.line(), "duplicate section.");
            return former;
        }
        Map<String, Tree.Member> members = new LinkedHashMap<>(former.members());
        more.members().forEach((name, member) -> {
            if (members.putIfAbsent(name, member) != null) {
                gap(member.line(), "duplicate name " + Value.quoted(name) + ".");
            }
        });
        return new Tree.Members(members, former.line());
    }

    private void gap(int line, String sentence) {
        gaps.add("Line " + line + ": " + sentence + " " + UnsupportedFormat.EXPECTED_SERVERLESS);
    }

    /** The tree, with each text that contains a variable replaced by a function. */
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
