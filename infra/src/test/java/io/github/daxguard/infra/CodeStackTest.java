package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bucket of each Region with the code of the members' functions. */
@RequiresNode
class CodeStackTest {

    private static final StackTemplate TEMPLATE =
            StackTemplate.of(Synthesis.template(Contexts.STACK_SETS, "DaxGuardCode-eu-west-1"));

    @Test
    void stack_hasExactlyTheBucketAndItsUpload() {
        assertThat(TEMPLATE.resources().values())
                .extracting(resource -> resource.get("Type").asText())
                .containsExactlyInAnyOrder(
                        "AWS::S3::Bucket",
                        "AWS::S3::BucketPolicy",
                        "AWS::Logs::LogGroup",
                        "AWS::IAM::Role",
                        "AWS::Lambda::LayerVersion",
                        "AWS::Lambda::Function",
                        "Custom::CDKBucketDeployment");
    }

    @Test
    void bucket_isPrivateEncryptedAndVersionedAndKeptWithoutTheStack() {
        JsonNode bucket = TEMPLATE.resource("Bucket");

        ObjectNode properties = bucket.get("Properties").deepCopy();
        // A mark of the CDK.
        properties.remove("Tags");
        assertThat(properties).isEqualTo(json("""
                {
                  "BucketName": "daxguard-code-${AWS::AccountId}-eu-west-1",
                  "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [
                      {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                    ]
                  },
                  "PublicAccessBlockConfiguration": {
                    "BlockPublicAcls": true,
                    "BlockPublicPolicy": true,
                    "IgnorePublicAcls": true,
                    "RestrictPublicBuckets": true
                  },
                  "VersioningConfiguration": {"Status": "Enabled"},
                  "LifecycleConfiguration": {
                    "Rules": [{
                      "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
                      "NoncurrentVersionExpiration": {"NoncurrentDays": 90},
                      "Status": "Enabled"
                    }]
                  }
                }"""));
        assertThat(bucket.get("DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate");
        assertThat(bucket.get("UpdateReplacePolicy").asText()).isEqualTo("Retain");
    }

    /** Current objects never expire: members that are not updated yet refer to them. */
    @Test
    void bucket_expiresOnlyNoncurrentVersions() {
        assertThat(TEMPLATE.properties("Bucket").at("/LifecycleConfiguration/Rules"))
                .allSatisfy(rule -> assertThat(rule.fieldNames())
                        .toIterable()
                        .containsOnly("AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration", "Status"));
    }

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.RegionCheck#regionsWithDax")
    void bucketName_ofEachRegion_isWithinTheLimitOfS3(String region) {
        assertThat("daxguard-code-123456789012-" + region)
                .hasSizeLessThanOrEqualTo(63)
                .matches("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    }

    @Test
    void bucketPolicy_allowsTheOrganizationToReadByTls() {
        assertThat(TEMPLATE.properties("BucketPolicy")).isEqualTo(json("""
                {
                  "Bucket": "${Bucket}",
                  "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                      {
                        "Effect": "Deny",
                        "Principal": {"AWS": "*"},
                        "Action": "s3:*",
                        "Resource": ["${Bucket.Arn}", "${Bucket.Arn}/*"],
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}}
                      },
                      {
                        "Sid": "ReadByOrganization",
                        "Effect": "Allow",
                        "Principal": {"AWS": "*"},
                        "Action": "s3:GetObject",
                        "Resource": "${Bucket.Arn}/*",
                        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-ab12cd34ef"}}
                      }
                    ]
                  }
                }"""));
    }

    @Test
    void upload_copiesTheCodeThatTheMembersUseAndDeletesNothing() {
        JsonNode upload = only("Custom::CDKBucketDeployment");
        TreeSet<String> keys = new TreeSet<>();
        TreeSet<String> buckets = new TreeSet<>();
        for (JsonNode function : StackTemplate.of(Contexts.STACK_SETS)
                .resources("AWS::Lambda::Function")
                .values()) {
            keys.add(function.at("/Properties/Code/S3Key").asText());
            buckets.add(function.at("/Properties/Code/S3Bucket").asText());
        }

        assertThat(buckets).containsExactly("${CodeBucketPrefix}-${AWS::Region}");
        // An upload without extraction keeps the name.
        assertThat(upload.get("Extract").asBoolean(true)).isFalse();
        assertThat(upload.get("SourceObjectKeys")).extracting(JsonNode::asText).containsExactlyElementsOf(keys);
        assertThat(upload.get("DestinationBucketName").asText()).isEqualTo("${Bucket}");
        assertThat(upload.has("DestinationBucketKeyPrefix")).isFalse();
        assertThat(upload.get("Prune").asBoolean(true)).isFalse();
        // By default, the objects are kept without the upload.
        assertThat(upload.has("RetainOnDelete")).isFalse();
    }

    @Test
    void upload_readsTheAssetOfTheCode() {
        String key =
                only("Custom::CDKBucketDeployment").at("/SourceObjectKeys/0").asText();

        assertThat(Synthesis.of(Contexts.STACK_SETS)
                        .json("DaxGuardCode-eu-west-1.assets.json")
                        .get("files"))
                .anySatisfy(file -> {
                    assertThat(file.at("/source/packaging").asText()).isEqualTo("file");
                    assertThat(file.get("destinations"))
                            .allSatisfy(destination -> assertThat(
                                            destination.get("objectKey").asText())
                                    .isEqualTo(key));
                });
    }

    @Test
    void uploadRole_hasExactlyThesePermissions() {
        String key =
                only("Custom::CDKBucketDeployment").at("/SourceObjectKeys/0").asText();
        JsonNode role = TEMPLATE.properties("UploadRole");

        assertThat(only("AWS::Lambda::Function").get("Role").asText()).isEqualTo("${UploadRole.Arn}");
        assertThat(role.has("ManagedPolicyArns")).isFalse();
        assertThat(role.get("Policies")).hasSize(1);
        assertThat(PolicyText.of(role.at("/Policies/0/PolicyDocument")))
                .containsExactlyInAnyOrder(
                        "s3:GetObject on arn:aws:s3:::cdk-hnb659fds-assets-${AWS::AccountId}-eu-west-1/" + key,
                        "s3:ListBucket on ${Bucket.Arn}",
                        "s3:AbortMultipartUpload, s3:PutObject on ${Bucket.Arn}/" + key,
                        "logs:CreateLogStream, logs:PutLogEvents on ${UploadLog.Arn}");
        assertThat(role.get("AssumeRolePolicyDocument")).isEqualTo(json("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
                  ]
                }"""));
    }

    @Test
    void stacks_ofTwoRegions_differOnlyInTheRegion() {
        String first = text("eu-west-1");
        String second = text("us-east-1");

        assertThat(second).isNotEqualTo(first);
        assertThat(second.replace("us-east-1", "eu-west-1")).isEqualTo(first);
    }

    /** Without the CDK's mark of the bucket, which contains a hash of the path. */
    private static String text(String region) {
        return Synthesis.of(Contexts.STACK_SETS)
                .text("DaxGuardCode-" + region + ".template.json")
                .replaceAll("aws-cdk:cr-owned:[0-9a-f]{8}", "");
    }

    private static JsonNode only(String type) {
        assertThat(TEMPLATE.resources(type)).hasSize(1);
        return TEMPLATE.resources(type).values().iterator().next().get("Properties");
    }
}
