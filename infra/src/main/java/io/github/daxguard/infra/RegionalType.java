package io.github.daxguard.infra;

import io.github.daxguard.contract.ResourceType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A resource type that a deployment requires, and that CloudFormation does not offer in every Region.
 *
 * <p>The lists contain every Region in which the type is missing in the schemas of cfn-lint 1.58.0, which are CloudFormation's
 * own. Regions for which the schemas have no data, such as those of the isolated partitions, are not listed.
 *
 * @param typeName the name of the type in CloudFormation
 * @param setting the name of the context value that requires the type
 * @param requiringValue the context value, if it requires the type
 * @param notOfferedIn the Regions without the type
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeType.html">DescribeType</a>,
 *     which reports on one Region
 */
record RegionalType(
        String typeName,
        String setting,
        Function<Settings, Optional<String>> requiringValue,
        Set<String> notOfferedIn) {

    static final RegionalType LAMBDA_HOOK = new RegionalType(
            "AWS::CloudFormation::LambdaHook",
            ContextReader.HOOK,
            RegionalType::hook,
            Set.of("cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"));

    /** Not in the stack, but the target of the hook: where it is not offered, the hook is never invoked. */
    static final RegionalType HOOK_TARGET = new RegionalType(
            ResourceType.DAX_CLUSTER,
            ContextReader.HOOK,
            RegionalType::hook,
            Set.of(
                    ("af-south-1 ap-east-1 ap-east-2 ap-northeast-2 ap-northeast-3 ap-south-2 ap-southeast-3 ap-southeast-4 "
                                    + "ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 eu-central-2 eu-north-1 "
                                    + "eu-south-1 eu-south-2 il-central-1 me-central-1 mx-central-1 us-gov-east-1 us-gov-west-1")
                            .split(" ", -1)));

    static final RegionalType REMEDIATION = new RegionalType(
            "AWS::Config::RemediationConfiguration",
            ContextReader.REPLACEMENT,
            RegionalType::remediation,
            Set.of("ap-east-2", "ap-southeast-6", "ap-southeast-7", "mx-central-1"));

    static final List<RegionalType> ALL = List.of(LAMBDA_HOOK, HOOK_TARGET, REMEDIATION);

    /** The {@code schema_date} of cfn-lint 1.58.0. */
    static final String LIST_DATE = "2026-10-20";

    RegionalType {
        notOfferedIn = Set.copyOf(notOfferedIn);
    }

    /** Refuses settings that require a type that is not offered in the Region, unless {@code allowUnlistedRegion} is set. */
    static void check(Settings settings, String regionName) {
        String region = regionName.strip().toLowerCase(Locale.ROOT);
        if (settings.allowUnlistedRegion()) {
            return;
        }
        for (RegionalType type : ALL) {
            Optional<String> value = type.requiringValue.apply(settings);
            if (value.isPresent() && type.notOfferedIn.contains(region)) {
                throw InvalidContextException.ofValue(
                        type.setting,
                        value.get(),
                        ContextReader.DEFAULTS.get(type.setting) + " in " + region
                                + ", where CloudFormation does not offer " + type.typeName + " (list of " + LIST_DATE
                                + "). If it is offered there now, set " + ContextReader.ALLOW_UNLISTED_REGION
                                + "=true");
            }
        }
    }

    boolean isRequiredBy(Settings settings) {
        return requiringValue.apply(settings).isPresent();
    }

    private static Optional<String> hook(Settings settings) {
        return Optional.of(settings.hook()).filter(mode -> mode != HookMode.OFF).map(ContextValues::spelling);
    }

    /** The rules of the stack have a remediation. The runbook does not require it, and rules of a conformance pack have none. */
    private static Optional<String> remediation(Settings settings) {
        return settings.packaging() == Packaging.RULES
                ? settings.replacement().map(replacement -> "true")
                : Optional.empty();
    }
}
