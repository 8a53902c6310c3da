package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresNode
class RecorderTest {

    static List<Map<String, String>> modesWithoutRecorder() {
        return List.of(Contexts.DEFAULT, Contexts.ORGANIZATION);
    }

    @ParameterizedTest
    @MethodSource("modesWithoutRecorder")
    void recorder_byDefault_isNotCreated(Map<String, String> context) {
        StackTemplate template = StackTemplate.of(context);

        assertThat(template.resources("AWS::Config::ConfigurationRecorder")).isEmpty();
        assertThat(template.resources("AWS::Config::DeliveryChannel")).isEmpty();
        assertThat(template.resources("AWS::S3::Bucket")).isEmpty();
    }

    @Test
    void recorder_created_recordsOnlyCompliance() {
        assertThat(StackTemplate.of(Contexts.RULES).properties("Recorder")).isEqualTo(json("""
                {
                  "RoleARN": "${RecorderRole.Arn}",
                  "RecordingGroup": {
                    "AllSupported": false,
                    "IncludeGlobalResourceTypes": false,
                    "ResourceTypes": ["AWS::Config::ResourceCompliance", "AWS::Config::ConformancePackCompliance"]
                  }
                }"""));
    }

    @Test
    void channel_created_dependsOnTheBucketPolicyAndNotOnTheRecorder() {
        JsonNode channel = StackTemplate.of(Contexts.RULES).resource("RecorderDeliveryChannel");

        assertThat(channel.get("Properties")).isEqualTo(json("{\"S3BucketName\": \"${RecorderBucket}\"}"));
        assertThat(channel.get("DependsOn")).isEqualTo(json("[\"RecorderBucketPolicy\"]"));
        assertThat(StackTemplate.of(Contexts.RULES).resource("Recorder").has("DependsOn"))
                .isFalse();
    }

    @Test
    void bucket_created_isEncryptedPrivateAndRetained() {
        JsonNode bucket = StackTemplate.of(Contexts.RULES).resource("RecorderBucket");

        assertThat(bucket.at("/Properties/BucketEncryption")).isEqualTo(json("""
                {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}"""));
        assertThat(bucket.at("/Properties/PublicAccessBlockConfiguration")).isEqualTo(json("""
                {
                  "BlockPublicAcls": true,
                  "BlockPublicPolicy": true,
                  "IgnorePublicAcls": true,
                  "RestrictPublicBuckets": true
                }"""));
        assertThat(bucket.at("/Properties/VersioningConfiguration/Status").asText())
                .isEqualTo("Enabled");
        assertThat(bucket.get("DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate");
    }

    @Test
    void bucketPolicy_created_allowsOnlyAwsConfigOfThisAccountByTls() {
        JsonNode policy = StackTemplate.of(Contexts.RULES).properties("RecorderBucketPolicy");

        assertThat(policy.at("/PolicyDocument/Statement")).isEqualTo(json("""
                [
                  {
                    "Effect": "Deny",
                    "Principal": {"AWS": "*"},
                    "Action": "s3:*",
                    "Resource": ["${RecorderBucket.Arn}", "${RecorderBucket.Arn}/*"],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}}
                  },
                  {
                    "Sid": "CheckBucket",
                    "Effect": "Allow",
                    "Principal": {"Service": "config.amazonaws.com"},
                    "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
                    "Resource": "${RecorderBucket.Arn}",
                    "Condition": {"StringEquals": {"aws:SourceAccount": "${AWS::AccountId}"}}
                  },
                  {
                    "Sid": "Deliver",
                    "Effect": "Allow",
                    "Principal": {"Service": "config.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": "${RecorderBucket.Arn}/AWSLogs/${AWS::AccountId}/Config/*",
                    "Condition": {"StringEquals": {
                      "aws:SourceAccount": "${AWS::AccountId}",
                      "s3:x-amz-acl": "bucket-owner-full-control"
                    }}
                  }
                ]"""));
    }

    @Test
    void role_created_trustsOnlyAwsConfigOfThisAccountAndWritesBelowItsPrefix() {
        JsonNode role = StackTemplate.of(Contexts.RULES).properties("RecorderRole");

        assertThat(role.at("/AssumeRolePolicyDocument/Statement")).isEqualTo(json("""
                [{
                  "Effect": "Allow",
                  "Principal": {"Service": "config.amazonaws.com"},
                  "Action": "sts:AssumeRole",
                  "Condition": {"StringEquals": {"aws:SourceAccount": "${AWS::AccountId}"}}
                }]"""));
        assertThat(role.get("ManagedPolicyArns"))
                .isEqualTo(json("[\"arn:${AWS::Partition}:iam::aws:policy/service-role/AWS_ConfigRole\"]"));
        assertThat(role.at("/Policies/0/PolicyDocument/Statement")).isEqualTo(json("""
                [
                  {"Effect": "Allow", "Action": "s3:GetBucketAcl", "Resource": "${RecorderBucket.Arn}"},
                  {
                    "Effect": "Allow",
                    "Action": "s3:PutObject",
                    "Resource": "${RecorderBucket.Arn}/AWSLogs/${AWS::AccountId}/Config/*",
                    "Condition": {"StringLike": {"s3:x-amz-acl": "bucket-owner-full-control"}}
                  }
                ]"""));
        assertThat(role.get("Policies")).hasSize(1);
    }
}
