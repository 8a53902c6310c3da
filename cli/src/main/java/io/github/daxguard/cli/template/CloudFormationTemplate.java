package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.cli.report.Place.TemplateFile;
import io.github.daxguard.cli.template.Conditions.Decision;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.template.DeclaredCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Finds the clusters that a CloudFormation template declares, and whatever else in it can bring some. */
final class CloudFormationTemplate {

    private static final String RESOURCES = "Resources";
    private static final String LOOP = "Fn::ForEach::";
    private static final List<String> READ_BY_CLUSTERS = List.of("Parameters", "Mappings", "Conditions");
    private static final int LONGEST_NAME = 255;

    /** What Terraform's own files have in their outermost object. */
    private static final Set<String> OF_TERRAFORM = Set.of("resource", "provider", "terraform", "terraform_version");

    /** Resources that bring others, and what to call them. */
    private static final Map<String, String> BRINGING = Map.of(
            "AWS::CloudFormation::Stack", "nested stack",
            "AWS::CloudFormation::StackSet", "stack set",
            "AWS::Serverless::Application", "nested application",
            "AWS::ServiceCatalog::CloudFormationProvisionedProduct", "provisioned product");

    private static final String MODULE = "::MODULE";

    private final TemplateFile place;
    private final Judge judge;
    private final Tree.Members template;
    private final Declarations declarations;
    private final FileFindings.Builder findings = new FileFindings.Builder();

    private CloudFormationTemplate(TemplateFile place, Judge judge, Tree.Members template, Declarations declarations) {
        this.place = place;
        this.judge = judge;
        this.template = template;
        this.declarations = declarations;
    }

    /**
     * The loops that something stands in.
     *
     * @param path their names, each with a slash behind it
     * @param variables with their collections
     */
    private record Loops(String path, Map<String, Tree> variables) {

        private static final Loops NONE = new Loops("", Map.of());

        private Loops inner(String name, String variable, Tree collection) {
            Map<String, Tree> inner = new HashMap<>(variables);
            inner.put(variable, collection);
            return new Loops(path + name + "/", inner);
        }
    }

    /**
     * Finds and judges.
     *
     * @param given parameters, by name
     * @param passed parameters that are set by parent stacks: what is given does not count for them
     * @throws UnreadException if it is no template
     */
    static FileFindings read(TemplateFile place, Judge judge, Tree tree, Map<String, String> given, Passed passed) {
        if (!(tree instanceof Tree.Members template)) {
            throw UnreadException.atLine(tree.line(), tree.kind() + ", not an object. " + Expected.SENTENCE);
        }
        return new CloudFormationTemplate(place, judge, template, new Declarations(template, given, passed)).findings();
    }

    private FileFindings findings() {
        Optional<Tree.Member> resources = template.member(RESOURCES);
        if (resources.isEmpty() && !isEmptyStackOfCdk()) {
            throw new UnreadException("There are no Resources in it. "
                    + (template.members().keySet().stream().anyMatch(OF_TERRAFORM::contains)
                            ? Expected.TERRAFORM
                            : Expected.SENTENCE));
        }
        declarations.parameters().forEach(name -> findings.addParameter(name, declarations.isSetByParent(name)));
        Macros.ofTemplate(template).forEach(findings::addGap);
        resources.ifPresent(section -> {
            if (!(section.value() instanceof Tree.Members)) {
                throw UnreadException.atLine(
                        section.line(), RESOURCES + " is " + section.value().kind() + ", not an object.");
            }
            resources(section.value(), Loops.NONE);
        });
        if (findings.hasClusters()) {
            READ_BY_CLUSTERS.stream()
                    .flatMap(name -> template.value(name).stream())
                    .flatMap(section -> Macros.inside(section).stream())
                    .forEach(findings::addGap);
        }
        return findings.build();
    }

    /** The CDK writes a template for a stack without resources too, and does not deploy it. */
    private boolean isEmptyStackOfCdk() {
        return template.section("Rules").containsKey("CheckBootstrapVersion");
    }

    private void unseen(int line, String what, Optional<NestedStack> stack) {
        findings.addUnseen(OptionalInt.of(line), what, stack);
    }

    private void resources(Tree section, Loops loops) {
        Macros.among(section.members()).ifPresent(findings::addGap);
        section.members().forEach((name, member) -> {
            if (name.startsWith(LOOP)) {
                loop(name, member, loops);
            } else if (!name.equals(Macros.FUNCTION)) {
                resource(name, member, loops);
            }
        });
    }

    private void loop(String name, Tree.Member member, Loops loops) {
        List<Tree> parts = member.value().list().orElse(List.of());
        Optional<String> variable = parts.size() == 3 ? parts.get(0).text() : Optional.empty();
        if (variable.isEmpty() || !(parts.get(2) instanceof Tree.Members fragment)) {
            findings.addGap(
                    "Line " + member.line() + ": " + Value.shown(name)
                            + " is not a list of an identifier, a collection and an object, so it is not known what it brings.");
            return;
        }
        resources(fragment, loops.inner(name, variable.get(), parts.get(1)));
    }

    private void resource(String name, Tree.Member member, Loops loops) {
        Resolver resolver = new Resolver(declarations, Scope.GIVEN, Map.of(), loops.variables(), new ResolverBudget());
        if (!(member.value() instanceof Tree.Members resource)) {
            findings.addGap("Line " + member.line() + ": the resource " + Value.shown(name) + " is "
                    + member.value().kind() + ", not an object.");
            return;
        }
        Optional<Tree> type = resource.value("Type");
        Optional<String> macro = Macros.among(resource.members());
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
            findings.add(cluster(loops.path() + name, member.line(), resource, resolver));
        } else if (types.isEmpty() || types.contains(Optional.<String>empty())) {
            findings.addGap("Line " + member.line() + ": the resource " + Value.shown(name)
                    + " has no Type that is a text, so it is not known what it makes.");
        } else {
            types.forEach(text -> bringing(name, member.line(), resource, text.orElse(""), resolver));
        }
    }

    private void bringing(String name, int line, Tree.Members resource, String type, Resolver resolver) {
        String kind = type.endsWith(MODULE) ? "module" : BRINGING.get(type);
        if (kind != null) {
            unseen(
                    line,
                    "the " + kind + " " + Value.shown(name) + " is not looked into: check its template too.",
                    NestedStack.of(type, resource, resolver));
        }
    }

    private AuditedCluster cluster(String name, int line, Tree.Members resource, Resolver resolver) {
        Optional<String> condition = resource.value("Condition").flatMap(Tree::text);
        Decision decision = condition
                .map(text -> declarations.conditions().decide(text, Map.of()))
                .orElse(Decision.TRUE);
        DaxResource declared = new DaxResource(
                resource,
                condition.isEmpty() || decision == Decision.CIRCULAR
                        ? resolver
                        : resolver.assuming(condition.get(), true));
        ResourceJudgement atRest = ResourceJudgement.of(judge, Control.ENCRYPTION_AT_REST, declared);
        ResourceJudgement inTransit = ResourceJudgement.of(judge, Control.ENCRYPTION_IN_TRANSIT, declared);
        List<Judgement> judgements = judge.controls().stream()
                .map(control -> decision == Decision.FALSE
                        ? notMade(control, condition.orElse(""), line)
                        : switch (control) {
                            case ENCRYPTION_AT_REST -> atRest.judgement(line);
                            case ENCRYPTION_IN_TRANSIT -> inTransit.judgement(line);
                        })
                .toList();
        return new AuditedCluster(
                place,
                findings.unique(name, LONGEST_NAME),
                "",
                OptionalInt.of(line),
                "",
                atRest.words(),
                inTransit.words(),
                judgements);
    }

    private static Judgement notMade(Control control, String condition, int line) {
        return new Judgement(
                control,
                Compliance.NOT_APPLICABLE,
                false,
                "The cluster is not made, as condition " + Value.shown(condition) + " is false.",
                "",
                OptionalInt.of(line));
    }
}
