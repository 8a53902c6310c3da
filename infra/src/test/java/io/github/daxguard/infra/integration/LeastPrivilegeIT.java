package io.github.daxguard.infra.integration;

import static io.github.daxguard.infra.integration.FunctionTests.cluster;
import static io.github.daxguard.packaged.PackagedFunction.REGION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.daxguard.contract.RuleParameterNames;
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
 * Verifies that the roles of the stacks allow exactly the actions that the functions need: moto checks each call of the packaged
 * function against the synthesised policy, first the complete policy, then without each single action.
 *
 * <p>Not covered are the actions with which Lambda itself writes logs, traces and failed events and reads the queue, because the
 * process of the function does not call them; and the hook function, which makes no calls. Also not covered are the
 * dependent actions of CreateCluster ({@code iam:}, {@code ec2:} and TagResource), and resources, conditions and trust policies,
 * which moto does not check. The template tests assert them. The same applies to the policy of the bucket with the code, which
 * consists of a condition, and to the role of the CDK's function that uploads the code.
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

    /** With an exemption tag, the role also has the conditional policy. */
    @Test
    void inAMemberOfAStackSet_everyActionIsNeeded() throws Exception {
        String account = aws.newAccount();
        Template template = new Template(
                Synthesis.template(Map.of(
                        "organization", "r-ab12",
                        "organizationId", "o-ab12cd34ef",
                        "managementAccount", "123456789012",
                        "regions", REGION)),
                account);
        RolePolicy role = RolePolicy.ofFunction(template, ConfigRuleHandler.class, "daxguard-function");

        assertThat(role.actions()).contains("dax:ListTags");
        everyActionIsNeeded(account, role, List.of(role), Map.of("exemptionTag", TAG));
    }

    @Test
    void inAnOrganization_everyActionOfBothRolesIsNeeded() throws Exception {
        String account = aws.newAccount();
        String member = aws.newAccount();
        Template template = new Template(
                Synthesis.template(Map.of(
                        "organizationMode",
                        "central",
                        "organization",
                        "r-ab12",
                        "memberAccounts",
                        member,
                        "exemptionTag",
                        TAG)),
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

    /** TagResource is not called: it is a dependent action of CreateCluster with tags. */
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
                // moto assigns a new security group to each cluster, and ignores the requested one.
                byte[] event = JSON.writeValueAsBytes(Map.of(
                        "step", step.getKey(),
                        "cluster", "orders",
                        "confirm", "orders",
                        "executionId", ApprovedExecution.ID,
                        "acceptDifferences", "securityGroups"));
                aws.state(role.account()).putExecution(ApprovedExecution.of(JSON.readTree(event)));
                for (String action : step.getValue()) {
                    assertThat(errorWithout(action, role, function, event))
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

    /** The actions that each step requires, in the order of the calls. */
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

    /** The account {@code evaluated} has the rule and the clusters. A run uses all of {@code roles}. */
    private void everyActionIsNeeded(
            String evaluated, RolePolicy role, List<RolePolicy> roles, Map<String, String> parameters)
            throws Exception {
        EmulatorState state = aws.state(evaluated);
        // Each run reports every result, so that each needs all permissions.
        Map<String, String> refreshed = new HashMap<>(parameters);
        refreshed.put(RuleParameterNames.REFRESH_HOURS, "1");
        if (evaluated.equals(role.account())) {
            state.putRule(RULE, refreshed);
        } else {
            state.putOrganizationRule(RULE, refreshed);
        }
        state.putResult(
                RULE, new StoredEvaluation("AWS::DAX::Cluster", "deleted", "COMPLIANT", "", RUN.minusSeconds(86_400)));
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

    /** Starts the rules for one change: first without each single permission, then with all. */
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
            // First the failures: AWS Config refuses a second successful call within a minute.
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
                assertThat(errorWithout(action, each, function, event))
                        .startsWith(failed(action, each))
                        .contains("Allow " + action + " for the calling principal");
            }
        }
    }

    private static String errorWithout(String action, RolePolicy role, PackagedFunction function, byte[] event)
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

    /** Permissions are checked only during the invocation, because the test itself has none. */
    private static LambdaRuntimeApi.Result invokeEnforced(PackagedFunction function, byte[] event) throws Exception {
        checkPermissionsAfter("0");
        try {
            return function.invoke(event);
        } finally {
            checkPermissionsAfter("inf");
        }
    }

    /**
     * Sets the number of requests that moto serves before it checks permissions.
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
