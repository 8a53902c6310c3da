package io.github.daxguard.cli.template;

import io.github.daxguard.rule.Control;
import io.github.daxguard.template.Declared;
import io.github.daxguard.template.DeclaredCluster;
import io.github.daxguard.template.Language;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as a CloudFormation template declares it, with all that its properties can come to.
 *
 * @param resource the whole resource
 * @param resolver for where it stands
 */
record DaxResource(Tree.Members resource, Resolver resolver) {

    private static final String PROPERTIES = "Properties";
    private static final String NAME = "ClusterName";
    private static final String TAGS = "Tags";
    private static final String SSE_ENABLED = "SSEEnabled";

    /** What the property that decides this control can come to. */
    Alternatives property(Control control, Scope scope) {
        return property(Language.CLOUDFORMATION.property(control), scope);
    }

    /** Name and tags, as an object: what an exemption looks at. */
    Alternatives identity(Scope scope, Optional<String> exemptionTag) {
        Alternatives tags = exemptionTag.map(key -> tags(key, scope)).orElse(Alternatives.of(new Value.Left()));
        return Alternatives.combine(
                List.of(property(NAME, scope), tags),
                values -> new Value.Members(Map.of(NAME, values.get(0), TAGS, values.get(1))));
    }

    /** Only the tag that counts is looked at, so that others do not multiply what the cluster can come to. */
    private Alternatives tags(String key, Scope scope) {
        Optional<Tree.Member> tag = member(TAGS)
                .map(Tree.Member::value)
                .filter(tags -> !isMadeElsewhere(tags))
                .map(tags -> tags.members().get(key));
        return tag.isEmpty()
                ? property(TAGS, scope)
                : resolver.with(scope).resolve(Tree.ofOne(key, tag.get().value()));
    }

    private Alternatives property(String name, Scope scope) {
        Optional<Tree> properties = resource.value(PROPERTIES);
        if (isMadeElsewhere(resource)) {
            return Alternatives.notKnown("what Fn::Transform makes of the resource");
        }
        if (properties.isPresent() && !(properties.get() instanceof Tree.Members)) {
            return Alternatives.notKnown(
                    "not told, as " + PROPERTIES + " is " + properties.get().kind());
        }
        if (properties.isPresent() && isMadeElsewhere(properties.get())) {
            return Alternatives.notKnown("what a function makes of all " + PROPERTIES);
        }
        return member(name)
                .map(member -> resolver.with(scope).resolve(member.value()))
                .orElseGet(() -> Alternatives.of(new Value.Left()));
    }

    /** A function beside other members can change these too. */
    static boolean isMadeElsewhere(Tree tree) {
        return tree.members().keySet().stream().anyMatch(name -> name.equals("Ref") || name.startsWith("Fn::"));
    }

    private Optional<Tree.Member> member(String property) {
        return resource.value(PROPERTIES).map(properties -> properties.members().get(property));
    }

    /** Where the property that decides this control stands; where the cluster is declared, if it is not there. */
    OptionalInt line(Control control, int resourceLine) {
        return OptionalInt.of(member(Language.CLOUDFORMATION.property(control))
                .map(Tree.Member::line)
                .orElse(resourceLine));
    }

    /**
     * The cluster for the decision about one control.
     *
     * @param property of that control
     * @param identity one of {@link #identity}, or anything else for a cluster of which only the property is known
     */
    static DeclaredCluster cluster(Control control, Value property, Value identity) {
        Map<String, Value> known = identity instanceof Value.Members members ? members.members() : Map.of();
        Object plain = property.plain();
        return DeclaredCluster.ofValues(
                plain(known.get(NAME)),
                control == Control.ENCRYPTION_AT_REST ? plain : null,
                control == Control.ENCRYPTION_IN_TRANSIT ? plain : null,
                plain(known.get(TAGS)));
    }

    private static @Nullable Object plain(@Nullable Value value) {
        return value == null ? null : value.plain();
    }

    /** What the decision took it for; of what is not known also the reason. */
    static Declared explained(Declared declared, Value property) {
        if (!(declared instanceof Declared.NotKnown)) {
            return declared;
        }
        if (property instanceof Value.NotKnown unknown) {
            return new Declared.NotKnown(unknown.what());
        }
        return notKnown(property)
                .<Declared>map(unknown -> new Declared.NotKnown("{" + SSE_ENABLED + ": " + unknown.what() + "}"))
                .orElse(declared);
    }

    /** What is not known of the property, if that is all of it, or all of the one member that it has. */
    static Optional<Value.NotKnown> notKnown(Value property) {
        if (property instanceof Value.NotKnown unknown) {
            return Optional.of(unknown);
        }
        return property instanceof Value.Members members
                        && members.members().size() == 1
                        && members.members().get(SSE_ENABLED) instanceof Value.NotKnown unknown
                ? Optional.of(unknown)
                : Optional.empty();
    }
}
