package io.github.daxguard.infra;

import io.github.daxguard.rule.RuleParameters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;

/**
 * The parameters of the template for member accounts: what differs between organizations, and the exemptions, which a stack set
 * can override for single accounts.
 *
 * <p>An empty value removes the setting. Each value has a pattern, so that CloudFormation refuses an invalid override, and not the
 * rule in each of its runs. The pattern of a date accepts 31 days in every month: the rule refuses a day that does not exist.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stackinstances-override.html">Override
 *     parameter values on stack instances</a>
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">Parameters
 *     </a>, which have at most 4,096 bytes
 */
final class MemberParameters {

    static final String CODE_BUCKET_PREFIX = "CodeBucketPrefix";
    static final String EXEMPT_CLUSTERS = "ExemptClusters";
    static final String EXEMPTION_TAG = "ExemptionTag";
    static final String MAX_EXEMPTION_DAYS = "MaxExemptionDays";

    static final String EVENT_BUS_ARN = "EventBusArn";

    private static final int LONGEST_TAG_KEY = 128;

    private static final String DAY = "@[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    private static final String ENTRY = " *[A-Za-z0-9*-]+(" + DAY + ")? *";

    /** A tag key does not begin or end with a space, which the rule would remove. */
    private static final String IN_TAG_KEY = "\\p{L}\\p{N}_.:/=+\\-@";

    static final String EXEMPT_CLUSTERS_PATTERN = "^(" + ENTRY + "(," + ENTRY + ")*)?$";
    static final String EXEMPTION_TAG_PATTERN =
            "^([" + IN_TAG_KEY + "]([" + IN_TAG_KEY + "\\p{Z}]*[" + IN_TAG_KEY + "])?)?$";

    /** 1 to {@value RuleParameters#MAX_EXEMPTION_DAYS}. */
    static final String MAX_EXEMPTION_DAYS_PATTERN =
            "^([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650)?$";

    private final Stack stack;
    private final Settings settings;
    private final CfnCondition hasExemptionTag;

    /** Adds the parameters, whose defaults are the values for the organization. */
    MemberParameters(Stack stack, Settings organization) {
        this.stack = stack;
        text(CODE_BUCKET_PREFIX, "Name of the buckets with the function code, without the Region")
                // With the Region, at most the 63 characters of a bucket's name.
                .allowedPattern("^[a-z0-9][a-z0-9-]{1,46}$")
                .build();
        CfnParameter bus = text(EVENT_BUS_ARN, "ARN of the central event bus of the organization")
                .allowedPattern("^arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/" + OrganizationView.BUS + "$")
                .build();
        CfnParameter clusters = text(
                        EXEMPT_CLUSTERS,
                        "Rule parameter exemptClusters: names or globs, each with an optional last day")
                .defaultValue("")
                .allowedPattern(EXEMPT_CLUSTERS_PATTERN)
                .maxLength(longestExemptClusters(organization))
                .build();
        CfnParameter tag = text(EXEMPTION_TAG, "Rule parameter exemptionTag: the key of a tag")
                .defaultValue("")
                .allowedPattern(EXEMPTION_TAG_PATTERN)
                .maxLength(LONGEST_TAG_KEY)
                .build();
        CfnParameter days = text(
                        MAX_EXEMPTION_DAYS,
                        "Rule parameter maxExemptionDays: 1 to " + RuleParameters.MAX_EXEMPTION_DAYS + " days")
                .defaultValue("")
                .allowedPattern(MAX_EXEMPTION_DAYS_PATTERN)
                .build();
        hasExemptionTag = has(tag);
        settings = organization.ofMember(
                orAbsent(has(clusters), clusters),
                orAbsent(hasExemptionTag, tag),
                orAbsent(has(days), days),
                bus.getValueAsString());
    }

    private CfnParameter.Builder text(String name, String description) {
        return CfnParameter.Builder.create(stack, name).type("String").description(description);
    }

    private CfnCondition has(CfnParameter parameter) {
        return CfnCondition.Builder.create(stack, "Has" + parameter.getNode().getId())
                .expression(Fn.conditionNot(Fn.conditionEquals(parameter.getValueAsString(), "")))
                .build();
    }

    /**
     * The value, or AWS::NoValue if the value is empty.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html">
     *     AWS::NoValue</a>
     */
    private static String orAbsent(CfnCondition isPresent, CfnParameter parameter) {
        return Fn.conditionIf(isPresent.getLogicalId(), parameter.getValueAsString(), Aws.NO_VALUE)
                .toString();
    }

    /** The values for the organization. Each parameter is in the list, so that a removed setting becomes empty. */
    static Map<String, String> values(Settings organization, String eventBusArn) {
        return Map.of(
                CODE_BUCKET_PREFIX, CodeStack.bucketPrefix(),
                EVENT_BUS_ARN, eventBusArn,
                EXEMPT_CLUSTERS, organization.exemptClusters().orElse(""),
                EXEMPTION_TAG, organization.exemptionTag().orElse(""),
                MAX_EXEMPTION_DAYS, organization.maxExemptionDays().orElse(""));
    }

    /** The longest {@code exemptClusters}, in characters, with which the rules accept every value of the other parameters. */
    static int longestExemptClusters(Settings settings) {
        Settings longest = settings.ofMember(
                "", "x".repeat(LONGEST_TAG_KEY), String.valueOf(RuleParameters.MAX_EXEMPTION_DAYS), "");
        return RuleDefinition.LONGEST_PARAMETERS
                - RuleDefinition.all(longest).stream()
                        .mapToInt(rule -> rule.parametersAsJson().length())
                        .max()
                        .orElse(0);
    }

    /** The settings of the stack: its exemptions are references to the parameters. */
    Settings settings() {
        return settings;
    }

    /** The code in the bucket of the stack's Region. Lambda reads only from buckets of its own Region. */
    Code code(String objectKey) {
        IBucket bucket =
                Bucket.fromBucketName(stack, "CodeBucket", Fn.sub("${" + CODE_BUCKET_PREFIX + "}-${AWS::Region}"));
        Code code = Code.fromBucket(bucket, objectKey);
        // After the warning was added: the CDK ignores an earlier acknowledgement.
        Annotations.of(bucket)
                .acknowledgeWarning(
                        "@aws-cdk/aws-lambda:codeFromBucketObjectVersionNotSpecified",
                        "The key is the hash of the code.");
        return code;
    }

    /**
     * Permits a run to read tags only with an exemption tag. A policy of the role, so that the permission exists before the rules,
     * which AWS Config invokes as soon as they exist: they cannot depend on a resource with a condition.
     */
    void permitExemptionTags(Role role) {
        Map<String, Object> policy = OrderedMap.of(
                "PolicyName",
                "ReadExemptionTags",
                "PolicyDocument",
                RulePermissions.policy(RulePermissions.readExemptionTags()).toJSON());
        ((CfnRole) Objects.requireNonNull(role.getNode().getDefaultChild()))
                .addPropertyOverride(
                        "Policies.1",
                        Map.of(
                                "Fn::If",
                                List.of(hasExemptionTag.getLogicalId(), policy, Map.of("Ref", "AWS::NoValue"))));
    }
}
