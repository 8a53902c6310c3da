package io.github.daxguard.config;

import io.github.daxguard.results.ResultToken;
import io.github.daxguard.rule.InvalidEventException;
import java.util.Map;

/**
 * A validated event of AWS Config.
 *
 * @param account 12 digits: the account whose clusters are evaluated
 * @param region the function's own Region, in which clusters are evaluated
 * @param ruleName the name of the rule
 * @param ruleArn the rule's ARN; empty if the event has none
 * @param ruleParameters as in the rule, not validated
 */
public record RuleEvent(
        String account,
        String region,
        String ruleName,
        String ruleArn,
        ResultToken resultToken,
        Map<String, String> ruleParameters,
        Notification notification) {

    public RuleEvent {
        ruleParameters = Map.copyOf(ruleParameters);
    }

    /**
     * Refuses the event of a rule that is not an organization rule. Only the management account or a delegated administrator can
     * create organization rules, but any account can create a rule that invokes a function of another account.
     *
     * @param partition of the function's Region: {@code aws}
     * @throws InvalidEventException if the ARN is not that of an organization rule in the event's account and the function's
     *     Region
     * @see <a href="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ConfigMultiAccountSetupPolicy.html">
     *     ConfigMultiAccountSetupPolicy</a>, which names these ARNs
     */
    public void requireOrganizationRule(String partition) {
        String prefix = "arn:" + partition + ":config:" + region + ":" + account
                + ":config-rule/aws-service-rule/config-multiaccountsetup.amazonaws.com/";
        if (!ruleArn.startsWith(prefix) || ruleArn.length() == prefix.length()) {
            throw new InvalidEventException(
                    "configRuleArn",
                    ruleArn.isEmpty() ? "missing" : InvalidEventException.quoted(ruleArn),
                    prefix + "*, the ARN of an organization rule, because the event's account is not the "
                            + "function's account");
        }
    }

    /** Whether it is a hand-written event, for which AWS Config validates the evaluations and does not store them. */
    public boolean isTest() {
        return resultToken.isTestMode();
    }
}
