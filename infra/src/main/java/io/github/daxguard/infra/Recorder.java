package io.github.daxguard.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.config.CfnConfigurationRecorder;
import software.amazon.awscdk.services.config.CfnDeliveryChannel;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/**
 * A customer-managed configuration recorder for an account that has none. AWS Config refuses rules without one. A
 * service-linked recorder, such as that of Security Hub, does not count.
 *
 * <p>It records only compliance, which is the result of daxguard's rules. Other resource types cost money for each change, and
 * DAX clusters cannot be recorded.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html">Managing the
 *     configuration recorder</a>
 */
final class Recorder extends Construct {

    private static final List<String> RECORDED =
            List.of("AWS::Config::ResourceCompliance", "AWS::Config::ConformancePackCompliance");
    private static final String MANAGED_POLICY = "service-role/AWS_ConfigRole";
    private static final ServicePrincipal CONFIG = new ServicePrincipal("config.amazonaws.com");

    Recorder(Construct scope, String id) {
        super(scope, id);
        String account = Stack.of(this).getAccount();
        Bucket bucket = PrivateBucket.versioned(this, "Bucket").build();
        String objects = bucket.arnForObjects("AWSLogs/" + account + "/Config/*");
        Map<String, Object> fullControl = Map.of("s3:x-amz-acl", "bucket-owner-full-control");
        Map<String, Object> ownAccount = Map.of("aws:SourceAccount", account);
        // AWS Config checks the bucket with its service principal, and writes with the role of the recorder.
        bucket.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("CheckBucket")
                .principals(List.of(CONFIG))
                .actions(List.of("s3:GetBucketAcl", "s3:ListBucket"))
                .resources(List.of(bucket.getBucketArn()))
                .conditions(Map.of("StringEquals", ownAccount))
                .build());
        bucket.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("Deliver")
                .principals(List.of(CONFIG))
                .actions(List.of("s3:PutObject"))
                .resources(List.of(objects))
                .conditions(Map.of(
                        "StringEquals",
                        OrderedMap.of("aws:SourceAccount", account, "s3:x-amz-acl", "bucket-owner-full-control")))
                .build());
        Role role = Role.Builder.create(this, "Role")
                .description("Role of the configuration recorder that daxguard has created")
                .assumedBy(CONFIG.withConditions(Map.of("StringEquals", ownAccount)))
                .managedPolicies(List.of(ManagedPolicy.fromAwsManagedPolicyName(MANAGED_POLICY)))
                .inlinePolicies(Map.of(
                        "Deliver",
                        RulePermissions.policy(
                                PolicyStatement.Builder.create()
                                        .actions(List.of("s3:GetBucketAcl"))
                                        .resources(List.of(bucket.getBucketArn()))
                                        .build(),
                                PolicyStatement.Builder.create()
                                        .actions(List.of("s3:PutObject"))
                                        .resources(List.of(objects))
                                        .conditions(Map.of("StringLike", fullControl))
                                        .build())))
                .build();
        // Neither has a name: with the common name, AWS Config would change an existing recorder and channel.
        CfnConfigurationRecorder.Builder.create(this, "Recorder")
                .roleArn(role.getRoleArn())
                .recordingGroup(CfnConfigurationRecorder.RecordingGroupProperty.builder()
                        .allSupported(false)
                        .includeGlobalResourceTypes(false)
                        .resourceTypes(RECORDED)
                        .build())
                .build();
        CfnDeliveryChannel channel = CfnDeliveryChannel.Builder.create(this, "DeliveryChannel")
                .s3BucketName(bucket.getBucketName())
                .build();
        // AWS Config checks the bucket when the channel is created. Recorder and channel must not depend on each other,
        // because CloudFormation completes each only when both exist.
        channel.getNode().addDependency(bucket.getPolicy());
        suppressFindings(bucket, role);
    }

    private static void suppressFindings(Bucket bucket, Role role) {
        NagReason.suppress(
                bucket,
                NagReason.of(
                        "AwsSolutions-S1",
                        "Only AWS Config writes to this bucket. CloudTrail's data events can record read access, without a"
                                + " second bucket for access logs."));
        NagReason.suppress(
                role,
                NagReason.ofManagedPolicy(
                        MANAGED_POLICY, "AWS documents this managed policy for a recorder, and keeps it up to date."),
                NagReason.of(
                        "AwsSolutions-IAM5",
                        "AWS Config chooses the names of the objects, below its own prefix of the bucket."));
    }
}
