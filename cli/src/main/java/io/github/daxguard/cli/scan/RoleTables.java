package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.cli.report.ReadableTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;

/**
 * Reads the policies of the clusters' roles, each role once, because the clusters of an account often share one.
 *
 * <p>Costs one ListRolePolicies, one ListAttachedRolePolicies, one GetRolePolicy for each inline policy, and one GetPolicy and
 * GetPolicyVersion for each attached policy.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html">GetPolicyVersion</a>, on the
 *     encoding of policies
 */
final class RoleTables {

    private static final Operation LIST_ROLE_POLICIES = Operation.of("iam", "ListRolePolicies");
    private static final Operation GET_ROLE_POLICY = Operation.of("iam", "GetRolePolicy");
    private static final Operation LIST_ATTACHED_ROLE_POLICIES = Operation.of("iam", "ListAttachedRolePolicies");
    private static final Operation GET_POLICY = Operation.of("iam", "GetPolicy");
    private static final Operation GET_POLICY_VERSION = Operation.of("iam", "GetPolicyVersion");

    private final Map<String, Cached> roles = new ConcurrentHashMap<>();

    /** The tables of one role. A failure is not kept, because it can concern only the account access of one target. */
    private static final class Cached {

        private @Nullable ReadableTables tables;

        synchronized ReadableTables of(String role, AwsClients clients, AwsCalls calls) {
            if (tables == null) {
                try (IamClient iam = clients.newClient(IamClient.builder())) {
                    tables = new Role(role, iam, calls).tables();
                } catch (LookupException e) {
                    return new ReadableTables.NotRead(String.valueOf(e.getMessage()));
                }
            }
            return tables;
        }
    }

    /**
     * Reads the tables that the policies of a role allow it to read.
     *
     * @param roleArn as DAX reports it; empty if DAX does not report it
     * @param account the account of the cluster, whose roles the calls read by name
     */
    ReadableTables of(String roleArn, String account, AwsClients clients, AwsCalls calls) {
        if (roleArn.isEmpty()) {
            return new ReadableTables.NotRead("DAX does not report the role of the cluster.");
        }
        if (!roleArn.contains(":iam::" + account + ":role/")) {
            return new ReadableTables.NotRead("The cluster has the role \"" + roleArn
                    + "\", which is not a role of the account " + account + ".");
        }
        return roles.computeIfAbsent(roleArn, role -> new Cached()).of(roleArn, clients, calls);
    }

    /** Reads the policies of one role. */
    private record Role(String arn, IamClient iam, AwsCalls calls) {

        ReadableTables tables() {
            ReadStatements statements = new ReadStatements();
            String name = arn.substring(arn.lastIndexOf('/') + 1);
            for (String policy : inlinePolicies(name)) {
                String document = call(
                        GET_ROLE_POLICY,
                        configuration -> present(iam.getRolePolicy(request -> request.roleName(name)
                                        .policyName(policy)
                                        .overrideConfiguration(configuration))
                                .policyDocument()));
                add(GET_ROLE_POLICY, policy, document, statements);
            }
            for (String policy : attachedPolicies(name)) {
                String version = call(
                        GET_POLICY,
                        configuration -> present(present(iam.getPolicy(request ->
                                                request.policyArn(policy).overrideConfiguration(configuration))
                                        .policy())
                                .defaultVersionId()));
                String document = call(
                        GET_POLICY_VERSION,
                        configuration -> present(present(iam.getPolicyVersion(request -> request.policyArn(policy)
                                                .versionId(version)
                                                .overrideConfiguration(configuration))
                                        .policyVersion())
                                .document()));
                add(GET_POLICY_VERSION, policy, document, statements);
            }
            return statements.tables(arn);
        }

        private List<String> inlinePolicies(String name) {
            List<String> policies = new ArrayList<>();
            calls.readPages(LIST_ROLE_POLICIES, LookupException::new, marker -> {
                ListRolePoliciesResponse page = call(
                        LIST_ROLE_POLICIES,
                        configuration -> iam.listRolePolicies(
                                request -> request.roleName(name).marker(marker).overrideConfiguration(configuration)));
                requireComplete(LIST_ROLE_POLICIES, page.hasPolicyNames(), page.isTruncated(), page.marker());
                policies.addAll(page.policyNames());
                return page.marker();
            });
            return policies;
        }

        private List<String> attachedPolicies(String name) {
            List<String> policies = new ArrayList<>();
            calls.readPages(LIST_ATTACHED_ROLE_POLICIES, LookupException::new, marker -> {
                ListAttachedRolePoliciesResponse page = call(
                        LIST_ATTACHED_ROLE_POLICIES,
                        configuration -> iam.listAttachedRolePolicies(
                                request -> request.roleName(name).marker(marker).overrideConfiguration(configuration)));
                requireComplete(
                        LIST_ATTACHED_ROLE_POLICIES, page.hasAttachedPolicies(), page.isTruncated(), page.marker());
                page.attachedPolicies().stream().map(AttachedPolicy::policyArn).forEach(policies::add);
                return page.marker();
            });
            return policies;
        }

        /** The SDK returns an empty page for a response that is empty or not from IAM. */
        private void requireComplete(
                Operation operation, boolean hasList, @Nullable Boolean isTruncated, @Nullable String marker) {
            boolean hasNext = marker != null && !marker.isEmpty();
            if (!hasList || isTruncated == null || (isTruncated && !hasNext)) {
                throw new LookupException(
                        calls.failed(operation, "the response does not contain a complete list of policies"), null);
            }
        }

        private <T> T call(Operation operation, Function<AwsRequestOverrideConfiguration, T> call) {
            return calls.call(operation, LookupException::new, call);
        }

        private static <T> T present(@Nullable T value) {
            if (value == null) {
                throw SdkClientException.create("The response is incomplete");
            }
            return value;
        }

        private void add(Operation operation, String policy, String document, ReadStatements statements) {
            try {
                statements.add(document);
            } catch (ReadStatements.InvalidPolicyException e) {
                throw new LookupException(calls.failed(operation, "the policy " + policy + " is " + e.getMessage()), e);
            }
        }
    }
}
