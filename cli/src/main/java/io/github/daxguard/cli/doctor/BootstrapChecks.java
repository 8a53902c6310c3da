package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.contract.CdkBootstrap;
import io.github.daxguard.contract.DeployedResource;
import io.github.daxguard.contract.DeployedResource.Part;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/**
 * The AWS CDK's bootstrapping before a deployment.
 *
 * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html">Bootstrap your environment</a>
 */
final class BootstrapChecks {

    /** With the version of the deployment guide. */
    static final String COMMAND = "npx --yes aws-cdk@2.1148.1 bootstrap";

    private static final Operation GET_PARAMETER = Operation.of("ssm", "GetParameter");
    private static final Operation SIMULATE = Operation.of("iam", "SimulatePrincipalPolicy");

    private static final String SESSION = "daxguard-doctor";

    /** The shortest session that STS issues. */
    private static final int SESSION_SECONDS = 900;

    private static final Evidence BOOTSTRAP = Evidence.of("Bootstrap the account and Region: %s", COMMAND);

    private static final Evidence INDICATIVE = Evidence.of(
            "Indicative only: a simulation does not fully include service control policies, policies of resources, and the "
                    + "conditions and resources of the real calls.");

    private final CheckContext context;
    private final boolean forOrganization;
    private boolean isAbsent;

    /** @param forOrganization whether the intended deployment is for an organization */
    BootstrapChecks(CheckContext context, boolean forOrganization) {
        this.context = context;
        this.forOrganization = forOrganization;
    }

    /**
     * The version of the bootstrap stack.
     *
     * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html">GetParameter</a>
     */
    Finding version() {
        String version;
        try (SsmClient ssm = context.clients().newClient(SsmClient.builder())) {
            version = value(context.call(
                    GET_PARAMETER,
                    configuration -> ssm.getParameter(request ->
                            request.name(CdkBootstrap.VERSION_PARAMETER).overrideConfiguration(configuration))));
        } catch (CallFailure e) {
            if (!e.code().equals("ParameterNotFound")) {
                throw e;
            }
            isAbsent = true;
            return Finding.problem(
                    Evidence.of(
                            "The SSM parameter %s, which bootstrapping creates, does not exist.",
                            CdkBootstrap.VERSION_PARAMETER),
                    BOOTSTRAP);
        }
        if (!version.matches("[0-9]{1,6}")) {
            return Finding.undecided(
                    Evidence.of(
                            "The value of the SSM parameter %s is not a version number.",
                            CdkBootstrap.VERSION_PARAMETER),
                    BOOTSTRAP);
        }
        Evidence found = Evidence.of(
                "The bootstrap stack has version %s. The deployment requires version %d or newer.",
                version, CdkBootstrap.MIN_VERSION);
        return Integer.parseInt(version) >= CdkBootstrap.MIN_VERSION
                ? Finding.ok(found)
                : Finding.problem(found, BOOTSTRAP);
    }

    private static String value(GetParameterResponse response) {
        return response.parameter() == null || response.parameter().value() == null
                ? ""
                : response.parameter().value();
    }

    /**
     * Whether the caller can assume the CDK's roles. AWS refuses a role that does not exist in the same way as a missing
     * permission, so that a refusal is a problem with three possible causes, and not a missing permission. The credentials of
     * the roles are not used.
     *
     * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
     */
    Finding roles() {
        List<String> required = List.of(
                CdkBootstrap.deployRole(context.account(), context.region()),
                CdkBootstrap.filePublishingRole(context.account(), context.region()));
        String lookup = CdkBootstrap.lookupRole(context.account(), context.region());
        List<String> refused = new ArrayList<>();
        boolean isLookupRefused;
        try (StsClient sts = context.clients().newClient(StsClient.builder())) {
            for (String role : required) {
                if (!canAssume(sts, role)) {
                    refused.add(role);
                }
            }
            isLookupRefused = !canAssume(sts, lookup);
        }
        if (refused.isEmpty() && !isLookupRefused) {
            return Finding.ok(Evidence.of("The caller can assume the CDK's roles for deployment, files and lookup."));
        }
        if (refused.isEmpty()) {
            // The CDK then compares templates with the role for deployment: https://github.com/aws/aws-cdk/pull/18277
            return refusal(
                    Outcome.NOTE,
                    List.of(lookup),
                    Evidence.of("The deployment does not require it, but cdk diff uses it."),
                    Evidence.of("Allow sts:AssumeRole on it for the calling principal if cdk diff reports an error."));
        }
        if (isLookupRefused) {
            refused.add(lookup);
        }
        return isAbsent
                ? refusal(Outcome.PROBLEM, refused, Evidence.of("The Region is not bootstrapped."), BOOTSTRAP)
                : refusal(
                        Outcome.PROBLEM,
                        refused,
                        Evidence.of(
                                "cdk deploy then uses the caller's own permissions, which can be sufficient. This is not checked."),
                        Evidence.of(
                                "Allow sts:AssumeRole on these roles for the calling principal, and check that no SCP denies it. If they do not exist, bootstrap the Region: %s",
                                COMMAND));
    }

    private static Finding refusal(Outcome outcome, List<String> roles, Evidence consequence, Evidence nextStep) {
        Evidence evidence = Evidence.of(
                "Could not be assumed: %s. The role does not exist, does not trust the caller, or sts:AssumeRole is missing.",
                Evidence.names("role", roles));
        return new Finding(outcome, evidence.and(consequence), nextStep, List.of(Operation.ASSUME_ROLE.action()));
    }

    private boolean canAssume(StsClient sts, String role) {
        AssumeRoleResponse response;
        try {
            response = context.call(
                    Operation.ASSUME_ROLE,
                    configuration -> sts.assumeRole(request -> request.roleArn(arn(role))
                            .roleSessionName(SESSION)
                            .durationSeconds(SESSION_SECONDS)
                            .overrideConfiguration(configuration)));
        } catch (CallFailure e) {
            if (e.isDenied()) {
                return false;
            }
            throw e;
        }
        if (response.credentials() == null) {
            throw CallFailure.incomplete(
                    Operation.ASSUME_ROLE, context.calls(), "the response does not contain credentials");
        }
        return true;
    }

    private String arn(String role) {
        return "arn:" + context.partition() + ":iam::" + context.account() + ":role/" + role;
    }

    /**
     * A simulation of the role with which CloudFormation creates the resources. Its response proves nothing, and is never OK: the
     * real calls have resources, conditions and policies that the simulation does not have. For the same reason, a denied action
     * leaves the check undecided: a policy that allows the action only on the deployed resources is denied for all resources.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html">
     *     SimulatePrincipalPolicy</a>
     */
    Finding executionRole() {
        String role = CdkBootstrap.executionRole(context.account(), context.region());
        Set<String> actions = actions();
        Map<String, Boolean> allowed = new HashMap<>();
        Set<String> conditionKeys = new TreeSet<>();
        try (IamClient iam = context.clients().newClient(IamClient.builder())) {
            context.readPages(SIMULATE, marker -> {
                SimulatePrincipalPolicyResponse page = context.call(
                        SIMULATE,
                        configuration -> iam.simulatePrincipalPolicy(request -> request.policySourceArn(arn(role))
                                .actionNames(actions)
                                .marker(marker)
                                .overrideConfiguration(configuration)));
                for (EvaluationResult result : page.evaluationResults()) {
                    allowed.merge(
                            String.valueOf(result.evalActionName()),
                            result.evalDecision() == PolicyEvaluationDecisionType.ALLOWED,
                            Boolean::logicalAnd);
                    conditionKeys.addAll(result.missingContextValues());
                }
                return next(page);
            });
        } catch (CallFailure e) {
            if (e.code().equals("NoSuchEntity")) {
                return Finding.problem(
                        Evidence.of("The role %s does not exist.", Evidence.name("role", role)), BOOTSTRAP);
            }
            throw e;
        }
        Evidence simulated = Evidence.of("%s Simulated role: %s.", INDICATIVE, Evidence.name("role", role));
        List<String> notAllowed = actions.stream()
                .filter(action -> !allowed.getOrDefault(action, false))
                .toList();
        if (!notAllowed.isEmpty()) {
            return Finding.undecided(
                    simulated.and(Evidence.of(
                            "Not allowed for all resources: %d of %d actions: %s.",
                            notAllowed.size(), actions.size(), notAllowed)),
                    Evidence.of(
                            "Check that the role's policies and boundary allow these actions on the deployed resources. The deployment proves it."));
        }
        if (!conditionKeys.isEmpty()) {
            return Finding.undecided(
                    simulated.and(Evidence.of(
                            "All %d actions are allowed, but policies have conditions on keys that the simulation does not have: %s.",
                            actions.size(), Evidence.names("condition key", List.copyOf(conditionKeys)))),
                    Evidence.of("Check these conditions. The deployment proves it."));
        }
        return Finding.note(simulated.and(Evidence.of("All %d actions are allowed.", actions.size())), Evidence.NONE);
    }

    private static @Nullable String next(SimulatePrincipalPolicyResponse page) {
        return Boolean.TRUE.equals(page.isTruncated()) ? page.marker() : null;
    }

    private Set<String> actions() {
        Set<String> actions = new TreeSet<>();
        DeployedResource.of(parts()).forEach(resource -> actions.addAll(resource.actions()));
        return actions;
    }

    private Set<Part> parts() {
        DeploymentSettings settings = context.settings();
        if (forOrganization) {
            return settings.isCentral() ? EnumSet.of(Part.ALWAYS, Part.ORGANIZATION) : EnumSet.of(Part.STACK_SETS);
        }
        boolean isPack = settings.packaging().equals("conformance-pack");
        Set<Part> parts = EnumSet.of(Part.ALWAYS, Part.ONE_ACCOUNT, isPack ? Part.CONFORMANCE_PACK : Part.RULES);
        if (settings.realTime()) {
            parts.add(Part.REAL_TIME);
        }
        if (settings.hasHook()) {
            parts.add(Part.HOOK);
        }
        if (settings.replacement()) {
            parts.add(Part.REPLACEMENT);
            if (!isPack) {
                parts.add(Part.REMEDIATION);
            }
        }
        if (settings.createsRecorder()) {
            parts.add(Part.RECORDER);
        }
        return parts;
    }
}
