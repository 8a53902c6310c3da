package io.github.daxguard.infra;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The contexts that most tests synthesise. They are few, because each synthesis takes a second. */
final class Contexts {

    /** As in {@code cdk.json}. */
    static final Map<String, String> DEFAULT = Map.of();

    /** Settings that the rules and the hook share. */
    static final Map<String, String> EXEMPTIONS = Map.of(
            "exemptClusters", "legacy-*,reports@2027-03-31",
            "exemptionTag", "dax-exempt-until",
            "maxExemptionDays", "90",
            "refreshHours", "168",
            "resourceType", "AWS::::Account",
            "reservedConcurrency", "5",
            "hook", "fail");

    /** Individual rules, with all settings that depend on them. */
    static final Map<String, String> RULES = Map.of(
            "changeTriggered", "true",
            "recorder", "create",
            "logRetentionDays", "30");

    /** A conformance pack, with all settings that depend on it. */
    static final Map<String, String> PACK = Map.of(
            "packaging", "conformance-pack",
            "changeTriggered", "true",
            "recorder", "create",
            "alarmEmail", "security@example.com");

    /** A conformance pack without real-time detection, and a hook. */
    static final Map<String, String> PACK_WITH_HOOK = Map.of(
            "packaging", "conformance-pack",
            "realTime", "false",
            "hook", "warn");

    /** The runbook, with a role for approvers. */
    static final Map<String, String> REPLACEMENT = Map.of(
            "replacement", "true",
            "alarmEmail", "security@example.com");

    /** A conformance pack without real-time detection, and the runbook with all its settings. */
    static final Map<String, String> PACK_WITH_REPLACEMENT = Map.of(
            "packaging", "conformance-pack",
            "realTime", "false",
            "replacement", "true",
            "approvers", "alice,arn:aws:iam::111122223333:role/on-call",
            "minQuietMinutes", "90",
            "requireMetrics", "false",
            "endpointParameterPath", "/shared/dax.v2");

    /** A stack for each of two Regions. */
    static final Map<String, String> REGIONS = Map.of(
            "regions", "us-east-1,eu-west-1",
            "hook", "fail",
            "recorder", "create",
            "replacement", "true");

    static final String EVENT_BUS = "arn:aws:events:eu-central-1:999988887777:event-bus/daxguard";

    /** An account that forwards its events to the event bus of an organization. */
    static final Map<String, String> FORWARDING = Map.of("eventBus", EVENT_BUS, "hook", "warn");

    static final Map<String, String> ORGANIZATION = Map.of(
            "organizationMode", "central",
            "organization", "ou-ab12-11111111,ou-ab12-22222222",
            "memberAccounts", "111122223333,444455556666",
            "excludedAccounts", "777788889999,123412341234");

    static final Map<String, String> ORGANIZATION_WITH_TAG = Map.of(
            "organizationMode", "central",
            "organization", "r-ab12",
            "memberAccounts", "111122223333",
            "exemptionTag", "dax-exempt-until",
            "reservedConcurrency", "20");

    /** The service control policy, in the management account. */
    static final Map<String, String> PREVENTION = Map.of(
            "creationPolicyTargets", "ou-ab12-11111111,111122223333",
            "creationRoles", "terraform,deploy/dax-*",
            "replacement", "true");

    /** A stack set for two units and Regions. */
    static final Map<String, String> STACK_SETS = Map.of(
            "organization", "ou-ab12-11111111,ou-ab12-22222222",
            "organizationId", "o-ab12cd34ef",
            "managementAccount", "123456789012",
            "regions", "eu-west-1,us-east-1",
            "excludedAccounts", "777788889999,123412341234");

    /** A stack set with all settings of the stack in the members, and of its operations. */
    static final Map<String, String> STACK_SETS_WITH_ALL = Map.ofEntries(
            entry("organization", "r-ab12"),
            entry("organizationId", "o-ab12cd34ef"),
            entry("managementAccount", "123456789012"),
            entry("regions", "us-east-1,eu-west-1,ap-southeast-2"),
            entry("regionConcurrency", "sequential"),
            entry("failureTolerancePercentage", "10"),
            entry("maxConcurrentPercentage", "50"),
            entry("alarmEmail", "security@example.com"),
            entry("changeTriggered", "true"),
            entry("hook", "fail"),
            entry("recorder", "create"),
            entry("exemptClusters", "legacy-*,reports@2027-03-31"),
            entry("exemptionTag", "dax-exempt-until"),
            entry("maxExemptionDays", "90"),
            entry("refreshHours", "168"),
            entry("reservedConcurrency", "5"));

    private Contexts() {}

    /** Every mode, including the one whose stack has no rules. */
    static List<Map<String, String>> everyStack() {
        return Stream.concat(all().stream(), Stream.of(PREVENTION)).toList();
    }

    /** Every mode whose stacks have rules. */
    static List<Map<String, String>> all() {
        return List.of(
                DEFAULT,
                EXEMPTIONS,
                RULES,
                PACK,
                PACK_WITH_HOOK,
                REPLACEMENT,
                PACK_WITH_REPLACEMENT,
                REGIONS,
                FORWARDING,
                ORGANIZATION,
                ORGANIZATION_WITH_TAG,
                STACK_SETS,
                STACK_SETS_WITH_ALL);
    }

    static List<Map<String, String>> withRealTime() {
        return all().stream().filter(Contexts::hasRealTime).toList();
    }

    static List<Map<String, String>> withHook() {
        return all().stream().filter(Contexts::hasHook).toList();
    }

    static List<Map<String, String>> withReplacement() {
        return all().stream().filter(Contexts::hasReplacement).toList();
    }

    /** One function for an organization. */
    static boolean isCentral(Map<String, String> context) {
        return context.getOrDefault("organizationMode", "").equals("central");
    }

    /** A stack in each account of an organization. */
    static boolean hasStackSets(Map<String, String> context) {
        return context.containsKey("organization") && !isCentral(context);
    }

    static boolean hasRealTime(Map<String, String> context) {
        return !isCentral(context) && context.getOrDefault("realTime", "true").equals("true");
    }

    static boolean hasHook(Map<String, String> context) {
        return !context.getOrDefault("hook", "off").equals("off");
    }

    static boolean hasForwarding(Map<String, String> context) {
        return context.containsKey("eventBus") || hasStackSets(context);
    }

    static boolean hasReplacement(Map<String, String> context) {
        return context.getOrDefault("replacement", "false").equals("true");
    }

    static boolean hasApproverRole(Map<String, String> context) {
        return hasReplacement(context) && !context.containsKey("approvers");
    }

    static boolean hasRemediation(Map<String, String> context) {
        return hasReplacement(context) && !context.containsKey("packaging");
    }
}
