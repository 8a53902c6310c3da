package io.github.daxguard.cli.template;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.cli.template.Resolver.Scope;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.Control;
import io.github.daxguard.template.ControlCheck;
import io.github.daxguard.template.Declared;
import io.github.daxguard.template.DeclaredCluster;
import io.github.daxguard.template.Language;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds and evaluates the clusters in a plan or a state that {@code terraform show -json} or {@code tofu show -json} writes.
 *
 * <p>One resource at a time is held in memory, because large plans have tens of megabytes.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/internals/json-format">JSON output format</a>
 */
final class TerraformReader {

    private static final String FORMAT_VERSION = "format_version";
    private static final String PLANNED = "planned_values";
    private static final String CHANGES = "resource_changes";
    private static final String STATE = "values";
    private static final int LONGEST_ADDRESS = 512;

    /** Resource types that create resources from a template in an attribute, or from one at a URL. */
    private static final Set<String> STACKS = Set.of(
            "aws_cloudformation_stack",
            "aws_cloudformation_stack_set",
            "awscc_cloudformation_stack",
            "awscc_cloudformation_stack_set");

    /** Resource types that create resources from a template that is not in the plan. */
    private static final Set<String> ELSEWHERE = Set.of(
            "aws_serverlessapplicationrepository_cloudformation_stack",
            "aws_servicecatalog_provisioned_product",
            "awscc_servicecatalog_cloudformation_provisioned_product");

    /** Resource types that can override the parameters of a stack set. */
    private static final Set<String> INSTANCES =
            Set.of("aws_cloudformation_stack_set_instance", "aws_cloudformation_stack_instances");

    private static final String CLOUD_CONTROL = "aws_cloudcontrolapi_resource";
    private static final Set<String> RELEVANT = Stream.of(
                    STACKS, ELSEWHERE, INSTANCES, Set.of(CLOUD_CONTROL, TerraformAttributes.TYPE))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final String TEMPLATE_BODY = "template_body";
    private static final String TEMPLATE_URL = "template_url";
    private static final String PARAMETERS = "parameters";
    private static final String DESIRED_STATE = "desired_state";

    /** Actions after which the resource is not managed. Unlike an immutable list, this one accepts {@code contains(null)}. */
    private static final List<String> REMOVING = Arrays.asList("delete", "forget");

    private static final ObjectMapper JSON = new ObjectMapper(JsonTemplate.STRICT);
    private static final JsonTree NOTHING = JsonTree.of(Map.of());

    private final Criteria criteria;
    private final JsonParser parser;
    private final FileFindings findings;
    private final EmbeddedTemplates embedded;
    private final Set<String> changed = new HashSet<>();
    private final Map<String, Resource> planned = new LinkedHashMap<>();

    /**
     * A resource, or the change of one.
     *
     * @param line the line where it begins
     */
    private record Resource(JsonTree json, int line) {

        private String type() {
            return json.text("type").orElse("");
        }

        private boolean isRelevant() {
            return !json.text("mode").orElse("managed").equals("data") && RELEVANT.contains(type());
        }

        private String address() {
            return json.text("address")
                            .orElseGet(() -> type() + "." + json.text("name").orElse("?"))
                    + json.text("deposed_key")
                            .map(key -> " (deposed object " + key + ")")
                            .orElse("");
        }
    }

    private TerraformReader(TemplateFile file, Criteria criteria, Map<String, String> given, JsonParser parser) {
        this.criteria = criteria;
        this.parser = parser;
        this.findings = new FileFindings(file);
        this.embedded = new EmbeddedTemplates(findings, criteria, given, 1);
    }

    /** Whether the file is output of Terraform: a plan, a state, or the output of another command. */
    static boolean isTerraform(Set<String> names) {
        return names.contains(FORMAT_VERSION);
    }

    /**
     * Reads a plan or a state.
     *
     * @param given parameters of templates in attributes, by name
     * @param names of the outermost object's members
     * @throws NotEvaluatedException if it is neither
     */
    static FileFindings read(
            TemplateFile file, Criteria criteria, Map<String, String> given, String text, Set<String> names) {
        if (!names.contains(PLANNED) && !names.contains(CHANGES) && !names.contains(STATE)) {
            throw new NotEvaluatedException(
                    "This is neither a plan nor a state with resources. " + UnsupportedFormat.EXPECTED_PLAN);
        }
        return JsonTemplate.parse(text, parser -> new TerraformReader(file, criteria, given, parser).read());
    }

    private FileFindings read() throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case FORMAT_VERSION -> version();
                case CHANGES -> resources(name, this::change);
                case STATE -> values(name, this::existing);
                case PLANNED -> values(name, this::planned);
                case "deferred_changes" -> resources(name, this::deferred);
                case "errored" -> {
                    if (value != JsonToken.VALUE_FALSE) {
                        findings.addGap("Planning failed. Correct the error, and plan again.");
                    }
                    parser.skipChildren();
                }
                case "complete" -> {
                    if (value != JsonToken.VALUE_TRUE) {
                        findings.addGap(
                                "The plan is incomplete (-target or deferred changes). Check the next plan too.");
                    }
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
        planned.forEach((address, resource) -> {
            if (!changed.contains(address)) {
                existing(resource);
            }
        });
        return findings;
    }

    private void version() throws IOException {
        String version = parser.getText();
        if (!version.startsWith("0.") && !version.startsWith("1.")) {
            throw NotEvaluatedException.atLine(
                    line(), FORMAT_VERSION + " " + Value.quoted(version) + " is not supported. Expected: 0.1 to 1.x.");
        }
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    /** Whether the value is of that kind; otherwise it is skipped and reported as a gap. */
    private boolean isAt(JsonToken start, String name) throws IOException {
        if (parser.currentToken() == start) {
            return true;
        }
        findings.addGap("Line " + line() + ": " + name + " is not "
                + (start == JsonToken.START_ARRAY ? "a list." : "an object."));
        parser.skipChildren();
        return false;
    }

    private void resources(String name, Consumer<Resource> next) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL || !isAt(JsonToken.START_ARRAY, name)) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (isAt(JsonToken.START_OBJECT, "an item of " + name)) {
                int line = line();
                next.accept(new Resource(JsonTree.of(JSON.readValue(parser, Map.class)), line));
            }
        }
    }

    private void values(String name, Consumer<Resource> next) throws IOException {
        if (!isAt(JsonToken.START_OBJECT, name)) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isModule = parser.currentName().equals("root_module");
            parser.nextToken();
            if (isModule) {
                module(next);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void module(Consumer<Resource> next) throws IOException {
        if (!isAt(JsonToken.START_OBJECT, "a module")) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("resources")) {
                resources(name, next);
            } else if (!name.equals("child_modules")) {
                parser.skipChildren();
            } else if (isAt(JsonToken.START_ARRAY, name)) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    module(next);
                }
            }
        }
    }

    /** Collects a planned resource. A forgotten resource is listed without values; its change shows that it is forgotten. */
    private void planned(Resource resource) {
        if (resource.isRelevant()) {
            planned.put(resource.address(), resource);
        }
    }

    private void deferred(Resource deferred) {
        JsonTree change = deferred.json().object("resource_change").orElse(NOTHING);
        findings.addGap("The plan defers a change of "
                + change.text("address").map(Value::shown).orElse("a resource") + ". Check the next plan too.");
        change(new Resource(change, deferred.line()));
    }

    private void change(Resource resource) {
        if (!resource.isRelevant()) {
            return;
        }
        changed.add(resource.address());
        List<?> actions = resource.json().list("change", "actions").orElse(List.of());
        // A resource that is deleted or forgotten, and a deposed object, do not exist after apply.
        if (!actions.isEmpty() && actions.stream().allMatch(REMOVING::contains)) {
            return;
        }
        // All values can be known only after apply.
        Optional<JsonTree> after = Boolean.TRUE.equals(resource.json().at("change", "after_unknown"))
                ? Optional.empty()
                : resource.json().object("change", "after");
        evaluate(
                resource,
                after,
                resource.json().object("change", "after_unknown").orElse(NOTHING),
                resource.json().object("change", "after_sensitive").orElse(NOTHING));
    }

    private void existing(Resource resource) {
        if (resource.isRelevant()) {
            evaluate(
                    resource,
                    resource.json().object("values"),
                    NOTHING,
                    resource.json().object("sensitive_values").orElse(NOTHING));
        }
    }

    private void evaluate(Resource resource, Optional<JsonTree> values, JsonTree unknown, JsonTree sensitive) {
        if (!resource.type().equals(TerraformAttributes.TYPE)) {
            creating(resource, new Attributes(values.orElse(NOTHING), values.isEmpty(), unknown, sensitive));
            return;
        }
        cluster(
                resource,
                Language.TERRAFORM,
                values.map(known -> new TerraformAttributes(known, unknown, sensitive).cluster())
                        .orElseGet(TerraformAttributes::missing));
    }

    private void cluster(Resource resource, Language language, DeclaredCluster cluster) {
        List<ControlEvaluation> evaluations = criteria.controls().stream()
                .map(control -> {
                    ControlCheck check = criteria.check(language, control, cluster);
                    return Criteria.evaluation(check, check.finding(), "", OptionalInt.of(resource.line()));
                })
                .map(ResourceExemption.of(criteria, resource.address())::applyTo)
                .toList();
        findings.addCluster(
                resource.address(),
                LONGEST_ADDRESS,
                "",
                OptionalInt.of(resource.line()),
                words(language, cluster, Control.ENCRYPTION_AT_REST),
                words(language, cluster, Control.ENCRYPTION_IN_TRANSIT),
                evaluations);
    }

    private static String words(Language language, DeclaredCluster cluster, Control control) {
        return Criteria.words(language, control, cluster.declared(control));
    }

    /**
     * The attributes of a resource other than a cluster.
     *
     * @param isMissing whether no attribute is known
     */
    private record Attributes(JsonTree values, boolean isMissing, JsonTree unknown, JsonTree sensitive) {

        /** Whether the value is known only after apply, or must not be displayed. */
        private boolean isHidden(String... path) {
            return isMissing
                    || TerraformAttributes.isMarked(unknown.at(path))
                    || TerraformAttributes.isMarked(sensitive.at(path));
        }

        private boolean isSet(String attribute) {
            Object value = values.at(attribute);
            return TerraformAttributes.isMarked(unknown.at(attribute))
                    || (value != null && !value.equals("") && !value.equals(Map.of()) && !value.equals(List.of()));
        }

        private Optional<String> text(String attribute) {
            return isHidden(attribute) ? Optional.empty() : values.text(attribute);
        }

        private NestedStack.Parameters parameters(String id) {
            Object set = values.at(PARAMETERS);
            boolean isOpen = Boolean.TRUE.equals(unknown.at(PARAMETERS))
                    || isSet("stack_instances_group")
                    || !(set == null || set instanceof Map);
            Map<String, Map<Scope, Alternatives>> parameters = new HashMap<>();
            Stream.of(set, unknown.at(PARAMETERS))
                    .flatMap(object -> object instanceof Map<?, ?> map ? map.keySet().stream() : Stream.of())
                    .map(String::valueOf)
                    .forEach(name -> {
                        Alternatives value = Alternatives.of(
                                (isHidden(PARAMETERS, name) ? Optional.<String>empty() : values.text(PARAMETERS, name))
                                        .map(Value::text)
                                        .orElseGet(() -> Value.notKnown("a value that is known only after apply")));
                        parameters.put(name, Map.of(Scope.ALLOWED, value, Scope.DEFAULTS, value));
                    });
            return isOpen || Boolean.TRUE.equals(sensitive.at(PARAMETERS))
                    ? NestedStack.Parameters.any(id)
                    : new NestedStack.Parameters(id, false, false, parameters);
        }
    }

    private void creating(Resource resource, Attributes attributes) {
        String type = resource.type();
        if (type.equals(CLOUD_CONTROL)) {
            cloudControl(resource, attributes);
        } else if (INSTANCES.contains(type)) {
            if (attributes.isMissing() || attributes.isSet("parameter_overrides")) {
                gap(resource, "overrides parameters of a stack set. Its template is not evaluated with these values.");
            }
        } else if (isElsewhere(type, attributes)) {
            findings.addNotScanned(
                    OptionalInt.of(resource.line()),
                    "the template of " + Value.shown(resource.address()) + " is not evaluated. Check it too.",
                    Optional.empty());
        } else {
            attributes
                    .text(TEMPLATE_BODY)
                    .ifPresentOrElse(
                            body -> embedded.read(
                                    resource.address(),
                                    body,
                                    resource.line(),
                                    false,
                                    List.of(
                                            type.endsWith("stack_set")
                                                    ? attributes
                                                            .parameters(resource.address())
                                                            .elsewhere()
                                                    : attributes.parameters(resource.address()))),
                            () -> gap(resource, "contains a template that the plan does not show."));
        }
    }

    /** A URL takes precedence over a known body. If the URL is not known, a known body is used. */
    private static boolean isElsewhere(String type, Attributes attributes) {
        return ELSEWHERE.contains(type)
                || attributes.text(TEMPLATE_URL).filter(url -> !url.isEmpty()).isPresent()
                || (attributes.isSet(TEMPLATE_URL)
                        && attributes.text(TEMPLATE_BODY).isEmpty());
    }

    private void cloudControl(Resource resource, Attributes attributes) {
        Optional<String> type = attributes.text("type_name");
        Optional<String> state = attributes.text(DESIRED_STATE);
        if (type.isEmpty()) {
            gap(resource, "has a type that the plan does not show.");
        } else if (!CloudFormationTemplate.isRelevant(type.get())) {
            return;
        } else if (state.isPresent()) {
            embedded.readResource(resource.address(), type.get(), state.get(), resource.line());
        } else if (type.get().equals(DeclaredCluster.RESOURCE_TYPE)) {
            Declared unknown = new Declared.NotKnown("a value that the plan does not show");
            cluster(resource, Language.CLOUDFORMATION, DeclaredCluster.ofValues(null, unknown, unknown, unknown));
        } else {
            gap(resource, "has properties that the plan does not show.");
        }
    }

    private void gap(Resource resource, String predicate) {
        embedded.gap(resource.address(), resource.line(), predicate);
    }
}
