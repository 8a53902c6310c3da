package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/** The content of the runbook: that it is sound, what it says, and that {@link RunbookCheck} sees what is not sound. */
@RequiresNode
class ReplacementRunbookTest {

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.ReplacementStackTest#modesWithReplacement")
    void runbook_inEveryMode_isSound(Map<String, String> context) {
        assertThat(RunbookCheck.problemsOf(content(context))).isEmpty();
    }

    @Test
    void steps_areTheseInThisOrder() {
        List<String> steps = new ArrayList<>();
        content().get("mainSteps").forEach(step -> {
            steps.add(summary(step));
            step.at("/inputs/Steps").forEach(nested -> steps.add("- " + summary(nested)));
        });

        assertThat(steps)
                .containsExactly(
                        "tagExecution: aws:executeAwsApi, then plan, else step:tellNothingDeleted",
                        "plan: aws:invokeLambdaFunction, then create, else step:tellNothingDeleted",
                        "create: aws:invokeLambdaFunction, then waitForTwin, else step:tellNothingDeleted",
                        "waitForTwin: aws:waitForAwsResourceProperty, then verify, else step:tellNothingDeleted",
                        "verify: aws:invokeLambdaFunction, then onlyIfVerified, else step:tellNothingDeleted",
                        "onlyIfVerified: aws:branch, then ifEndpointParameter or tellNothingDeleted, else step:tellNothingDeleted",
                        "ifEndpointParameter: aws:branch, then writeEndpoint or approve, else step:tellNothingDeleted",
                        "writeEndpoint: aws:executeAwsApi, then approve, else step:tellNothingDeleted",
                        "approve: aws:approve, then waitUntilQuiet, else step:tellNothingDeleted",
                        "waitUntilQuiet: aws:loop, then requireQuiet, else step:tellNothingDeleted",
                        "- pause: aws:sleep, then nothing, else Abort",
                        "- askWhetherQuiet: aws:invokeLambdaFunction, then nothing, else Abort",
                        "requireQuiet: aws:invokeLambdaFunction, then onlyIfQuiet, else step:tellNothingDeleted",
                        "onlyIfQuiet: aws:branch, then delete or tellNothingDeleted, else step:tellNothingDeleted",
                        "delete: aws:invokeLambdaFunction, then tellDeleted, else step:tellDeletionFailed",
                        "tellDeleted: aws:executeAwsApi, then nothing, else Abort",
                        "tellNothingDeleted: aws:executeAwsApi, then nothing, else Abort",
                        "tellDeletionFailed: aws:executeAwsApi, then nothing, else Abort");
    }

    private static String summary(JsonNode step) {
        String next = step.at("/inputs/Choices/0/NextStep")
                .asText(step.path("nextStep").asText("nothing"));
        String other = step.at("/inputs/Default").asText();
        return step.get("name").asText() + ": " + step.get("action").asText() + ", then " + next
                + (other.isEmpty() ? "" : " or " + other) + ", else "
                + step.get("onFailure").asText();
    }

    @ParameterizedTest
    @CsvSource({
        "plan, plan, '{{ TwinName }}', orFail, true",
        "create, create, '{{ plan.twin }}', ,",
        "verify, verify, '{{ plan.twin }}', orFail, true",
        "askWhetherQuiet, readiness, '{{ plan.twin }}', ,",
        "requireQuiet, readiness, '{{ plan.twin }}', orFail, true",
        "delete, delete, '{{ plan.twin }}', confirm, '{{ ClusterName }}'",
    })
    void request_ofEachStep_hasAllThatTheFunctionTakes(
            String name, String step, String twin, String member, String value) {
        ObjectNode expected = (ObjectNode) json("""
                {
                  "step": "%s",
                  "cluster": "{{ ClusterName }}",
                  "twin": "%s",
                  "nodeType": "{{ NodeType }}",
                  "endpointEncryption": "{{ EndpointEncryption }}",
                  "nodeQuota": "{{ NodeQuota }}",
                  "quietMinutes": "{{ QuietMinutes }}",
                  "acceptDifferences": "{{ AcceptDifferences }}"
                }""".formatted(step, twin));
        if (step.equals("delete")) {
            expected.put("executionId", "{{ automation:EXECUTION_ID }}");
        }
        if (member != null) {
            expected.put(member, value);
        }
        JsonNode inputs = step(content(), name).get("inputs");

        assertThat(inputs.get("InputPayload")).isEqualTo(expected);
        assertThat(inputs.get("FunctionName").asText()).isEqualTo("${ReplacementFunction}");
        assertThat(inputs.get("InvocationType").asText()).isEqualTo("RequestResponse");
    }

    @Test
    void execution_isTaggedFirst() {
        JsonNode first = content().at("/mainSteps/0");

        assertThat(first.get("name").asText()).isEqualTo("tagExecution");
        assertThat(first.get("inputs")).isEqualTo(json("""
                {
                  "Service": "ssm",
                  "Api": "AddTagsToResource",
                  "ResourceType": "Automation",
                  "ResourceId": "{{ automation:EXECUTION_ID }}",
                  "Tags": [{"Key": "daxguard:runbook", "Value": "DaxGuard-ReplaceCluster"}]
                }"""));
    }

    @Test
    void function_endsBeforeItsStepDoes() {
        int timeout = StackTemplate.of(Contexts.REPLACEMENT)
                .properties("ReplacementFunction")
                .get("Timeout")
                .asInt();

        assertThat(step(content(), "delete").get("timeoutSeconds").asInt()).isGreaterThan(timeout);
    }

    @Test
    void wait_isForTheTwinToBeAvailable() {
        JsonNode step = step(content(), "waitForTwin");

        assertThat(step.get("timeoutSeconds").asInt()).isEqualTo(3600);
        assertThat(step.get("inputs")).isEqualTo(json("""
                {
                  "Service": "dax",
                  "Api": "DescribeClusters",
                  "ClusterNames": ["{{ plan.twin }}"],
                  "PropertySelector": "$.Clusters[0].Status",
                  "DesiredValues": ["available"]
                }"""));
    }

    @Test
    void endpoint_isWrittenToTheNamedParameter() {
        assertThat(step(content(), "ifEndpointParameter").at("/inputs/Choices")).isEqualTo(json("""
                [{"NextStep": "writeEndpoint", "Variable": "{{ EndpointParameter }}", "StartsWith": "/"}]"""));
        assertThat(step(content(), "writeEndpoint").get("inputs")).isEqualTo(json("""
                {
                  "Service": "ssm",
                  "Api": "PutParameter",
                  "Name": "{{ EndpointParameter }}",
                  "Value": "{{ verify.endpoint }}",
                  "Type": "String",
                  "Overwrite": true
                }"""));
    }

    /** Systems Manager passes the inputs of these steps to the API. */
    @Test
    void inputsOfSystemsManagersCalls_areMembersOfTheRequest() {
        Map<String, List<SdkField<?>>> requests = Map.of(
                "AddTagsToResource", AddTagsToResourceRequest.builder().sdkFields(),
                "PutParameter", PutParameterRequest.builder().sdkFields());
        List<String> checked = new ArrayList<>();
        for (JsonNode step : content().get("mainSteps")) {
            if (step.at("/inputs/Service").asText().equals("ssm")) {
                String api = step.at("/inputs/Api").asText();
                Set<String> members = requests.get(api).stream()
                        .map(SdkField::locationName)
                        .collect(Collectors.toCollection(HashSet::new));
                members.addAll(List.of("Service", "Api"));
                assertThat(step.get("inputs").fieldNames()).toIterable().isSubsetOf(members);
                checked.add(api);
            }
        }
        assertThat(checked).containsExactlyInAnyOrderElementsOf(requests.keySet());
    }

    @Test
    void approval_isAskedForOnTheTopicWithTheNewEndpointAndWaitsThirtyDays() {
        JsonNode step = step(content(), "approve");

        assertThat(step.get("timeoutSeconds").asInt()).isEqualTo(2_592_000);
        assertThat(step.at("/inputs/NotificationArn").asText()).isEqualTo("${ReplacementApprovals}");
        assertThat(step.at("/inputs/Approvers")).isEqualTo(json("[\"${ReplacementApprover.Arn}\"]"));
        assertThat(step(content(Contexts.PACK_WITH_REPLACEMENT), "approve").at("/inputs/Approvers"))
                .isEqualTo(json("[\"alice\", \"arn:aws:iam::111122223333:role/on-call\"]"));
        assertThat(step.at("/inputs/MinRequiredApprovals")).isEqualTo(json("1"));
        assertThat(step.at("/inputs/Message").asText())
                .contains("Point every application that uses {{ ClusterName }} to {{ verify.endpoint }}")
                .contains("SSM parameter with this endpoint (empty if none was named): {{ EndpointParameter }}.")
                .contains("Then approve")
                .contains("{{ verify.message }}")
                .contains("{{ plan.message }}")
                .contains("Reject to keep both");
    }

    @Test
    void loop_asksUntilTheClusterIsQuietForTwiceTheLongestTimeOfQuiet() {
        JsonNode loop = step(content(), "waitUntilQuiet");

        assertThat(loop.at("/inputs/LoopCondition"))
                .isEqualTo(json("{\"Variable\": \"{{ askWhetherQuiet.ready }}\", \"BooleanEquals\": false}"));
        assertThat(loop.at("/inputs/MaxIterations").asInt()).isEqualTo(100);
        assertThat(loop.at("/inputs/Steps/0/inputs")).isEqualTo(json("{\"Duration\": \"PT30M\"}"));
        assertThat(100 * 30).isGreaterThan(2 * 1440);
        assertThat(loop.get("timeoutSeconds").asInt()).isGreaterThanOrEqualTo(100 * (30 * 60 + 3 * 120));
    }

    @ParameterizedTest
    @CsvSource({
        "tellDeleted, has ended: {{ delete.message }}",
        "tellNothingDeleted, this automation has deleted nothing",
        "tellDeletionFailed, is still there"
    })
    void word_ofAnEnd_goesToTheTopicAndSaysWhereThingsStand(String name, String where) {
        JsonNode inputs = step(content(), name).get("inputs");

        assertThat(inputs.get("TopicArn").asText()).isEqualTo("${ReplacementApprovals}");
        assertThat(inputs.get("Message").asText()).contains(where).contains("{{ automation:EXECUTION_ID }}");
        // SNS takes 99 characters, and a cluster's name has 20 at most.
        assertThat(inputs.get("Subject").asText().replace("{{ ClusterName }}", "x".repeat(20)))
                .hasSizeLessThan(100);
    }

    @Test
    void answers_areReadFromTheFunctionsPayload() {
        assertThat(step(content(), "verify").get("outputs")).isEqualTo(json("""
                [
                  {"Name": "verified", "Selector": "$.Payload.verified", "Type": "Boolean"},
                  {"Name": "endpoint", "Selector": "$.Payload.endpoint", "Type": "String"},
                  {"Name": "message", "Selector": "$.Payload.message", "Type": "String"}
                ]"""));
        assertThat(content().get("outputs")).isEqualTo(json("""
                [
                  "plan.message",
                  "verify.endpoint",
                  "approve.ApprovalStatus",
                  "requireQuiet.message",
                  "delete.status",
                  "delete.message"
                ]"""));
    }

    @ParameterizedTest
    @CsvSource({
        "ClusterName, orders, true",
        "ClusterName, orders-v2, true",
        "ClusterName, '', false",
        "ClusterName, 2orders, false",
        "ClusterName, Orders, false",
        "ClusterName, a-name-of-21-characters, false",
        "ClusterName, 'a\"b', false",
        "TwinName, '', true",
        "TwinName, orders-v2, true",
        "TwinName, orders_v2, false",
        "NodeType, '', true",
        "NodeType, dax.r5.large, true",
        "NodeType, dax.r5, false",
        "NodeType, dax.5.large, false",
        "NodeType, daxxr5.large, false",
        "EndpointParameter, '', true",
        "EndpointParameter, /shared/dax.v2/orders, true",
        "EndpointParameter, /shared/dax.v2/orders/endpoint, true",
        "EndpointParameter, /shared/dax.v2/, false",
        "EndpointParameter, /shared/daxxv2/orders, false",
        "EndpointParameter, /other/orders, false",
        "QuietMinutes, '', true",
        "QuietMinutes, 9, false",
        "QuietMinutes, 10, true",
        "QuietMinutes, 60, true",
        "QuietMinutes, 999, true",
        "QuietMinutes, 1399, true",
        "QuietMinutes, 1440, true",
        "QuietMinutes, 1441, false",
        "QuietMinutes, 060, false",
        "AcceptDifferences, '', true",
        "AcceptDifferences, subnetGroup, true",
        "AcceptDifferences, 'subnetGroup,iamRole', true",
        "AcceptDifferences, 'subnetGroup, iamRole', true",
        "AcceptDifferences, 'subnetGroup,', false",
        "AcceptDifferences, '{{ delete }}', false",
        "NodeQuota, '', true",
        "NodeQuota, 0, false",
        "NodeQuota, 1, true",
        "NodeQuota, 1000, true",
        "NodeQuota, 1001, false",
        "AutomationAssumeRole, arn:aws:iam::111122223333:role/path/runbook, true",
        "AutomationAssumeRole, arn:aws-cn:iam::111122223333:role/runbook, true",
        "AutomationAssumeRole, '', false",
        "AutomationAssumeRole, arn:aws:iam::111122223333:user/alice, false",
    })
    void parameter_takesWhatTheFunctionTakes(String name, String value, boolean accepted) {
        JsonNode parameter =
                content(Contexts.PACK_WITH_REPLACEMENT).get("parameters").get(name);

        assertThat(Pattern.compile(parameter.get("allowedPattern").asText())
                        .matcher(value)
                        .find())
                .isEqualTo(accepted);
    }

    @Test
    void parameters_whereNoneIsGiven_areTheStacksOwn() {
        JsonNode parameters = content().get("parameters");

        assertThat(parameters.fieldNames())
                .toIterable()
                .containsExactly(
                        "ClusterName",
                        "TwinName",
                        "NodeType",
                        "EndpointEncryption",
                        "EndpointParameter",
                        "QuietMinutes",
                        "AcceptDifferences",
                        "NodeQuota",
                        "AutomationAssumeRole");
        assertThat(parameters.get("ClusterName").has("default")).isFalse();
        assertThat(parameters.at("/EndpointEncryption/allowedValues")).isEqualTo(json("[\"keep\", \"TLS\"]"));
        assertThat(parameters.at("/EndpointEncryption/default").asText()).isEqualTo("keep");
        assertThat(StackTemplate.of(Contexts.REPLACEMENT)
                        .properties("ReplacementRunbook")
                        .at("/Content/parameters/AutomationAssumeRole/default")
                        .asText())
                .isEqualTo("${ReplacementRunbookRole.Arn}");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("The schema version is not 0.3", runbook -> runbook.put("schemaVersion", "2.2")),
                mistake("The document: has the unknown member steps", runbook -> runbook.putArray("steps")),
                mistake(
                        "The document is larger than 64 KB",
                        runbook -> runbook.put("description", "x".repeat(64 * 1024))),
                mistake("There are no steps", runbook -> runbook.putArray("mainSteps")),
                mistake("create: another step has this name", in("plan", step -> step.put("name", "create"))),
                mistake("\"make-it\" is no name of a step", in("create", step -> step.put("name", "make-it"))),
                mistake("plan: has the unknown member next", in("plan", step -> step.put("next", "create"))),
                mistake("plan: has no description", in("plan", step -> step.remove("description"))),
                mistake("plan: does not say what follows a failure", in("plan", step -> step.remove("onFailure"))),
                mistake("plan: onFailure is Retry", in("plan", step -> step.put("onFailure", "Retry"))),
                mistake(
                        "delete: isEnd ends the automation after a failure too, and onFailure is not followed",
                        in("delete", step -> {
                            step.remove("nextStep");
                            step.put("isEnd", true);
                        })),
                mistake(
                        "plan: \"aws:invokeFunction\" is no known action",
                        in("plan", step -> step.put("action", "aws:invokeFunction"))),
                mistake(
                        "plan: aws:invokeLambdaFunction needs the input FunctionName",
                        in("plan", step -> inputs(step).remove("FunctionName"))),
                mistake(
                        "plan: has the unknown member Function",
                        in("plan", step -> inputs(step).put("Function", "x"))),
                mistake(
                        "plan: timeoutSeconds is not between 1 and 300",
                        in("plan", step -> step.put("timeoutSeconds", 301))),
                mistake(
                        "approve: timeoutSeconds is not between 1 and 2592000",
                        in("approve", step -> step.put("timeoutSeconds", 2_592_001))),
                mistake(
                        "approve: aws:approve needs the input Approvers",
                        in("approve", step -> inputs(step).remove("Approvers"))),
                mistake(
                        "approve: the message is longer than 4096 characters",
                        in("approve", step -> inputs(step).put("Message", "x".repeat(4097)))),
                mistake(
                        "waitForTwin: aws:waitForAwsResourceProperty needs the input DesiredValues",
                        in("waitForTwin", step -> inputs(step).remove("DesiredValues"))),
                mistake(
                        "tellNothingDeleted: aws:executeAwsApi needs the input Api",
                        in("tellNothingDeleted", step -> inputs(step).remove("Api"))),
                mistake(
                        "pause: aws:sleep wants either Duration or Timestamp",
                        in("pause", step -> inputs(step).remove("Duration"))),
                mistake(
                        "waitUntilQuiet: aws:loop needs the input MaxIterations",
                        in("waitUntilQuiet", step -> inputs(step).remove("MaxIterations"))),
                mistake(
                        "waitUntilQuiet: MaxIterations is not between 1 and 100",
                        in("waitUntilQuiet", step -> inputs(step).put("MaxIterations", 101))),
                mistake(
                        "waitUntilQuiet: aws:loop wants either LoopCondition or Iterators",
                        in("waitUntilQuiet", step -> inputs(step).remove("LoopCondition"))),
                mistake(
                        "waitUntilQuiet: aws:loop knows no onCancel",
                        in("waitUntilQuiet", step -> step.put("onCancel", "Abort"))),
                mistake(
                        "askWhetherQuiet: leaves the loop that it is in",
                        in("askWhetherQuiet", step -> step.put("onFailure", "step:tellNothingDeleted"))),
                mistake(
                        "create: goes on to waitForever, which is no step",
                        in("create", step -> step.put("nextStep", "waitForever"))),
                mistake(
                        "create: goes on to tell, which is no step",
                        in("create", step -> step.put("onFailure", "step:tell"))),
                mistake(
                        "create: goes on to tell, which is no step",
                        in("create", step -> step.put("onCancel", "step:tell"))),
                mistake(
                        "onlyIfVerified: goes on to askWhetherQuiet, which is no step",
                        in("onlyIfVerified", step -> inputs(step).put("Default", "askWhetherQuiet"))),
                mistake(
                        "onlyIfVerified: goes on to approval, which is no step",
                        in("onlyIfVerified", step -> choice(step).put("NextStep", "approval"))),
                mistake(
                        "onlyIfVerified: does not say what follows if no choice is true",
                        in("onlyIfVerified", step -> inputs(step).remove("Default"))),
                mistake(
                        "create: must either be an end or say what follows",
                        in("create", step -> step.remove("nextStep"))),
                mistake(
                        "create: must either be an end or say what follows",
                        in("create", step -> step.put("isEnd", true))),
                mistake("verify: is run again and again", in("approve", step -> step.put("nextStep", "verify"))),
                mistake(
                        "waitForTwin: is run again and again",
                        in("waitForTwin", step -> step.put("onFailure", "step:waitForTwin"))),
                mistake("create: is never run", in("plan", step -> step.put("nextStep", "waitForTwin"))),
                mistake(
                        "plan: there is no parameter Twin",
                        in("plan", step -> payload(step).put("twin", "{{ Twin }}"))),
                mistake(
                        "create: there is no output plan.name",
                        in("create", step -> payload(step).put("twin", "{{ plan.name }}"))),
                mistake(
                        "create: verify.message may not be there yet",
                        in("create", step -> payload(step).put("twin", "{{verify.message}}"))),
                mistake(
                        "tellNothingDeleted: plan.twin may not be there yet",
                        in("tellNothingDeleted", step -> inputs(step).put("Message", "{{ plan.twin }}"))),
                mistake(
                        "requireQuiet: askWhetherQuiet.message may not be there yet",
                        in("requireQuiet", step -> payload(step).put("twin", "{{ askWhetherQuiet.message }}"))),
                mistake(
                        "waitUntilQuiet: there is no output askWhetherQuiet.quiet",
                        in(
                                "waitUntilQuiet",
                                step -> ((ObjectNode) step.at("/inputs/LoopCondition"))
                                        .put("Variable", "{{ askWhetherQuiet.quiet }}"))),
                mistake(
                        "assumeRole: there is no parameter AssumeRole",
                        runbook -> runbook.put("assumeRole", "{{ AssumeRole }}")),
                mistake(
                        "The document's output delete.state is not there",
                        runbook -> ((ArrayNode) runbook.get("outputs")).add("delete.state")),
                mistake(
                        "create: has an output that cannot be selected: {\"Name\":\"x\",\"Selector\":\"x\",\"Type\":\"String\"}",
                        in(
                                "create",
                                step -> ((ArrayNode) step.get("outputs"))
                                        .add(json("{\"Name\": \"x\", \"Selector\": \"x\", \"Type\": \"String\"}")))),
                mistake(
                        "NodeQuota: is never used",
                        runbook ->
                                allSteps(runbook).forEach(step -> payload(step).remove("nodeQuota"))),
                mistake(
                        "NodeQuota: needs a type and a description",
                        runbook -> parameter(runbook, "NodeQuota").put("type", "Number")),
                mistake(
                        "NodeQuota: its pattern is none",
                        runbook -> parameter(runbook, "NodeQuota").put("allowedPattern", "[0-9")),
                mistake(
                        "NodeQuota: its pattern refuses its default",
                        runbook -> parameter(runbook, "NodeQuota").put("default", "none")),
                mistake(
                        "EndpointEncryption: its values are without its default",
                        runbook -> parameter(runbook, "EndpointEncryption").put("default", "NONE")),
                mistake(
                        "EndpointEncryption: has the unknown member defaultValue",
                        runbook -> parameter(runbook, "EndpointEncryption").put("defaultValue", "keep")),
                mistake(
                        "tellNothingDeleted: calls DeleteCluster, which changes something",
                        in("tellNothingDeleted", step -> inputs(step).put("Api", "DeleteCluster"))),
                mistake(
                        "tagExecution: calls AddTagsToResource, which changes something",
                        in("tagExecution", step -> inputs(step).put("ResourceId", "{{ ClusterName }}"))),
                mistake(
                        "tagExecution: calls PutParameter, which changes something",
                        in("tagExecution", step -> inputs(step).put("Api", "PutParameter"))),
                mistake(
                        "writeEndpoint: calls PutParameter, which changes something",
                        in("writeEndpoint", step -> inputs(step).put("Value", "{{ plan.twin }}"))),
                mistake(
                        "writeEndpoint: writes an endpoint that is not verified",
                        in("onlyIfVerified", step -> inputs(step).put("Default", "ifEndpointParameter"))),
                mistake(
                        "writeEndpoint: writes an endpoint that is not verified",
                        in("onlyIfVerified", step -> choice(step).put("BooleanEquals", false))),
                mistake(
                        "writeEndpoint: its failure leads to delete",
                        in("writeEndpoint", step -> step.put("onFailure", "step:approve"))),
                mistake(
                        "writeEndpoint: its failure leads to delete",
                        in("writeEndpoint", step -> step.put("onFailure", "Continue"))),
                mistake(
                        "delete: does not send the id of its execution",
                        in("delete", step -> payload(step).put("executionId", "{{ ClusterName }}"))),
                mistake(
                        "approve: its approvers can be chosen by whoever starts the runbook",
                        in("approve", step -> inputs(step).put("Approvers", "{{ ClusterName }}"))),
                mistake(
                        "askWhetherQuiet: deletes in a loop",
                        in("askWhetherQuiet", step -> payload(step).put("step", "delete"))),
                mistake(
                        "requireQuiet: its failure leads to delete",
                        in("requireQuiet", step -> step.put("onFailure", "Continue"))),
                mistake(
                        "approve: its failure leads to delete",
                        in("approve", step -> step.put("onFailure", "step:waitUntilQuiet"))),
                mistake(
                        "waitUntilQuiet: its failure leads to delete",
                        in("waitUntilQuiet", step -> step.put("onFailure", "step:delete"))),
                mistake(
                        "requireQuiet: its failure leads to delete",
                        in("requireQuiet", step -> step.put("onCancel", "step:delete"))),
                mistake(
                        "delete: is reached without an approval",
                        in("onlyIfVerified", step -> choice(step).put("NextStep", "waitUntilQuiet"))),
                mistake(
                        "delete: is reached without an approval",
                        in("onlyIfVerified", step -> inputs(step).put("Default", "waitUntilQuiet"))),
                mistake(
                        "delete: is reached without the word, after the approval, that the cluster is quiet",
                        in("requireQuiet", step -> step.put("nextStep", "delete"))),
                mistake(
                        "delete: is reached without the word, after the approval, that the cluster is quiet",
                        in("onlyIfQuiet", step -> inputs(step).put("Default", "delete"))),
                mistake(
                        "delete: is reached without the word, after the approval, that the cluster is quiet",
                        in("onlyIfQuiet", step -> choice(step).put("BooleanEquals", false))),
                mistake(
                        "delete: is reached without the word, after the approval, that the cluster is quiet",
                        in("onlyIfQuiet", step -> choice(step).put("Variable", "{{ verify.verified }}"))),
                mistake(
                        "delete: is reached without the word, after the approval, that the cluster is quiet",
                        in("requireQuiet", step -> payload(step).put("step", "verify"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void check_ofAMistake_namesIt(String problem, Consumer<ObjectNode> mistake) {
        ObjectNode runbook = (ObjectNode) content();
        mistake.accept(runbook);

        assertThat(RunbookCheck.problemsOf(runbook)).contains(problem);
    }

    private static Arguments mistake(String problem, Consumer<ObjectNode> mistake) {
        return arguments(problem, mistake);
    }

    private static Consumer<ObjectNode> in(String step, Consumer<ObjectNode> mistake) {
        return runbook -> mistake.accept(step(runbook, step));
    }

    private static ObjectNode inputs(JsonNode step) {
        return (ObjectNode) step.get("inputs");
    }

    /** Empty, and not the step's, if the step asks the function nothing. */
    private static ObjectNode payload(JsonNode step) {
        return inputs(step).has("InputPayload")
                ? (ObjectNode) inputs(step).get("InputPayload")
                : (ObjectNode) json("{}");
    }

    private static ObjectNode choice(JsonNode step) {
        return (ObjectNode) step.at("/inputs/Choices/0");
    }

    private static ObjectNode parameter(JsonNode runbook, String name) {
        return (ObjectNode) runbook.get("parameters").get(name);
    }

    private static ObjectNode step(JsonNode runbook, String name) {
        return allSteps(runbook)
                .filter(step -> step.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Those in loops too. */
    private static Stream<ObjectNode> allSteps(JsonNode runbook) {
        List<ObjectNode> steps = new ArrayList<>();
        for (JsonNode step : runbook.get("mainSteps")) {
            steps.add((ObjectNode) step);
            step.at("/inputs/Steps").forEach(nested -> steps.add((ObjectNode) nested));
        }
        return steps.stream();
    }

    private static JsonNode content() {
        return content(Contexts.REPLACEMENT);
    }

    /** With the role's ARN as it is once the role is there; a new copy each time. */
    private static JsonNode content(Map<String, String> context) {
        return json(StackTemplate.of(context)
                .properties("ReplacementRunbook")
                .get("Content")
                .toString()
                .replace("${ReplacementRunbookRole.Arn}", "arn:aws:iam::111122223333:role/runbook"));
    }
}
