package io.github.daxguard.cli.options;

import io.github.daxguard.contract.RuleParameterNames;
import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.Rejection;
import io.github.daxguard.rule.RuleParameters;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The value of an option {@code --role}: the name of a role in each account of an organization. */
public final class RoleName {

    private RoleName() {}

    /**
     * Requires a name that the rule parameter {@code executionRoleName} accepts.
     *
     * @throws ParameterException if the name is invalid
     */
    public static void require(String name, CommandSpec command) {
        try {
            RuleParameters.parse(Map.of(RuleParameterNames.EXECUTION_ROLE_NAME, name));
        } catch (InvalidRuleParameterException e) {
            throw new ParameterException(
                    command.commandLine(),
                    new Rejection(
                                    "",
                                    "--role",
                                    e.rejection().received(),
                                    "the name of a role in each account, 1 to 64 characters, without path or ARN")
                            .message());
        }
    }
}
