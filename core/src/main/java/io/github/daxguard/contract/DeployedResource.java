package io.github.daxguard.contract;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A type of resource in the templates, with the actions that creating it requires of CloudFormation's execution role.
 *
 * <p>The list of types is complete: a test compares it with the templates. The lists of actions are not: they contain the action
 * that creates the resource and the actions that a restricted role often lacks. Updates and deletions require further actions.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html">The handlers in the
 *     schemas of resource types</a>, which list the actions of each operation
 */
public enum DeployedResource {
    ALARM(Set.of(Part.ALWAYS, Part.STACK_SETS), "AWS::CloudWatch::Alarm", "cloudwatch:PutMetricAlarm"),
    DASHBOARD(Set.of(Part.ALWAYS, Part.STACK_SETS), "AWS::CloudWatch::Dashboard", "cloudwatch:PutDashboard"),
    ROLE(Set.of(Part.ALWAYS, Part.STACK_SETS), "AWS::IAM::Role", "iam:CreateRole", "iam:GetRole", "iam:PutRolePolicy"),
    KEY(
            Set.of(Part.ALWAYS, Part.STACK_SETS),
            "AWS::KMS::Key",
            "kms:CreateKey",
            "kms:DescribeKey",
            "kms:EnableKeyRotation"),
    INVOCATION_SETTINGS(
            Set.of(Part.ALWAYS, Part.STACK_SETS),
            "AWS::Lambda::EventInvokeConfig",
            "lambda:PutFunctionEventInvokeConfig"),
    FUNCTION(
            Set.of(Part.ALWAYS, Part.STACK_SETS),
            "AWS::Lambda::Function",
            "lambda:CreateFunction",
            "lambda:GetFunction",
            "iam:PassRole",
            // Reads the code.
            "s3:GetObject",
            // Reads the bootstrap version, a parameter of each template.
            "ssm:GetParameters"),
    FUNCTION_PERMISSION(Set.of(Part.ALWAYS, Part.STACK_SETS), "AWS::Lambda::Permission", "lambda:AddPermission"),
    LOG_GROUP(
            Set.of(Part.ALWAYS, Part.STACK_SETS),
            "AWS::Logs::LogGroup",
            "logs:CreateLogGroup",
            "logs:PutRetentionPolicy"),
    METRIC_FILTER(Set.of(Part.ALWAYS, Part.STACK_SETS), "AWS::Logs::MetricFilter", "logs:PutMetricFilter"),
    TOPIC(Set.of(Part.ALWAYS, Part.STACK_SETS), "AWS::SNS::Topic", "sns:CreateTopic", "sns:GetTopicAttributes"),
    TOPIC_POLICY(Set.of(Part.ALWAYS, Part.STACK_SETS), "AWS::SNS::TopicPolicy", "sns:SetTopicAttributes"),
    /** Only with {@code alarmEmail}, which almost every deployment has. */
    SUBSCRIPTION(Set.of(Part.ALWAYS, Part.STACK_SETS), "AWS::SNS::Subscription", "sns:Subscribe"),
    QUEUE(Set.of(Part.ALWAYS, Part.STACK_SETS), "AWS::SQS::Queue", "sqs:CreateQueue", "sqs:GetQueueAttributes"),
    QUEUE_POLICY(Set.of(Part.ALWAYS, Part.STACK_SETS), "AWS::SQS::QueuePolicy", "sqs:SetQueueAttributes"),

    EVENT_RULE(
            Set.of(Part.ONE_ACCOUNT, Part.STACK_SETS),
            "AWS::Events::Rule",
            "events:PutRule",
            "events:DescribeRule",
            "events:PutTargets"),
    ROLE_POLICY(Part.ONE_ACCOUNT, "AWS::IAM::Policy", "iam:PutRolePolicy"),

    CONFIG_RULE(Part.RULES, "AWS::Config::ConfigRule", "config:PutConfigRule", "config:DescribeConfigRules"),

    CONFORMANCE_PACK(
            Part.CONFORMANCE_PACK,
            "AWS::Config::ConformancePack",
            "config:PutConformancePack",
            "config:DescribeConformancePackStatus",
            "iam:CreateServiceLinkedRole"),

    EVENT_SOURCE(
            Part.REAL_TIME,
            "AWS::Lambda::EventSourceMapping",
            "lambda:CreateEventSourceMapping",
            "lambda:GetEventSourceMapping"),

    HOOK(
            Part.HOOK,
            "AWS::CloudFormation::LambdaHook",
            "cloudformation:ActivateType",
            "cloudformation:DescribeType",
            "cloudformation:SetTypeConfiguration"),

    RUNBOOK(Part.REPLACEMENT, "AWS::SSM::Document", "ssm:CreateDocument", "ssm:GetDocument"),

    REMEDIATION(
            Part.REMEDIATION,
            "AWS::Config::RemediationConfiguration",
            "config:PutRemediationConfigurations",
            "config:DescribeRemediationConfigurations"),

    RECORDER(
            Part.RECORDER,
            "AWS::Config::ConfigurationRecorder",
            "config:PutConfigurationRecorder",
            "config:DescribeConfigurationRecorders",
            "config:StartConfigurationRecorder",
            // Its role has an AWS managed policy.
            "iam:AttachRolePolicy"),
    DELIVERY_CHANNEL(
            Part.RECORDER,
            "AWS::Config::DeliveryChannel",
            "config:PutDeliveryChannel",
            "config:DescribeDeliveryChannels"),
    BUCKET(
            Set.of(Part.RECORDER, Part.STACK_SETS),
            "AWS::S3::Bucket",
            "s3:CreateBucket",
            "s3:PutBucketPublicAccessBlock",
            "s3:PutBucketVersioning",
            "s3:PutEncryptionConfiguration",
            "s3:PutLifecycleConfiguration"),
    BUCKET_POLICY(Set.of(Part.RECORDER, Part.STACK_SETS), "AWS::S3::BucketPolicy", "s3:PutBucketPolicy"),

    STACK_SET(
            Set.of(Part.ORGANIZATION, Part.STACK_SETS),
            "AWS::CloudFormation::StackSet",
            "cloudformation:CreateStackSet",
            "cloudformation:CreateStackInstances",
            "cloudformation:DescribeStackSet",
            "cloudformation:DescribeStackSetOperation"),
    ORGANIZATION_RULE(
            Part.ORGANIZATION,
            "AWS::Config::OrganizationConfigRule",
            "config:PutOrganizationConfigRule",
            "config:DescribeOrganizationConfigRuleStatuses",
            "iam:CreateServiceLinkedRole",
            "organizations:DescribeOrganization",
            "organizations:ListDelegatedAdministrators"),
    AGGREGATOR(
            Set.of(Part.ORGANIZATION, Part.STACK_SETS),
            "AWS::Config::ConfigurationAggregator",
            "config:PutConfigurationAggregator",
            "config:DescribeConfigurationAggregators",
            // Its role has an AWS managed policy.
            "iam:AttachRolePolicy"),

    EVENT_BUS(
            Part.STACK_SETS,
            "AWS::Events::EventBus",
            "events:CreateEventBus",
            "events:DescribeEventBus",
            "events:PutPermission"),
    LOG_POLICY(Part.STACK_SETS, "AWS::Logs::ResourcePolicy", "logs:PutResourcePolicy"),
    LAYER(Part.STACK_SETS, "AWS::Lambda::LayerVersion", "lambda:PublishLayerVersion", "lambda:GetLayerVersion"),
    UPLOAD(Part.STACK_SETS, "Custom::CDKBucketDeployment", "lambda:InvokeFunction");

    /** A part of a deployment, which depends on the settings. */
    public enum Part {
        /** In every deployment of the rule function by the CDK, which excludes a stack set of complete stacks. */
        ALWAYS,
        /** In a deployment to one account. */
        ONE_ACCOUNT,
        /** In a deployment to one account with {@code packaging=rules}. */
        RULES,
        /** With {@code packaging=conformance-pack}. */
        CONFORMANCE_PACK,
        /** With {@code realTime}. */
        REAL_TIME,
        /** With {@code hook}. */
        HOOK,
        /** With {@code replacement}. */
        REPLACEMENT,
        /** With {@code replacement} and {@code packaging=rules}. */
        REMEDIATION,
        /** With {@code recorder=create}. */
        RECORDER,
        /** In a deployment for an organization with {@code organizationMode=central}. */
        ORGANIZATION,
        /** In the administrator's account of an organization with {@code organizationMode=stack-sets}. */
        STACK_SETS
    }

    // The check does not recognize an unmodifiable set.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Part> parts;

    private final String type;

    // The check does not recognize an unmodifiable list.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> actions;

    DeployedResource(Part part, String type, String... actions) {
        this(Set.of(part), type, actions);
    }

    DeployedResource(Set<Part> parts, String type, String... actions) {
        this.parts = Set.copyOf(parts);
        this.type = type;
        this.actions = List.of(actions);
    }

    /** The types of resources of these parts. */
    public static List<DeployedResource> of(Set<Part> parts) {
        return Arrays.stream(values())
                .filter(resource -> !Collections.disjoint(parts, resource.parts))
                .toList();
    }

    /** CloudFormation's name of the type: {@code AWS::Lambda::Function}. */
    public String type() {
        return type;
    }

    /** IAM actions: {@code lambda:CreateFunction}. */
    public List<String> actions() {
        return actions;
    }
}
