package io.github.daxguard.infra;

import software.amazon.awscdk.services.lambda.CfnPermission;
import software.constructs.Construct;

/** Lets AWS Config invoke the function for the rules of one account. */
final class ConfigPermission {

    private ConfigPermission() {}

    /**
     * Without the account, any customer's AWS Config could invoke the function. The rule's ARN cannot be named: a rule can
     * be made only after its permission.
     *
     * @param account the one that owns the rules
     */
    static CfnPermission of(Construct scope, String id, RuleFunction function, String account) {
        return CfnPermission.Builder.create(scope, id)
                .action("lambda:InvokeFunction")
                .functionName(function.function().getFunctionArn())
                .principal("config.amazonaws.com")
                .sourceAccount(account)
                .build();
    }
}
