package io.github.daxguard.infra;

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

    static final Map<String, String> ORGANIZATION = Map.of(
            "organization", "ou-ab12-11111111,ou-ab12-22222222",
            "memberAccounts", "111122223333,444455556666",
            "excludedAccounts", "777788889999,123412341234");

    static final Map<String, String> ORGANIZATION_WITH_TAG = Map.of(
            "organization", "r-ab12",
            "memberAccounts", "111122223333",
            "exemptionTag", "dax-exempt-until",
            "reservedConcurrency", "20");

    /** The service control policy, in the management account. */
    static final Map<String, String> PREVENTION = Map.of(
            "creationPolicyTargets", "ou-ab12-11111111,111122223333",
            "creationRoles", "terraform,deploy/dax-*",
            "replacement", "true");

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
                ORGANIZATION,
                ORGANIZATION_WITH_TAG);
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

    static boolean hasRealTime(Map<String, String> context) {
        return !context.containsKey("organization")
                && context.getOrDefault("realTime", "true").equals("true");
    }

    static boolean hasHook(Map<String, String> context) {
        return !context.getOrDefault("hook", "off").equals("off");
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
