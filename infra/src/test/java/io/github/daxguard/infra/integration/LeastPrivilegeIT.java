package io.github.daxguard.infra.integration;

import static io.github.daxguard.infra.integration.FunctionTests.cluster;
import static io.github.daxguard.packaged.PackagedFunction.REGION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.external.Emulator;
import io.github.daxguard.external.NeedsEmulator;
import io.github.daxguard.handler.ClusterChangeHandler;
import io.github.daxguard.handler.ConfigRuleHandler;
import io.github.daxguard.handler.ReplacementHandler;
import io.github.daxguard.infra.RequiresNode;
import io.github.daxguard.infra.Synthesis;
import io.github.daxguard.packaged.ApprovedExecution;
import io.github.daxguard.packaged.LambdaRuntimeApi;
import io.github.daxguard.packaged.PackagedFunction;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;

/**
 * Whether the roles of the stacks allow what a run needs and nothing else: moto checks each call of the packaged function
 * against the policy that was synthesised, first as it is, then with one action after the other taken away.
 *
 * <p>Left out are the actions by which Lambda itself writes the log, the traces and the failed events and reads the queue:
 * the function's process makes no such call, and that of the hook's function none at all. Left out, too, is what DAX asks of
 * the caller with CreateCluster, by {@code iam:} and {@code ec2:} actions and TagResource, and left out are resources,
 * conditions and trust policies, which moto does not check; the template tests assert them.
 */
@Tag("full")
@RequiresNode
@NeedsEmulator(Emulator.MOTO)
class LeastPrivilegeIT {

    private static final String TAG = "daxguard:exempt";
    private static final String RULE = "dax-cluster-encrypted-at-rest";
    private static final Instant RUN = Instant.parse("2027-01-31T06:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static AwsServer aws;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        aws = AwsServer.moto();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", TAG})
    void inAnAccount_everyActionIsNeeded(String exemptionTag) throws Exception {
        Map<String, String> exemption = exemptionTag.isEmpty() ? Map.of() : Map.of("exemptionTag", exemptionTag);
        String account = aws.newAccount();
        Template template = new Template(Synthesis.template(exemption), account);
        RolePolicy role = RolePolicy.ofFunction(template, ConfigRuleHandler.class, "daxguard-function");

        everyActionIsNeeded(account, role, List.of(role), exemption);
    }

    @Test
    void inAnOrganization_everyActionOfBothRolesIsNeeded() throws Exception {
        String account = aws.newAccount();
        String member = aws.newAccount();
        Template template = new Template(
                Synthesis.template(Map.of("organization", "r-ab12", "memberAccounts", member, "exemptionTag", TAG)),
                account);
        RolePolicy role = RolePolicy.ofFunction(template, ConfigRuleHandler.class, "daxguard-function");
        String memberTemplate = template.resource("AWS::CloudFormation::StackSet")
                .at("/Properties/TemplateBody")
                .asText();
        RolePolicy memberRole = RolePolicy.ofOnlyRole(new Template(new YAMLMapper().readTree(memberTemplate), member));

        everyActionIsNeeded(
                member,
                role,
                List.of(role, memberRole),
                Map.of("exemptionTag", TAG, "executionRoleName", memberRole.name()));
    }

    @Test
    void changes_inAnAccount_everyActionIsNeeded() throws Exception {
        Template template = new Template(Synthesis.template(Map.of()), aws.newAccount());
        RolePolicy role = RolePolicy.ofFunction(template, ClusterChangeHandler.class, "daxguard-change-function");
        putRules(template);

        everyActionOfChangesIsNeeded(template, role);
    }

    @Test
    void changes_inAConformancePack_everyActionIsNeeded() throws Exception {
        Template template = new Template(Synthesis.template(Map.of("packaging", "conformance-pack")), aws.newAccount());
        RolePolicy role = RolePolicy.ofFunction(template, ClusterChangeHandler.class, "daxguard-change-function");
        JsonNode pack = template.resource("AWS::Config::ConformancePack").path("Properties");
        List<String> rules = new ArrayList<>();
        new YAMLMapper()
                .readTree(pack.path("TemplateBody").asText())
                .path("Resources")
                .forEach(rule ->
                        rules.add(rule.at("/Properties/ConfigRuleName").asText() + "-conformance-pack-a1b2c3d4e"));
        EmulatorState state = aws.state(template.account());
        rules.forEach(rule -> state.putRule(rule, Map.of()));
        state.putConformancePack(pack.path("ConformancePackName").asText(), rules);

        everyActionOfChangesIsNeeded(template, role);
    }

    /** TagResource is no call of its own: DAX asks for it with CreateCluster, if that has tags. */
    @Test
    void replacement_everyActionIsNeeded() throws Exception {
        Template template = new Template(
                Synthesis.template(Map.of("replacement", "true", "approvers", ApprovedExecution.APPROVER)),
                aws.newAccount());
        RolePolicy role = RolePolicy.ofFunction(template, ReplacementHandler.class, "daxguard-replacement-function");
        putRules(template);
        aws.create(role.account(), cluster("orders").build());
        aws.measure(role.account(), "orders");
        create(List.of(role));
        Set<String> used = new TreeSet<>(Set.of("dax:TagResource"));

        try (PackagedFunction function = aws.function(
                directory,
                ReplacementHandler.class,
                variables(template, ReplacementHandler.class),
                role.account(),
                aws.session(role.account(), role.name()))) {
            for (Map.Entry<String, List<String>> step : actionsOfSteps().entrySet()) {
                // moto gives each cluster a security group of its own, whichever is asked for.
                byte[] event = JSON.writeValueAsBytes(Map.of(
                        "step", step.getKey(),
                        "cluster", "orders",
                        "confirm", "orders",
                        "executionId", ApprovedExecution.ID,
                        "acceptDifferences", "securityGroups"));
                aws.state(role.account()).putExecution(ApprovedExecution.of(JSON.readTree(event)));
                for (String action : step.getValue()) {
                    assertThat(refusalWithout(action, role, function, event))
                            .as(step.getKey() + " without " + action)
                            .contains(failed(action, role))
                            .contains("Allow " + action);
                }
                used.addAll(step.getValue());
                aws.forgetCalls();
                JsonNode answer = succeeded(invokeEnforced(function, event));
                assertThat(answer.path("step").asText()).isEqualTo(step.getKey());
                assertThat(aws.calls().stream().map(AwsFront.Call::action)).isSubsetOf(step.getValue());
                aws.settle(role.account());
            }
        }

        assertThat(aws.clusterNames(role.account())).containsExactly("orders-v2");
        assertThat(role.actions()).containsExactlyInAnyOrderElementsOf(used);
    }

    /** Without which actions each step fails; last the one whose lack lets everything before it happen. */
    private static Map<String, List<String>> actionsOfSteps() {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        steps.put("plan", List.of("dax:DescribeClusters", "dax:ListTags"));
        steps.put("create", List.of("dax:DescribeClusters", "dax:ListTags", "dax:CreateCluster"));
        steps.put("verify", List.of("dax:DescribeClusters", "dax:ListTags"));
        steps.put("readiness", List.of("dax:DescribeClusters", "dax:ListTags", "cloudwatch:GetMetricData"));
        steps.put(
                "delete",
                List.of(
                        "ssm:GetAutomationExecution",
                        "dax:DescribeClusters",
                        "dax:ListTags",
                        "cloudwatch:GetMetricData",
                        "dax:DeleteCluster",
                        "config:StartConfigRulesEvaluation"));
        return steps;
    }

    private static void putRules(Template template) {
        for (JsonNode rule : template.resources("AWS::Config::ConfigRule")) {
            aws.state(template.account())
                    .putRule(rule.at("/Properties/ConfigRuleName").asText(), Map.of());
        }
    }

    private static Map<String, String> variables(Template template, Class<?> handler) {
        Map<String, String> variables = new HashMap<>();
        template.function(handler)
                .at("/Environment/Variables")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        return variables;
    }

    /** The account {@code evaluated} has the rule and the clusters; a run uses all of {@code roles}. */
    private void everyActionIsNeeded(
            String evaluated, RolePolicy role, List<RolePolicy> roles, Map<String, String> parameters)
            throws Exception {
        EmulatorState state = aws.state(evaluated);
        if (evaluated.equals(role.account())) {
            state.putRule(RULE, parameters);
        } else {
            state.putOrganizationRule(RULE, parameters);
        }
        state.putResult(
                RULE, new StoredEvaluation("AWS::DAX::Cluster", "gone", "COMPLIANT", "", RUN.minusSeconds(86_400)));
        aws.create(
                evaluated,
                cluster("safe").sseSpecification(sse -> sse.enabled(true)).build(),
                cluster("plain").build());
        create(roles);
        try (PackagedFunction function =
                aws.function(directory, role.account(), aws.session(role.account(), role.name()))) {
            byte[] event = state.scheduledEvent(RULE, RUN);
            aws.forgetCalls();
            JsonNode summary = succeeded(invokeEnforced(function, event));

            assertThat(summary.get("clusters").asInt()).isEqualTo(2);
            assertThat(summary.get("staleRemoved").asInt()).isEqualTo(1);
            assertEveryActionWasUsed(roles);
            failsWithoutEachAction(function, event, roles);
        }
    }

    /** Starts the rules for one change, without one permission after the other, then with all. */
    private void everyActionOfChangesIsNeeded(Template template, RolePolicy role) throws Exception {
        EmulatorState state = aws.state(role.account());
        byte[] event = batchOf(
                state.daxCallEvent("CreateCluster", JSON.createObjectNode().put("clusterName", "plain")));
        create(List.of(role));
        try (PackagedFunction function = aws.function(
                directory,
                ClusterChangeHandler.class,
                variables(template, ClusterChangeHandler.class),
                role.account(),
                aws.session(role.account(), role.name()))) {
            // These first: within a minute after the start that succeeds, AWS Config refuses another one.
            failsWithoutEachAction(function, event, List.of(role));
            aws.forgetCalls();
            JsonNode answer = succeeded(invokeEnforced(function, event));

            assertThat(answer.get("batchItemFailures")).isEmpty();
            assertEveryActionWasUsed(List.of(role));
        }
    }

    private static byte[] batchOf(byte[] event) throws IOException {
        ObjectNode batch = JSON.createObjectNode();
        batch.putArray("Records")
                .addObject()
                .put("messageId", "c4d9b0f2-6a3e-4f57-8b1d-9e0f1a2b3c4d")
                .put("eventSource", "aws:sqs")
                .put("body", new String(event, UTF_8));
        return JSON.writeValueAsBytes(batch);
    }

    private static void create(List<RolePolicy> roles) {
        for (RolePolicy each : roles) {
            iam(each.account(), iam -> {
                iam.createRole(request -> request.roleName(each.name()).assumeRolePolicyDocument(each.trustPolicy()));
                iam.putRolePolicy(put(each, each.document()));
            });
        }
    }

    private static JsonNode succeeded(LambdaRuntimeApi.Result result) throws IOException {
        assertThat(result.isError()).as(result.body()).isFalse();
        return JSON.readTree(result.body());
    }

    private static void assertEveryActionWasUsed(List<RolePolicy> roles) {
        assertThat(aws.calls().stream().map(AwsFront.Call::action).collect(Collectors.toSet()))
                .isEqualTo(
                        roles.stream().flatMap(each -> each.actions().stream()).collect(Collectors.toSet()));
    }

    private static void failsWithoutEachAction(PackagedFunction function, byte[] event, List<RolePolicy> roles)
            throws Exception {
        for (RolePolicy each : roles) {
            for (String action : each.actions()) {
                assertThat(refusalWithout(action, each, function, event))
                        .startsWith(failed(action, each))
                        .contains("Allow " + action + " for the calling principal");
            }
        }
    }

    private static String refusalWithout(String action, RolePolicy role, PackagedFunction function, byte[] event)
            throws Exception {
        iam(role.account(), iam -> iam.putRolePolicy(put(role, role.documentWithout(action))));
        LambdaRuntimeApi.Result refused = invokeEnforced(function, event);
        iam(role.account(), iam -> iam.putRolePolicy(put(role, role.document())));

        assertThat(refused.isError()).as("without " + action).isTrue();
        return JSON.readTree(refused.body()).get("errorMessage").asText();
    }

    private static String failed(String action, RolePolicy role) {
        return action.substring(action.indexOf(':') + 1) + " in account " + role.account() + ", " + REGION
                + ", failed: AccessDenied";
    }

    private static PutRolePolicyRequest put(RolePolicy role, String document) {
        return PutRolePolicyRequest.builder()
                .roleName(role.name())
                .policyName("daxguard")
                .policyDocument(document)
                .build();
    }

    private static void iam(String account, Consumer<IamClient> change) {
        try (IamClient iam =
                aws.client(IamClient.builder(), aws.session(account)).build()) {
            change.accept(iam);
        }
    }

    /** Permissions are checked during the invocation only: the test itself has none. */
    private static LambdaRuntimeApi.Result invokeEnforced(PackagedFunction function, byte[] event) throws Exception {
        checkPermissionsAfter("0");
        try {
            return function.invoke(event);
        } finally {
            checkPermissionsAfter("inf");
        }
    }

    /**
     * Sets how many further requests moto answers unchecked.
     *
     * @see <a href="https://docs.getmoto.org/en/latest/docs/iam.html">moto: IAM-like access control</a>
     */
    private static void checkPermissionsAfter(String requests) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(aws.endpoint().resolve("/moto-api/reset-auth"))
                .POST(HttpRequest.BodyPublishers.ofString(requests))
                .build();
        HttpResponse<String> response = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
}
