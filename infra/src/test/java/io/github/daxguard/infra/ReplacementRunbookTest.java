package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.contract.StepMembers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    @MethodSource("io.github.daxguard.infra.Contexts#withReplacement")
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
                        "tagExecution: aws:executeAwsApi, then plan, else step:notifyNothingDeleted",
                        "plan: aws:invokeLambdaFunction, then create, else step:notifyNothingDeleted",
                        "create: aws:invokeLambdaFunction, then waitForReplacement, else step:notifyNothingDeleted",
                        "waitForReplacement: aws:waitForAwsResourceProperty, then verify, else step:notifyNothingDeleted",
                        "verify: aws:invokeLambdaFunction, then onlyIfVerified, else step:notifyNothingDeleted",
                        "onlyIfVerified: aws:branch, then ifEndpointParameter or notifyNothingDeleted, else step:notifyNothingDeleted",
                        "ifEndpointParameter: aws:branch, then writeEndpoint or approve, else step:notifyNothingDeleted",
                        "writeEndpoint: aws:executeAwsApi, then approve, else step:notifyNothingDeleted",
                        "approve: aws:approve, then waitUntilQuiet, else step:notifyNothingDeleted",
                        "waitUntilQuiet: aws:loop, then requireQuiet, else step:notifyNothingDeleted",
                        "- pause: aws:sleep, then nothing, else Abort",
                        "- askWhetherQuiet: aws:invokeLambdaFunction, then nothing, else Abort",
                        "requireQuiet: aws:invokeLambdaFunction, then onlyIfQuiet, else step:notifyNothingDeleted",
                        "onlyIfQuiet: aws:branch, then delete or notifyNothingDeleted, else step:notifyNothingDeleted",
                        "delete: aws:invokeLambdaFunction, then notifyDeleted, else step:notifyDeletionFailed",
                        "notifyDeleted: aws:executeAwsApi, then nothing, else Abort",
                        "notifyNothingDeleted: aws:executeAwsApi, then nothing, else Abort",
                        "notifyDeletionFailed: aws:executeAwsApi, then nothing, else Abort");
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
        "plan, plan, '{{ ReplacementClusterName }}', orFail, true",
        "create, create, '{{ plan.replacementCluster }}', ,",
        "verify, verify, '{{ plan.replacementCluster }}', orFail, true",
        "askWhetherQuiet, readiness, '{{ plan.replacementCluster }}', ,",
        "requireQuiet, readiness, '{{ plan.replacementCluster }}', orFail, true",
        "delete, delete, '{{ plan.replacementCluster }}', confirm, '{{ ClusterName }}'",
    })
    void request_ofEachStep_hasAllThatTheFunctionTakes(
            String name, String step, String replacementCluster, String member, String value) {
        ObjectNode expected = (ObjectNode) json("""
                {
                  "step": "%s",
                  "cluster": "{{ ClusterName }}",
                  "replacementCluster": "%s",
                  "nodeType": "{{ NodeType }}",
                  "endpointEncryption": "{{ EndpointEncryption }}",
                  "nodeQuota": "{{ NodeQuota }}",
                  "quietMinutes": "{{ QuietMinutes }}",
                  "acceptDifferences": "{{ AcceptDifferences }}"
                }""".formatted(step, replacementCluster));
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
    void members_ofEachRequest_areThoseOfTheContract() {
        List<JsonNode> payloads = content().findValues("InputPayload");

        assertThat(payloads)
                .hasSize(6)
                .allSatisfy(
                        payload -> assertThat(payload.fieldNames()).toIterable().isSubsetOf(StepMembers.ALL));
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
    void wait_isForTheReplacementToBeAvailable() {
        JsonNode step = step(content(), "waitForReplacement");

        assertThat(step.get("timeoutSeconds").asInt()).isEqualTo(3600);
        assertThat(step.get("inputs")).isEqualTo(json("""
                {
                  "Service": "dax",
                  "Api": "DescribeClusters",
                  "ClusterNames": ["{{ plan.replacementCluster }}"],
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
                Set<String> members = Objects.requireNonNull(requests.get(api), api).stream()
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
        "notifyDeleted, has ended: {{ delete.message }}",
        "notifyNothingDeleted, this automation has deleted nothing",
        "notifyDeletionFailed, is still there"
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

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    ClusterName | 'orders; orders-v2' | '; 2orders; Orders; a-name-of-21-characters; a"b'
                    ReplacementClusterName | '; orders-v2' | 'orders_v2'
                    NodeType | '; dax.r5.large' | 'dax.r5; dax.5.large; daxxr5.large'
                    EndpointParameter | '; /shared/dax.v2/orders; /shared/dax.v2/orders/endpoint' | '/shared/dax.v2/; /shared/daxxv2/orders; /other/orders'
                    QuietMinutes | '; 10; 60; 999; 1399; 1440' | '9; 1441; 060'
                    AcceptDifferences | '; subnetGroup; subnetGroup,iamRole; subnetGroup, iamRole' | 'subnetGroup,; {{ delete }}'
                    NodeQuota | '; 1; 1000' | '0; 1001'
                    AutomationAssumeRole | 'arn:aws:iam::111122223333:role/path/runbook; arn:aws-cn:iam::111122223333:role/runbook' | '; arn:aws:iam::111122223333:user/alice'
                    """)
    void parameter_takesWhatTheFunctionTakes(String name, String accepted, String refused) {
        Pattern pattern = Pattern.compile(content(Contexts.PACK_WITH_REPLACEMENT)
                .at("/parameters/" + name + "/allowedPattern")
                .asText());

        assertThat(accepted.split("; ", -1))
                .allMatch(value -> pattern.matcher(value).find());
        assertThat(refused.split("; ", -1))
                .noneMatch(value -> pattern.matcher(value).find());
    }

    @Test
    void parameters_whereNoneIsGiven_areTheStacksOwn() {
        JsonNode parameters = content().get("parameters");

        assertThat(parameters.fieldNames())
                .toIterable()
                .containsExactly(
                        "ClusterName",
                        "ReplacementClusterName",
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

    /** Each row: the problem, the step, the member of the step or else of the document, and its value, without which it is removed. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    The schema version is not 0.3 |  | schemaVersion | "2.2"
                    The document: has the unknown member steps |  | steps | []
                    There are no steps |  | mainSteps | []
                    create: another step has this name | plan | name | "create"
                    "make-it" is no name of a step | create | name | "make-it"
                    plan: has the unknown member next | plan | next | "create"
                    plan: has no description | plan | description |
                    plan: does not say what follows a failure | plan | onFailure |
                    plan: onFailure is Retry | plan | onFailure | "Retry"
                    plan: "aws:invokeFunction" is no known action | plan | action | "aws:invokeFunction"
                    plan: aws:invokeLambdaFunction needs the input FunctionName | plan | inputs/FunctionName |
                    plan: has the unknown member Function | plan | inputs/Function | "x"
                    plan: timeoutSeconds is not between 1 and 300 | plan | timeoutSeconds | 301
                    approve: timeoutSeconds is not between 1 and 2592000 | approve | timeoutSeconds | 2592001
                    approve: aws:approve needs the input Approvers | approve | inputs/Approvers |
                    waitForReplacement: aws:waitForAwsResourceProperty needs the input DesiredValues | waitForReplacement | inputs/DesiredValues |
                    notifyNothingDeleted: aws:executeAwsApi needs the input Api | notifyNothingDeleted | inputs/Api |
                    pause: aws:sleep wants either Duration or Timestamp | pause | inputs/Duration |
                    waitUntilQuiet: aws:loop needs the input MaxIterations | waitUntilQuiet | inputs/MaxIterations |
                    waitUntilQuiet: MaxIterations is not between 1 and 100 | waitUntilQuiet | inputs/MaxIterations | 101
                    waitUntilQuiet: aws:loop wants either LoopCondition or Iterators | waitUntilQuiet | inputs/LoopCondition |
                    waitUntilQuiet: aws:loop knows no onCancel | waitUntilQuiet | onCancel | "Abort"
                    askWhetherQuiet: leaves the loop that it is in | askWhetherQuiet | onFailure | "step:notifyNothingDeleted"
                    create: goes on to waitForever, which is no step | create | nextStep | "waitForever"
                    create: goes on to tell, which is no step | create | onFailure | "step:tell"
                    create: goes on to tell, which is no step | create | onCancel | "step:tell"
                    onlyIfVerified: goes on to askWhetherQuiet, which is no step | onlyIfVerified | inputs/Default | "askWhetherQuiet"
                    onlyIfVerified: goes on to approval, which is no step | onlyIfVerified | inputs/Choices/0/NextStep | "approval"
                    onlyIfVerified: does not say what follows if no choice is true | onlyIfVerified | inputs/Default |
                    create: must either be an end or say what follows | create | nextStep |
                    create: must either be an end or say what follows | create | isEnd | true
                    verify: is run again and again | approve | nextStep | "verify"
                    waitForReplacement: is run again and again | waitForReplacement | onFailure | "step:waitForReplacement"
                    create: is never run | plan | nextStep | "waitForReplacement"
                    plan: there is no parameter Replacement | plan | inputs/InputPayload/replacementCluster | "{{ Replacement }}"
                    create: there is no output plan.name | create | inputs/InputPayload/replacementCluster | "{{ plan.name }}"
                    create: verify.message may not be there yet | create | inputs/InputPayload/replacementCluster | "{{verify.message}}"
                    notifyNothingDeleted: plan.replacementCluster may not be there yet | notifyNothingDeleted | inputs/Message | "{{ plan.replacementCluster }}"
                    requireQuiet: askWhetherQuiet.message may not be there yet | requireQuiet | inputs/InputPayload/replacementCluster | "{{ askWhetherQuiet.message }}"
                    waitUntilQuiet: there is no output askWhetherQuiet.quiet | waitUntilQuiet | inputs/LoopCondition/Variable | "{{ askWhetherQuiet.quiet }}"
                    assumeRole: there is no parameter AssumeRole |  | assumeRole | "{{ AssumeRole }}"
                    NodeQuota: needs a type and a description |  | parameters/NodeQuota/type | "Number"
                    NodeQuota: its pattern is none |  | parameters/NodeQuota/allowedPattern | "[0-9"
                    NodeQuota: its pattern refuses its default |  | parameters/NodeQuota/default | "none"
                    EndpointEncryption: its values are without its default |  | parameters/EndpointEncryption/default | "NONE"
                    EndpointEncryption: has the unknown member defaultValue |  | parameters/EndpointEncryption/defaultValue | "keep"
                    notifyNothingDeleted: calls DeleteCluster, which changes something | notifyNothingDeleted | inputs/Api | "DeleteCluster"
                    tagExecution: calls AddTagsToResource, which changes something | tagExecution | inputs/ResourceId | "{{ ClusterName }}"
                    tagExecution: calls PutParameter, which changes something | tagExecution | inputs/Api | "PutParameter"
                    writeEndpoint: calls PutParameter, which changes something | writeEndpoint | inputs/Value | "{{ plan.replacementCluster }}"
                    writeEndpoint: calls PutParameter, which changes something | writeEndpoint | inputs/Service | "sns"
                    writeEndpoint: calls PutParameter, which changes something | writeEndpoint | inputs/Type | "SecureString"
                    writeEndpoint: can write to a parameter without a name | onlyIfVerified | inputs/Choices/0/NextStep | "writeEndpoint"
                    writeEndpoint: can write to a parameter without a name | ifEndpointParameter | inputs/Default | "writeEndpoint"
                    writeEndpoint: writes an endpoint that is not verified | onlyIfVerified | inputs/Default | "ifEndpointParameter"
                    writeEndpoint: writes an endpoint that is not verified | onlyIfVerified | inputs/Choices/0/BooleanEquals | false
                    writeEndpoint: its failure leads to delete | writeEndpoint | onFailure | "step:approve"
                    writeEndpoint: its failure leads to delete | writeEndpoint | onFailure | "Continue"
                    delete: does not send the id of its execution | delete | inputs/InputPayload/executionId | "{{ ClusterName }}"
                    approve: its approvers can be chosen by whoever starts the runbook | approve | inputs/Approvers | "{{ ClusterName }}"
                    askWhetherQuiet: deletes in a loop | askWhetherQuiet | inputs/InputPayload/step | "delete"
                    requireQuiet: its failure leads to delete | requireQuiet | onFailure | "Continue"
                    approve: its failure leads to delete | approve | onFailure | "step:waitUntilQuiet"
                    waitUntilQuiet: its failure leads to delete | waitUntilQuiet | onFailure | "step:delete"
                    requireQuiet: its failure leads to delete | requireQuiet | onCancel | "step:delete"
                    delete: is reached without an approval | onlyIfVerified | inputs/Choices/0/NextStep | "waitUntilQuiet"
                    delete: is reached without an approval | onlyIfVerified | inputs/Default | "waitUntilQuiet"
                    delete: is reached without the word, after the approval, that the cluster is quiet | requireQuiet | nextStep | "delete"
                    delete: is reached without the word, after the approval, that the cluster is quiet | onlyIfQuiet | inputs/Default | "delete"
                    delete: is reached without the word, after the approval, that the cluster is quiet | onlyIfQuiet | inputs/Choices/0/BooleanEquals | false
                    delete: is reached without the word, after the approval, that the cluster is quiet | onlyIfQuiet | inputs/Choices/0/Variable | "{{ verify.verified }}"
                    delete: is reached without the word, after the approval, that the cluster is quiet | requireQuiet | inputs/InputPayload/step | "verify"
                    """)
    void check_ofAMistake_namesIt(String problem, String step, String member, String value) {
        ObjectNode runbook = (ObjectNode) content();
        ObjectNode changed = step == null ? runbook : step(runbook, step);
        int last = member.lastIndexOf('/');
        ObjectNode parent = last < 0 ? changed : (ObjectNode) changed.at("/" + member.substring(0, last));
        String name = member.substring(last + 1);
        if (value == null) {
            assertThat(parent.remove(name)).isNotNull();
        } else {
            parent.set(name, json(value));
        }

        assertThat(RunbookCheck.problemsOf(runbook)).contains(problem);
    }

    static Stream<Arguments> largerMistakes() {
        return Stream.of(
                mistake(
                        "The document is larger than 64 KB",
                        runbook -> runbook.put("description", "x".repeat(64 * 1024))),
                mistake(
                        "delete: isEnd ends the automation after a failure too, and onFailure is not followed",
                        runbook -> {
                            step(runbook, "delete").remove("nextStep");
                            step(runbook, "delete").put("isEnd", true);
                        }),
                mistake(
                        "approve: the message is longer than 4096 characters",
                        runbook ->
                                ((ObjectNode) step(runbook, "approve").get("inputs")).put("Message", "x".repeat(4097))),
                mistake(
                        "The document's output delete.state is not there",
                        runbook -> ((ArrayNode) runbook.get("outputs")).add("delete.state")),
                mistake(
                        "create: has an output that cannot be selected: {\"Name\":\"x\",\"Selector\":\"x\",\"Type\":\"String\"}",
                        runbook -> ((ArrayNode) step(runbook, "create").get("outputs"))
                                .add(json("{\"Name\": \"x\", \"Selector\": \"x\", \"Type\": \"String\"}"))),
                mistake(
                        "NodeQuota: is never used",
                        runbook -> allSteps(runbook)
                                .filter(step -> step.at("/inputs").has("InputPayload"))
                                .forEach(step -> ((ObjectNode) step.at("/inputs/InputPayload")).remove("nodeQuota"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("largerMistakes")
    void check_ofALargerMistake_namesIt(String problem, Consumer<ObjectNode> mistake) {
        ObjectNode runbook = (ObjectNode) content();
        mistake.accept(runbook);

        assertThat(RunbookCheck.problemsOf(runbook)).contains(problem);
    }

    private static Arguments mistake(String problem, Consumer<ObjectNode> mistake) {
        return arguments(problem, mistake);
    }

    private static ObjectNode step(JsonNode runbook, String name) {
        return allSteps(runbook)
                .filter(step -> step.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

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
