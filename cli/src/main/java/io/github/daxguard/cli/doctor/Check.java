package io.github.daxguard.cli.doctor;

import java.util.Locale;

/** The checks, in the order in which they run. Documented in {@code docs/reference/doctor.md}. */
enum Check {
    RESOURCE_TYPE(Mode.PREFLIGHT, "Resource type"),
    RECORDER(Mode.PREFLIGHT, "Configuration recorder"),
    MANAGED_RULES(Mode.PREFLIGHT, "AWS managed rules"),
    DAX(Mode.PREFLIGHT, "DAX"),
    CLUSTER_TAGS(Mode.PREFLIGHT, "Tags of clusters"),
    TRAIL(Mode.PREFLIGHT, "CloudTrail"),
    EVENT_PATTERN(Mode.PREFLIGHT, "Event pattern"),
    RESOURCE_TYPES(Mode.PREFLIGHT, "CloudFormation types"),
    LAMBDA_CONCURRENCY(Mode.PREFLIGHT, "Lambda concurrency"),
    BOOTSTRAP(Mode.PREFLIGHT, "CDK bootstrap"),
    BOOTSTRAP_ROLES(Mode.PREFLIGHT, "CDK roles"),
    EXECUTION_ROLE(Mode.PREFLIGHT, "Permissions (indicative)"),

    TRUSTED_ACCESS(Mode.ORGANIZATION, "Trusted access"),
    DELEGATED_ADMINISTRATOR(Mode.ORGANIZATION, "Delegated administrator"),
    MEMBER_RECORDERS(Mode.ORGANIZATION, "Recorders of members"),

    STACK(Mode.DEPLOYED, "Stack"),
    RULE_PARAMETERS(Mode.DEPLOYED, "Rule parameters"),
    FUNCTION_SETTINGS(Mode.DEPLOYED, "Function settings"),
    FUNCTION_CODE(Mode.DEPLOYED, "Function code"),
    INVOCATION(Mode.DEPLOYED, "Test event"),
    RULE_RUN(Mode.DEPLOYED, "Run of the rules"),
    RESULTS(Mode.DEPLOYED, "Evaluation results"),
    ALARMS(Mode.DEPLOYED, "Alarms"),
    SUBSCRIPTIONS(Mode.DEPLOYED, "Subscriptions"),
    DEAD_LETTER_QUEUES(Mode.DEPLOYED, "Dead-letter queues"),

    CHANGE_TEST(Mode.ON_REQUEST, "Change test"),
    HOOK_TEST(Mode.ON_REQUEST, "Hook test"),
    RUNBOOK_TEST(Mode.ON_REQUEST, "Runbook test");

    /** When a check runs. */
    enum Mode {
        /** Before the deployment. */
        PREFLIGHT,
        /** Before a deployment to an organization, once. */
        ORGANIZATION,
        /** After the deployment. */
        DEPLOYED,
        /** After the deployment, if the operator requests it. */
        ON_REQUEST
    }

    private final Mode mode;
    private final String title;

    Check(Mode mode, String title) {
        this.mode = mode;
        this.title = title;
    }

    Mode mode() {
        return mode;
    }

    /** The name in the table. */
    String title() {
        return title;
    }

    /** The name in JSON and in the documentation: {@code resource-type}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
