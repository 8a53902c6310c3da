package io.github.daxguard.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.amazon.awscdk.services.s3.deployment.BucketDeployment;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * The code of the functions in one Region, for all accounts of the organization: Lambda creates a function only from a bucket in
 * its own Region, and the CDK's own bucket is private to the administrator's account.
 *
 * <p>The object's name is the hash of the code. Earlier objects are kept, because members that are not updated yet refer to them.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCode.html">FunctionCode</a>, whose bucket is in the
 *     Region of the function and can be in another account
 */
final class CodeStack extends Stack {

    private static final String NAME = "DaxGuardCode";

    /** With the account and the Region, at most the 63 characters of a bucket's name. */
    private static final String BUCKET_PREFIX = "daxguard-code-";

    /** The default of 128 MB is too small to copy the code. */
    private static final int MEMORY_MIB = 512;

    /** The beginning of the id that the CDK gives to its function, which all uploads in a stack share. */
    private static final String UPLOAD_FUNCTION = "Custom::CDKBucketDeployment";

    private final String objectKey;

    CodeStack(
            Construct scope, String region, Settings settings, Organization.StackSets organization, FunctionCode code) {
        super(
                scope,
                nameIn(region),
                StackProps.builder()
                        .description("daxguard: the code of the functions, which the accounts of the organization read")
                        .env(Environment.builder().region(region).build())
                        .build());
        Bucket bucket = PrivateBucket.versioned(this, "Bucket")
                .bucketName(bucketPrefix() + "-" + region)
                .build();
        NagReason.suppress(
                bucket,
                NagReason.of(
                        "AwsSolutions-S1",
                        "The code is not secret. CloudTrail's data events can record read access, without a second bucket"
                                + " for access logs."));
        // A bucket's policy is not public if it is limited to an organization.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
        bucket.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("ReadByOrganization")
                .principals(List.of(new AnyPrincipal()))
                .actions(List.of("s3:GetObject"))
                .resources(List.of(bucket.arnForObjects("*")))
                .conditions(Map.of("StringEquals", Map.of("aws:PrincipalOrgID", organization.id())))
                .build());
        Asset asset = Asset.Builder.create(this, "Code")
                .path(code.zip().toString())
                .assetHash(code.hash())
                .build();
        objectKey = asset.getS3ObjectKey();
        upload(settings, asset, bucket);
    }

    /** The name of the stack of a Region. */
    static String nameIn(String region) {
        return NAME + "-" + region;
    }

    /** The name of the buckets of the current account, without the Region. */
    static String bucketPrefix() {
        return BUCKET_PREFIX + Aws.ACCOUNT_ID;
    }

    /** The name of the code in the bucket, the same in each Region. An upload without extraction keeps the name of the asset. */
    String objectKey() {
        return objectKey;
    }

    private void upload(Settings settings, Asset asset, Bucket bucket) {
        LogGroup log = HandlerFunction.log(
                settings, LogGroup.Builder.create(this, "UploadLog").removalPolicy(RemovalPolicy.DESTROY));
        Role role = Role.Builder.create(this, "UploadRole")
                .description("Execution role of the function that copies the daxguard code to the bucket")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(Map.of(
                        "Upload",
                        RulePermissions.policy(
                                RulePermissions.statement(
                                        "ReadCode",
                                        List.of("s3:GetObject"),
                                        asset.getBucket().arnForObjects(objectKey)),
                                RulePermissions.statement("ListCode", List.of("s3:ListBucket"), bucket.getBucketArn()),
                                RulePermissions.statement(
                                        "WriteCode",
                                        List.of("s3:AbortMultipartUpload", "s3:PutObject"),
                                        bucket.arnForObjects(objectKey)),
                                RulePermissions.statement(
                                        "WriteLog",
                                        List.of("logs:CreateLogStream", "logs:PutLogEvents"),
                                        log.getLogGroupArn()))))
                .build();
        BucketDeployment upload = BucketDeployment.Builder.create(this, "Upload")
                .sources(List.of(Source.bucket(asset.getBucket(), objectKey)))
                .destinationBucket(bucket)
                .extract(false)
                .prune(false)
                .memoryLimit(MEMORY_MIB)
                // Without policy updates: otherwise the CDK adds permissions, such as to delete objects.
                .role(role.withoutPolicyUpdates())
                .logGroup(log)
                .build();
        upload.getNode().addDependency(bucket.getPolicy());
        for (IConstruct child : getNode().getChildren()) {
            if (child.getNode().getId().startsWith(UPLOAD_FUNCTION)) {
                NagReason.suppress(
                        child,
                        NagReason.of(
                                "AwsSolutions-L1",
                                "The CDK provides this function, and updates its runtime with a newer version of the CDK."));
            }
        }
    }
}
