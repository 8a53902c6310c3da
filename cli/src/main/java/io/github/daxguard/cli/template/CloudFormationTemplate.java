package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.cli.template.Alternatives.Alternative;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.template.DeclaredCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds and evaluates the clusters in a CloudFormation template, and finds everything else in it that can create clusters. */
final class CloudFormationTemplate {

    private static final String RESOURCES = "Resources";
    private static final String LOOP = "Fn::ForEach::";
    private static final List<String> READ_BY_CLUSTERS = List.of("Parameters", "Mappings", "Conditions");
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 512;

    private static final String STACK_SET = "AWS::CloudFormation::StackSet";

    /** Resource types that create other resources, and their names in messages. */
    private static final Map<String, String> CREATING = Map.of(
            "AWS::CloudFormation::Stack",
            "nested stack",
            STACK_SET,
            "stack set",
            "AWS::Serverless::Application",
            "nested application",
            "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
            "provisioned product");

    private static final String MODULE = "::MODULE";

    private static final Alternatives NEVER = Alternatives.of(new Value.Scalar(false));

    private static final String PROPERTIES = "Properties";
    private static final String TEMPLATE_BODY = "TemplateBody";

    private final EmbeddedTemplates templates;
    private final Criteria criteria;
    private final Declarations declarations;
    private final FileFindings findings;
    private final List<Tree.Comment> comments;
    private final List<Integer> resourceLines = new ArrayList<>();

    private CloudFormationTemplate(
            EmbeddedTemplates templates, Declarations declarations, List<Tree.Comment> comments) {
        this.templates = templates;
        this.criteria = templates.criteria();
        this.declarations = declarations;
        this.findings = templates.findings();
        this.comments = comments;
    }

    /** Whether resources of the type are clusters, or can create them. */
    static boolean isRelevant(String type) {
        return type.equals(DeclaredCluster.RESOURCE_TYPE) || type.endsWith(MODULE) || CREATING.containsKey(type);
    }

    /**
     * Reads a template.
     *
     * @param given parameters, by name
     * @param passed parameters that parent stacks set, in place of given ones: one for each stack of the template
     * @throws NotEvaluatedException if it is not a template
     */
    static FileFindings read(
            TemplateFile file,
            Criteria criteria,
            Tree template,
            Map<String, String> given,
            List<NestedStack.Parameters> passed) {
        FileFindings findings = new FileFindings(file);
        read(new EmbeddedTemplates(findings, criteria, given, 0), template, passed, "");
        return findings;
    }

    /**
     * Reads a template, which can be embedded in another one.
     *
     * @param path names of the enclosing resources, each followed by a slash
     * @throws NotEvaluatedException if it is not a template
     */
    static void read(EmbeddedTemplates templates, Tree template, List<NestedStack.Parameters> passed, String path) {
        if (!(template instanceof Tree.Members)) {
            throw NotEvaluatedException.atLine(
                    template.line(),
                    "the document is " + template.kind() + ", not an object. " + UnsupportedFormat.EXPECTED_TEMPLATE);
        }
        Optional<Tree.Member> resources = template.member(RESOURCES);
        // The CDK also writes a template of a stack without resources, and does not deploy it.
        if (resources.isEmpty() && !template.section("Rules").containsKey("CheckBootstrapVersion")) {
            throw new NotEvaluatedException("The section Resources is missing. "
                    + UnsupportedFormat.advice(template.members().keySet()));
        }
        Declarations declarations = new Declarations(template, templates.given(), passed);
        FileFindings findings = templates.findings();
        declarations.parameters().forEach(name -> findings.addParameter(name, declarations.isNested()));
        Macros.ofTemplate(template).forEach(findings::addGap);
        resources.ifPresent(section -> {
            if (!(section.value() instanceof Tree.Members)) {
                throw NotEvaluatedException.atLine(
                        section.line(), RESOURCES + " is " + section.value().kind() + ", not an object.");
            }
            // Line numbers in an embedded template are not those of the file.
            new CloudFormationTemplate(templates, declarations, path.isEmpty() ? template.comments() : List.of())
                    .resources(section.value(), path, Map.of());
        });
        if (!findings.clusters().isEmpty()) {
            READ_BY_CLUSTERS.stream()
                    .flatMap(name -> template.value(name).stream())
                    .flatMap(section -> Macros.inside(section).stream())
                    .forEach(findings::addGap);
        }
    }

    /** Evaluates a resource that is created without a template. */
    static void readResource(EmbeddedTemplates templates, String name, String type, Tree properties) {
        int line = properties.line();
        Declarations none = new Declarations(new Tree.Members(Map.of(), line), Map.of(), List.of());
        Tree resource = new Tree.Members(
                Map.of(
                        "Type",
                        new Tree.Member(line, new Tree.Scalar(type, line)),
                        PROPERTIES,
                        new Tree.Member(line, properties)),
                line);
        new CloudFormationTemplate(templates, none, List.of())
                .resource(name, new Tree.Member(line, resource), "", new Resolver(none, Map.of()));
    }

    /**
     * Reads the resources in the section, or in a loop.
     *
     * @param path names of the enclosing loops, each followed by a slash
     * @param variables of the enclosing loops, with their collections
     */
    private void resources(Tree section, String path, Map<String, Tree> variables) {
        Macros.among(section).ifPresent(findings::addGap);
        section.members().values().forEach(member -> resourceLines.add(member.line()));
        section.members().forEach((name, member) -> {
            if (name.startsWith(LOOP)) {
                loop(name, member, path, variables);
            } else if (name.startsWith("Fn::") && !name.equals(Macros.FUNCTION)) {
                findings.addGap("Line " + member.line() + ": " + Value.shown(name)
                        + " creates resources that are not known before the deployment.");
            } else if (!name.equals(Macros.FUNCTION)) {
                resource(name, member, path, new Resolver(declarations, variables));
            }
        });
    }

    private void loop(String name, Tree.Member member, String path, Map<String, Tree> variables) {
        List<Tree> parts = member.value().items();
        Optional<String> variable = parts.size() == 3 ? parts.get(0).text() : Optional.empty();
        if (variable.isEmpty() || !(parts.get(2) instanceof Tree.Members fragment)) {
            findings.addGap("Line " + member.line() + ": " + Value.shown(name)
                    + " is not valid. Expected: a list of an identifier, a collection and an object.");
            return;
        }
        if (parts.get(1) instanceof Tree.Items collection && collection.items().isEmpty()) {
            return;
        }
        Map<String, Tree> inner = new HashMap<>(variables);
        inner.put(variable.get(), parts.get(1));
        resources(fragment, path + name + "/", inner);
    }

    private void resource(String name, Tree.Member member, String path, Resolver resolver) {
        Tree resource = member.value();
        String start = "Line " + member.line() + ": the resource " + Value.shown(name);
        if (!(resource instanceof Tree.Members)) {
            findings.addGap(start + " is " + resource.kind() + ", not an object.");
            return;
        }
        Optional<Tree> type = resource.value("Type");
        Optional<String> macro = Macros.among(resource);
        macro.ifPresent(findings::addGap);
        if (type.isEmpty() && macro.isPresent()) {
            return;
        }
        List<Optional<String>> types = type.map(resolver::resolve).map(Alternatives::all).orElse(List.of()).stream()
                .map(one -> one.value().asText())
                .toList();
        if (types.contains(Optional.of(DeclaredCluster.RESOURCE_TYPE))) {
            if (macro.isEmpty()) {
                Macros.inside(resource).ifPresent(findings::addGap);
            }
            cluster(path + name, member.line(), resource, resolver);
        }
        if (types.isEmpty() || types.contains(Optional.<String>empty())) {
            findings.addGap(start + " does not have a Type that is known before the deployment.");
        }
        types.stream()
                .distinct()
                .flatMap(Optional::stream)
                .filter(text -> !text.equals(DeclaredCluster.RESOURCE_TYPE))
                .forEach(text -> creating(path + name, member, text, resolver));
    }

    private void creating(String name, Tree.Member resource, String type, Resolver resolver) {
        Alternatives presence = presence(resource.value());
        if (!isRelevant(type)) {
            return;
        }
        String id = findings.file().path() + "#" + name;
        Optional<Tree> properties = resource.value().value(PROPERTIES);
        Optional<Tree.Member> body = properties.flatMap(all -> all.member(TEMPLATE_BODY));
        if (presence.equals(NEVER) && (body.isPresent() || type.equals(STACK_SET))) {
            return;
        }
        if (type.equals(STACK_SET) && properties.flatMap(Tree::function).isPresent()) {
            templates.gap(name, resource.line(), "can contain a template. A function returns all its properties.");
            return;
        }
        if (body.isPresent()) {
            // A literal template is known, even if it contains dynamic references.
            embedded(
                    name,
                    body.get(),
                    body.get()
                            .value()
                            .text()
                            .filter(text -> resolver.loops().isEmpty())
                            .map(text -> Alternatives.of(new Value.Scalar(text)))
                            .orElseGet(
                                    () -> resolver.resolve(body.get().value()).where(presence)),
                    NestedStack.parametersOf(id, type, resource.value(), resolver, presence));
            return;
        }
        String kind = type.endsWith(MODULE) ? "module" : CREATING.get(type);
        findings.addNotScanned(
                OptionalInt.of(resource.line()),
                "the template of the " + kind + " " + Value.shown(name) + " is not evaluated. Check it too.",
                templates.depth() > 0
                        ? Optional.empty()
                        : NestedStack.of(id, type, resource.value(), resolver, presence));
    }

    private void embedded(String name, Tree.Member body, Alternatives values, List<NestedStack.Parameters> passed) {
        EmbeddedTemplates inside = templates.inside();
        if (body.value() instanceof Tree.Members && body.value().function().isEmpty()) {
            if (body.value().hasFunction()) {
                templates.gap(
                        name,
                        body.line(),
                        "contains a template with functions of the outer template, which are not resolved.");
            } else {
                inside.read(name, body.value(), body.line(), passed);
            }
            return;
        }
        boolean isBlock = body.value() instanceof Tree.Scalar scalar && scalar.isBlock();
        values.all().stream()
                .map(Alternative::value)
                .distinct()
                .forEach(value -> value.asText()
                        .ifPresentOrElse(
                                text -> inside.read(
                                        name, text, isBlock ? body.value().line() : body.line(), isBlock, passed),
                                () -> templates.gap(
                                        name,
                                        body.line(),
                                        "contains a template that is not known before the deployment"
                                                + (value instanceof Value.NotKnown unknown ? ": " + unknown.what() : "")
                                                + ".")));
    }

    /** When the resource is created: never, if its condition is always false. */
    private Alternatives presence(Tree resource) {
        return resource.value("Condition")
                .flatMap(Tree::text)
                .map(declarations.conditions()::of)
                .orElse(Alternatives.of(new Value.Scalar(true)))
                .without(new Value.Scalar(false)::equals);
    }

    private void cluster(String name, int line, Tree resource, Resolver resolver) {
        Alternatives presence = presence(resource);
        ClusterEvaluation atRest =
                ClusterEvaluation.of(criteria, Control.ENCRYPTION_AT_REST, resource, resolver, presence);
        ClusterEvaluation inTransit =
                ClusterEvaluation.of(criteria, Control.ENCRYPTION_IN_TRANSIT, resource, resolver, presence);
        List<Suppression> suppressions = Suppression.of(resource, commentsIn(resource, line));
        ResourceExemption exemption = ResourceExemption.of(criteria, name, resource, suppressions);
        List<ControlEvaluation> evaluations = criteria.controls().stream()
                .map(control -> presence.equals(NEVER)
                        ? notCreated(
                                control,
                                resource.value("Condition").flatMap(Tree::text).orElse(""),
                                line)
                        : switch (control) {
                            case ENCRYPTION_AT_REST -> atRest.evaluation(line);
                            case ENCRYPTION_IN_TRANSIT -> inTransit.evaluation(line);
                        })
                .map(exemption::applyTo)
                .toList();
        findings.addCluster(
                name,
                templates.depth() == 0 ? LONGEST_NAME : LONGEST_PATH,
                ResourceExemption.cdkPath(resource),
                OptionalInt.of(line),
                atRest.words(),
                inTransit.words(),
                evaluations);
        if (!criteria.honorsSuppressions()) {
            suppressions.stream()
                    .filter(suppression -> criteria.controls().contains(suppression.control()))
                    .forEach(suppression -> findings.addNotScanned(
                            OptionalInt.of(suppression.line()),
                            Value.shown(name) + " has the " + suppression.words()
                                    + ". It is ignored without --honor-suppressions.",
                            Optional.empty()));
        }
    }

    /** The comments inside a resource, without those of a line where another resource begins too. */
    private List<Tree.Comment> commentsIn(Tree resource, int line) {
        if (comments.isEmpty()) {
            return List.of();
        }
        int end = Math.max(line, resource.lastLine());
        return comments.stream()
                .filter(comment -> comment.line() >= line && comment.line() <= end)
                .filter(comment -> resourceLines.stream()
                                .filter(other -> other >= line && other <= comment.line())
                                .count()
                        == 1)
                .toList();
    }

    private static ControlEvaluation notCreated(Control control, String condition, int line) {
        return new ControlEvaluation(
                control,
                Compliance.NOT_APPLICABLE,
                false,
                "The cluster is not created, because condition " + Value.shown(condition) + " is false.",
                "",
                OptionalInt.of(line));
    }
}
