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

/** The content of the runbook, and {@link RunbookCheck}, which must find planted errors. */
@RequiresNode
class ReplacementRunbookTest {

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#withReplacement")
    void runbook_inEveryMode_isValid(Map<String, String> context) {
        assertThat(RunbookCheck.problemsOf(content(context))).isEmpty();
    }

    @Test
    void steps_areExactlyTheseInThisOrder() {
        List<String> steps = new ArrayList<>();
        content().get("mainSteps").forEach(step -> {
            steps.add(summary(step));
            step.at("/inputs/Steps").forEach(nested -> steps.add("- " + summary(nested)));
        });

        assertThat(steps)
                .containsExactly(
                        "tagExecution: aws:executeAwsApi, next plan, on failure step:notifyNothingDeleted",
                        "plan: aws:invokeLambdaFunction, next create, on failure step:notifyNothingDeleted",
                        "create: aws:invokeLambdaFunction, next waitForReplacement, on failure step:notifyNothingDeleted",
                        "waitForReplacement: aws:waitForAwsResourceProperty, next verify, on failure step:notifyNothingDeleted",
                        "verify: aws:invokeLambdaFunction, next onlyIfVerified, on failure step:notifyNothingDeleted",
                        "onlyIfVerified: aws:branch, next ifEndpointParameter or notifyNothingDeleted, on failure step:notifyNothingDeleted",
                        "ifEndpointParameter: aws:branch, next writeEndpoint or approve, on failure step:notifyNothingDeleted",
                        "writeEndpoint: aws:executeAwsApi, next approve, on failure step:notifyNothingDeleted",
                        "approve: aws:approve, next waitUntilQuiet, on failure step:notifyNothingDeleted",
                        "waitUntilQuiet: aws:loop, next requireQuiet, on failure step:notifyNothingDeleted",
                        "- pause: aws:sleep, next nothing, on failure Abort",
                        "- checkReadiness: aws:invokeLambdaFunction, next nothing, on failure Abort",
                        "requireQuiet: aws:invokeLambdaFunction, next onlyIfQuiet, on failure step:notifyNothingDeleted",
                        "onlyIfQuiet: aws:branch, next delete or notifyNothingDeleted, on failure step:notifyNothingDeleted",
                        "delete: aws:invokeLambdaFunction, next notifyDeleted, on failure step:notifyDeletionFailed",
                        "notifyDeleted: aws:executeAwsApi, next nothing, on failure Abort",
                        "notifyNothingDeleted: aws:executeAwsApi, next nothing, on failure Abort",
                        "notifyDeletionFailed: aws:executeAwsApi, next nothing, on failure Abort");
    }

    private static String summary(JsonNode step) {
        String next = step.at("/inputs/Choices/0/NextStep")
                .asText(step.path("nextStep").asText("nothing"));
        String other = step.at("/inputs/Default").asText();
        return step.get("name").asText() + ": " + step.get("action").asText() + ", next " + next
                + (other.isEmpty() ? "" : " or " + other) + ", on failure "
                + step.get("onFailure").asText();
    }

    @ParameterizedTest
    @CsvSource({
        "plan, plan, '{{ ReplacementClusterName }}', orFail, true",
        "create, create, '{{ plan.replacementCluster }}', ,",
        "verify, verify, '{{ plan.replacementCluster }}', orFail, true",
        "checkReadiness, readiness, '{{ plan.replacementCluster }}', ,",
        "requireQuiet, readiness, '{{ plan.replacementCluster }}', orFail, true",
        "delete, delete, '{{ plan.replacementCluster }}', confirm, '{{ ClusterName }}'",
    })
    void request_ofEachStep_hasExactlyTheseMembers(
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
    void function_timesOutBeforeItsStep() {
        int timeout = StackTemplate.of(Contexts.REPLACEMENT)
                .properties("ReplacementFunction")
                .get("Timeout")
                .asInt();

        assertThat(step(content(), "delete").get("timeoutSeconds").asInt()).isGreaterThan(timeout);
    }

    @Test
    void waitForReplacement_waitsUntilAvailable() {
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
    void inputs_ofCallsOfSystemsManager_areMembersOfTheRequest() {
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
    void approval_isRequestedOnTheTopicWithTheNewEndpointForThirtyDays() {
        JsonNode step = step(content(), "approve");

        assertThat(step.get("timeoutSeconds").asInt()).isEqualTo(2_592_000);
        assertThat(step.at("/inputs/NotificationArn").asText()).isEqualTo("${ReplacementApprovals}");
        assertThat(step.at("/inputs/Approvers")).isEqualTo(json("[\"${ReplacementApprover.Arn}\"]"));
        assertThat(step(content(Contexts.PACK_WITH_REPLACEMENT), "approve").at("/inputs/Approvers"))
                .isEqualTo(json("[\"alice\", \"arn:aws:iam::111122223333:role/on-call\"]"));
        assertThat(step.at("/inputs/MinRequiredApprovals")).isEqualTo(json("1"));
        assertThat(step.at("/inputs/Message").asText())
                .contains("Point every application that uses {{ ClusterName }} to {{ verify.endpoint }}")
                .contains("SSM parameter with this endpoint (empty if none was specified): {{ EndpointParameter }}.")
                .contains("Then approve")
                .contains("{{ verify.message }}")
                .contains("{{ plan.message }}")
                .contains("Reject to keep both");
    }

    @Test
    void loop_checksReadinessForTwiceTheLongestQuietTime() {
        JsonNode loop = step(content(), "waitUntilQuiet");

        assertThat(loop.at("/inputs/LoopCondition"))
                .isEqualTo(json("{\"Variable\": \"{{ checkReadiness.ready }}\", \"BooleanEquals\": false}"));
        assertThat(loop.at("/inputs/MaxIterations").asInt()).isEqualTo(100);
        assertThat(loop.at("/inputs/Steps/0/inputs")).isEqualTo(json("{\"Duration\": \"PT30M\"}"));
        assertThat(100 * 30).isGreaterThan(2 * 1440);
        assertThat(loop.get("timeoutSeconds").asInt()).isGreaterThanOrEqualTo(100 * (30 * 60 + 3 * 120));
    }

    @ParameterizedTest
    @CsvSource({
        "notifyDeleted, is complete. {{ delete.message }}",
        "notifyNothingDeleted, This execution has deleted nothing",
        "notifyDeletionFailed, still exists"
    })
    void message_ofEachEnd_isPublishedWithTheOutcome(String name, String outcome) {
        JsonNode inputs = step(content(), name).get("inputs");

        assertThat(inputs.get("TopicArn").asText()).isEqualTo("${ReplacementApprovals}");
        assertThat(inputs.get("Message").asText()).contains(outcome).contains("{{ automation:EXECUTION_ID }}");
        // SNS accepts subjects of fewer than 100 characters, and a cluster name has at most 20.
        assertThat(inputs.get("Subject").asText().replace("{{ ClusterName }}", "x".repeat(20)))
                .hasSizeLessThan(100);
    }

    @Test
    void outputs_areSelectedFromThePayloadOfTheFunction() {
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
    void parameter_acceptsValuesThatTheFunctionAccepts(String name, String accepted, String refused) {
        Pattern pattern = Pattern.compile(content(Contexts.PACK_WITH_REPLACEMENT)
                .at("/parameters/" + name + "/allowedPattern")
                .asText());

        assertThat(accepted.split("; ", -1))
                .allMatch(value -> pattern.matcher(value).find());
        assertThat(refused.split("; ", -1))
                .noneMatch(value -> pattern.matcher(value).find());
    }

    @Test
    void parameters_haveTheDefaultsOfTheStack() {
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

    /** Each row: the problem, the step (empty: the document), its member, and the planted value (empty: removed). */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    The schema version is not 0.3 |  | schemaVersion | "2.2"
                    The document: has the unknown member steps |  | steps | []
                    The document has no steps |  | mainSteps | []
                    create: another step has this name | plan | name | "create"
                    "make-it" is not a valid step name | create | name | "make-it"
                    plan: has the unknown member next | plan | next | "create"
                    plan: has no description | plan | description |
                    plan: has no onFailure | plan | onFailure |
                    plan: onFailure is Retry | plan | onFailure | "Retry"
                    plan: "aws:invokeFunction" is not a known action | plan | action | "aws:invokeFunction"
                    plan: aws:invokeLambdaFunction requires the input FunctionName | plan | inputs/FunctionName |
                    plan: has the unknown member Function | plan | inputs/Function | "x"
                    plan: timeoutSeconds is not between 1 and 300 | plan | timeoutSeconds | 301
                    approve: timeoutSeconds is not between 1 and 2592000 | approve | timeoutSeconds | 2592001
                    approve: aws:approve requires the input Approvers | approve | inputs/Approvers |
                    waitForReplacement: aws:waitForAwsResourceProperty requires the input DesiredValues | waitForReplacement | inputs/DesiredValues |
                    notifyNothingDeleted: aws:executeAwsApi requires the input Api | notifyNothingDeleted | inputs/Api |
                    pause: aws:sleep requires either Duration or Timestamp | pause | inputs/Duration |
                    waitUntilQuiet: aws:loop requires the input MaxIterations | waitUntilQuiet | inputs/MaxIterations |
                    waitUntilQuiet: MaxIterations is not between 1 and 100 | waitUntilQuiet | inputs/MaxIterations | 101
                    waitUntilQuiet: aws:loop requires either LoopCondition or Iterators | waitUntilQuiet | inputs/LoopCondition |
                    waitUntilQuiet: aws:loop does not support onCancel | waitUntilQuiet | onCancel | "Abort"
                    checkReadiness: leaves its loop | checkReadiness | onFailure | "step:notifyNothingDeleted"
                    create: the next step waitForever does not exist | create | nextStep | "waitForever"
                    create: the next step inform does not exist | create | onFailure | "step:inform"
                    create: the next step inform does not exist | create | onCancel | "step:inform"
                    onlyIfVerified: the next step checkReadiness does not exist | onlyIfVerified | inputs/Default | "checkReadiness"
                    onlyIfVerified: the next step approval does not exist | onlyIfVerified | inputs/Choices/0/NextStep | "approval"
                    onlyIfVerified: has neither Default nor isEnd | onlyIfVerified | inputs/Default |
                    create: must have either isEnd or a next step | create | nextStep |
                    create: must have either isEnd or a next step | create | isEnd | true
                    verify: is part of a cycle | approve | nextStep | "verify"
                    waitForReplacement: is part of a cycle | waitForReplacement | onFailure | "step:waitForReplacement"
                    create: is never run | plan | nextStep | "waitForReplacement"
                    plan: the parameter Replacement does not exist | plan | inputs/InputPayload/replacementCluster | "{{ Replacement }}"
                    create: the output plan.name does not exist | create | inputs/InputPayload/replacementCluster | "{{ plan.name }}"
                    create: verify.message is not set on every path | create | inputs/InputPayload/replacementCluster | "{{verify.message}}"
                    notifyNothingDeleted: plan.replacementCluster is not set on every path | notifyNothingDeleted | inputs/Message | "{{ plan.replacementCluster }}"
                    requireQuiet: checkReadiness.message is not set on every path | requireQuiet | inputs/InputPayload/replacementCluster | "{{ checkReadiness.message }}"
                    waitUntilQuiet: the output checkReadiness.quiet does not exist | waitUntilQuiet | inputs/LoopCondition/Variable | "{{ checkReadiness.quiet }}"
                    assumeRole: the parameter AssumeRole does not exist |  | assumeRole | "{{ AssumeRole }}"
                    NodeQuota: requires a type and a description |  | parameters/NodeQuota/type | "Number"
                    NodeQuota: its pattern is not valid |  | parameters/NodeQuota/allowedPattern | "[0-9"
                    NodeQuota: its default does not match its pattern |  | parameters/NodeQuota/default | "none"
                    EndpointEncryption: its default is not an allowed value |  | parameters/EndpointEncryption/default | "NONE"
                    EndpointEncryption: has the unknown member defaultValue |  | parameters/EndpointEncryption/defaultValue | "keep"
                    notifyNothingDeleted: calls DeleteCluster, which is not a permitted change | notifyNothingDeleted | inputs/Api | "DeleteCluster"
                    tagExecution: calls AddTagsToResource, which is not a permitted change | tagExecution | inputs/ResourceId | "{{ ClusterName }}"
                    tagExecution: calls PutParameter, which is not a permitted change | tagExecution | inputs/Api | "PutParameter"
                    writeEndpoint: calls PutParameter, which is not a permitted change | writeEndpoint | inputs/Value | "{{ plan.replacementCluster }}"
                    writeEndpoint: calls PutParameter, which is not a permitted change | writeEndpoint | inputs/Service | "sns"
                    writeEndpoint: calls PutParameter, which is not a permitted change | writeEndpoint | inputs/Type | "SecureString"
                    writeEndpoint: can write to an unnamed parameter | onlyIfVerified | inputs/Choices/0/NextStep | "writeEndpoint"
                    writeEndpoint: can write to an unnamed parameter | ifEndpointParameter | inputs/Default | "writeEndpoint"
                    writeEndpoint: can write an unverified endpoint | onlyIfVerified | inputs/Default | "ifEndpointParameter"
                    writeEndpoint: can write an unverified endpoint | onlyIfVerified | inputs/Choices/0/BooleanEquals | false
                    writeEndpoint: its failure can lead to delete | writeEndpoint | onFailure | "step:approve"
                    writeEndpoint: its failure can lead to delete | writeEndpoint | onFailure | "Continue"
                    delete: does not send the id of its execution | delete | inputs/InputPayload/executionId | "{{ ClusterName }}"
                    approve: its approvers are a parameter of the runbook | approve | inputs/Approvers | "{{ ClusterName }}"
                    checkReadiness: deletes in a loop | checkReadiness | inputs/InputPayload/step | "delete"
                    requireQuiet: its failure can lead to delete | requireQuiet | onFailure | "Continue"
                    approve: its failure can lead to delete | approve | onFailure | "step:waitUntilQuiet"
                    waitUntilQuiet: its failure can lead to delete | waitUntilQuiet | onFailure | "step:delete"
                    requireQuiet: its failure can lead to delete | requireQuiet | onCancel | "step:delete"
                    delete: is reachable without an approval | onlyIfVerified | inputs/Choices/0/NextStep | "waitUntilQuiet"
                    delete: is reachable without an approval | onlyIfVerified | inputs/Default | "waitUntilQuiet"
                    delete: is reachable without a readiness check after the approval | requireQuiet | nextStep | "delete"
                    delete: is reachable without a readiness check after the approval | onlyIfQuiet | inputs/Default | "delete"
                    delete: is reachable without a readiness check after the approval | onlyIfQuiet | inputs/Choices/0/BooleanEquals | false
                    delete: is reachable without a readiness check after the approval | onlyIfQuiet | inputs/Choices/0/Variable | "{{ verify.verified }}"
                    delete: is reachable without a readiness check after the approval | requireQuiet | inputs/InputPayload/step | "verify"
                    """)
    void check_plantedError_reportsIt(String problem, String step, String member, String value) {
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

    static Stream<Arguments> largerErrors() {
        return Stream.of(
                error(
                        "The document is larger than 64 KB",
                        runbook -> runbook.put("description", "x".repeat(64 * 1024))),
                error(
                        "delete: isEnd ends the automation after a failure too, and onFailure is not followed",
                        runbook -> {
                            step(runbook, "delete").remove("nextStep");
                            step(runbook, "delete").put("isEnd", true);
                        }),
                error(
                        "approve: the message is longer than 4096 characters",
                        runbook ->
                                ((ObjectNode) step(runbook, "approve").get("inputs")).put("Message", "x".repeat(4097))),
                error(
                        "The document's output delete.state does not exist",
                        runbook -> ((ArrayNode) runbook.get("outputs")).add("delete.state")),
                error(
                        "create: has an output that cannot be selected: {\"Name\":\"x\",\"Selector\":\"x\",\"Type\":\"String\"}",
                        runbook -> ((ArrayNode) step(runbook, "create").get("outputs"))
                                .add(json("{\"Name\": \"x\", \"Selector\": \"x\", \"Type\": \"String\"}"))),
                error(
                        "NodeQuota: is never used",
                        runbook -> allSteps(runbook)
                                .filter(step -> step.at("/inputs").has("InputPayload"))
                                .forEach(step -> ((ObjectNode) step.at("/inputs/InputPayload")).remove("nodeQuota"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("largerErrors")
    void check_largerPlantedError_reportsIt(String problem, Consumer<ObjectNode> error) {
        ObjectNode runbook = (ObjectNode) content();
        error.accept(runbook);

        assertThat(RunbookCheck.problemsOf(runbook)).contains(problem);
    }

    private static Arguments error(String problem, Consumer<ObjectNode> error) {
        return arguments(problem, error);
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

    /** A new copy of the document, with an ARN in place of the reference to the role. */
    private static JsonNode content(Map<String, String> context) {
        return json(StackTemplate.of(context)
                .properties("ReplacementRunbook")
                .get("Content")
                .toString()
                .replace("${ReplacementRunbookRole.Arn}", "arn:aws:iam::111122223333:role/runbook"));
    }
}
