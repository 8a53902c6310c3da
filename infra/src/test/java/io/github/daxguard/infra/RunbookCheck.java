package io.github.daxguard.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Checks a Systems Manager runbook: schema 0.3, which cfn-lint does not check, and the conditions for a deletion. */
final class RunbookCheck {

    private static final String INVOKE = "aws:invokeLambdaFunction";
    private static final String APPROVE = "aws:approve";
    private static final String BRANCH = "aws:branch";
    private static final String LOOP = "aws:loop";
    private static final String SLEEP = "aws:sleep";
    private static final String WAIT = "aws:waitForAwsResourceProperty";
    private static final String CALL = "aws:executeAwsApi";

    private static final Map<String, Set<String>> REQUIRED_INPUTS = Map.of(
            INVOKE, Set.of("FunctionName"),
            APPROVE, Set.of("Approvers"),
            BRANCH, Set.of("Choices"),
            LOOP, Set.of("Steps", "MaxIterations"),
            SLEEP, Set.of(),
            WAIT, Set.of("Service", "Api", "PropertySelector", "DesiredValues"),
            CALL, Set.of("Service", "Api"));

    /** Optional inputs, except those of the two actions that pass their inputs to an API. */
    private static final Map<String, Set<String>> OPTIONAL_INPUTS = Map.of(
            INVOKE, Set.of("Qualifier", "InvocationType", "LogType", "ClientContext", "InputPayload", "Payload"),
            APPROVE, Set.of("NotificationArn", "Message", "MinRequiredApprovals"),
            BRANCH, Set.of("Default"),
            LOOP, Set.of("LoopCondition", "Iterators", "IteratorDataType"),
            SLEEP, Set.of("Duration", "Timestamp"));

    private static final Map<String, Set<String>> OWN_OUTPUTS = Map.of(
            INVOKE, Set.of("StatusCode", "FunctionError", "LogResult", "Payload"),
            APPROVE, Set.of("ApprovalStatus", "ApproverDecisions"));

    private static final Set<String> DOCUMENT_MEMBERS =
            Set.of("schemaVersion", "description", "assumeRole", "parameters", "mainSteps", "outputs");
    private static final Set<String> STEP_MEMBERS = Set.of(
            "name",
            "action",
            "description",
            "nextStep",
            "isEnd",
            "isCritical",
            "onFailure",
            "onCancel",
            "maxAttempts",
            "timeoutSeconds",
            "inputs",
            "outputs");
    private static final Set<String> PARAMETER_MEMBERS =
            Set.of("type", "description", "allowedPattern", "allowedValues", "default");
    private static final Set<String> PARAMETER_TYPES =
            Set.of("String", "StringList", "Integer", "Boolean", "StringMap", "MapList");
    private static final Set<String> SYSTEM_VARIABLES =
            Set.of("automation:EXECUTION_ID", "global:ACCOUNT_ID", "global:REGION", "global:DATE", "global:DATE_TIME");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_]{1,128}");
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*(.*?)\\s*}}");
    private static final Pattern OUTPUT = Pattern.compile("([a-zA-Z0-9_]+)\\.([a-zA-Z0-9_]+)");

    private static final String EXECUTION_ID = "{{ automation:EXECUTION_ID }}";

    private static final int LARGEST_DOCUMENT = 64 * 1024;
    private static final int LONGEST_MESSAGE = 4096;
    private static final int LONGEST_APPROVAL = 30 * 24 * 3600;
    private static final int LONGEST_INVOCATION = 300;
    private static final int MOST_ITERATIONS = 100;

    private final JsonNode document;
    private final Map<String, JsonNode> mainSteps = new LinkedHashMap<>();
    private final Map<String, List<JsonNode>> nestedSteps = new LinkedHashMap<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Set<String> usedParameters = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    /** A transition; {@code condition} is the condition of a branch's choice, otherwise empty. */
    private record Edge(String from, String to, boolean succeeded, String condition) {}

    private RunbookCheck(JsonNode document) {
        this.document = document;
    }

    /** One sentence for each problem; empty if the document is valid. */
    static List<String> problemsOf(JsonNode document) {
        RunbookCheck check = new RunbookCheck(document);
        check.checkDocument();
        check.checkSteps();
        check.checkFlow();
        check.checkReferences();
        check.checkParameters();
        check.checkDeletions();
        return check.problems;
    }

    private void checkDocument() {
        requireKnown("The document", document, DOCUMENT_MEMBERS);
        problemIf(!document.path("schemaVersion").asText().equals("0.3"), "The schema version is not 0.3");
        problemIf(
                document.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST_DOCUMENT,
                "The document is larger than 64 KB");
    }

    private void checkSteps() {
        Set<String> names = new HashSet<>();
        for (JsonNode step : document.path("mainSteps")) {
            mainSteps.put(nameOf(step), step);
            checkStep(step, names);
            for (JsonNode nested : step.at("/inputs/Steps")) {
                nestedSteps
                        .computeIfAbsent(nameOf(step), name -> new ArrayList<>())
                        .add(nested);
                checkStep(nested, names);
                problemIf(
                        nested.has("nextStep")
                                || nested.has("isEnd")
                                || !onFailureOf(nested).equals("Abort"),
                        nameOf(nested) + ": leaves its loop");
            }
        }
        problemIf(mainSteps.isEmpty(), "The document has no steps");
    }

    private void checkStep(JsonNode step, Set<String> names) {
        String name = nameOf(step);
        problemIf(!NAME.matcher(name).matches(), "\"" + name + "\" is not a valid step name");
        problemIf(!names.add(name), name + ": another step has this name");
        requireKnown(name, step, STEP_MEMBERS);
        problemIf(step.path("description").asText().isEmpty(), name + ": has no description");
        problemIf(!step.has("onFailure"), name + ": has no onFailure");
        checkInputs(name, step);
        for (JsonNode output : step.path("outputs")) {
            requireKnown(name, output, Set.of("Name", "Selector", "Type"));
            problemIf(
                    !output.path("Selector").asText().startsWith("$.")
                            || !PARAMETER_TYPES.contains(output.path("Type").asText()),
                    name + ": has an output that cannot be selected: " + output);
        }
    }

    private void checkInputs(String name, JsonNode step) {
        String action = step.path("action").asText();
        JsonNode inputs = step.path("inputs");
        if (!REQUIRED_INPUTS.containsKey(action)) {
            problems.add(name + ": \"" + action + "\" is not a known action");
            return;
        }
        for (String required : REQUIRED_INPUTS.get(action)) {
            problemIf(!inputs.has(required), name + ": " + action + " requires the input " + required);
        }
        if (OPTIONAL_INPUTS.containsKey(action)) {
            Set<String> known = new HashSet<>(REQUIRED_INPUTS.get(action));
            known.addAll(OPTIONAL_INPUTS.get(action));
            requireKnown(name, inputs, known);
        }
        switch (action) {
            case INVOKE -> requireBetween(name, "timeoutSeconds", step.path("timeoutSeconds"), 1, LONGEST_INVOCATION);
            case APPROVE -> {
                requireBetween(name, "timeoutSeconds", step.path("timeoutSeconds"), 1, LONGEST_APPROVAL);
                problemIf(
                        inputs.path("Message").asText().length() > LONGEST_MESSAGE,
                        name + ": the message is longer than " + LONGEST_MESSAGE + " characters");
            }
            case LOOP -> {
                requireBetween(name, "MaxIterations", inputs.path("MaxIterations"), 1, MOST_ITERATIONS);
                problemIf(
                        inputs.has("LoopCondition") == inputs.has("Iterators"),
                        name + ": aws:loop requires either LoopCondition or Iterators");
                problemIf(step.has("onCancel"), name + ": aws:loop does not support onCancel");
            }
            case SLEEP -> {
                problemIf(
                        inputs.has("Duration") == inputs.has("Timestamp"),
                        name + ": aws:sleep requires either Duration or Timestamp");
            }
            default -> {}
        }
    }

    private void problemIf(boolean found, String problem) {
        if (found) {
            problems.add(problem);
        }
    }

    private void requireBetween(String name, String what, JsonNode number, int least, int most) {
        problemIf(
                !number.isInt() || number.asInt() < least || number.asInt() > most,
                name + ": " + what + " is not between " + least + " and " + most);
    }

    private void requireKnown(String name, JsonNode object, Set<String> members) {
        object.fieldNames()
                .forEachRemaining(
                        member -> problemIf(!members.contains(member), name + ": has the unknown member " + member));
    }

    private void checkFlow() {
        List<String> order = List.copyOf(mainSteps.keySet());
        mainSteps.forEach((name, step) -> {
            int index = order.indexOf(name);
            addSuccess(name, step);
            addJump(name, "onFailure", onFailureOf(step), index + 1 < order.size() ? order.get(index + 1) : "");
            addJump(name, "onCancel", step.path("onCancel").asText("Abort"), "");
        });
        edges.removeIf(edge -> {
            boolean isUnknown = !mainSteps.containsKey(edge.to());
            problemIf(isUnknown, edge.from() + ": the next step " + edge.to() + " does not exist");
            return isUnknown;
        });
        for (String name : order) {
            problemIf(reachable(Set.of(name), edge -> true).contains(name), name + ": is part of a cycle");
        }
        if (!order.isEmpty()) {
            Set<String> reached = reachable(Set.of(order.get(0)), edge -> true);
            order.stream()
                    .skip(1)
                    .filter(name -> !reached.contains(name))
                    .forEach(name -> problems.add(name + ": is never run"));
        }
    }

    private void addSuccess(String name, JsonNode step) {
        boolean isEnd = step.path("isEnd").asBoolean();
        if (step.path("action").asText().equals(BRANCH)) {
            for (JsonNode choice : step.at("/inputs/Choices")) {
                edges.add(new Edge(name, choice.path("NextStep").asText(), true, conditionOf(choice)));
            }
            if (step.at("/inputs").has("Default")) {
                edges.add(new Edge(name, step.at("/inputs/Default").asText(), true, ""));
            } else {
                problemIf(!isEnd, name + ": has neither Default nor isEnd");
            }
        } else if (step.has("nextStep")) {
            edges.add(new Edge(name, step.path("nextStep").asText(), true, ""));
        }
        if (isEnd && onFailureOf(step).startsWith("step:")) {
            // https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html, on isEnd
            problems.add(name + ": isEnd ends the automation after a failure too, and onFailure is not followed");
        }
        problemIf(
                isEnd == (step.has("nextStep") || step.at("/inputs").has("Choices")),
                name + ": must have either isEnd or a next step");
    }

    private void addJump(String name, String member, String value, String next) {
        if (value.startsWith("step:")) {
            edges.add(new Edge(name, value.substring("step:".length()), false, ""));
        } else if (value.equals("Continue") && !next.isEmpty()) {
            edges.add(new Edge(name, next, false, ""));
        } else {
            problemIf(!value.equals("Abort"), name + ": " + member + " is " + value);
        }
    }

    private static String conditionOf(JsonNode choice) {
        return choice.path("BooleanEquals").asBoolean()
                        || choice.path("StartsWith").asText().equals("/")
                ? choice.path("Variable").asText()
                : "";
    }

    /** The steps that are reachable from these steps over the followed edges. */
    private Set<String> reachable(Collection<String> steps, Predicate<Edge> followed) {
        Set<String> reached = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(steps);
        while (!open.isEmpty()) {
            String step = open.remove(open.size() - 1);
            for (Edge edge : edges) {
                if (edge.from().equals(step) && followed.test(edge) && reached.add(edge.to())) {
                    open.add(edge.to());
                }
            }
        }
        return reached;
    }

    private void checkReferences() {
        mainSteps.forEach((name, step) -> {
            Set<String> done = doneBefore(name);
            List<JsonNode> nested = nestedSteps.getOrDefault(name, List.of());
            Set<String> doneInLoop = new HashSet<>(done);
            for (JsonNode inner : nested) {
                checkReferences(nameOf(inner), inner, doneInLoop);
                doneInLoop.add(nameOf(inner));
            }
            if (nested.isEmpty()) {
                checkReferences(name, step, done);
            } else {
                checkReferences(name, step.at("/inputs/LoopCondition"), doneInLoop);
            }
        });
        for (JsonNode output : document.path("outputs")) {
            Matcher parts = OUTPUT.matcher(output.asText());
            problemIf(
                    !parts.matches() || !outputsOf(parts.group(1)).contains(parts.group(2)),
                    "The document's output " + output.asText() + " does not exist");
        }
        checkReferences("assumeRole", document.path("assumeRole"), Set.of());
    }

    /** The steps that have succeeded on every path to this step. */
    private Set<String> doneBefore(String name) {
        Set<String> done = new HashSet<>(mainSteps.keySet());
        done.remove(name);
        String first = mainSteps.keySet().iterator().next();
        done.removeIf(other -> {
            Predicate<Edge> withoutIt = edge -> !(edge.from().equals(other) && edge.succeeded());
            return name.equals(first) || reachable(Set.of(first), withoutIt).contains(name);
        });
        return done;
    }

    private void checkReferences(String name, JsonNode node, Set<String> done) {
        if (node.isContainerNode()) {
            node.forEach(child -> checkReferences(name, child, done));
            return;
        }
        Matcher references = REFERENCE.matcher(node.asText());
        while (references.find()) {
            String reference = references.group(1);
            Matcher output = OUTPUT.matcher(reference);
            if (document.path("parameters").has(reference)) {
                usedParameters.add(reference);
            } else if (output.matches()) {
                if (!outputsOf(output.group(1)).contains(output.group(2))) {
                    problems.add(name + ": the output " + reference + " does not exist");
                } else {
                    problemIf(!done.contains(output.group(1)), name + ": " + reference + " is not set on every path");
                }
            } else {
                problemIf(
                        !SYSTEM_VARIABLES.contains(reference),
                        name + ": the parameter " + reference + " does not exist");
            }
        }
    }

    private Set<String> outputsOf(String name) {
        List<JsonNode> steps = new ArrayList<>(mainSteps.values());
        nestedSteps.values().forEach(steps::addAll);
        Set<String> outputs = new HashSet<>();
        for (JsonNode step : steps) {
            if (nameOf(step).equals(name)) {
                outputs.addAll(OWN_OUTPUTS.getOrDefault(step.path("action").asText(), Set.of()));
                step.path("outputs")
                        .forEach(output -> outputs.add(output.path("Name").asText()));
            }
        }
        return outputs;
    }

    private void checkParameters() {
        document.path("parameters").properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode parameter = entry.getValue();
            requireKnown(name, parameter, PARAMETER_MEMBERS);
            problemIf(
                    !PARAMETER_TYPES.contains(parameter.path("type").asText())
                            || parameter.path("description").asText().isEmpty(),
                    name + ": requires a type and a description");
            problemIf(!usedParameters.contains(name), name + ": is never used");
            checkDefault(name, parameter);
        });
    }

    private void checkDefault(String name, JsonNode parameter) {
        JsonNode value = parameter.path("default");
        if (parameter.has("allowedPattern")) {
            try {
                Pattern pattern =
                        Pattern.compile(parameter.path("allowedPattern").asText());
                problemIf(
                        parameter.has("default")
                                && !pattern.matcher(value.asText()).find(),
                        name + ": its default does not match its pattern");
            } catch (PatternSyntaxException e) {
                problems.add(name + ": its pattern is not valid");
            }
        }
        if (parameter.has("allowedValues") && parameter.has("default")) {
            Set<JsonNode> allowed = new HashSet<>();
            parameter.path("allowedValues").forEach(allowed::add);
            problemIf(!allowed.contains(value), name + ": its default is not an allowed value");
        }
    }

    private void checkDeletions() {
        mainSteps.forEach((name, step) -> {
            String api = step.at("/inputs/Api").asText();
            problemIf(
                    !api.isEmpty()
                            && !api.matches("(Describe|Get|List).+|Publish")
                            && !tagsOwnExecution(step)
                            && !writesEndpoint(step),
                    name + ": calls " + api + ", which is not a permitted change");
            problemIf(
                    writesEndpoint(step) && !isReachedOnlyIf(name, "verify.verified"),
                    name + ": can write an unverified endpoint");
            problemIf(
                    writesEndpoint(step) && !isReachedOnlyIf(name, "EndpointParameter"),
                    name + ": can write to an unnamed parameter");
        });
        nestedSteps
                .values()
                .forEach(steps -> steps.stream()
                        .filter(step -> requests(step, "delete"))
                        .forEach(step -> problems.add(nameOf(step) + ": deletes in a loop")));
        mainSteps.forEach((name, step) -> {
            if (requests(step, "delete")) {
                checkDeletion(name);
            }
        });
    }

    private static boolean tagsOwnExecution(JsonNode step) {
        return step.at("/inputs/Api").asText().equals("AddTagsToResource")
                && step.at("/inputs/ResourceType").asText().equals("Automation")
                && step.at("/inputs/ResourceId").asText().equals(EXECUTION_ID);
    }

    private static boolean writesEndpoint(JsonNode step) {
        JsonNode inputs = step.at("/inputs");
        return inputs.path("Service").asText().equals("ssm")
                && inputs.path("Api").asText().equals("PutParameter")
                && inputs.path("Name").asText().equals("{{ EndpointParameter }}")
                && inputs.path("Value").asText().equals("{{ verify.endpoint }}")
                && inputs.path("Type").asText().equals("String");
    }

    private void checkDeletion(String deletion) {
        problemIf(
                !mainStep(deletion)
                        .at("/inputs/InputPayload/executionId")
                        .asText()
                        .equals(EXECUTION_ID),
                deletion + ": does not send the id of its execution");
        for (Edge edge : edges) {
            problemIf(
                    !edge.succeeded()
                            && (edge.to().equals(deletion)
                                    || reachable(Set.of(edge.to()), other -> true)
                                            .contains(deletion)),
                    edge.from() + ": its failure can lead to " + deletion);
        }
        Set<String> done = doneBefore(deletion);
        List<String> approvals = done.stream()
                .filter(name -> mainStep(name).path("action").asText().equals(APPROVE))
                .toList();
        approvals.stream()
                .filter(name ->
                        mainStep(name).at("/inputs/Approvers").toString().contains("{{"))
                .forEach(name -> problems.add(name + ": its approvers are a parameter of the runbook"));
        problemIf(approvals.isEmpty(), deletion + ": is reachable without an approval");
        problemIf(
                done.stream()
                        .noneMatch(name -> requests(mainStep(name), "readiness")
                                && approvals.stream().anyMatch(doneBefore(name)::contains)
                                && isReachedOnlyIf(deletion, name + ".ready")),
                deletion + ": is reachable without a readiness check after the approval");
    }

    /** Whether each path to the step contains a choice that requires this output to be true. */
    private boolean isReachedOnlyIf(String step, String output) {
        Matcher reference = REFERENCE.matcher("");
        Predicate<Edge> anyOther = edge -> !(reference.reset(edge.condition()).matches()
                && reference.group(1).equals(output));
        String first = mainSteps.keySet().iterator().next();
        return !reachable(Set.of(first), anyOther).contains(step);
    }

    private JsonNode mainStep(String name) {
        return Objects.requireNonNull(mainSteps.get(name));
    }

    private static boolean requests(JsonNode step, String functionStep) {
        return step.path("action").asText().equals(INVOKE)
                && step.at("/inputs/InputPayload/step").asText().equals(functionStep);
    }

    private static String nameOf(JsonNode step) {
        return step.path("name").asText();
    }

    private static String onFailureOf(JsonNode step) {
        return step.path("onFailure").asText("Abort");
    }
}
