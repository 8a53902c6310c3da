package io.github.daxguard.config;

import io.github.daxguard.results.ResultToken;
import io.github.daxguard.rule.InvalidEventException;
import java.util.Map;

/**
 * An event of AWS Config that passed all checks.
 *
 * @param account 12 digits: the account whose clusters are evaluated
 * @param region the function's own Region, in which clusters are evaluated
 * @param ruleName the rule whose event it is
 * @param ruleArn the rule's ARN; empty if the event has none
 * @param ruleParameters as they stand in the rule, not yet checked
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
     * Refuses the event of a rule that is not an organization rule: AWS Config makes those only for the management account or
     * a delegated administrator, while any account can make a rule of its own that invokes a function elsewhere.
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
                    prefix + "*, the ARN of an organization rule, because the event is of another account than the "
                            + "function's own");
        }
    }

    /** Whether it was written by hand: AWS Config checks what is reported for it, and stores nothing. */
    public boolean isTest() {
        return resultToken.isTestMode();
    }
}
