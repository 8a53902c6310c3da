package io.github.daxguard.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * Forwards the events of one account and Region to the central event bus of the organization, which can be in another account and
 * Region.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html">Sending and receiving events
 *     between accounts</a>, on the role that an organization requires
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html">Sending and receiving events
 *     between Regions</a>
 */
final class Forwarding extends Construct {

    private final String busArn;
    private final Role role;
    private final Queue deadLetterQueue;

    /** {@code busArn} is the ARN of the central event bus, or a reference to it. */
    Forwarding(Construct scope, String id, String busArn) {
        super(scope, id);
        this.busArn = busArn;
        // Not the queue of near-real-time detection, which is optional and whose alarm requires another action.
        deadLetterQueue = FailureQueue.withReason(this, "DeadLetterQueue");
        // Without a name, because role names are unique in an account across Regions.
        role = Role.Builder.create(this, "Role")
                .description("Role with which EventBridge forwards daxguard's events to the central event bus")
                .assumedBy(eventRulesOfThisRegion())
                .inlinePolicies(Map.of(
                        "Forward",
                        RulePermissions.policy(
                                RulePermissions.statement("Forward", List.of("events:PutEvents"), busArn))))
                .build();
    }

    /**
     * The ARNs of the rules would be a circular reference, because the rules contain the ARN of the role.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html">
     *     Cross-service confused deputy prevention</a>
     */
    private static PrincipalWithConditions eventRulesOfThisRegion() {
        return new PrincipalWithConditions(
                new ServicePrincipal("events.amazonaws.com"),
                OrderedMap.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Aws.ACCOUNT_ID),
                        "ArnLike",
                        Map.of("aws:SourceArn", RulePermissions.arn("events", "rule/*"))));
    }

    /**
     * Creates the rules that forward events.
     *
     * @param ruleNames EventBridge patterns of the names of the AWS Config rules
     * @param alarmNames the names of the alarms
     */
    void forward(List<?> ruleNames, List<String> alarmNames) {
        List<CfnRule> rules = List.of(
                rule(
                        "ComplianceChange",
                        "daxguard: forwards changes of the compliance of DAX clusters",
                        EventPatterns.complianceChanges(ruleNames)),
                rule(
                        "AlarmState",
                        "daxguard: forwards state changes of daxguard's alarms",
                        EventPatterns.alarmStates(alarmNames)),
                rule(
                        "NewCluster",
                        "daxguard: forwards the creation of DAX clusters, with the creator",
                        EventPatterns.creations()));
        FailureQueue.receiveEvents(deadLetterQueue, rules);
    }

    private CfnRule rule(String id, String description, Map<String, Object> pattern) {
        return CfnRule.Builder.create(this, id)
                .description(description)
                .eventPattern(pattern)
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("CentralBus")
                        .arn(busArn)
                        .roleArn(role.getRoleArn())
                        .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                                .arn(deadLetterQueue.getQueueArn())
                                .build())
                        .build()))
                .build();
    }

    /** Contains events that could not be forwarded. */
    IQueue deadLetterQueue() {
        return deadLetterQueue;
    }
}
