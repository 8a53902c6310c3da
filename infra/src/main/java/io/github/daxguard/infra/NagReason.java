package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.Aws;
import software.constructs.IConstruct;

/**
 * Suppressions of cdk-nag findings, each with its reason.
 *
 * @see <a href="https://github.com/cdklabs/cdk-nag/blob/main/RULES.md">cdk-nag's rules</a>
 */
final class NagReason {

    private NagReason() {}

    static void suppress(IConstruct construct, NagPackSuppression... reasons) {
        NagSuppressions.addResourceSuppressions(construct, List.of(reasons));
    }

    static NagPackSuppression of(String rule, String reason) {
        return NagPackSuppression.builder().id(rule).reason(reason).build();
    }

    /** A reason for exactly one resource of a policy, which is or ends with {@code *}. */
    static NagPackSuppression ofWildcard(String resource, String reason) {
        return ofFinding("AwsSolutions-IAM5", "Resource::" + asReported(resource), reason);
    }

    /** A reason for exactly one AWS managed policy, by its path and name. */
    static NagPackSuppression ofManagedPolicy(String policy, String reason) {
        return ofFinding(
                "AwsSolutions-IAM4",
                "Policy::" + asReported("arn:" + Aws.PARTITION + ":iam::aws:policy/" + policy),
                reason);
    }

    private static NagPackSuppression ofFinding(String rule, String finding, String reason) {
        return NagPackSuppression.builder()
                .id(rule)
                .reason(reason)
                .appliesTo(List.of(finding))
                .build();
    }

    private static String asReported(String arn) {
        return arn.replace(Aws.PARTITION, "<AWS::Partition>")
                .replace(Aws.REGION, "<AWS::Region>")
                .replace(Aws.ACCOUNT_ID, "<AWS::AccountId>");
    }
}
