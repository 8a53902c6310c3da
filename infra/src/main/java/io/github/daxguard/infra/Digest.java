package io.github.daxguard.infra;

import io.github.daxguard.contract.EnvironmentVariables;
import io.github.daxguard.contract.Handlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * The function that sends the daily digest of the organization's findings, and its bucket with the findings of the previous
 * digest and the creators of clusters.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html">Actions, resources,
 *     and condition keys for AWS Config</a>, on the aggregator's actions
 */
final class Digest extends Construct {

    /** Every day at 06:00 UTC. */
    private static final String SCHEDULE = "cron(0 6 * * ? *)";

    private static final Duration TIMEOUT = Duration.minutes(10);
    private static final int MEMORY_MB = 256;

    private final HandlerFunction handler;
    private final Queue deadLetterQueue;
    private final List<CfnRule> busRules;

    /**
     * The resources that the function uses.
     *
     * @param aggregatorName name of the AWS Config aggregator of the organization
     * @param aggregatorArn its ARN
     * @param managementAccount the organization's management account, which the digest mentions
     * @param bus name of the central event bus
     * @param undelivered the queue of events of the bus that cannot be delivered
     */
    record Sources(
            String aggregatorName, String aggregatorArn, String managementAccount, String bus, IQueue undelivered) {}

    Digest(Construct scope, String id, Settings settings, Code code, Sources sources, Notifications notifications) {
        super(scope, id);
        Bucket bucket = bucket();
        deadLetterQueue = FailureQueue.withReason(this, "DeadLetterQueue");
        handler = new HandlerFunction(
                this, settings, code, definition(settings, sources, bucket, deadLetterQueue, notifications));
        ((CfnFunction) Objects.requireNonNull(handler.function().getNode().getDefaultChild())).setMemorySize(MEMORY_MB);
        handler.retryAsynchronousEvents(this, deadLetterQueue);
        CfnRule schedule = rule("Schedule", "daxguard: sends the daily digest", Optional.empty())
                .scheduleExpression(SCHEDULE)
                .build();
        CfnRule creations = rule(
                        "NewCluster",
                        "daxguard: stores who created a DAX cluster, for the digest",
                        Optional.of(sources.undelivered()))
                .eventBusName(sources.bus())
                .eventPattern(EventPatterns.creations())
                .build();
        invokedBy("InvokeBySchedule", schedule);
        invokedBy("InvokeByNewCluster", creations);
        busRules = List.of(creations);
    }

    private Bucket bucket() {
        Bucket bucket = PrivateBucket.expiring(this, "Bucket").build();
        NagReason.suppress(
                bucket,
                NagReason.of(
                        "AwsSolutions-S1",
                        "Only the digest function reads and writes this bucket. CloudTrail's data events can record"
                                + " access, without a second bucket for access logs."));
        return bucket;
    }

    private CfnRule.Builder rule(String id, String description, Optional<IQueue> undelivered) {
        CfnRule.TargetProperty.Builder target =
                CfnRule.TargetProperty.builder().id("Digest").arn(handler.arn());
        undelivered.ifPresent(queue -> target.deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                .arn(queue.getQueueArn())
                .build()));
        return CfnRule.Builder.create(this, id).description(description).targets(List.of(target.build()));
    }

    private void invokedBy(String id, CfnRule rule) {
        CfnPermission.Builder.create(this, id)
                .action("lambda:InvokeFunction")
                .functionName(handler.arn())
                .principal("events.amazonaws.com")
                .sourceArn(rule.getAttrArn())
                .build();
    }

    private static HandlerFunction.Definition definition(
            Settings settings, Sources sources, Bucket bucket, IQueue deadLetterQueue, Notifications notifications) {
        String findings = bucket.arnForObjects("digest/*");
        String creators = bucket.arnForObjects("creators/*");
        List<PolicyStatement> permissions = new ArrayList<>();
        permissions.add(RulePermissions.statement(
                "ReadAggregator",
                List.of(
                        "config:DescribeAggregateComplianceByConfigRules",
                        "config:DescribeConfigurationAggregatorSourcesStatus",
                        "config:GetAggregateComplianceDetailsByConfigRule"),
                sources.aggregatorArn()));
        permissions.add(RulePermissions.statement(
                "KeepFindingsAndCreators", List.of("s3:GetObject", "s3:PutObject"), findings, creators));
        // Without it, S3 returns 403 instead of 404 for an object that does not exist.
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        permissions.add(RulePermissions.statement(
                "DistinguishMissingObjects", List.of("s3:ListBucket"), bucket.getBucketArn()));
        permissions.add(RulePermissions.statement(
                "SendDigest", List.of("sns:Publish"), notifications.topic().getTopicArn()));
        permissions.add(RulePermissions.statement(
                "EncryptDigest",
                List.of("kms:Decrypt", "kms:GenerateDataKey"),
                notifications.key().getKeyArn()));
        return new HandlerFunction.Definition(
                Handlers.DIGEST,
                "digest function",
                "sends the daily digest of the organization's findings",
                TIMEOUT,
                Map.of(
                        EnvironmentVariables.RULE_NAMES,
                        RuleDefinition.periodic(settings).stream()
                                .map(RuleDefinition::name)
                                .collect(Collectors.joining(",")),
                        EnvironmentVariables.AGGREGATOR,
                        sources.aggregatorName(),
                        EnvironmentVariables.DIGEST_BUCKET,
                        bucket.getBucketName(),
                        EnvironmentVariables.DIGEST_TOPIC,
                        notifications.topic().getTopicArn(),
                        EnvironmentVariables.MANAGEMENT_ACCOUNT,
                        sources.managementAccount()),
                permissions,
                Optional.of(deadLetterQueue),
                List.of(
                        HandlerFunction.reasonOfTraces(),
                        NagReason.of(
                                "AwsSolutions-IAM5",
                                "The names of the objects contain accounts, Regions and clusters, which are not known"
                                        + " before.")));
    }

    HandlerFunction handler() {
        return handler;
    }

    /** Contains events that the function could not process. */
    IQueue deadLetterQueue() {
        return deadLetterQueue;
    }

    /** The rules on the central event bus, whose undelivered events go to the queue of the bus. */
    List<CfnRule> busRules() {
        return busRules;
    }
}
