package io.github.daxguard.config;

import java.util.Map;

/**
 * An event of AWS Config that passed all checks.
 *
 * @param account 12 digits: the account whose clusters are evaluated
 * @param region the function's own Region, in which clusters are evaluated
 * @param ruleName the rule whose event it is
 * @param ruleParameters as they stand in the rule, not yet checked
 */
public record RuleEvent(
        String account,
        String region,
        String ruleName,
        ResultToken resultToken,
        Map<String, String> ruleParameters,
        Notification notification) {

    public RuleEvent {
        ruleParameters = Map.copyOf(ruleParameters);
    }

    /** Whether it was written by hand: AWS Config checks what is reported for it, and stores nothing. */
    public boolean isTest() {
        return resultToken.isTestMode();
    }
}
