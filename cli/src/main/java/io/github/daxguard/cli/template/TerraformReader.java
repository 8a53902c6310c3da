package io.github.daxguard.cli.template;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.cli.report.Place.TemplateFile;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Tags;
import io.github.daxguard.template.ControlCheck;
import io.github.daxguard.template.Declared;
import io.github.daxguard.template.DeclaredCluster;
import io.github.daxguard.template.Language;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the clusters in what {@code terraform show -json} or {@code tofu show -json} writes of a plan or a state.
 *
 * <p>One resource at a time is held in memory: plans of large estates have tens of megabytes.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/internals/json-format">JSON output format</a>
 */
final class TerraformReader {

    static final String FORMAT_VERSION = "format_version";
    private static final String PLANNED = "planned_values";
    private static final String CHANGES = "resource_changes";
    private static final String STATE = "values";
    private static final int LONGEST_ADDRESS = 512;

    /** Of the provider {@code aws}: what brings resources that the plan does not show. */
    private static final Map<String, String> BRINGING = Map.of(
            "aws_cloudformation_stack", "",
            "aws_cloudformation_stack_set", "",
            "awscc_cloudformation_stack", "",
            "awscc_cloudformation_stack_set", "",
            "aws_serverlessapplicationrepository_cloudformation_stack", "",
            "aws_servicecatalog_provisioned_product", "",
            "aws_cloudcontrolapi_resource", "type_name");

    private static final List<String> LEAVING = Arrays.asList("delete", "forget");

    private static final ObjectMapper JSON = new ObjectMapper(JsonTemplate.STRICT);
    private static final JsonTree NOTHING = JsonTree.of(Map.of());

    private final TemplateFile place;
    private final Judge judge;
    private final FileFindings.Builder findings = new FileFindings.Builder();
    private final Set<String> changed = new HashSet<>();
    private final Map<String, JsonTree> planned = new LinkedHashMap<>();

    private TerraformReader(TemplateFile place, Judge judge) {
        this.place = place;
        this.judge = judge;
    }

    /** Whether it is Terraform's: a plan, a state, or another of its answers. */
    static boolean isTerraform(Set<String> names) {
        return names.contains(FORMAT_VERSION);
    }

    /**
     * Finds and judges.
     *
     * @param names of the outermost object's members
     * @throws UnreadException if it is neither a plan nor a state
     */
    static FileFindings read(TemplateFile place, Judge judge, String text, Set<String> names) {
        if (!names.contains(PLANNED) && !names.contains(CHANGES) && !names.contains(STATE)) {
            throw new UnreadException("It is neither a plan nor a state that holds anything. " + Expected.TERRAFORM);
        }
        return JsonTemplate.parse(text, parser -> new TerraformReader(place, judge).findings(parser));
    }

    private FileFindings findings(JsonParser parser) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case FORMAT_VERSION -> version(parser);
                case CHANGES -> each(parser, name, this::change);
                case STATE, PLANNED ->
                    values(parser, name, name.equals(STATE) ? this::stateResource : this::plannedResource);
                case "deferred_changes" -> each(parser, name, this::deferred);
                case "errored" -> {
                    if (parser.currentToken() != JsonToken.VALUE_FALSE) {
                        findings.addGap("Planning ended with an error: mend it and plan again.");
                    }
                    parser.skipChildren();
                }
                case "complete" -> {
                    if (parser.currentToken() != JsonToken.VALUE_TRUE) {
                        findings.addGap(
                                "The plan is not complete, as with -target or deferred changes: another plan has to "
                                        + "follow, and to be checked.");
                    }
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
        planned.forEach((address, resource) -> {
            if (!changed.contains(address)) {
                stateResource(resource);
            }
        });
        return findings.build();
    }

    private static void version(JsonParser parser) throws IOException {
        String version = parser.getText();
        if (!version.startsWith("0.") && !version.startsWith("1.")) {
            throw UnreadException.atLine(
                    parser.currentTokenLocation().getLineNr(),
                    FORMAT_VERSION + " " + Value.quoted(version) + " is not known here, only 0.1 to 1.x.");
        }
    }

    /** Hands over the objects of a list, one at a time. */
    private void each(JsonParser parser, String name, Consumer<JsonTree> next) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            findings.addGap("Line " + parser.currentTokenLocation().getLineNr() + ": " + name + " is no list.");
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                next.accept(JsonTree.of(JSON.readValue(parser, Map.class)));
            } else {
                findings.addGap("Line " + parser.currentTokenLocation().getLineNr() + ": an item of " + name
                        + " is no object.");
                parser.skipChildren();
            }
        }
    }

    private void values(JsonParser parser, String name, Consumer<JsonTree> next) throws IOException {
        if (isNoObject(parser, name)) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isModule = parser.currentName().equals("root_module");
            parser.nextToken();
            if (isModule) {
                module(parser, next);
            } else {
                parser.skipChildren();
            }
        }
    }

    private boolean isNoObject(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return false;
        }
        findings.addGap("Line " + parser.currentTokenLocation().getLineNr() + ": " + name + " is no object.");
        parser.skipChildren();
        return true;
    }

    private void module(JsonParser parser, Consumer<JsonTree> next) throws IOException {
        if (isNoObject(parser, "a module")) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("resources")) {
                each(parser, name, next);
            } else if (name.equals("child_modules")) {
                modules(parser, value, next);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void modules(JsonParser parser, JsonToken value, Consumer<JsonTree> next) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            findings.addGap("Line " + parser.currentTokenLocation().getLineNr() + ": child_modules is no list.");
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            module(parser, next);
        }
    }

    private void plannedResource(JsonTree resource) {
        // One that is forgotten stands there without values; its change tells.
        if (isWanted(resource)) {
            planned.put(address(resource), resource);
        }
    }

    private static boolean isWanted(JsonTree resource) {
        String type = type(resource);
        return !resource.text("mode").orElse("managed").equals("data")
                && (type.equals(TerraformAttributes.TYPE) || BRINGING.containsKey(type));
    }

    private static String type(JsonTree resource) {
        return resource.text("type").orElse("");
    }

    private void deferred(JsonTree deferred) {
        JsonTree resource = deferred.object("resource_change").orElse(NOTHING);
        findings.addGap("The plan defers a change of "
                + resource.text("address").map(Value::shown).orElse("something") + ": another plan has to follow.");
        change(resource);
    }

    private void change(JsonTree resource) {
        if (!isWanted(resource)) {
            return;
        }
        changed.add(address(resource));
        List<?> actions = resource.list("change", "actions").orElse(List.of());
        // All of it can be known only after the apply.
        Optional<JsonTree> after = Boolean.TRUE.equals(resource.at("change", "after_unknown"))
                ? Optional.empty()
                : resource.object("change", "after");
        // What is deleted, or no longer looked after, will not be there by this plan; an older object beside its
        // successor too.
        if (!actions.isEmpty() && actions.stream().allMatch(LEAVING::contains)) {
            return;
        }
        JsonTree unknown = resource.object("change", "after_unknown").orElse(NOTHING);
        JsonTree sensitive = resource.object("change", "after_sensitive").orElse(NOTHING);
        resource(resource, after, unknown, sensitive);
    }

    private void stateResource(JsonTree resource) {
        if (isWanted(resource)) {
            resource(
                    resource,
                    resource.object("values"),
                    NOTHING,
                    resource.object("sensitive_values").orElse(NOTHING));
        }
    }

    private void resource(JsonTree resource, Optional<JsonTree> values, JsonTree unknown, JsonTree sensitive) {
        if (!type(resource).equals(TerraformAttributes.TYPE)) {
            bringing(resource, values.orElse(NOTHING));
            return;
        }
        DeclaredCluster cluster = values.map(known -> new TerraformAttributes(known, unknown, sensitive).cluster())
                .orElseGet(TerraformReader::untold);
        List<Judgement> judgements = judge.controls().stream()
                .map(control -> {
                    ControlCheck check = judge.check(Language.TERRAFORM, control, cluster);
                    return Judge.judgement(check, check.finding(), "", OptionalInt.empty());
                })
                .toList();
        findings.add(new AuditedCluster(
                place,
                findings.unique(address(resource), LONGEST_ADDRESS),
                "",
                OptionalInt.empty(),
                "",
                words(cluster, Control.ENCRYPTION_AT_REST),
                words(cluster, Control.ENCRYPTION_IN_TRANSIT),
                judgements));
    }

    private static DeclaredCluster untold() {
        Declared notTold = new Declared.NotKnown("not told");
        return new DeclaredCluster(
                Optional.empty(),
                notTold,
                notTold,
                new Tags.Unread(new IllegalArgumentException("No values are told.")));
    }

    private static String words(DeclaredCluster cluster, Control control) {
        return Judge.words(Language.TERRAFORM, control, cluster.declared(control));
    }

    private void bringing(JsonTree resource, JsonTree values) {
        String attribute = BRINGING.getOrDefault(type(resource), "");
        boolean canBring = attribute.isEmpty()
                || values.text(attribute)
                        .map(DeclaredCluster.RESOURCE_TYPE::equals)
                        .orElse(true);
        if (canBring) {
            findings.addUnseen(
                    OptionalInt.empty(),
                    Value.shown(address(resource)) + " is not looked into: check "
                            + (attribute.isEmpty() ? "its template" : "what it makes") + " too.",
                    Optional.empty());
        }
    }

    private static String address(JsonTree resource) {
        String address = resource.text("address")
                .orElseGet(() -> type(resource) + "." + resource.text("name").orElse("?"));
        return address
                + resource.text("deposed_key")
                        .map(key -> " (deposed object " + key + ")")
                        .orElse("");
    }
}
