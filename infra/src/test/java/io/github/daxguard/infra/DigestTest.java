package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RequiresNode
class DigestTest {

    private static final StackTemplate TEMPLATE =
            StackTemplate.of(Synthesis.template(Contexts.STACK_SETS_WITH_ALL, Organization.STACK));

    @Test
    void function_hasItsHandlerLimitsAndVariables() {
        JsonNode function = TEMPLATE.properties("ViewDigestFunction");

        assertThat(function.get("Handler").asText()).isEqualTo("io.github.daxguard.handler.DigestHandler");
        assertThat(function.get("MemorySize").asInt()).isEqualTo(256);
        assertThat(function.get("Timeout").asInt()).isEqualTo(600);
        assertThat(function.has("ReservedConcurrentExecutions")).isFalse();
        assertThat(function.at("/Environment/Variables")).isEqualTo(json("""
                {
                  "DAXGUARD_RULE_NAMES": "dax-cluster-encrypted-at-rest,dax-cluster-encrypted-in-transit",
                  "DAXGUARD_AGGREGATOR": "daxguard",
                  "DAXGUARD_DIGEST_BUCKET": "${ViewDigestBucket}",
                  "DAXGUARD_DIGEST_TOPIC": "${ViewNotificationsTopic}",
                  "DAXGUARD_MANAGEMENT_ACCOUNT": "123456789012"
                }"""));
    }

    @Test
    void role_hasExactlyThesePermissions() {
        JsonNode role = TEMPLATE.properties("ViewDigestRole");

        assertThat(TEMPLATE.resources("AWS::IAM::Role")).containsOnlyKeys("ViewDigestRole", "AggregatorRole");
        assertThat(TEMPLATE.resources("AWS::IAM::Policy")).isEmpty();
        assertThat(role.has("ManagedPolicyArns")).isFalse();
        assertThat(role.get("Policies")).hasSize(1);
        assertThat(PolicyText.of(role.at("/Policies/0/PolicyDocument")))
                .containsExactlyInAnyOrder(
                        "config:DescribeAggregateComplianceByConfigRules,"
                                + " config:DescribeConfigurationAggregatorSourcesStatus,"
                                + " config:GetAggregateComplianceDetailsByConfigRule on"
                                + " ${ConfigurationAggregator.ConfigurationAggregatorArn}",
                        "s3:GetObject, s3:PutObject on ${ViewDigestBucket.Arn}/creators/*,"
                                + " ${ViewDigestBucket.Arn}/digest/*",
                        "s3:ListBucket on ${ViewDigestBucket.Arn}",
                        "sns:Publish on ${ViewNotificationsTopic}",
                        "kms:Decrypt, kms:GenerateDataKey on ${ViewNotificationsKey.Arn}",
                        "logs:CreateLogStream, logs:PutLogEvents on ${ViewDigestLog.Arn}",
                        "sqs:SendMessage on ${ViewDigestDeadLetterQueue.Arn}",
                        "xray:PutTelemetryRecords, xray:PutTraceSegments on *");
    }

    @Test
    void bucket_isPrivateEncryptedAndKeepsObjectsFor90Days() {
        assertThat(TEMPLATE.properties("ViewDigestBucket")).isEqualTo(json("""
                {
                  "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [
                      {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                    ]
                  },
                  "LifecycleConfiguration": {"Rules": [{
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
                    "ExpirationInDays": 90,
                    "Status": "Enabled"
                  }]},
                  "PublicAccessBlockConfiguration": {
                    "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true
                  }
                }"""));
        assertThat(TEMPLATE.properties("ViewDigestBucketPolicy").at("/PolicyDocument/Statement"))
                .isEqualTo(json("""
                [{
                  "Effect": "Deny",
                  "Principal": {"AWS": "*"},
                  "Action": "s3:*",
                  "Resource": ["${ViewDigestBucket.Arn}", "${ViewDigestBucket.Arn}/*"],
                  "Condition": {"Bool": {"aws:SecureTransport": "false"}}
                }]"""));
    }

    @Test
    void schedule_isDailyAtSixUtcOnTheDefaultBus() {
        JsonNode rule = TEMPLATE.properties("ViewDigestSchedule");

        assertThat(rule.get("ScheduleExpression").asText()).isEqualTo("cron(0 6 * * ? *)");
        assertThat(rule.path("State").asText("ENABLED")).isEqualTo("ENABLED");
        assertThat(rule.has("EventBusName")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Schedule, InvokeBySchedule", "NewCluster, InvokeByNewCluster"})
    void permission_ofEachRule_isForThatRuleOnly(String rule, String permission) {
        assertThat(TEMPLATE.properties("ViewDigest" + rule).at("/Targets/0/Arn").asText())
                .isEqualTo("${ViewDigestFunction.Arn}");
        assertThat(TEMPLATE.properties("ViewDigest" + permission)).isEqualTo(json("""
                {
                  "Action": "lambda:InvokeFunction",
                  "FunctionName": "${ViewDigestFunction.Arn}",
                  "Principal": "events.amazonaws.com",
                  "SourceArn": "${ViewDigest%s.Arn}"
                }""".formatted(rule)));
    }

    @Test
    void failedEvents_areRetriedTwiceAndThenInTheDeadLetterQueue() {
        assertThat(TEMPLATE.properties("ViewDigestAsynchronous")).isEqualTo(json("""
                {
                  "FunctionName": "${ViewDigestFunction}",
                  "Qualifier": "$LATEST",
                  "MaximumRetryAttempts": 2,
                  "DestinationConfig": {"OnFailure": {"Destination": "${ViewDigestDeadLetterQueue.Arn}"}}
                }"""));
    }
}
