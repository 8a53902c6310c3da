package io.github.daxguard.infra.integration;

import static io.github.daxguard.infra.integration.FunctionTests.cluster;
import static io.github.daxguard.packaged.PackagedFunction.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.daxguard.infra.RequiresNode;
import io.github.daxguard.infra.Synthesis;
import io.github.daxguard.localaws.Estate;
import io.github.daxguard.localaws.StoredEvaluation;
import io.github.daxguard.packaged.LambdaRuntimeApi;
import io.github.daxguard.packaged.PackagedFunction;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;

/**
 * Whether the roles of the stacks allow what a run needs and nothing else: moto checks each call of the packaged function
 * against the policy that was synthesised, first as it is, then with one action after the other taken away.
 *
 * <p>Left out are the actions by which Lambda itself writes the log, the traces and the failed events: the function's process
 * makes no such call. Left out, too, are resources and trust policies, which moto does not check between accounts; the
 * template tests assert both.
 */
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

    @Test
    void inAnAccount_everyActionIsNeeded() throws Exception {
        String account = aws.newAccount();
        Template template = new Template(Synthesis.template(Map.of("exemptionTag", TAG)), account);
        RolePolicy role = RolePolicy.ofFunction(template, "daxguard-function");

        assertThat(role.actions())
                .containsExactlyInAnyOrder(
                        "dax:DescribeClusters",
                        "dax:ListTags",
                        "config:GetComplianceDetailsByConfigRule",
                        "config:PutEvaluations");
        everyActionIsNeeded(account, role, List.of(role), Map.of("exemptionTag", TAG));
    }

    @Test
    void inAnAccount_withoutExemptionTag_everyActionIsNeeded() throws Exception {
        String account = aws.newAccount();
        Template template = new Template(Synthesis.template(Map.of()), account);
        RolePolicy role = RolePolicy.ofFunction(template, "daxguard-function");

        assertThat(role.actions())
                .containsExactlyInAnyOrder(
                        "dax:DescribeClusters", "config:GetComplianceDetailsByConfigRule", "config:PutEvaluations");
        everyActionIsNeeded(account, role, List.of(role), Map.of());
    }

    @Test
    void inAnOrganization_everyActionOfBothRolesIsNeeded() throws Exception {
        String account = aws.newAccount();
        String member = aws.newAccount();
        Template template = new Template(
                Synthesis.template(Map.of("organization", "r-ab12", "memberAccounts", member, "exemptionTag", TAG)),
                account);
        RolePolicy role = RolePolicy.ofFunction(template, "daxguard-function");
        String memberTemplate = template.resource("AWS::CloudFormation::StackSet")
                .path("Properties")
                .path("TemplateBody")
                .asText();
        RolePolicy memberRole = RolePolicy.ofOnlyRole(new Template(new YAMLMapper().readTree(memberTemplate), member));

        assertThat(role.actions()).containsExactly("sts:AssumeRole");
        assertThat(memberRole.actions())
                .containsExactlyInAnyOrder(
                        "dax:DescribeClusters",
                        "dax:ListTags",
                        "config:GetComplianceDetailsByConfigRule",
                        "config:PutEvaluations");
        everyActionIsNeeded(
                member,
                role,
                List.of(role, memberRole),
                Map.of("exemptionTag", TAG, "executionRoleName", memberRole.name()));
    }

    /**
     * Runs with all permissions, then without one after the other.
     *
     * @param evaluated the account that has the rule and the clusters
     * @param role the function's, in the function's account
     * @param roles all whose permissions a run uses
     */
    private void everyActionIsNeeded(
            String evaluated, RolePolicy role, List<RolePolicy> roles, Map<String, String> parameters)
            throws Exception {
        Estate estate = aws.estate(evaluated);
        estate.putRule(RULE, parameters);
        estate.putResult(
                RULE, new StoredEvaluation("AWS::DAX::Cluster", "gone", "COMPLIANT", "", RUN.minusSeconds(86_400)));
        aws.create(
                evaluated,
                cluster("safe").sseSpecification(sse -> sse.enabled(true)).build(),
                cluster("plain").build());
        for (RolePolicy each : roles) {
            iam(each.account(), iam -> {
                iam.createRole(request -> request.roleName(each.name()).assumeRolePolicyDocument(each.trustPolicy()));
                iam.putRolePolicy(put(each, each.document()));
            });
        }
        try (PackagedFunction function =
                aws.function(directory, role.account(), aws.session(role.account(), role.name()))) {
            aws.forgetCalls();
            LambdaRuntimeApi.Result whole = invokeEnforced(function, estate.scheduledEvent(RULE, RUN));

            assertThat(whole.isError()).as(whole.body()).isFalse();
            JsonNode summary = JSON.readTree(whole.body());
            assertThat(summary.get("clusters").asInt()).isEqualTo(2);
            assertThat(summary.get("cleared").asInt()).isEqualTo(1);
            assertThat(aws.calls().stream().map(AwsFront.Call::action).collect(Collectors.toSet()))
                    .isEqualTo(roles.stream()
                            .flatMap(each -> each.actions().stream())
                            .collect(Collectors.toSet()));

            for (RolePolicy each : roles) {
                for (String action : each.actions()) {
                    iam(each.account(), iam -> iam.putRolePolicy(put(each, each.documentWithout(action))));
                    LambdaRuntimeApi.Result refused = invokeEnforced(function, estate.scheduledEvent(RULE, RUN));
                    iam(each.account(), iam -> iam.putRolePolicy(put(each, each.document())));

                    assertThat(refused.isError()).as("without " + action).isTrue();
                    assertThat(JSON.readTree(refused.body()).get("errorMessage").asText())
                            .startsWith(action.substring(action.indexOf(':') + 1) + " in account " + each.account()
                                    + ", " + REGION + ", failed: AccessDenied")
                            .contains("Allow " + action + " to the role that made the call");
                }
            }
        }
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
